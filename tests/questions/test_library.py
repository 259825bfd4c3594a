"""The library and the editor of what leavers are asked, through the front door."""
import re

import pytest

from perf.questions import items, queries
from perf.questions.models import Item, LibraryQuestion, Section, Template
from tests import world


@pytest.fixture
def hr(browser_of):
    return browser_of("hana")


@pytest.fixture
def template(app):
    return Template.get(Template.name == "Exit, short")


@pytest.fixture
def section(template):
    return Section.get(Section.template == template)


def of(key):
    return LibraryQuestion.get(LibraryQuestion.key == key)


def test_library_stands_by_topic_with_what_is_core(hr):
    page = hr.get("/questions/library/").text
    heads = re.findall(r'<h2 id="topic-(\w+)"', page)
    assert heads == ["work", "manager", "team", "growth", "recognition", "pay", "conditions", "communication", "leaving", "other"]
    assert page.count("<strong>core</strong>") == LibraryQuestion.select().count() and 'live:library-1' in page


def test_several_come_into_a_template_at_once(hr, template, section):
    page = hr.get(f"/questions/sections/{section.id}/library").text
    asked = of("recommend").id
    assert re.search(rf'name="chosen" value="{asked}" disabled', page) and "asked in this template already" in page
    sent = hr.post(f"/questions/sections/{section.id}/library", data={"chosen": [of("workload").id, of("onwards").id]})
    assert sent.status_code == 303 and [row.key for row in queries.questions_of(template, "leaver", None)][-2:] == ["workload", "onwards"]
    editor = hr.get(f"/questions/templates/{template.id}").text
    assert "My workload could be managed in my hours" in editor and "Weights" not in editor and "Whoever leaves" not in editor
    again = hr.post(f"/questions/sections/{section.id}/library", data={"chosen": [of("workload").id, of("best").id]})
    assert again.status_code == 422 and "is asked in this template already" in again.text and "best" not in queries.keys_of(template.id)
    assert hr.post(f"/questions/sections/{section.id}/library", data={}).status_code == 422


def test_own_question_is_added_mended_archived_and_brought_back(hr):
    sent = {"kind": "choice", "prompt": "Where did you sit most?", "options": "At the harbour\nAt home", "topic": "conditions"}
    assert hr.post("/questions/library/new", data=sent).status_code == 303
    own = LibraryQuestion.get(LibraryQuestion.prompt == "Where did you sit most?")
    assert (own.is_core, own.key, own.options) == (False, "own_where_did_you_sit_most", ["At the harbour", "At home"])
    page = hr.post(f"/questions/library/{own.id}", data={"prompt": "Where did you work most?", "options": "At the harbour", "topic": "work", "version": "1"})
    assert page.status_code == 422 and "keep each one" in page.text
    assert hr.post(f"/questions/library/{own.id}", data={"prompt": "Where did you work most?", "options": "At the harbour\nAt home\nElsewhere", "topic": "work",
                                                         "version": "1"}).status_code == 303
    stale = hr.post(f"/questions/library/{own.id}", data={"prompt": "Late", "options": "At the harbour\nAt home\nElsewhere", "topic": "work", "version": "1"})
    assert stale.status_code == 409 and "Where did you work most?" in stale.text
    assert hr.post(f"/questions/library/{own.id}/archive").status_code == 303
    section = Section.get(Section.template == Template.get(Template.name == "Exit, short"))
    assert "Where did you work most?" not in hr.get(f"/questions/sections/{section.id}/library").text
    assert hr.post(f"/questions/library/{own.id}/bring-back").status_code == 303
    assert "Where did you work most?" in hr.get(f"/questions/sections/{section.id}/library").text


def test_core_question_is_refused_other_words_in_the_library_and_in_a_template(hr, template):
    core = of("recommend")
    page = hr.post(f"/questions/library/{core.id}", data={"prompt": "Would you?", "topic": "other", "version": "1"})
    assert page.status_code == 422 and "compare over the years" in page.text
    assert hr.post(f"/questions/library/{core.id}", data={"prompt": core.prompt, "topic": "other", "help": "As a place to work.", "version": "1"}).status_code == 303
    item = Item.get(Item.key == "recommend", Item.section.in_(template.sections))
    form = hr.get(f"/questions/items/{item.id}").text
    assert '<input type="hidden" name="prompt"' in form and 'name="topic"' not in form
    refused = hr.post(f"/questions/items/{item.id}", data={"prompt": "Would you?", "version": template.version, "asks_comment": "no"})
    assert refused.status_code == 422 and "compare over the years" in refused.text


def test_question_and_what_it_waits_for_in_two_steps_without_scripts(hr, template, section):
    recommend = Item.get(Item.key == "recommend", Item.section == section)
    typed = {"kind": "text", "prompt": "What stands in the way?", "asks_comment": "no", "topic": "other", "waits_for": recommend.id}
    before = world.dump()
    shown = hr.post(f"/questions/sections/{section.id}/items", data={**typed, "do": "answers"})
    boxes = re.search(rf'data-answers-of="{recommend.id}"(.*?)</fieldset>', shown.text, re.DOTALL)[1]
    assert shown.status_code == 200 and not boxes.startswith(" hidden") and len(re.findall('type="checkbox"', boxes)) == 11
    assert "What stands in the way?" in shown.text and world.dump() == before
    assert "Tick at least one" in hr.post(f"/questions/sections/{section.id}/items", data=typed).text
    assert hr.post(f"/questions/sections/{section.id}/items", data={**typed, f"is-{recommend.id}": ["0", "1", "2"]}).status_code == 303
    made = Item.get(Item.prompt == "What stands in the way?")
    assert (made.shown_if, made.authors, made.weight) == ({"item": recommend.id, "is": ["0", "1", "2"]}, "leaver", 0)
    editor = hr.get(f"/questions/templates/{template.id}").text
    assert "Only after “How likely is it that you would recommend us to a friend as a place to work?”: 0–2" in editor
    form = hr.get(f"/questions/items/{made.id}").text
    assert len(re.findall(r'checked><span>\d', form)) == 3
    sent = {"prompt": made.prompt, "topic": "other", "version": Template.get_by_id(template.id).version}
    assert hr.post(f"/questions/items/{made.id}", data={**sent, "waits_for": "0"}).status_code == 303
    assert Item.get_by_id(made.id).shown_if is None


def test_sending_the_form_of_a_leavers_question_unchanged_changes_nothing(hr):
    waits = Item.get(Item.key == "recommend_words")
    page = hr.get(f"/questions/items/{waits.id}").text
    boxes = re.findall(r'name="(is-\d+)" value="(\d+)" checked', page)
    before = world.dump(only=["item", "question", "answer"])
    sent = {"prompt": waits.prompt, "help": waits.help, "waits_for": waits.shown_if["item"], "version": re.search(r'name="version"[^>]*value="(\d+)"', page)[1]}
    assert hr.post(f"/questions/items/{waits.id}", data={**sent, boxes[0][0]: [value for _name, value in boxes]}).status_code == 303
    assert world.dump(only=["item", "question", "answer"]) == before


def test_reviews_are_offered_neither_leavers_nor_their_kinds(hr):
    review = Section.get(Section.template == Template.get(Template.kind == "annual"))
    page = hr.get(f"/questions/sections/{review.id}/items").text
    assert 'value="recommend"' not in page and 'value="leaver"' not in page and "waits_for" not in page
    page = hr.get(f"/questions/sections/{Section.get(Section.template == Template.get(Template.kind == 'exit')).id}/items").text
    assert 'value="recommend"' in page and 'value="duties"' not in page and 'name="weight"' not in page and 'name="authors"' not in page


def test_move_that_breaks_a_condition_says_why_and_moves_nothing(hr):
    waits = Item.get(Item.key == "recommend_words")
    before = world.dump()
    reply = hr.post(f"/questions/items/{waits.id}/move", data={"do": "up"}, headers={"HX-Request": "true"})
    assert reply.status_code == 422 and "has to stay below it" in reply.text and world.dump() == before


def test_preview_of_leavers_can_be_tried_and_writes_nothing(hr, template):
    interview = Template.get(Template.name == "Exit interview")
    before = world.dump(without={"trail_line", "session"})
    page = hr.get(f"/questions/templates/{interview.id}").text
    preview = page[page.index('class="phone"'):]
    assert "data-conditions" in preview and "data-save" not in preview and " disabled" not in preview[:preview.index("</fieldset></div>")]
    assert re.search(r"<article[^>]* data-shown-if=[^>]* hidden>", preview) and 'name="person"' not in page
    assert world.dump(without={"trail_line", "session"}) == before


def test_own_question_is_kept_in_the_library_by_its_button(hr, section):
    own = items.add_item(section, "yesno", "Was there a farewell?")
    assert f"/questions/items/{own.id}/keep" in hr.get(f"/questions/templates/{section.template_id}").text
    assert hr.post(f"/questions/items/{own.id}/keep").status_code == 303
    assert of("own_was_there_a_farewell").prompt == "Was there a farewell?"
    assert "in the library already" in hr.post(f"/questions/items/{own.id}/keep", follow_redirects=True).text


def test_versions_show_topic_condition_and_core(hr):
    interview = Template.get(Template.name == "Exit interview")
    page = hr.get(f"/questions/templates/{interview.id}/versions/{interview.version}").text
    assert "Topic: Pay and benefits" in page and "Only after “How likely" in page and "How far one agrees" in page
