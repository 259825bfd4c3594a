"""The talk about a shared review: both forms side by side, notes that both write, and what was agreed."""
from collections import Counter, namedtuple

from ..feedback import queries as feedback
from ..kernel import clock, live, modules, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..questions.models import Question
from . import access, queries, telling
from .models import Meeting, Review

APART = 2       # levels from which on two ratings are worth a word

# One question with what each of the two said to it; either may not have been asked
Pair = namedtuple("Pair", "section prompt kind own theirs distance")


# both forms

def pairs(me, review):
    """(every question with both answers, in the order of the manager's form; the forms that are there)."""
    sheets = queries.sheets_of(review, access.sheets_to_read(me, review), me, with_hr=False)
    rows = {kind: progress.rows for kind, (_sheet, progress) in sheets.items()}
    return side_by_side(rows.get("self", []), rows.get("manager", []), _items(rows)), sheets


def side_by_side(own, theirs, item_of):
    """Paired by item and prompt; where the wording was mended in between, by the item alone."""
    left = {_key(row, item_of): row for row in own}
    once = {item for item, count in Counter(item_of[row.question_id] for row in own).items() if count == 1}
    made = []
    for row in theirs:
        match = left.pop(_key(row, item_of), None)
        if match is None and item_of[row.question_id] in once and _asked_once(row, theirs, item_of):
            key = next((key for key in left if key[0] == item_of[row.question_id]), None)
            match = left.pop(key, None)
        made.append(Pair(row.section_title, row.prompt, row.kind, match, row, distance(match, row)))
    made += [Pair(row.section_title, row.prompt, row.kind, row, None, None) for row in left.values()]
    order = list(dict.fromkeys(pair.section for pair in made))
    return sorted(made, key=lambda pair: order.index(pair.section))


def distance(own, theirs):
    """How many levels lie between two ratings on one scale, or None where one of them is missing."""
    if own is None or theirs is None or None in (own.rating, theirs.rating) or own.levels_json != theirs.levels_json:
        return None
    return abs(own.rating - theirs.rating)


def is_apart(pair):
    return pair.distance is not None and pair.distance >= APART


def _asked_once(row, rows, item_of):
    return sum(item_of[one.question_id] == item_of[row.question_id] for one in rows) == 1


def _key(row, item_of):
    return item_of[row.question_id], row.prompt


def _items(rows):
    """{question id: item id} of all that was asked."""
    asked = {row.question_id for some in rows.values() for row in some}
    return dict(Question.select(Question.id, Question.item).where(Question.id.in_(list(asked))).tuples())


# notes and what was agreed

def of(review):
    """The meeting of a review, an empty one where nothing is noted yet."""
    return Meeting.get_or_none(Meeting.review == review.id) or Meeting(review=review.id, version=0)


def takes_notes(review):
    """From the day on which both read it until it is closed."""
    return review.is_shared and review.state != "closed"


def agreed(me, review):
    """What was agreed in the talk, as far as one may read it; nothing where follow-ups are switched off."""
    return feedback.of_origin(me, "review", review.id) if modules.is_on("feedback") else []


@write()
def keep_meeting(review, *, by, held_on, notes, version):
    """Keep the day of the talk and the notes. `version` is the one that the writer has read; nothing is overwritten."""
    review = Review.select().where(Review.id == review.id).get()
    if not takes_notes(review):
        raise Refused(_("This review is closed, so its notes stay as they are.") if review.state == "closed"
                      else _("This review is not shared. Notes of the talk can be written once it is."))
    now = of(review)
    if now.version != version:
        raise Changed(_("The notes were changed while you wrote. Nothing is overwritten: read both, then choose."), now)
    if (now.held_on, now.notes) == (held_on, notes.strip()):
        return now
    given = dict(held_on=held_on, notes=notes.strip(), saved_by=by.id, saved_at=clock.now(), version=version + 1)
    Meeting.insert(review=review.id, **given).on_conflict(conflict_target=[Meeting.review], update=given).execute()
    _note(review, by)
    if held_on and held_on != now.held_on and held_on >= clock.today():
        telling.meeting_set(review, held_on, by)
    live.changed("review", review.id)
    return of(review)


def _note(review, by):
    """One line in the log for an hour of writing."""
    if not trail.done_since(clock.now() - trail.READ_AGAIN_AFTER, "keep_meeting", by, "review", review.id):
        trail.record("keep_meeting", by, review.person_id, kind="review", row_id=review.id)
