"""What leavers are asked is built so that no question waits for what cannot be known, and core questions keep their words."""
import json

import pytest

from perf.kernel.errors import Refused
from perf.questions import building, files, items, library, queries, telling, versions
from perf.questions.models import Item, LibraryQuestion, Question, Scale, Section, Template
from tests import world


@pytest.fixture
def template(app):
    return Template.get(Template.name == "Exit interview")


def item(prompt, template=None):
    found = Item.select().join(Section).where(Item.prompt == prompt, Item.is_retired == False)  # noqa: E712
    return (found.where(Section.template == template) if template else found.where(Section.template == Template.get(Template.name == "Exit interview"))).get()


RECOMMEND, WHY, BEST, REASONS = ("How likely is it that you would recommend us to a friend as a place to work?", "What would have to change for you to recommend us?",
                                 "What was best about working here?", "Why are you leaving?")


def mend(one, **given):
    return items.mend_item(one, version=Template.get_by_id(one.section.template_id).version, **given)


def refused(verb, *args, **kwargs):
    before = world.dump()
    with pytest.raises(Refused) as no:
        verb(*args, **kwargs)
    assert world.dump() == before
    return no.value.words


@pytest.mark.parametrize("on, answers, says", [
    (BEST, ["1"], "below this one, or is asked in words"), (WHY, ["1"], "own answer"), (RECOMMEND, [], "Tick at least one"),
    (RECOMMEND, ["11"], "Tick at least one"), (REASONS, ["17"], "Tick at least one"), ("What one thing should we change first?", ["1"], "stands below"),
    ("What next?", ["yes"], "not asked in this template"),
])
def test_condition_that_cannot_be_known_is_refused(template, hana, on, answers, says):
    other = building.add_section(building.add_template("Other", scale=Scale.get(), kind="exit"), "Part")
    items.add_item(other, "yesno", "What next?")
    waited_for = Item.get(Item.prompt == on) if on == "What next?" else item(on)
    assert says in refused(mend, item(WHY), shown_if={"item": waited_for.id, "is": answers}, by=hana)


def test_what_waits_stays_below_what_it_waits_for(template):
    words = refused(items.move_item, item(WHY), step=-1)
    assert WHY in words and RECOMMEND in words
    assert WHY in refused(items.move_item, item(RECOMMEND), step=1)
    first = Section.get(Section.template == template)
    assert WHY in refused(items.move_item, item(WHY), section=first, place=0)
    looking_back = item(WHY).section
    items.move_item(item(RECOMMEND), section=first, place=0)
    assert WHY in refused(building.move_section, looking_back, place=0)
    items.move_item(item(WHY), step=1)
    assert [one.prompt for one in Item.select().where(Item.section == looking_back).order_by(Item.order)][:2] == [BEST, WHY]


def test_question_that_others_wait_for_is_not_taken_out_before_them(template):
    assert WHY in refused(items.retire_item, item(RECOMMEND)) and RECOMMEND in refused(items.retire_item, item(RECOMMEND))
    first = Section.get(Section.template == template)
    items.move_item(item(RECOMMEND), section=first)
    assert WHY in refused(building.remove_section, first)
    waits, on = item(WHY), item(RECOMMEND)
    items.retire_item(waits)
    items.retire_item(on)
    assert "asked no more" in refused(items.bring_item_back, waits)
    items.bring_item_back(on)
    items.bring_item_back(waits)
    assert not item(WHY).is_retired


def test_core_question_keeps_its_words_and_may_be_helped(template):
    assert "compare over the years" in refused(mend, item(RECOMMEND), prompt="Would you recommend us?")
    assert "compare over the years" in refused(mend, item(REASONS), options=[*item(REASONS).options, "One more"])
    assert "compare over the years" in refused(mend, item(BEST), topic="work")
    mend(item(RECOMMEND), help="As a place to work, not as a cause.")
    assert item(RECOMMEND).help
    copy = items.copy_item(item(RECOMMEND))
    assert copy.key == "" and copy.topic == "other"
    mend(copy, prompt="And to a colleague?")


def test_question_of_the_library_is_asked_once(template):
    first, found = Section.get(Section.template == template), LibraryQuestion.get(LibraryQuestion.key == "recommend")
    new = LibraryQuestion.get(LibraryQuestion.key == "respect")
    assert RECOMMEND in refused(library.add_to_template, first, [new.id, found.id])
    library.add_to_template(first, [new.id])
    assert item(new.prompt).key == "respect"
    items.retire_item(item(BEST))
    library.add_to_template(first, [LibraryQuestion.get(LibraryQuestion.key == "best").id])
    assert BEST in refused(items.bring_item_back, Item.get(Item.prompt == BEST, Item.is_retired == True, Item.section.in_(template.sections)))  # noqa: E712


def test_own_question_is_kept_in_the_library_and_compares_from_then_on(template, tomas, hana):
    from perf.questions import actions
    first = Section.get(Section.template == template)
    own = items.add_item(first, "yesno", "Was your last month long enough?", by=hana)
    sheet, = actions.make_sheets(Template.get_by_id(template.id), [{"kind": "leaver", "author": tomas.id, "subject": tomas.id, "role": None}], room="reviews")
    kept = library.keep_in_library(own, by=hana)
    assert not kept.is_core and Item.get_by_id(own.id).key == kept.key
    assert next(row.key for row in queries.rows_of([sheet])[sheet] if row.prompt == own.prompt) == kept.key
    assert "already" in refused(library.keep_in_library, own, by=hana)
    library.mend_question(kept, version=1, prompt="Was there time to hand over?", help="", options=[], topic="leaving", by=hana)
    assert Item.get_by_id(own.id).prompt == own.prompt and Question.select().where(Question.key == kept.key).exists()


def test_kinds_and_fields_stay_with_what_they_mean(template, mara):
    review = Section.get(Section.template == Template.get(Template.kind == "annual"))
    first = Section.get(Section.template == template)
    assert "questions for leavers" in refused(items.add_item, review, "recommend", "How likely?")
    assert "of their own kind" in refused(items.add_item, review, "text", "Why?", authors="leaver")
    said = {"item": Item.get(Item.section == review).id, "is": ["yes"]}
    assert refused(items.add_item, review, "text", "Why?", shown_if=said)
    assert "their time here" in refused(items.add_item, first, "duties", "Each duty")
    made = items.add_item(first, "rating", "How was it?", authors="self", weight=30_000, is_for_hr=True)
    assert (made.authors, made.weight, made.is_for_hr) == ("leaver", 0, False)
    now = Template.get_by_id(template.id)
    assert "stays what it is for" in refused(building.change_template, now, version=now.version, kind="annual")


def test_copies_files_and_versions_carry_condition_key_and_topic(template, hana):
    for made in (building.copy_template(template, name="Another", by=hana), files.take_in(files.written(template).encode(), by=hana)):
        assert made.id != template.id and {**versions.content(made), "name": ""} == {**versions.content(template), "name": ""}
        waits, on = item(WHY, made), item(RECOMMEND, made)
        assert waits.shown_if == {"item": on.id, "is": [str(level) for level in range(7)]} and (on.key, on.topic) == ("recommend", "other")


@pytest.mark.parametrize("place, change", [
    ((2, 1), {"shown_if": {"question": 15, "is": ["1"]}}), ((2, 1), {"shown_if": {"question": 99, "is": ["1"]}}), ((2, 1), {"shown_if": {"question": 13, "is": []}}),
    ((2, 1), {"shown_if": {"question": 13, "is": ["12"]}}), ((2, 1), {"shown_if": "yes"}), ((2, 1), {"key": "best", "prompt": BEST}), ((2, 1), {"key": "No Key"}),
    ((2, 1), {"key": 7}), ((2, 1), {"topic": "weather"}), ((2, 1), {"kind": "goals"}), ((0, 0), {"shown_if": {"question": 1, "is": ["0"]}}),
])
def test_file_whose_questions_wait_for_nothing_is_refused_whole(template, place, change):
    found = json.loads(files.written(template))
    found["sections"][place[0]]["items"][place[1]].update(change)
    refused(files.take_in, json.dumps(found).encode())


def test_other_words_under_a_core_key_come_in_as_a_question_of_ones_own(template):
    found = json.loads(files.written(template))
    found["sections"][2]["items"][0]["prompt"] = "Would you send your friends to us?"
    made = files.take_in(json.dumps(found).encode())
    assert Item.get(Item.prompt == "Would you send your friends to us?").key == "" and item(BEST, made).key == "best"


def test_version_says_in_words_what_is_waited_for(template, hana):
    mend(item(BEST), shown_if={"item": item(RECOMMEND).id, "is": ["9", "10", "8"]}, by=hana)
    last = versions.versions_of(template)[0]
    assert telling.changes_of(last) == [("Asked only if", "", f"“{RECOMMEND}”: 8–10")]
    content = versions.as_it_was(last)
    assert telling.waits_in_file(content, content["sections"][2]["items"][2]) == f"“{RECOMMEND}”: 8–10"
    assert telling.waits_in_file(content, content["sections"][0]["items"][2]) == "“What would have kept you here?”: anything but Nothing would have"
