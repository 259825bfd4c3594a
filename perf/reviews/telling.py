"""Whom a deed concerns, and what they are told: what there is to do now, never what somebody wrote."""
from collections import Counter

from ..kernel import words
from ..kernel.words import _, n_
from ..notices import actions as notices

KIND = "review"


def launched(cycle, made, by):
    """Each employee of their self-review, each manager once of all that they write. `made` are the new reviews as dicts."""
    begun = _("Your self-review for “%(cycle)s” has begun. Please submit it by %(day)s.",
              cycle=cycle.name, day=_day(cycle.self_due))
    own = [(row["person"], begun, page_of_sheet(row["self_sheet"]), None) for row in made]
    written = [(manager, n_("You have %(num)s review to write for “%(cycle)s”, by %(day)s.",
                            "You have %(num)s reviews to write for “%(cycle)s”, by %(day)s.", count,
                            cycle=cycle.name, day=_day(cycle.manager_due)), "/reviews/", None)
               for manager, count in Counter(row["manager"] for row in made).items()]
    _tell(own + written, by)


def cancelled(cycle, reviews, by):
    """The launch was taken back: what was said of it goes, and one sentence says so."""
    notices.take_back(*[address for review in reviews for address in pages(review)])
    said = _("“%(cycle)s” was taken back. There is nothing to write for it any more.", cycle=cycle.name)
    concerned = {review.person_id for review in reviews} | {review.manager_id for review in reviews}
    _tell([(person_id, said, "/reviews/", None) for person_id in concerned], by)


def submitted(sheet):
    """It is done: what asked for it need not be read."""
    notices.settle(sheet.author_id, page_of_sheet(sheet.id))


def returned(review, sheet, by):
    said = _("Your self-review came back to you. Look at the notes in it, then submit it again.")
    if sheet.kind == "manager":
        said = _("Your review of %(name)s came back to you. Look at the notes in it, then submit it again.",
                 name=review.person.name)
    _tell([(sheet.author_id, said, page_of_sheet(sheet.id), review.person_id)], by)


def shared(review, answer_by, by):
    notices.settle(review.manager_id, page(review))
    _tell([_to_employee(review, _("Your review is there to read. Please sign by %(day)s that you have received it.",
                                  day=_day(answer_by)))], by)


def signed(review):
    """The employee has signed: nothing waits there any more."""
    notices.settle(review.person_id, page(review))


def refusal_recorded(review, by):
    signed(review)
    _tell([_to_employee(review, _("It was recorded that you do not sign your review. You can still respond to it."))], by)


def reopened(review, by):
    _tell([_to_employee(review, _("Your review was opened again, so no signature counts for now. Its page says why.")),
           _to_manager(review, _("The review of %(name)s was opened again. Share it anew when it is mended.",
                                 name=review.person.name))], by)


def handed_over(review, manager, by):
    """`review` as it was before, with its former manager."""
    name, due = review.person.name, _day(review.cycle.manager_due)
    notices.settle(review.manager_id, *pages(review))
    _tell([(manager.id, _("You write the review of %(name)s from now on, by %(day)s.", name=name, day=due), page(review),
            review.person_id),
           _to_manager(review, _("Somebody else writes the review of %(name)s now. You need not do anything more.", name=name),
                       "/reviews/"),
           _to_employee(review, _("Somebody else writes your review now. Its page says who."))], by)


def withdrawn(review, by):
    name, cycle = review.person.name, review.cycle.name
    for person_id in (review.person_id, review.manager_id):
        notices.settle(person_id, *pages(review))
    _tell([_to_employee(review, _("You were taken out of “%(cycle)s”. There is nothing to write or to sign.", cycle=cycle)),
           _to_manager(review, _("%(name)s was taken out of “%(cycle)s”. There is no review to write.", name=name,
                                 cycle=cycle))], by)


def page(review):
    return f"/reviews/{review.id}"


def page_of_sheet(sheet_id):
    return f"/questions/sheets/{sheet_id}"


def pages(review):
    return page(review), page_of_sheet(review.self_sheet_id), page_of_sheet(review.manager_sheet_id)


def _to_employee(review, sentence):
    return review.person_id, sentence, page(review), None


def _to_manager(review, sentence, url=None):
    return review.manager_id, sentence, url or page(review), review.person_id


def _tell(told, by):
    """Nobody is told of what they have just done themselves."""
    notices.tell_each([one for one in told if by is None or one[0] != by.id], KIND)


def _day(day):
    return words.day(day, near=False)
