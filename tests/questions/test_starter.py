"""What a new installation may start from: scale, values and review templates."""
from perf.questions import starter
from perf.questions.models import KINDS, SCORED, Item, Section, Template
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
    assert Template.select().count() == len(starter.TEMPLATES)
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
