"""What erasing somebody takes out of the goals: their texts and what was said to them go; figures that enter those of others stay."""
import json

import peewee as pw

from ..kernel import words
from ..kernel.intake.models import Import
from ..kernel.records import Piece, names, renamed
from ..kernel.words import _
from ..people import queries as people
from .models import CheckIn, CheckInWord, Goal, GoalChange, GoalEvent, GoalTemplate, Milestone
from .queries import COUNTING

# who wrote which text
BY = ((CheckIn, CheckIn.note), (CheckInWord, CheckInWord.text), (GoalChange, GoalChange.why), (GoalEvent, GoalEvent.comment))
TEXTS = (Goal.title, Goal.about, Goal.unit, Goal.look_back, Milestone.text, *(text for _model, text in BY), GoalChange.cells, GoalEvent.cells,
         GoalTemplate.title, GoalTemplate.about, GoalTemplate.unit, GoalTemplate.steps)


def forgets(person, called):
    """Goals of the organisation and its departments stay what they are; who looked after them is called otherwise by then."""
    own = [goal.id for goal in Goal.select(Goal.id).where(Goal.owner == person.id, Goal.level == "person")]
    spellings, said, elsewhere = people.spellings(person), _said_to_others(person), _naming(person)
    return [Piece(_("Their goals, with check-ins and what was said about them"), len(own), lambda: _forget(own, called), _writers(own, person)),
            Piece(_("What they wrote about the goals of others, the organisation and its departments"), len(said),
                  lambda: _clear_said(person), tuple(set(said) - {person.id}), is_choice=True),
            Piece(_("Goals of others in which their name stands"), len(elsewhere), lambda: _rename(spellings, called),
                  tuple(set(elsewhere.values()) - {person.id, None}))]


# their own

def _forget(own, called):
    """What counts in a goal above, or has goals below, stays as figures without words; everything else goes."""
    clear_imports(own)
    kept = [goal.id for goal in Goal.select(Goal.id).where(Goal.id.in_(own), Goal.state.in_(COUNTING), ~Goal.is_private, _is_tied())]
    for some in pw.chunked([number for number in own if number not in kept], 400):
        Goal.delete().where(Goal.id.in_(some)).execute()
    for some in pw.chunked(kept, 400):
        _empty(some, _("A goal of %(name)s", name=called))


def _is_tied():
    child = Goal.alias()
    return Goal.parent.is_null(False) | pw.fn.EXISTS(child.select(pw.SQL("1")).where(child.parent == Goal.id))


def _empty(ids, title):
    plain = words.plain(title)
    Goal.update(title=title, plain_title=plain, about="", unit="", look_back="", version=Goal.version + 1).where(Goal.id.in_(ids)).execute()
    Milestone.update(text=pw.fn.PRINTF("%d", Milestone.order + 1)).where(Milestone.goal.in_(ids)).execute()
    CheckInWord.delete().where(CheckInWord.check_in.in_(CheckIn.select(CheckIn.id).where(CheckIn.goal.in_(ids)))).execute()
    CheckIn.update(note="").where(CheckIn.goal.in_(ids)).execute()
    GoalChange.delete().where(GoalChange.goal.in_(ids)).execute()
    GoalEvent.update(comment="", cells="{}").where(GoalEvent.goal.in_(ids)).execute()


def _writers(own, person):
    """Others whose words about these goals would go."""
    rows = [_with_goals(model, CheckIn).where(_goal_of(model).in_(own), text != "", model.by.is_null(False)).select(model.by) for model, text in BY]
    return tuple({number for found in rows for number, in found.distinct().tuples()} - {person.id})


def clear_imports(ids):
    """What a list wrote about these goals can no longer be undone; the rest of it can."""
    gone = set(ids)
    for kept in Import.select().where(Import.kind == "goals"):
        changes = json.loads(kept.changes)
        rest = {part: [row for row in rows if row[0] == "goal_period" or row[1] not in gone] for part, rows in changes.items()}
        if rest != changes:
            Import.update(changes=json.dumps(rest)).where(Import.id == kept.id).execute()


# what stands elsewhere

def _said_to_others(person):
    """Whose goals they wrote about, one entry a text."""
    found = []
    for model, text in BY:
        rows = _with_goals(model, CheckIn).join(Goal, on=_goal_of(model) == Goal.id)
        found += [owner for owner, in rows.where(model.by == person.id, text != "", _of_others(person)).select(Goal.owner).tuples()]
    return found


def _clear_said(person):
    others = Goal.select(Goal.id).where(_of_others(person))
    for model, text in BY:
        where = model.check_in.in_(CheckIn.select(CheckIn.id).where(CheckIn.goal.in_(others))) if model is CheckInWord else model.goal.in_(others)
        model.update({text: ""}).where(model.by == person.id, where).execute()


def _of_others(person):
    return (Goal.owner != person.id) | (Goal.level != "person")


def _naming(person):
    """{(table, id): whose goal} of texts that are not theirs and hold their name."""
    spellings, found = people.spellings(person), {}
    for text in TEXTS:
        model = text.model
        if model is GoalTemplate:
            found.update({(model, one.id): None for one in model.select(model.id).where(names(text, spellings))})
            continue
        rows = model.select(model.id, Goal.owner) if model is Goal else _with_goals(model, CheckIn).join(Goal, on=_goal_of(model) == Goal.id)
        rows = rows.where(names(text, spellings), _of_others(person)).select(model.id, Goal.owner)
        found.update({(model, number): owner for number, owner in rows.tuples()})
    return found


def _rename(spellings, called):
    titles = [goal.id for goal in Goal.select(Goal.id).where(names(Goal.title, spellings))]
    for text in TEXTS:
        text.model.update({text: renamed(text, spellings, called)}).where(names(text, spellings)).execute()
    for goal in Goal.select(Goal.id, Goal.title).where(Goal.id.in_(titles)):
        Goal.update(plain_title=words.plain(goal.title)).where(Goal.id == goal.id).execute()
    written = [json.dumps(one)[1:-1] for one in spellings]      # what an undo needs is kept as JSON
    changes = renamed(Import.changes, written, json.dumps(called)[1:-1])
    Import.update(changes=changes).where(Import.kind == "goals", names(Import.changes, written)).execute()


def _with_goals(model, check_in):
    return model.select().join(check_in) if model is CheckInWord else model.select()


def _goal_of(model):
    return CheckIn.goal if model is CheckInWord else model.goal
