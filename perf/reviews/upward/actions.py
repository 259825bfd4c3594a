"""What can be done with rounds of upward feedback: one verb, one transaction, its consequences.

How few answers are too few is fixed when a round opens: from then on an answer can be there, and a verb that refused "because
somebody has answered" would tell when the first one came. For the same reason a round can be called off at any time.
"""
from ...kernel import clock, live, trail
from ...kernel.db import insert_all, write
from ...kernel.errors import Changed, Refused
from ...kernel.words import _
from ...questions.unnamed import actions as unnamed
from . import queries, telling
from .models import FEW, FEW_TEXTS, SignedAnswer, UpwardManager, UpwardRound, UpwardWriter


@write()
def plan_round(*, by, managers=(), **given):
    """Plan a round; nobody is told before it opens."""
    check_plan(**given)
    round_ = UpwardRound.create(made_by=by, picked_json=queries.picked_json(managers), **given)
    trail.record("plan_upward", by, kind="upward_round", row_id=round_.id)
    return round_


@write()
def change_round(round_, *, by, version, managers=(), **given):
    """Change a round that is not open yet."""
    now = _planned(round_)
    if now.version != version:
        raise Changed(_("Somebody else changed this round meanwhile. It is shown as it is now; please make your change again."), now)
    check_plan(**given)
    UpwardRound.update(version=version + 1, picked_json=queries.picked_json(managers), **given).where(UpwardRound.id == now.id).execute()
    trail.record("change_upward", by, kind="upward_round", row_id=now.id)


def check_plan(*, opens_on, closes_on, minimum, minimum_texts, **_rest):
    if opens_on > closes_on:
        raise Refused(_("It closes before it opens. Please put the dates in order."), "closes_on")
    if closes_on < clock.today():
        raise Refused(_("Its last day lies in the past. Choose a later one."), "closes_on")
    if minimum < FEW or minimum_texts < FEW_TEXTS:
        field, fewest = ("minimum", FEW) if minimum < FEW else ("minimum_texts", FEW_TEXTS)
        raise Refused(_("At least %(few)s: with fewer, people could be recognised. You may only raise it.", few=fewest), field)


@write()
def open_round(round_, *, by=None):
    """Ask everybody who reports to one of its managers today. Who that is stays as it is now."""
    now = _planned(round_)
    if now.closes_on < clock.today():
        raise Refused(_("Its last day lies in the past. Choose a later one, then open it."))
    teams = queries.teams(now.picked)
    if not teams:
        raise Refused(_("Nobody reports to the managers who were chosen, so nobody could answer."))
    gathering = unnamed.begin(queries.outline_of(now.template), queries.AUTHOR, now.template.scale.levels_json, room="upward",
                              minimum=now.minimum, minimum_texts=now.minimum_texts, minimum_all=queries.whole_minimum(now))
    UpwardRound.update(state="open", gathering=gathering, opens_on=min(now.opens_on, clock.today()), version=now.version + 1).where(
        UpwardRound.id == now.id).execute()
    for team in teams:
        manager = UpwardManager.create(round=now, person=team.person.person_id, department_id=team.department_id, department=team.department)
        insert_all(UpwardWriter, [dict(manager=manager.id, person=seat.person_id) for seat in team.writers])
    trail.record("open_upward", by, kind="upward_round", row_id=now.id)
    telling.opened(now, by)
    for person in {seat.person_id for team in teams for seat in team.writers}:
        live.changed("home", person)


@write()
def move_closing(round_, closes_on, *, by):
    """Another last day; everybody concerned is told."""
    now = _open(round_)
    if closes_on < clock.today():
        raise Refused(_("That day lies in the past. Choose today or a later one."), "closes_on")
    if closes_on == now.closes_on:
        raise Refused(_("That is its last day already."), "closes_on")
    UpwardRound.update(closes_on=closes_on, version=now.version + 1).where(UpwardRound.id == now.id).execute()
    trail.record("move_upward", by, kind="upward_round", row_id=now.id)
    telling.moved(UpwardRound.get_by_id(now.id), by)


@write()
def call_off(round_, *, by):
    """Take a round back. What was sent goes unread, and whether anything was sent stays unknown."""
    now = UpwardRound.get_by_id(round_.id)
    if now.state == "closed":
        raise Refused(_("This round has closed; what was published stays."))
    if now.state == "open":
        telling.called_off(now, by)
        SignedAnswer.delete().where(SignedAnswer.manager.in_(UpwardManager.select(UpwardManager.id).where(UpwardManager.round == now))).execute()
        unnamed.drop(now.gathering_id)
    UpwardRound.delete().where(UpwardRound.id == now.id).execute()
    trail.record("call_off_upward", by, kind="upward_round", row_id=now.id)


# answering: no trail, no live event, no notice; and nothing else that says when

def send(writer, said, *, signed=False):
    """Send what one answers about one's manager: {question id: (level or None, text)}; without a name, or by choice with it."""
    round_, about = _still_open(writer)
    if signed:
        _send_signed(writer, round_, about, said)
    else:
        unnamed.send(round_.gathering_id, about, writer.person_id, said)


def pass_by(writer):
    """Rather not answer this time. Nobody is told, and nobody can see it."""
    round_, about = _still_open(writer)
    unnamed.pass_by(round_.gathering_id, about, writer.person_id)


@write()
def _send_signed(writer, round_, about, said):
    rows = unnamed.fitting(round_.gathering_id, said)
    unnamed.pass_by(round_.gathering_id, about, writer.person_id)
    both = {}
    for row in rows:
        one = both.setdefault(row["question"], {"rating": None, "text": ""})
        one.update(rating=row["rating"] if row["rating"] is not None else one["rating"], text=row["text"] or one["text"])
    insert_all(SignedAnswer, [dict(manager=writer.manager_id, person=writer.person_id, question=number, **one) for number, one in both.items()])


def _still_open(writer):
    round_ = UpwardRound.get_by_id(writer.manager.round_id)
    if not round_.is_open:
        raise Refused(_("This round has closed, so nothing can be sent any more."))
    return round_, writer.manager.person_id


# closing

@write()
def close_round(round_):
    """Publish what may be shown, once; who has answered is forgotten."""
    now = _open(round_)
    groups = dict(UpwardManager.select(UpwardManager.person, UpwardManager.department_id).where(UpwardManager.round == now).tuples())
    unnamed.close(now.gathering_id, groups)
    UpwardRound.update(state="closed", version=now.version + 1).where(UpwardRound.id == now.id).execute()
    trail.record("close_upward", None, kind="upward_round", row_id=now.id)
    telling.closed(now)
    live.changed("upward", now.id)


def new_day(today):
    """Open what opens today, and close what had its last day yesterday."""
    for round_ in UpwardRound.select().where(UpwardRound.state == "open", UpwardRound.closes_on < today):
        close_round(round_)
    for round_ in UpwardRound.select().where(UpwardRound.state == "planned", UpwardRound.opens_on <= today, UpwardRound.closes_on >= today):
        try:
            open_round(round_)
        except Refused:
            continue        # HR sees on its page why it is still planned
    unnamed.tidy()


def _planned(round_):
    now = UpwardRound.get_by_id(round_.id)
    if now.state != "planned":
        raise Refused(_("This round has opened already, so its plan stays as it is."))
    return now


def _open(round_):
    now = UpwardRound.get_by_id(round_.id)
    if now.state != "open":
        raise Refused(_("This round is not open."))
    return now
