"""Whom a deed concerns, and what they are told: what there is to do now, never what somebody wrote."""
from collections import Counter

from ..kernel import modules, words
from ..kernel.words import _, n_
from ..notices import actions as notices
from ..notices.queries import was_told
from . import access, queries

KIND = "review"


def launched(cycle, made, by):
    """Each employee of their self-review, each manager once of all that they write. `made` are the new reviews as dicts."""
    own = [(row["person"], _("Your self-review for “%(cycle)s” has begun. Please submit it by %(day)s.", cycle=cycle.name, day=_day(row["self_due"])),
            page_of_sheet(row["self_sheet"]), None) for row in made]
    first = {}
    for row in made:
        first[row["manager"]] = min(row["manager_due"], first.get(row["manager"], row["manager_due"]))
    written = [(manager, n_("You have %(num)s review to write for “%(cycle)s”, by %(day)s.",
                            "You have %(num)s reviews to write for “%(cycle)s”, by %(day)s.", count,
                            cycle=cycle.name, day=_day(first[manager])), "/reviews/", None)
               for manager, count in Counter(row["manager"] for row in made).items()]
    _tell(own + written, by)


def planned(cycle):
    """HR, whoever launched the one before, that a cycle which repeats is planned, in time to take it back."""
    _tell([(number, _("“%(cycle)s” is planned and begins by itself on %(day)s. Change or take it back before then.", cycle=cycle.name,
                      day=_day(cycle.launch_on)), f"/reviews/cycles/{cycle.id}", None) for number in modules.holders("run_reviews")], None)


def planned_no_more(cycle):
    notices.take_back(f"/reviews/cycles/{cycle.id}")


def could_not_launch(cycle, why):
    """HR, once for each plan, that a cycle did not begin on its day; it is tried again on the next."""
    key = f"launch-{cycle.id}-{cycle.version}"
    if was_told(key):
        return
    for number in modules.holders("run_reviews"):
        notices.tell(number, KIND, _("“%(cycle)s” was to begin by itself, but did not: %(why)s", cycle=cycle.name, why=why),
                     f"/reviews/cycles/{cycle.id}", key=key)


def cancelled(cycle, reviews, peers, by, keeps_trace=False):
    """The launch was taken back: what was said of it goes, and one sentence says so, to colleagues who were asked as well."""
    notices.take_back(*[address for review in reviews for address in pages(review)], *[page_of_sheet(form.sheet_id) for form in peers],
                      *([] if keeps_trace else [f"/reviews/cycles/{cycle.id}"]))
    said = _("“%(cycle)s” was taken back. There is nothing to write for it any more.", cycle=cycle.name)
    if keeps_trace:
        said = _("“%(cycle)s” was called off. What was written is kept, and counts for nothing.", cycle=cycle.name)
    concerned = {number for review in reviews for number in (review.person_id, review.manager_id)} | {
        form.peer_id for form in peers if form.state == "asked"}
    _tell([(person_id, said, "/reviews/", None) for person_id in sorted(concerned)], by)


def dates_changed(cycle, following, tasks, by):
    """Those who have something to do of the new dates, colleagues who write as well. `following` are the reviews that have them now."""
    said = _("The dates of “%(cycle)s” were changed: self-reviews by %(own)s, managers' forms by %(theirs)s, shared by %(share)s.", cycle=cycle.name,
             own=_day(cycle.self_due), theirs=_day(cycle.manager_due), share=_day(cycle.share_by))
    concerned = {number for review in following for number in (review.person_id, review.manager_id)}
    concerned |= {review.approver_id for review in following if review.state == "submitted"} - {None}
    _tell([(number, said, "/reviews/", None) for number in sorted(concerned)] + [_to_peer(task) for task in tasks], by)


def dates_moved(review, tasks, by):
    """`review` as it is now."""
    own = _("Your review has other dates now: your self-review is due by %(day)s.", day=_day(review.self_due))
    if review.state != "in progress":
        own = _("Your review has other dates now: it is shared with you by %(day)s.", day=_day(review.share_by))
    mine = _("The review of %(name)s has other dates now: your form is due by %(day)s.", name=review.person.name, day=_day(review.manager_due))
    if review.state != "in progress":
        mine = _("The review of %(name)s has other dates now: share it by %(day)s.", name=review.person.name, day=_day(review.share_by))
    _tell([_to_employee(review, own), _to_manager(review, mine)] + [_to_peer(task) for task in tasks], by)


def _to_peer(task):
    return (task.peer_id, _("Your view on the work of %(name)s is due by %(day)s now.", name=f"{task.first_name} {task.last_name}",
                            day=_day(task.peers_due)), page_of_sheet(task.peer_sheet_id), task.person_id)


def sharing_open(cycle, managers, by):
    _tell([(number, _("You can share your reviews of “%(cycle)s” now, by %(day)s.", cycle=cycle.name, day=_day(cycle.share_by)), "/reviews/", None)
           for number in managers], by)


def nudged(entries, line, by):
    """A line of somebody's own to those who have not acted: (person id, what waits, address, id of whom that names)."""
    for person_id, what, url, about in entries:
        said = _("%(name)s asks you to look at this: %(what)s. %(line)s", name=by.name, what=what, line=line) if line else _(
            "%(name)s asks you to look at this: %(what)s.", name=by.name, what=what)
        notices.tell(person_id, KIND, said, url, about=about)


def submitted(review, sheet, by):
    """It is done: what asked for it need not be read; whoever is to approve learns of it."""
    notices.settle(sheet.author_id, page_of_sheet(sheet.id))
    if sheet.kind == "manager":
        _no_longer_asked(review)
        notices.settle(review.person_id, page_of_sheet(review.self_sheet_id))
    if sheet.kind == "manager" and review.approver_id and review.cycle.needs_approval:
        _tell([_to_approver(review, review.approver_id)], by)


def _no_longer_asked(review):
    """Colleagues whose form is not waited for any more."""
    for form in queries.peer_forms_of([review]):
        notices.settle(form.peer_id, page_of_sheet(form.sheet_id))


def approved(review, by):
    notices.settle(review.approver_id, page(review))
    _tell([_to_manager(review, _("The review of %(name)s is approved.", name=review.person.name))], by)


def nominated(review, peer, by):
    """The manager, that somebody was suggested."""
    _tell([_to_manager(review, _("%(name)s was suggested as a colleague to write about %(whom)s. Please agree or choose somebody else.",
                                 name=peer.name, whom=review.person.name))], by)


def peer_asked(review, peer_id, sheet_id, by):
    _tell([(peer_id, _("Your view on the work of %(name)s is asked for, by %(day)s. You may decline.", name=review.person.name,
                       day=_day(review.peers_due)), page_of_sheet(sheet_id), review.person_id)], by)


def peer_declined(review, sheet_id, by):
    """Without the reason, which stands on the page."""
    notices.settle(by.id, page_of_sheet(sheet_id))
    _tell([_to_manager(review, _("%(name)s does not write about %(whom)s. You can ask somebody else.", name=by.name, whom=review.person.name))], by)


def peer_not_needed(form):
    notices.settle(form.peer_id, page_of_sheet(form.sheet_id))


def peer_removed(review, form, by):
    peer_not_needed(form)
    if form.sheet_id:
        _tell([(form.peer_id, _("Your view on the work of %(name)s is not needed any more.", name=review.person.name), "/reviews/",
                review.person_id)], by)


def appealed(review, by):
    """HR and the manager; why stands on the page."""
    said = _("%(name)s appeals against the rating.", name=review.person.name)
    _tell([(number, said, page(review), review.person_id) for number in sorted(_of_appeal(review))], by)


def appeal_ended(review, said, by):
    """Both, in the words of the decision; who was to decide has nothing to do any more."""
    _appeal_is_over(review)
    _tell([_to_employee(review, said), _to_manager(review, _("The appeal of %(name)s is decided. The page of the review says how.",
                                                             name=review.person.name))], by)


def appeal_taken_back(review, by):
    """Those who had been told of it."""
    _appeal_is_over(review)
    said = _("%(name)s has taken the appeal against the rating back.", name=review.person.name)
    _tell([(number, said, page(review), review.person_id) for number in sorted(_of_appeal(review))], by)


def _appeal_is_over(review):
    for number in _of_appeal(review):
        notices.settle(number, page(review))


def _of_appeal(review):
    return {*(one.person.id for one in access.deciders(review)), review.manager_id}


def returned(review, sheet, by):
    said = _("Your self-review came back to you. Look at the notes in it, then submit it again.")
    if sheet.kind == "peer":
        said = _("What you wrote about %(name)s came back to you. Look at the notes in it, then submit it again.", name=review.person.name)
    if sheet.kind == "manager":
        said = _("Your review of %(name)s came back to you. Look at the notes in it, then submit it again.",
                 name=review.person.name)
    _tell([(sheet.author_id, said, page_of_sheet(sheet.id), review.person_id)], by)


def shared(review, answer_by, by):
    notices.settle(review.manager_id, page(review))
    if by is not None and by.id != review.manager_id:
        _tell([_to_manager(review, _("HR has shared the review of %(name)s.", name=review.person.name))], by)
    _tell([_to_employee(review, _("Your review is there to read. Please sign by %(day)s that you have received it.",
                                  day=_day(answer_by)))], by)


def meeting_set(review, day, by):
    """The other one hears of the day; the text of the notes is nobody else's."""
    said = _("You talk about the review on %(day)s.", day=_day(day))
    _tell([(person_id, said, page(review) + "/meeting", None) for person_id in (review.person_id, review.manager_id)], by)


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


def approver_changed(review, approver_id, by):
    """Somebody else approves it, and it is written already. `review` as it was before."""
    if review.approver_id:
        notices.settle(review.approver_id, page(review))
    _tell([_to_approver(review, approver_id)] if approver_id else [], by)


def _to_approver(review, approver_id):
    return approver_id, _("The review of %(name)s is written and waits for your approval, by %(day)s.", name=review.person.name,
                          day=_day(review.approve_by or review.share_by)), page(review), review.person_id


def handed_over(review, manager, by):
    """`review` as it was before, with its former manager."""
    name, due = review.person.name, _day(review.manager_due)
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
    _no_longer_asked(review)
    _tell([_to_employee(review, _("You were taken out of “%(cycle)s”. There is nothing to write or to sign.", cycle=cycle)),
           _to_manager(review, _("%(name)s was taken out of “%(cycle)s”. There is no review to write.", name=name,
                                 cycle=cycle))], by)


def put_back(review, by):
    cycle = review.cycle.name
    _tell([_to_employee(review, _("You are in “%(cycle)s” again. Everything is where it was.", cycle=cycle)),
           _to_manager(review, _("%(name)s is in “%(cycle)s” again. The review goes on where it stood.", name=review.person.name, cycle=cycle))], by)


def brought_in(persons, by):
    """Reviews from before Perf stand in these people's histories now."""
    _tell([(person_id, _("A review from an earlier year was brought in. You can read it in your history."), history(person_id), None)
           for person_id in sorted(persons)], by)


def file_added(person_id, url, by):
    _tell([(person_id, _("A PDF was put beside a review of yours. You can open it on its page."), url, None)], by)


def taken_out(persons):
    """They were taken out again: what was said of it goes."""
    notices.take_back(*[history(person_id) for person_id in persons])


def history(person_id):
    return f"/reviews/people/{person_id}/history"


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
