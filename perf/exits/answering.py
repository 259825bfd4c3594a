"""What a leaver or an interviewer has said: sent, counted flat, kept as it was."""
from ..kernel import clock, live, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Refused
from ..kernel.words import _
from ..questions import actions as questions
from ..questions import queries as asked
from ..questions.models import LibraryQuestion, Sheet
from . import actions, queries, telling
from .models import ExitAnswer, Leaving, Measure, RemarkTheme

LEVELLED = asked.LEVELLED


@write()
def send(leaving, sheet, *, by=None):
    """Send one's answers; from here on they stay as they are. The leaver's own, or what the interviewer wrote down."""
    now = actions.freeze(queries.whole(leaving.id))
    is_own = sheet.id == now.own_sheet_id
    _refuse_closed(now, sheet, is_own)
    progress = asked.progress(sheet.id)
    if is_own and progress.missing:
        raise Refused(_("Not answered yet: %(what)s. Please answer it, or write to HR that you would rather not.", what=progress.missing[0].prompt))
    if not progress.answered:
        raise Refused(_("Nothing is answered yet. Answer at least one question, or say that you would rather not."))
    questions.close_sheet(Sheet.get_by_id(sheet.id))
    Leaving.update(result="given", result_on=clock.today(), version=now.version + 1).where(Leaving.id == now.id).execute()
    count(queries.whole(now.id))
    if is_own:
        actions.end_links(now)
    trail.record("send_exit_answers", by, now.person_id, kind="leaving", row_id=now.id)
    telling.answered(queries.whole(now.id))
    actions.told(now)
    for person in {now.person_id, sheet.author_id}:
        live.changed("home", person)


def _refuse_closed(now, sheet, is_own):
    if now.state not in ("open", "done"):
        raise Refused(_("This is not asked any more. Nothing was sent."))
    if is_own and not now.may_answer:
        raise Refused(_("This was sent already.") if now.result == "given" else _("The time for answering is over. Ask HR for a new link."))
    if not Sheet.get_by_id(sheet.id).is_open:
        raise Refused(_("This was sent already."))


@write()
def decline_by(leaving):
    """The leaver would rather not, through the link or signed in."""
    now = queries.whole(leaving.id)
    if not now.may_answer:
        raise Refused(_("Nothing is asked any more."))
    actions.decline(now, now.person)


def count(leaving):
    """Inside a verb: what was said, flat. What the leaver said goes before what the interviewer wrote down for them."""
    said = {}
    for number in (leaving.interview_sheet_id, leaving.own_sheet_id):
        sheet = number and Sheet.get_or_none(Sheet.id == number)
        if sheet and sheet.state in ("submitted", "locked"):
            rows = asked.asked_rows(asked.rows_of([number])[number])
            said.update({key_of(row): row for row in rows if row.is_answered or row.text.strip()})
    measures, themes = measures_of(said.values()), _themes_of(leaving)
    ExitAnswer.delete().where(ExitAnswer.leaving == leaving).execute()
    insert_all(ExitAnswer, [{"leaving": leaving.id, "measure": measures[key], "level": None, "choice": None, "text": "", **one}
                            for key, row in said.items() for one in _flat(row)])
    _tag_again(leaving, themes)


def key_of(row):
    """A library question is the same in every template; any other is one of its template's."""
    return row.key or f"item-{row.item_id}"


def _flat(row):
    """What one answer counts as: a level with its comment, each choice, a text."""
    text = row.text.strip()
    if row.kind in LEVELLED:
        return [{**({"level": row.rating} if row.rating is not None else {}), "text": text}] if row.rating is not None or text else []
    if row.kind == "yesno":
        return [{"choice": int(row.choice == "yes"), "text": text}]
    if row.kind in ("choice", "choices"):
        return [{"choice": number} for number in sorted(row.chosen)]
    return [{"text": text}] if text else []


def measures_of(rows):
    """{key: id} of the measures that rows of a sheet count for; a new one is made, wording that is not core follows."""
    core = {one.key: one for one in LibraryQuestion.select().where(LibraryQuestion.is_core)}
    found = {one.key: one for one in Measure.select()}
    for row in rows:
        key, is_core = key_of(row), row.key in core
        says = dict(kind=row.kind, prompt=row.prompt, topic=row.topic, options_json=row.options_json, is_core=is_core,
                    highest=max((level.value for level in row.levels), default=1))
        had = found.get(key)
        if had is None:
            found[key] = Measure.create(key=key, order=len(found), **says)
        elif any(getattr(had, name) != value for name, value in says.items()):
            Measure.update(**says).where(Measure.id == had.id).execute()
    return {key: one.id for key, one in found.items()}


def _themes_of(leaving):
    """{(measure, text): themes} that HR gave, so that an interviewer who sends later undoes no sorting."""
    rows = RemarkTheme.select(ExitAnswer.measure, ExitAnswer.text, RemarkTheme.theme).join(ExitAnswer).where(ExitAnswer.leaving == leaving).tuples()
    kept = {}
    for measure, text, theme in rows:
        kept.setdefault((measure, text), []).append(theme)
    return kept


def _tag_again(leaving, themes):
    if themes:
        for one in ExitAnswer.select().where(ExitAnswer.leaving == leaving, ExitAnswer.text != ""):
            insert_all(RemarkTheme, [dict(answer=one.id, theme=theme) for theme in themes.get((one.measure_id, one.text), ())])
