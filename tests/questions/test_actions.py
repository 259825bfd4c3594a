"""Answers that save themselves, sheets that close, and templates that are mended while people write."""
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.kernel.errors import Changed, Refused
from perf.questions import actions, queries
from perf.questions.models import Answer, Item, Question, Section, Sheet, Template
from perf.roles.models import Role
from tests import world


@pytest.fixture
def sheet(app, tomas, mara):
    """Tomas's own sheet of the annual template; Mara's about him is `other`."""
    role = Role.get(Role.title == "Case Worker").id
    ids = actions.make_sheets(Template.get(Template.kind == "annual"), [
        dict(author=tomas.id, subject=tomas.id, kind="self", role=role), dict(author=mara.id, subject=tomas.id, kind="manager", role=role)],
        room="reviews")
    made = Sheet.get_by_id(ids[0])
    made.other = Sheet.get_by_id(ids[1])
    return made


def first(sheet, kind="rating"):
    """The first answer of a kind, as a page would read it now."""
    return next(now(row.id) for row in queries.rows_of([sheet.id])[sheet.id] if row.kind == kind)


def now(answer_id):
    return (Answer.select(Answer, Sheet, Question).join(Sheet).switch(Answer).join(Question).where(Answer.id == answer_id).get())


def item_of(answer):
    return Item.get_by_id(answer.question.item_id)


# saving

def test_saved_answer_is_kept_and_makes_the_sheet_a_draft(sheet):
    saved = actions.save_answer(first(sheet), rating=4, text="Seen in spring.", version=0)
    kept = now(saved.id)
    assert (kept.rating, kept.text, kept.version, kept.sheet.state) == (4, "Seen in spring.", 1, "draft")
    assert kept.saved_at == saved.saved_at


def test_answer_changed_elsewhere_is_shown_and_not_overwritten(sheet):
    page_here, page_there = first(sheet), first(sheet)
    actions.save_answer(page_there, rating=5, text="Theirs", version=0, tab="there", sequence=1)
    with pytest.raises(Changed) as no:
        actions.save_answer(page_here, rating=2, text="Mine", version=0, tab="here", sequence=7)
    assert no.value.status == 409 and (no.value.row.text, no.value.row.rating) == ("Theirs", 5)
    assert (now(page_here.id).text, now(page_here.id).version) == ("Theirs", 1)


def test_later_words_of_the_same_tab_are_taken_though_their_version_is_old(sheet):
    answer = first(sheet, "text")
    for sequence, text in ((1, "One"), (2, "One two"), (5, "One two three")):
        actions.save_answer(answer, text=text, version=0, tab="here", sequence=sequence)
    assert (now(answer.id).text, now(answer.id).version) == ("One two three", 3)


def test_earlier_words_that_arrive_late_are_left_aside(sheet):
    answer = first(sheet, "text")
    actions.save_answer(answer, text="The later words", version=0, tab="here", sequence=2)
    told = actions.save_answer(first(sheet, "text"), text="The earlier words", version=0, tab="here", sequence=1)
    assert told.text == now(answer.id).text == "The later words"


def test_answer_that_is_sent_again_counts_once(sheet):
    answer = first(sheet)
    for _time in range(3):
        told = actions.save_answer(first(sheet), rating=3, text="Once", version=0, tab="here", sequence=1)
    assert (told.version, now(answer.id).version, now(answer.id).text) == (1, 1, "Once")


def test_same_words_from_another_tab_are_no_conflict(sheet):
    actions.save_answer(first(sheet), rating=3, text="The same", version=0, tab="here", sequence=1)
    assert actions.save_answer(first(sheet), rating=3, text="The same", version=0, tab="there", sequence=1).version == 1


def test_tab_without_a_name_never_overrides_another_without_one(sheet):
    actions.save_answer(first(sheet), text="First", version=0, sequence=1)
    with pytest.raises(Changed):
        actions.save_answer(first(sheet), text="Second", version=0, sequence=2)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.lists(st.tuples(st.sampled_from(["phone", "desk"]), st.booleans(), st.integers(0, 3)), max_size=12))
def test_no_words_that_were_acknowledged_are_overwritten_unseen(sheet, steps):
    """Two tabs write, reload and send late, in any order (R09): what replaces a text has seen it, or is of the same tab."""
    with world.undone():
        answer = first(sheet, "text")
        seen, count = {"phone": 0, "desk": 0}, {"phone": 0, "desk": 0}
        for number, (tab, reloads, late) in enumerate(steps):
            before = now(answer.id)
            seen[tab] = before.version if reloads else seen[tab]
            count[tab] += 1
            try:
                told = actions.save_answer(now(answer.id), text=f"{tab} {number}", version=seen[tab], tab=tab, sequence=max(1, count[tab] - late))
            except Changed:
                assert now(answer.id).text == before.text
            else:
                assert before.version == 0 or before.tab == tab or seen[tab] == before.version
                seen[tab] = told.version


@pytest.mark.parametrize("kind, given", [
    ("rating", {"rating": 0}), ("rating", {"rating": 6}), ("rating", {"rating": -1}), ("rating", {"rating": 2**31}),
    ("rating", {"choice": "0"}), ("text", {"rating": 3}), ("text", {"choice": "yes"}), ("text", {"is_na": True}),
    ("choice", {"choice": "6"}), ("choice", {"choice": "0 1"}), ("choice", {"choice": "-1"}), ("choice", {"choice": "٣"}),
    ("choice", {"choice": "x"}), ("yesno", {"choice": "maybe"}), ("yesno", {"choice": "0"}), ("choice", {"is_na": True}),
])
def test_what_the_question_does_not_offer_is_refused_in_words(sheet, kind, given):
    answer = first(sheet, kind)
    with pytest.raises(Refused) as no:
        actions.save_answer(answer, version=0, **given)
    assert no.value.words.endswith(".") and now(answer.id).version == 0


@pytest.mark.parametrize("text, fits", [
    ("12", True), ("3.5", True), ("3,5", True), ("-4", True), ("+7", True), ("", True), ("twelve", False), ("1e5", False),
    ("NaN", False), ("1.2.3", False), ("٣", False), ("1" * 21, False), (".", False), ("--5", False), ("+-+5", False),
])
def test_number_is_a_number(app, sheet, text, fits):
    section = Section.get(Section.template == sheet.template_id)
    actions.add_item(section, "number", "How many visits a week?", authors="self")
    answer = next(one for one in Answer.select().where(Answer.sheet == sheet) if one.question.kind == "number")
    if fits:
        assert actions.save_answer(now(answer.id), text=text, version=0).text == text
    else:
        with pytest.raises(Refused):
            actions.save_answer(now(answer.id), text=text, version=0)


# closing

def test_submitted_sheet_takes_no_more_changes(sheet):
    answer = first(sheet)
    actions.save_answer(answer, rating=4, version=0)
    actions.close_sheet(sheet)
    for verb in (lambda: actions.save_answer(now(answer.id), rating=1, version=1), lambda: actions.close_sheet(sheet)):
        with pytest.raises(Refused):
            verb()
    assert now(answer.id).rating == 4


def test_returned_sheet_opens_with_its_notes_and_loses_them_when_submitted_anew(sheet):
    answer, other = first(sheet), first(sheet.other)
    actions.close_sheet(sheet)
    actions.open_sheet_again(sheet, {answer.id: "Which months?", other.id: "not of this sheet"})
    assert (now(answer.id).return_note, now(other.id).return_note, now(answer.id).sheet.state) == ("Which months?", "", "returned")
    actions.save_answer(now(answer.id), rating=2, version=0)
    actions.close_sheet(sheet)
    assert now(answer.id).return_note == ""


def test_only_a_submitted_sheet_can_be_returned(sheet):
    with pytest.raises(Refused):
        actions.open_sheet_again(sheet, {})


def test_sheet_that_was_not_given_keeps_what_was_typed(sheet):
    answer = first(sheet)
    actions.save_answer(answer, text="Half a thought", version=0)
    actions.give_up_on_all([sheet.id])
    with pytest.raises(Refused):
        actions.save_answer(now(answer.id), text="More", version=1)
    actions.wait_again_for([sheet.id])
    assert (now(answer.id).sheet.state, now(answer.id).text) == ("draft", "Half a thought")


# templates that are mended while people write

def version_of(item):
    return Template.get_by_id(item.section.template_id).version


def test_mended_question_shows_in_open_sheets_with_its_answer_and_not_in_submitted_ones(sheet):
    answer = first(sheet.other, "yesno")
    item, words = item_of(answer), answer.question.prompt
    actions.save_answer(answer, choice="yes", version=0)
    mine, theirs = first(sheet, "text"), first(sheet, "text")
    actions.close_sheet(sheet.other)
    actions.mend_item(item, version=version_of(item), prompt="Have you agreed on a next step?")
    assert (now(answer.id).question.prompt, now(answer.id).choice) == (words, "yes")
    actions.save_answer(mine, text="Kept", version=0)
    actions.mend_item(item_of(theirs), version=version_of(item), prompt="What are you glad of?")
    assert (now(mine.id).question.prompt, now(mine.id).text) == ("What are you glad of?", "Kept")


def test_mending_back_and_forth_keeps_one_question_for_each_wording(sheet):
    answer = first(sheet, "text")
    item, words = item_of(answer), answer.question.prompt
    for prompt in ("Another wording", words, "Another wording"):
        actions.mend_item(Item.get_by_id(item.id), version=version_of(item), prompt=prompt)
        assert now(answer.id).question.prompt == prompt
    assert Question.select().where(Question.item == item).count() == 2


def test_mending_what_somebody_else_mended_meanwhile_is_shown_to_the_second(sheet):
    item = item_of(first(sheet, "text"))
    seen = version_of(item)
    actions.mend_item(item, version=seen, prompt="The first")
    with pytest.raises(Changed):
        actions.mend_item(item, version=seen, prompt="The second")
    assert Item.get_by_id(item.id).prompt == "The first"


def test_choices_can_be_reworded_and_added_but_not_taken_away(sheet):
    answer = first(sheet, "choice")
    item = item_of(answer)
    actions.save_answer(answer, choice="5", version=0)
    with pytest.raises(Refused) as no:
        actions.mend_item(item, version=version_of(item), options=item.options[:3])
    assert no.value.field == "options"
    actions.mend_item(item, version=version_of(item), options=[*item.options, "Something else"])
    assert (len(now(answer.id).question.options), now(answer.id).choice) == (7, "5")


def test_heading_of_a_question_that_expands_is_mended_without_touching_what_is_asked(sheet):
    asked = [row.prompt for row in queries.rows_of([sheet.id])[sheet.id]]
    item = Item.get(Item.kind == "duties")
    actions.mend_item(item, version=version_of(item), prompt="How did the duties go?")
    assert [row.prompt for row in queries.rows_of([sheet.id])[sheet.id]] == asked


def test_retired_question_leaves_open_sheets_and_their_score_but_not_submitted_ones(sheet):
    item = item_of(first(sheet.other))
    for one in (sheet, sheet.other):
        world.fill(one, rating=4)
    odd = next(now(row.id) for row in queries.rows_of([sheet.id])[sheet.id] if now(row.id).question.item_id == item.id)
    actions.save_answer(odd, rating=1, version=odd.version)
    before = queries.progress(sheet.other.id)
    actions.close_sheet(sheet.other)
    actions.retire_item(item)
    assert queries.progress(sheet.id).score.overall == 4
    after = queries.progress(sheet.other.id)
    assert (after.score.overall, after.total) == (before.score.overall, before.total)
    with pytest.raises(Refused):
        actions.save_answer(now(odd.id), rating=2, version=now(odd.id).version)
    assert now(odd.id).rating == 1


def test_added_question_reaches_open_sheets_of_those_who_are_asked(sheet):
    section = Section.get(Section.template == sheet.template_id)
    closed = queries.progress(sheet.other.id).total
    actions.close_sheet(sheet.other)
    actions.save_answer(first(sheet), rating=3, version=0)
    for authors in ("self manager", "manager"):
        actions.add_item(section, "text", f"Asked of {authors}", authors=authors)
    prompts = [row.prompt for row in queries.rows_of([sheet.id])[sheet.id]]
    assert "Asked of self manager" in prompts and "Asked of manager" not in prompts
    assert queries.progress(sheet.other.id).total == closed
    assert first(sheet).rating == 3


@pytest.mark.parametrize("kind, options, field", [("choice", ["Only one"], "options"), ("choices", [], "options"), ("riddle", [], "kind")])
def test_question_that_cannot_be_asked_is_refused(sheet, kind, options, field):
    with pytest.raises(Refused) as no:
        actions.add_item(Section.select().first(), kind, "What now?", options=options)
    assert no.value.field == field


def test_editor_is_told_how_many_forms_a_change_touches(sheet):
    item = item_of(first(sheet))
    assert queries.touched_by(item) == (2, 0)
    actions.close_sheet(sheet.other)
    assert queries.touched_by(item) == (1, 1)


def test_sheets_copy_the_role_as_it_was(sheet):
    from perf.roles.models import Duty
    prompts = [row.prompt for row in queries.rows_of([sheet.id])[sheet.id]]
    Duty.update(text="Something else entirely").execute()
    assert [row.prompt for row in queries.rows_of([sheet.id])[sheet.id]] == prompts
