"""What a new installation may start from: scale, values and review templates."""
import json

import pytest

from perf.exits.models import REASONS
from perf.questions import leavers, queries, starter
from perf.questions.models import KINDS, SCORED, TOPICS, UNSCORED_LEVELS, Item, LibraryQuestion, Section, Template
from perf.settings import queries as settings
from perf.settings.models import Value

ANNUAL = starter.TEMPLATES[0]
ITEMS = [item for section in ANNUAL.sections for item in section.items]


def test_the_scale_has_five_levels_with_an_anchor_each():
    assert [level["value"] for level in starter.SCALE] == [1, 2, 3, 4, 5]
    assert all(level["label"] and level["anchor"].endswith(".") for level in starter.SCALE)


def test_the_annual_review_has_five_weighted_sections_with_something_scored_in_each():
    assert [section.weight for section in ANNUAL.sections] == [40, 25, 30, 20, 10]
    assert all(any(kind in SCORED for kind, *_rest in section.items) for section in ANNUAL.sections)


def test_the_annual_review_is_short_and_asks_in_every_way():
    assert 8 <= len(ITEMS) <= 12
    assert {kind for kind, *_rest in ITEMS} >= {"duties", "goals", "competencies", "values", "rating", "text", "choice", "yesno"}


def test_nothing_is_asked_in_a_way_that_the_form_does_not_know():
    for template in starter.TEMPLATES:
        for section in template.sections:
            has_scored = any(kind in SCORED for kind, *_rest in section.items)
            assert bool(section.weight) == has_scored
            assert all(kind in KINDS for kind, *_rest in section.items)


def test_templates_and_values_are_written_once(app):
    annual = starter.add_starter_templates()
    Template.update(about="Ours.").where(Template.id == annual.id).execute()
    again = starter.add_starter_templates()
    assert again.id == annual.id and again.about == "Ours."
    assert Template.select().count() == len(starter.TEMPLATES) + len(leavers.SETS)
    sections = Section.select().where(Section.template == annual)
    assert sections.count() == 5 and Item.select().where(Item.section.in_(sections)).count() == len(ITEMS)


def test_values_that_are_there_stay(app):
    before = [value.name for value in settings.values()]
    starter.add_starter_values()
    assert before and [value.name for value in settings.values()] == before


def test_an_organisation_without_values_gets_four(app):
    Value.delete().execute()
    starter.add_starter_values()
    assert [value.name for value in settings.values()] == [name for name, _meaning in starter.VALUES]


def test_library_has_something_on_every_topic_and_comes_once(app):
    starter.add_starter_templates()
    kept = list(LibraryQuestion.select())
    assert len(kept) == len(leavers.LIBRARY) >= 30 and {one.topic for one in kept} == set(TOPICS) and all(one.is_core for one in kept)


def test_reasons_are_those_that_leavings_count():
    """The n-th choice is counted as the n-th reason."""
    assert len(leavers.REASONS) == len(REASONS) == 17
    assert [leavers.REASONS[REASONS.index(name)] for name in ("pay", "manager", "retirement", "redundancy", "conduct", "other")] == [
        "Pay", "My manager", "Retirement", "My job was cut", "A matter of conduct", "Something else"]


def test_core_interview_asks_ten_by_topic_on_levels_and_the_short_one_five():
    keys = {name: [key if isinstance(key, str) else key[0] for _title, _about, some in sections for key in some] for name, _about, sections in leavers.SETS}
    kinds = {written.key: written.kind for written in leavers.LIBRARY}
    topics = {written.key: written.topic for written in leavers.LIBRARY}
    levelled = [key for key in keys["Exit interview"] if kinds[key] in UNSCORED_LEVELS]
    assert len(levelled) == 10 and len({topics[key] for key in levelled}) >= 8 and len(keys["Exit, short"]) == 5


@pytest.mark.parametrize("name", [name for name, _about, _sections in leavers.SETS])
def test_set_for_leavers_keeps_keys_and_waits_only_for_what_comes_before(app, name):
    template = Template.get(Template.name == name, Template.kind == "exit")
    rows = queries.questions_of(template, "leaver", None)
    assert all(row.key and row.topic and not row.is_required for row in rows) and len({row.key for row in rows}) == len(rows)
    seen = {}
    for row in rows:
        if row.shown_if:
            offered = {str(level.value) for level in row_on.levels} if (row_on := seen[row.shown_if["item"]]).levels else None
            offered = offered or ({"yes", "no"} if row_on.kind == "yesno" else {str(number) for number in range(len(row_on.options))})
            assert set(row.shown_if["is"]) < offered
        seen[row.item_id] = row
    assert name == "Exit, short" or any(row.shown_if for row in rows)
    assert json.loads(template.versions.first().told_json) == {"did": "starter"}
