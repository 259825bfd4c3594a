"""Whom a deed with a goal concerns, and what they are told: that it happened, never what somebody wrote."""
from ..kernel.words import _
from ..notices import actions as notices
from ..people.models import Person
from . import access

KIND, BROUGHT_IN = "goals", "/goals/"


def proposed(goal, by):
    _tell(_who_decide(goal, by), goal, by, _("%(name)s proposes a goal. Please agree to it, or say what should be different.", name=by.name))


def withdrawn(goal):
    """Nothing is to be decided any more."""
    for person_id in access.deciders(goal):
        notices.settle(person_id, page(goal))


def agreed(goal, by):
    _settle(goal, by)
    _tell({goal.owner_id}, goal, by, _("%(name)s has agreed to a goal of yours.", name=by.name), "own")


def returned(goal, by):
    _settle(goal, by)
    _tell({goal.owner_id}, goal, by, _("%(name)s has returned a goal of yours, with a comment.", name=by.name), "own")


def given(goal, by):
    """Whose it is, and whoever leads them, where somebody else has given it."""
    _tell({goal.owner_id}, goal, by, _("%(name)s has given you a goal. You can propose to change it.", name=by.name), "own")
    _tell(_who_decide(goal, by) - {goal.owner_id} if by.id != goal.owner_id else set(), goal, by,
          _("%(name)s has given somebody a goal on which you decide.", name=by.name))


def changed(goal, by):
    _tell({goal.owner_id}, goal, by, _("%(name)s has changed a goal of yours. Its page shows the difference.", name=by.name), "own")


def change_proposed(goal, by):
    _tell(_who_decide(goal, by), goal, by, _("%(name)s proposes to change a goal that was agreed.", name=by.name))


def change_agreed(goal, by):
    _settle(goal, by)
    _tell({goal.owner_id}, goal, by, _("%(name)s has agreed to the change of a goal of yours.", name=by.name), "own")


def change_returned(goal, by):
    _settle(goal, by)
    _tell({goal.owner_id}, goal, by, _("%(name)s leaves a goal of yours as it was agreed, and says why.", name=by.name), "own")


def checked(goal, by):
    notices.settle(by.id, page(goal))


def asked(goal, by):
    _tell({goal.owner_id}, goal, by, _("%(name)s asks about your check-in.", name=by.name), "own")


def answered(goal, by, asker_id):
    notices.settle(by.id, page(goal))
    asker = Person.get_or_none(Person.id == asker_id)
    reads = asker is not None and access.reads_remarks(asker, goal)        # who led them then may read the answer no more
    _tell({asker_id} if reads else set(), goal, by, _("%(name)s has answered what you asked about a check-in.", name=by.name), "answer")


def closed(goal, by):
    notices.settle(by.id, page(goal))
    _tell({goal.owner_id, *_who_decide(goal, by)}, goal, by, _("%(name)s has closed a goal, with a look back.", name=by.name), "own")


def reopened(goal, by):
    _tell({goal.owner_id}, goal, by, _("%(name)s has opened a goal of yours again, and says why.", name=by.name), "own")


def brought_in(persons, by):
    """HR has taken a list of goals in: one sentence for each person, however many goals they have got."""
    here = {one.id for one in Person.select().where(Person.id.in_(list(persons))) if not one.has_left}
    for person_id in here - {by.id}:
        notices.tell(person_id, KIND, _("%(name)s has brought in goals of yours from a list.", name=by.name), BROUGHT_IN, about=by.id,
                     key="goals-brought-in")


def taken_out(persons):
    """They were taken out again: what was said of it goes."""
    for person_id in persons:
        notices.settle(person_id, BROUGHT_IN)


def page(goal):
    return f"/goals/{goal.id}"


def key(goal, what):
    return f"goal-{goal.id}-{what}"


def _who_decide(goal, by):
    return access.deciders(goal) - {by.id}


def _settle(goal, by):
    """Who has decided needs not read that there was something to decide; neither do others who could have."""
    notices.settle(by.id, page(goal))
    for person_id in _who_decide(goal, by):
        notices.settle(person_id, page(goal))


def _tell(persons, goal, by, sentence, what="decide"):
    """Those who are here, but who did it; a newer sentence takes the place of an unread one."""
    here = {one.id for one in Person.select().where(Person.id.in_(list(persons))) if not one.has_left}
    for person_id in here - {by.id}:
        notices.tell(person_id, KIND, sentence, page(goal), about=by.id, key=key(goal, what))
