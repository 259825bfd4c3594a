"""Take a list of goals in: all or nothing, with a record of every row, so that it can be taken out again."""
import json

from ...kernel import clock, live, words
from ...kernel.record import plain
from .. import fields
from ..models import Goal, GoalEvent, GoalPeriod, Milestone
from ..writing import keep_steps
from .known import IMPORTED

TEXTS = ("title", "plain_title", "about")       # stand in the goal alone, never a second time in what an undo needs
STEPS = "goal_steps"                            # in the record: milestones as a whole, before and after


def write_rows(work, record, by):
    """Periods, then goals, then what hangs under what; gives the lines that were written."""
    lines = [line for line in work.plan.lines if line.state in ("new", "changed")]
    periods = _add_periods(record, lines)
    new = [line for line in lines if line.goal is None]
    nodes = dict(zip([line.node for line in new], record.insert(Goal, [_row(line, periods, by) for line in new])))
    for line in new:
        _add_steps(nodes[line.node], line)
        if line.given.parent is not None:
            record.change(Goal, nodes[line.node], {"parent": (None, nodes.get(line.given.parent, line.given.parent))})
    for line in lines:
        if line.goal is not None:
            _change(record, line, nodes, periods, by)
    _remember(lines, nodes, by)
    for _table, _row_id, values in record.made:
        for name in TEXTS:
            values.pop(name, None)
    _tell_pages(work, lines, nodes)
    return lines


def _add_periods(record, lines):
    """{name: id} of the periods that the list brings along."""
    wanted = {line.period.name: line.period for line in lines if line.period and line.period.id is None}
    rows = [{"name": one.name, "kind": one.kind, "starts": one.starts, "ends": one.ends} for one in wanted.values()]
    return dict(zip(wanted, record.insert(GoalPeriod, rows)))


def _row(line, periods, by):
    agreed = line.wants == "agreed"
    return {**_columns(line, periods), "parent": None, "now": line.now, "state": line.wants, "made_by": getattr(by, "id", None),
            "made_at": clock.now(),
            "agreed_on": clock.today() if agreed else None, "agreed_by": getattr(by, "id", None) if agreed else None, "version": 1}


def _columns(line, periods):
    period = line.period and (line.period.id or periods[line.period.name])
    currency = line.goal.currency if line.goal and line.goal.currency else words.currency()
    return {**fields.columns(line.given), "period": period or None, "plain_title": words.plain(line.given.title),
            "currency": currency if line.given.measure == "money" else ""}


def _add_steps(goal_id, line):
    today = clock.today()
    rows = [{"goal": goal_id, "text": text, "order": order, "done_on": today if done else None}
            for order, (text, done) in enumerate(zip(line.given.steps, line.done))]
    if rows:
        Milestone.insert_many(rows).execute()


def _change(record, line, nodes, periods, by):
    """Each cell that differs, with what stood there."""
    now, given = Goal.get_by_id(line.goal.id), _columns(line, periods)
    given.update(parent=nodes.get(line.given.parent, line.given.parent), now=line.now)
    if line.wants != now.state:
        given.update(state=line.wants, agreed_on=clock.today(), agreed_by=getattr(by, "id", None))
    record.change(Goal, now.id, {name: (now.__data__[name], value) for name, value in given.items()})
    if "steps" in line.differs or "done" in line.differs:
        before = steps_of(now.id)
        set_steps(now.id, line.given.steps, line.done)
        record.cells.append((STEPS, now.id, "steps", before, steps_of(now.id)))


def steps_of(goal_id):
    """The milestones of a goal with the days on which they were done."""
    rows = Milestone.select(Milestone.text, Milestone.done_on).where(Milestone.goal == goal_id).order_by(Milestone.order, Milestone.id)
    return [[text, plain(done_on)] for text, done_on in rows.tuples()]


def set_steps(goal_id, texts, done):
    """Milestones in these words; one that was done already keeps its day."""
    keep_steps(goal_id, texts)
    rows = Milestone.select().where(Milestone.goal == goal_id).order_by(Milestone.order, Milestone.id)
    for one, is_done in zip(list(rows), done):
        if is_done != (one.done_on is not None):
            Milestone.update(done_on=clock.today() if is_done else None).where(Milestone.id == one.id).execute()
    Goal.update(now=sum(map(bool, done)), target=len(texts)).where(Goal.id == goal_id).execute()


def _remember(lines, nodes, by):
    """The history of each goal tells that a list brought it in, or what the list changed."""
    rows = [{"goal": nodes.get(line.node, line.node), "by": getattr(by, "id", None), "at": clock.now(), "did": IMPORTED, "comment": "",
             "cells": json.dumps({name: [plain(nodes.get(one, one) if name == "parent" else one) for one in pair] for name, pair in line.differs.items()},
                                 ensure_ascii=False)} for line in lines]
    for at in range(0, len(rows), 200):
        GoalEvent.insert_many(rows[at:at + 200]).execute()


def _tell_pages(work, lines, nodes):
    """The goals themselves, every one above them, and home of those whose they are."""
    above = {goal.id: goal.given.parent for goal in work.before.goals.values()} | {
        nodes.get(line.node, line.node): nodes.get(line.given.parent, line.given.parent) for line in lines}
    moved = set()
    for line in lines:
        at = nodes.get(line.node, line.node)
        while at is not None and at not in moved:
            moved.add(at)
            at = above.get(at)
    for number in moved:
        live.changed("goal", number)
    live.changed("goal-tree")
    for person_id in {line.given.owner for line in lines}:
        live.changed("home", person_id)
