"""Who may open which rounds, forms and results of upward feedback: queries, so that the list and the single row obey one WHERE."""
from ...people import queries as people
from ...people.models import Person
from .models import UpwardManager, UpwardRound, UpwardWriter

Before = UpwardManager.alias()
SEE_ALL = {"hr", "executive"}


def rounds_to_run(me):
    """HR runs the rounds."""
    return UpwardRound.select() if "hr" in me.powers else UpwardRound.select().where(False)


def rounds_to_read(me):
    """HR follows them; executives read those that have closed."""
    if "hr" in me.powers:
        return UpwardRound.select()
    return UpwardRound.select().where((UpwardRound.state == "closed") if "executive" in me.powers else False)


def to_answer(me):
    """About whom one is asked in rounds that are open. Whether there is still time is the verb's to say."""
    return (UpwardWriter.select(UpwardWriter, UpwardManager, UpwardRound, Person).join(UpwardManager).join(UpwardRound)
            .switch(UpwardManager).join(Person).where(UpwardWriter.person == me.id, UpwardRound.state == "open"))


def results_to_read(me):
    """One's own as a manager; those of others for HR and executives, and for whoever leads that manager where the round says so.

    Who was ever asked about somebody does not read what came of it: with one's own answer one could reckon out those of others,
    and answers of an earlier round may be pooled in a later one.
    """
    found = (UpwardManager.select(UpwardManager, UpwardRound, Person).join(UpwardRound).switch(UpwardManager).join(Person)
             .where(UpwardRound.state == "closed"))
    mine = UpwardManager.person == me.id
    asked = UpwardManager.person.in_(Before.select(Before.person).join(UpwardWriter, on=UpwardWriter.manager == Before.id).where(
        UpwardWriter.person == me.id))
    if me.powers & SEE_ALL:
        return found.where(mine | ~asked)
    below = [seat.person_id for seat in people.chart().reports_of(me.id) if seat.person_id]
    return found.where(mine | UpwardRound.above_reads & UpwardManager.person.in_(below) & ~asked)
