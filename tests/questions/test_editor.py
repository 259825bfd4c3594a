"""The pages of the editor through the front door."""
import re

import pytest

from perf.questions import actions, building, items, queries
from perf.questions.models import Item, Scale, Section, Template
from perf.roles.models import Role
from tests import world


@pytest.fixture
def hr(browser_of):
    return browser_of("hana")


@pytest.fixture
def template(app):
    return Template.get(Template.kind == "annual")


@pytest.fixture
def sheets(template, tomas, mara):
    role = Role.get(Role.title == "Case Worker").id
    return actions.make_sheets(template, [dict(author=author.id, subject=tomas.id, kind=kind, role=role)
                                          for author, kind in ((tomas, "self"), (mara, "manager"))], room="reviews")


FIELDS = {"prompt": "What next?", "authors": ["self", "manager"], "asks_comment": "optional", "weight": "1", "is_required": "y", "may_be_na": "y"}


def section_of(template):
    return Section.get(Section.template == template, Section.title == "Growth")


def test_form_of_a_question_opens_with_what_the_question_says(hr, template):
    learns = Item.get(Item.prompt.startswith("Learns"))
    page = hr.get(f"/questions/items/{learns.id}").text
    assert re.search(r'name="is_required"[^>]*checked|checked[^>]*name="is_required"', page)
    assert not re.search(r'name="may_be_na"[^>]*checked|checked[^>]*name="may_be_na"', page)
    for author, is_asked in (("self", True), ("manager", True), ("peer", False), ("upward", False)):
        assert bool(re.search(rf'name="authors" value="{author}"[^>]*checked', page)) == is_asked
    assert 'name="weight"' in page and 'value="1"' in page


def test_sending_the_form_unchanged_changes_nothing(hr, template, sheets):
    learns = Item.get(Item.prompt.startswith("Learns"))
    before = world.dump(only=["item", "answer", "question"])
    page = hr.get(f"/questions/items/{learns.id}").text
    sent = {"prompt": learns.prompt, "help": learns.help, "authors": ["self", "manager"], "asks_comment": "optional", "weight": "1",
            "is_required": "y", "version": re.search(r'name="version"[^>]*value="(\d+)"', page)[1]}
    assert hr.post(f"/questions/items/{learns.id}", data=sent).status_code == 303
    assert world.dump(only=["item", "answer", "question"]) == before


@pytest.mark.parametrize("kind, more, wrong", [
    ("choice", {"options": "One"}, "Give at least two choices"), ("riddle", {}, "Not a valid choice"), ("duties", {"is_for_hr": "y"}, "never scored"),
    ("rating", {"weight": "-1"}, "Please write a number"), ("rating", {"weight": "1.00001"}, "Please write a number"),
    ("rating", {"weight": "1e9"}, "Please write a number"), ("rating", {"weight": "1000001"}, "Please write a number"), ("rating", {"authors": []}, "Choose at least one"),
    ("text", {"prompt": "x" * 301}, "too long"), ("text", {"prompt": " "}, "fill this in"), ("choice", {"options": "\n".join(["x" * 201] * 2)}, "200 characters"),
])
def test_what_a_question_cannot_be_is_said_beside_its_field(hr, template, kind, more, wrong):
    before = Item.select().count()
    reply = hr.post(f"/questions/sections/{section_of(template).id}/items", data={**FIELDS, "kind": kind, **more})
    assert reply.status_code == 422 and wrong in reply.text and Item.select().count() == before


def test_hostile_words_stand_in_the_editor_as_words(hr, template):
    nasty = "<script>alert(1)</script>\"'{{ 7*7 }} \u202egnirts " + "x" * 120
    assert hr.post(f"/questions/sections/{section_of(template).id}/items", data={**FIELDS, "kind": "text", "prompt": nasty}).status_code == 303
    for page in (f"/questions/templates/{template.id}", f"/questions/templates/{template.id}/versions", f"/questions/templates/{template.id}/versions/2"):
        text = hr.get(page).text
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text


def test_editor_says_first_what_a_change_does_and_where_the_template_is_in_use(hr, template, hana):
    page = f"/questions/templates/{template.id}"
    assert "In use" not in hr.get(page).text
    cycle = world.launched(hana, "This year", years_ago=1)
    said = hr.get(page).text
    assert "In use" in said and "forms are open: they show the change at once" in said and f"/reviews/cycles/{cycle.id}" in said
    for other in (f"/questions/items/{Item.select().first().id}", f"{page}/weights", f"{page}/about", f"/questions/sections/{section_of(template).id}",
                  f"/questions/sections/{section_of(template).id}/items", f"/questions/scales/{template.scale_id}"):
        assert "every answer in them stays" in hr.get(other).text, other


def test_question_that_is_not_rated_is_mended_with_what_its_form_shows(hr, template):
    found = next(item for item in Item.select() if item.kind == "text")
    sent = {"prompt": "What next, and when?", "authors": ["self"], "version": str(found.section.template.version)}
    assert hr.post(f"/questions/items/{found.id}", data=sent).status_code == 303 and Item.get_by_id(found.id).prompt == "What next, and when?"


def test_page_that_is_out_of_date_overwrites_nothing_and_keeps_what_was_typed(hr, template):
    learns = Item.get(Item.prompt.startswith("Learns"))
    items.mend_item(learns, version=1, prompt="Learns and shares")
    reply = hr.post(f"/questions/items/{learns.id}", data={**FIELDS, "prompt": "Mine", "version": "1"})
    assert reply.status_code == 409 and "Mine" in reply.text and "Learns and shares" in reply.text and Item.get_by_id(learns.id).prompt == "Learns and shares"
    assert hr.post(f"/questions/items/{learns.id}", data={**FIELDS, "prompt": "Mine", "version": "2"}).status_code == 303


def test_typed_weights_are_answered_with_what_they_come_to_and_kept_only_when_sent(hr, template):
    growth = section_of(template)
    page = f"/questions/templates/{template.id}/weights"
    shown = hr.get(f"{page}?shares=yes&s{growth.id}=85", headers={"HX-Request": "true"}).text
    assert "42.50" in shown and "20.00" in shown and section_of(template).weight == 100_000
    refused = hr.post(page, data={"version": "1", f"s{growth.id}": "much"})
    assert refused.status_code == 422 and 'value="much"' in refused.text and 'aria-invalid="true"' in refused.text
    assert hr.post(page, data={"version": "1", f"s{growth.id}": "12,5"}).status_code == 303
    assert section_of(template).weight == 125_000


def test_preview_is_what_the_form_will_ask_and_writes_nothing(hr, template, sheets, tomas, mara):
    before = world.dump(without={"trail_line", "session.seen_at"})
    for author, writer in (("self", 0), ("manager", 1)):
        shown = hr.get(f"/questions/templates/{template.id}/preview?person={tomas.id}&author={author}", headers={"HX-Request": "true"}).text
        asked = [row.prompt for row in queries.rows_of([sheets[writer]], for_hr=True)[sheets[writer]]]
        assert re.findall(r'class="question__prompt">([^<]*?)(?: <small|</h3>)', shown) == [prompt.replace("'", "&#39;") for prompt in asked]
        assert "<fieldset class=\"preview__form\" disabled>" in shown
    assert world.dump(without={"trail_line", "session.seen_at"}) == before
    for nonsense in ("person=9999", "person=x&author=boss", "author="):
        assert hr.get(f"/questions/templates/{template.id}/preview?{nonsense}").status_code == 200


@pytest.mark.parametrize("sent, status", [({"do": "up"}, 200), ({"section": "x"}, 422), ({}, 422), ({"section": "98765"}, 404),
                                          ({"section": "OTHER"}, 422), ({"section": "1", "place": "999"}, 200), ({"section": "1", "place": "-1"}, 422)])
def test_move_says_no_to_what_leads_nowhere(hr, template, sent, status):
    other = Section.select().where(Section.template != template).first()
    sent = {name: str(other.id) if value == "OTHER" else value for name, value in sent.items()}
    learns = Item.get(Item.prompt.startswith("Learns"))
    assert hr.post(f"/questions/items/{learns.id}/move", data=sent, headers={"HX-Request": "true"}).status_code == status


LEVELS = {"name": "Three", "label-1": "No", "label-2": "Partly", "label-3": "Yes"}


def test_scale_is_made_with_usual_thresholds_and_copied(hr, app):
    assert hr.post("/questions/scales/new", data={**LEVELS, "from-3": "2.80"}).status_code == 303
    made = Scale.get(Scale.name == "Three")
    assert [(level["label"], level["from"]) for level in made.levels] == [("No", 100), ("Partly", 150), ("Yes", 280)]
    copy = hr.get(f"/questions/scales/new?like={made.id}").text
    assert 'value="Three (2)"' in copy and 'value="2.80"' in copy
    assert hr.post(f"/questions/scales/{made.id}/remove").status_code == 303 and Scale.select().count() == 1


@pytest.mark.parametrize("more", [{"label-2": ""}, {"label-2": "", "label-3": ""}, {"from-2": "0.5"}, {"from-2": "much"}, {"from-3": "1.50"}, {"from-3": "3.01"},
                                  {"name": "Five levels"}, {"name": ""}, {"anchor-9": "Alone"}])
def test_scale_that_does_not_rise_is_refused_with_what_was_typed(hr, app, more):
    reply = hr.post("/questions/scales/new", data={**LEVELS, **more})
    assert reply.status_code == 422 and Scale.select().count() == 1 and 'role="alert"' in reply.text


def test_editor_asks_the_database_as_often_however_long_the_template(hr, template, app):
    from perf.kernel.db import database

    def count():
        asked, execute = [], database.execute_sql
        database.execute_sql = lambda *args, **kwargs: (asked.append(args[0]), execute(*args, **kwargs))[1]
        try:
            assert hr.get(f"/questions/templates/{template.id}").status_code == 200
        finally:
            del database.execute_sql
        return len(asked)
    count()
    before = count()
    for number in range(8):
        items.add_item(section_of(template), "text", f"Question {number}")
    assert count() <= before + 1


def test_ready_made_templates_that_are_missing_are_offered_and_come_once(hr, app):
    assert "Ready-made" not in hr.get("/questions/templates/").text
    Template.update(name="Renamed").where(Template.kind == "peer").execute()
    assert "Feedback from peers" in hr.get("/questions/templates/").text
    before = Template.select().count()
    assert hr.post("/questions/templates/ready-made").status_code == 303
    assert Template.select().count() == before + 1 and "Ready-made" not in hr.get("/questions/templates/").text
