"""Powers over the house: who holds which, and that somebody always does."""
from ...kernel import modules, trail
from ...kernel.db import write
from ...kernel.errors import Refused
from ...kernel.words import _
from ...notices import actions as notices
from .. import queries
from ..models import POWERS, Power

POWER_WORDS = {"administrator": _("Administrator"), "hr": _("HR"), "executive": _("Executive"), "board": _("Board member")}
GIVEN, TAKEN = _("%(who)s gave %(name)s the power “%(power)s”."), _("%(who)s took the power “%(power)s” from %(name)s.")
KEEPS_RUNNING = {"hr", "administrator"}     # powers that somebody must always hold


@write()
def give_power(person, name, *, by=None):
    """Let a person do what a power allows. Nobody gives themself one; HR, the executives and its holders learn of it."""
    if name not in POWERS:
        raise Refused(_("There is no power of that name."), "power")
    if by is not None and by.id == person.id:
        raise Refused(_("Nobody gives themself a power. Ask somebody else who may."), "power")
    _made, is_new = Power.get_or_create(person=person, name=name)
    trail.record("give_power", by, person, kind=name)
    if is_new:
        modules.react("powers_changed", person, by)
        _tell_of_power(person, by, GIVEN, name)


@write()
def take_power(person, name, *, by=None):
    """Take a power back; somebody must go on holding each that keeps the house running."""
    refuse_last_holder(person, {name}, "power")
    taken = Power.delete().where(Power.person == person, Power.name == name).execute()
    trail.record("take_power", by, person, kind=name)
    if taken:
        modules.react("powers_changed", person, by)
        _tell_of_power(person, by, TAKEN, name)


def _tell_of_power(person, by, sentence, power):
    """All of HR, all executives, all who hold the power and the person learn of it: so two of HR, one made by the other,
    shake off nobody unseen. Not whoever did it, nor anybody of what the house does by itself."""
    if by is None:
        return
    said = sentence % {"who": by.name, "name": person.name, "power": POWER_WORDS[power]}
    watching = {holder.id for name in {"hr", "executive", power} for holder in queries.holders(name)}
    for told in {person.id, *watching} - {by.id}:
        notices.tell(told, "powers", said, f"/people/{person.id}", about=person.id)


def refuse_last_holder(person, names, field):
    """A last day to come counts too: nobody would notice on that day that the house is left without."""
    for name in sorted(KEEPS_RUNNING & names):
        if not queries.somebody_stays_with(name, besides=person.id):
            raise Refused(_("Nobody else who stays holds the power “%(power)s”. Give it to somebody on their page first.",
                            power=POWER_WORDS[name]), field)
