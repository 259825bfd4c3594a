"""What people are told of a round of upward feedback: the same for all who are asked, whether they have answered or not."""
from ...kernel import words
from ...kernel.words import _
from ...notices import actions as notices
from ...people import queries as people
from . import queries
from .models import UpwardManager, UpwardWriter

KIND = "upward"


def opened(round_, by):
    said = _("“%(name)s” is open: you are asked about your manager, without your name, until %(day)s.", name=round_.name, day=_day(round_.closes_on))
    _tell_writers(round_, said, by)


def moved(round_, by):
    """Everybody asked, and everybody it is about."""
    said = _("“%(name)s” is now open until %(day)s.", name=round_.name, day=_day(round_.closes_on))
    _tell_writers(round_, said, by)
    asked = {person for person, in UpwardWriter.select(UpwardWriter.person).join(UpwardManager).where(UpwardManager.round == round_).tuples()}
    notices.tell_each([(person, said, "/", None) for person in _managers(round_) if person not in asked], KIND, key=queries.key_of(round_.id))


def called_off(round_, by):
    """The notices that led there go; one sentence says why there is nothing any more."""
    writers = _writers(round_)
    settle(round_)
    said = _("“%(name)s” was called off. What had been sent was deleted unread.", name=round_.name)
    notices.tell_each([(person, said, "/", None) for person in sorted({person for person, _page in writers})], KIND)


def closed(round_):
    """What asked for it goes, for everybody at once; managers and HR learn that the results are there."""
    settle(round_)
    rows = UpwardManager.select(UpwardManager.person, UpwardManager.id).where(UpwardManager.round == round_).tuples()
    told = [(person, _("What people said to you in “%(name)s” is there to read.", name=round_.name), f"/reviews/upward/results/{number}", None)
            for person, number in rows]
    hr = [(person.id, _("“%(name)s” has closed. Its results are there to read.", name=round_.name), f"/reviews/upward/{round_.id}", None)
          for person in people.holders("hr")]
    notices.tell_each(told + hr, KIND)


def settle(round_):
    """Nothing of the asking stays behind: neither notices nor who was reminded when."""
    notices.take_back(*{page for _person, page in _writers(round_)})
    notices.forget_reminders(queries.key_of(round_.id))


def _tell_writers(round_, said, by):
    notices.tell_each([(person, said, page, None) for person, page in _writers(round_)], KIND, key=queries.key_of(round_.id))


def _writers(round_):
    rows = UpwardWriter.select(UpwardWriter.person, UpwardWriter.id).join(UpwardManager).where(UpwardManager.round == round_)
    return [(person, f"/reviews/upward/answer/{number}") for person, number in rows.tuples()]


def _managers(round_):
    return [person for person, in UpwardManager.select(UpwardManager.person).where(UpwardManager.round == round_).tuples()]


def _day(day):
    return words.day(day, near=False)
