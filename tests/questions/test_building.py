"""Building templates: what a change does to the template, to its versions, and to the forms there are."""
from fractions import Fraction

import pytest

from perf.kernel.errors import Changed, Refused
from perf.questions import actions, building, items, queries, scales, telling, versions
from perf.questions.models import Answer, Item, Question, Scale, Section, Sheet, Template, TemplateVersion
from perf.roles.models import Role
from tests import world


@pytest.fixture
def template(app):
    return Template.get(Template.kind == "annual")


@pytest.fixture
def sheets(template, tomas, mara):
    """Tomas's own sheet and Mara's about him."""
    role = Role.get(Role.title == "Case Worker").id
    ids = actions.make_sheets(template, [dict(author=author.id, subject=tomas.id, kind=kind, role=role)
                                         for author, kind in ((tomas, "self"), (mara, "manager"))], room="reviews")
    return {kind: Sheet.get_by_id(number) for kind, number in zip(("self", "manager"), ids)}


def rows(sheet, for_hr=True):
    return queries.rows_of([sheet.id], for_hr=for_hr)[sheet.id]


def prompts(sheet):
    return [row.prompt for row in rows(sheet)]


def item(kind="rating", of=None):
    found = Item.select().join(Section).join(Template).where(Item.kind == kind, Template.kind == "annual")
    return (found.where(Item.authors == of) if of else found).first()


def version(template):
    return Template.get_by_id(template.id).version


def part(template, title):
    return Section.get(Section.template == template, Section.title == title)


# weights

def test_changed_weights_reach_open_sheets_with_their_answers_and_leave_submitted_ones(template, sheets):
    for sheet in sheets.values():
        world.fill(sheet, rating=4)
    odd = next(row for row in rows(sheets["self"]) if row.prompt.startswith("Learns"))
    actions.save_answer(_now(odd.id), rating=1, version=odd.version)
    actions.close_sheet(sheets["manager"])
    before = {kind: queries.progress(sheet.id).score.overall for kind, sheet in sheets.items()}
    titles = {section.id: section for section in Section.select().where(Section.template == template)}
    building.change_weights(template, version=version(template), items={},
                            sections={number: 250_000 for number in titles})
    after = {kind: queries.progress(sheet.id).score.overall for kind, sheet in sheets.items()}
    assert before["self"] == Fraction(37, 10) and after["self"] == Fraction(13, 4)
    assert after["manager"] == before["manager"]
    assert [row.rating for row in rows(sheets["self"]) if row.id == odd.id] == [1]


def test_weight_of_duties_is_shared_out_by_the_role_as_it_was(template, sheets):
    def shares():
        return [Fraction(row.weight, row.weight_base) for row in rows(sheets["self"]) if row.item_id == duties.id]
    duties, before = item("duties"), None
    before = shares()
    building.change_weights(template, version=version(template), sections={}, items={duties.id: 25_000})
    assert len(before) > 1 and shares() == [share * Fraction(5, 2) for share in before]
    building.change_weights(template, version=version(template), sections={}, items={duties.id: 0})
    building.change_weights(template, version=version(template), sections={}, items={duties.id: 10_000})
    assert shares() == before


def test_rating_of_weight_nought_is_asked_and_not_scored(template, sheets):
    world.fill(sheets["self"], rating=4)
    learns = item("rating")
    building.change_weights(template, version=version(template), sections={}, items={learns.id: 0})
    assert "Growth" not in [one.title for one in queries.progress(sheets["self"].id).parts]
    assert learns.prompt in prompts(sheets["self"])


def test_weights_are_not_taken_from_a_page_that_is_out_of_date(template, sheets):
    seen = version(template)
    building.change_weights(template, version=seen, sections={}, items={item().id: 20_000})
    with pytest.raises(Changed):
        building.change_weights(template, version=seen, sections={}, items={item().id: 30_000})
    assert item().weight == 20_000


def test_outline_says_what_each_weight_comes_to(template):
    section = building.add_section(template, "Ahead", weight=500_000)
    found = {one.section.title: one.share for one in queries.outline(template)}
    assert found["Duties and results"] == Fraction(8, 25) and found["Ahead"] is None       # nothing is scored in it yet
    items.add_item(section, "rating", "Plans ahead", weight=20_000)
    items.add_item(section, "rating", "Looks back", weight=10_000)
    found = {one.section.title: one for one in queries.outline(template)}
    assert found["Ahead"].share == Fraction(50, 175)
    assert [one.share for one in found["Ahead"].items] == [Fraction(2, 3), Fraction(1, 3)]


# order

def test_moved_questions_and_sections_stand_in_their_new_order_in_open_sheets(template, sheets):
    growth = part(template, "Growth")
    first, second = [row.prompt for row in rows(sheets["self"]) if row.section_title == "Growth"][:2]
    items.move_item(Item.get(Item.prompt == first), step=1)
    assert [row.prompt for row in rows(sheets["self"]) if row.section_title == "Growth"][:2] == [second, first]
    for move, first_of_all in (({"step": -1}, "Duties and results"), ({"place": 0}, "Growth"), ({"place": 99}, "Duties and results"), ({"place": 3}, "Duties and results")):
        building.move_section(growth, **move)
        assert next(iter(queries.sections(rows(sheets["self"]))))[0] == first_of_all
    assert [title for title, *_rest in queries.sections(rows(sheets["self"]))][-2:] == ["Growth", "Values"]
    items.move_item(Item.get(Item.prompt == second), section=part(template, "Values"), place=0)
    values = [row.prompt for row in rows(sheets["self"]) if row.section_title == "Values"]
    assert values[0] == second and len(values) > 1


def test_question_moves_to_no_section_of_another_template(template, sheets):
    other = Section.select().where(Section.template != template).first()
    with pytest.raises(Refused):
        items.move_item(item(), section=other)
    assert item().section.template_id == template.id


def test_first_of_a_section_does_not_move_up_and_makes_no_version(template):
    before = version(template)
    items.move_item(item("duties"), step=-1)
    building.move_section(part(template, "Duties and results"), -1)
    assert version(template) == before


# questions

@pytest.mark.parametrize("kind", ["duties", "competencies", "values"])
def test_added_question_that_expands_asks_each_open_sheet_about_its_own_role(template, tomas, mara, kind):
    roles = [Role.get(Role.title == title) for title in ("Case Worker", "Programme Manager")]
    ids = actions.make_sheets(template, [dict(author=who.id, subject=who.id, kind="self", role=role.id)
                                         for who, role in zip((tomas, mara), roles)], room="reviews")
    section = building.add_section(template, "Once more", weight=10_000)
    items.add_item(section, kind, "Once more", authors="self")
    asked = [[row.prompt for row in queries.rows_of([number])[number] if row.section_title == "Once more"] for number in ids]
    expected = [[row.prompt for row in queries.questions_of(template, "self", role.id) if row.section_title == "Once more"] for role in roles]
    assert asked == expected and all(asked) and (asked[0] == asked[1]) == (kind == "values")


def test_question_asked_again_shows_what_was_written_to_it(template, sheets):
    learns = item("rating")
    row = next(row for row in rows(sheets["self"]) if row.prompt == learns.prompt)
    actions.save_answer(_now(row.id), rating=2, text="Kept.", version=0)
    items.retire_item(learns)
    assert learns.prompt not in prompts(sheets["self"])
    items.bring_item_back(learns)
    [again] = [row for row in rows(sheets["self"]) if row.item_id == learns.id]
    assert (again.id, again.rating, again.text) == (row.id, 2, "Kept.")


def test_other_authors_are_asked_and_those_no_longer_asked_keep_their_answers(template, sheets):
    text = item("text", of="self")
    row = next(row for row in rows(sheets["self"]) if row.item_id == text.id)
    actions.save_answer(_now(row.id), text="Kept.", version=0)
    items.mend_item(text, version=version(template), authors="manager")
    assert text.prompt in prompts(sheets["manager"]) and text.prompt not in prompts(sheets["self"])
    items.mend_item(text, version=version(template), authors="self manager")
    assert [row.text for row in rows(sheets["self"]) if row.item_id == text.id] == ["Kept."]


def test_returned_sheet_asks_what_its_template_asks_now(template, sheets):
    world.fill(sheets["manager"], rating=4)
    actions.close_sheet(sheets["manager"])
    items.add_item(part(template, "Growth"), "text", "What next?", authors="manager")
    items.mend_item(item("rating"), version=version(template), prompt="Learns and shares it")
    assert "What next?" not in prompts(sheets["manager"]) and "Learns and shares it" not in prompts(sheets["manager"])
    actions.open_sheet_again(sheets["manager"], {})
    found = {row.prompt: row for row in rows(sheets["manager"])}
    assert "What next?" in found and found["Learns and shares it"].rating == 4


def test_submitted_sheet_says_with_which_version_it_was_submitted(template, sheets):
    items.add_item(part(template, "Growth"), "text", "What next?")
    actions.close_sheet(sheets["self"])
    items.add_item(part(template, "Growth"), "text", "And then?")
    assert Sheet.get_by_id(sheets["self"].id).template_version == version(template) - 1


def test_last_question_of_somebodys_form_stays(app, tomas):
    template = building.add_template("Peers", scale=Scale.get(), kind="peer")
    section = building.add_section(template, "All")
    only = items.add_item(section, "text", "What do you value?", authors="peer")
    items.retire_item(only)                              # nobody was asked yet
    items.bring_item_back(only)
    actions.make_sheets(template, [dict(author=tomas.id, subject=tomas.id, kind="peer", role=None)], room="reviews")
    for verb in (lambda: items.retire_item(only), lambda: building.remove_section(section),
                 lambda: items.mend_item(only, version=version(template), authors="self")):
        with pytest.raises(Refused):
            verb()
    assert not Item.get_by_id(only.id).is_retired and Item.get_by_id(only.id).authors == "peer"


def test_section_that_was_never_asked_goes_and_one_that_was_stays_with_its_answers(template, sheets):
    section = building.add_section(template, "Never asked")
    assert building.remove_section(section) and not Section.select().where(Section.id == section.id).exists()
    values = part(template, "Values")
    answers = Answer.select().count()
    assert building.remove_section(values) is False
    assert Section.get_by_id(values.id) and Answer.select().count() == answers
    assert "Values" not in [row.section_title for row in rows(sheets["self"])]


def test_own_words_for_levels_stand_in_the_form_and_the_scales_elsewhere(template, sheets):
    learns = item("rating")
    items.mend_item(learns, version=version(template), anchors={"3": "Tries new ways when asked."})
    levels = {row.item_id: row.levels for row in rows(sheets["self"])}
    assert levels[learns.id][2].anchor == "Tries new ways when asked." and levels[learns.id][0].anchor == levels[item("values").id][0].anchor
    assert levels[item("values").id][2].anchor != "Tries new ways when asked."


# for HR alone

def test_what_is_for_hr_is_never_scored(template, sheets):
    section = part(template, "Growth")
    made = items.add_item(section, "rating", "Ready for more?", is_for_hr=True, weight=50_000, authors="manager")
    world.fill(sheets["manager"], rating=4)
    row = next(row for row in rows(sheets["manager"]) if row.item_id == made.id)
    actions.save_answer(_now(row.id), rating=1, version=row.version)
    assert queries.progress(sheets["manager"].id).score.overall == 4 and Item.get_by_id(made.id).weight == 0
    assert made.id not in [row.item_id for row in rows(sheets["manager"], for_hr=False)]
    for kind, authors in (("duties", "manager"), ("text", "manager upward")):      # nobody reads single answers of a team, HR included
        with pytest.raises(Refused) as no:
            items.add_item(section, kind, "For HR", is_for_hr=True, authors=authors)
        assert no.value.field == "is_for_hr"


def test_who_reads_an_answer_stays_as_the_writer_was_told(template, sheets):
    text = item("text", of="manager")
    with pytest.raises(Refused):
        items.mend_item(text, version=version(template), is_for_hr=True)
    made = items.add_item(part(template, "Growth"), "text", "For HR", is_for_hr=True)
    with pytest.raises(Refused):
        items.mend_item(made, version=version(template), is_for_hr=False)
    assert Item.get_by_id(made.id).is_for_hr


# scales

def test_mended_scale_reaches_open_sheets_and_not_submitted_ones(template, sheets):
    actions.close_sheet(sheets["manager"])
    scale = template.scale
    levels = [{"value": number, "label": f"Step {number}", "anchor": "", "from": 100 if number == 1 else number * 100 - 20} for number in range(1, 6)]
    scales.change_scale(scale, name="Steps", levels=levels, version=1)
    assert {level.label for row in rows(sheets["self"]) for level in row.levels} == {f"Step {number}" for number in range(1, 6)}
    assert {level.label for row in rows(sheets["manager"]) for level in row.levels} == {level["label"] for level in scale.levels}
    assert version(template) == 2


def test_labels_follow_the_thresholds_of_the_scale(template, sheets):
    levels = [{**level, "from": start} for level, start in zip(template.scale.levels, (100, 150, 250, 380, 405))]
    scales.change_scale(template.scale, name="Five levels", levels=levels, version=1)
    world.fill(sheets["self"], rating=4)
    odd = next(row for row in rows(sheets["self"]) if row.prompt.startswith("Learns"))
    for rating, overall, label in ((1, Fraction(37, 10), "Solid"), (5, Fraction(41, 10), "Leads the way")):
        actions.save_answer(_now(odd.id), rating=rating, version=_now(odd.id).version)
        progress = queries.progress(sheets["self"].id)
        assert (progress.score.overall, progress.label) == (overall, label)


def test_scale_on_which_something_was_rated_keeps_its_number_of_levels(template, sheets):
    four = [{"value": number, "label": str(number), "anchor": "", "from": number * 100 - 50 if number > 1 else 100} for number in range(1, 5)]
    scales.change_scale(template.scale, name="Four", levels=four, version=1)         # nothing was rated yet
    assert {len(row.levels) for row in rows(sheets["self"]) if row.kind == "rating"} == {4}
    world.fill(sheets["self"], rating=4)
    with pytest.raises(Refused) as no:
        scales.change_scale(template.scale, name="Three", levels=four[:3], version=2)
    assert "4 levels" in no.value.words


@pytest.mark.parametrize("starts", [(100,), (100, 100), (150, 250), (100, 250, 200), (100, 301, 250), (100, 150, 301)])
def test_thresholds_rise_from_one_to_the_highest_level(app, starts):
    with pytest.raises(Refused):
        scales.add_scale("Wrong", [{"value": at, "label": "x", "anchor": "", "from": start} for at, start in enumerate(starts, 1)])


def test_template_with_forms_keeps_its_scale(template, sheets):
    other = scales.add_scale("Two", [{"value": 1, "label": "No", "anchor": "", "from": 100}, {"value": 2, "label": "Yes", "anchor": "", "from": 150}])
    with pytest.raises(Refused) as no:
        building.change_template(template, version=version(template), scale=other.id)
    assert no.value.field == "scale"
    copy = building.copy_template(template, name="With two")
    building.change_template(copy, version=1, scale=other.id)
    assert Template.get_by_id(copy.id).scale_id == other.id
    with pytest.raises(Refused):
        scales.remove_scale(other)


# versions

def test_every_change_is_a_version_that_says_what_and_by_whom(template, hana):
    items.add_item(part(template, "Growth"), "text", "What next?", by=hana)
    items.mend_item(Item.get(Item.prompt == "What next?"), version=2, prompt="What comes next?", by=hana)
    building.change_weights(template, version=3, sections={part(template, "Growth").id: 150_000}, items={}, by=hana)
    found = versions.versions_of(template)
    assert [(one.number, one.by_id) for one in found] == [(4, hana.id), (3, hana.id), (2, hana.id), (1, None)]
    assert [telling.version_words(one) for one in found[:3]] == [
        "Changed weights", "Mended the question “What next?”", "Added the question “What next?”"]
    assert telling.changes_of(found[1]) == [("Question", "What next?", "What comes next?")]
    assert telling.changes_of(found[0]) == [("Growth", "10", "15")]


def test_template_can_be_read_as_of_each_version(template, hana):
    items.add_item(part(template, "Growth"), "text", "What next?")
    items.retire_item(Item.get(Item.prompt == "What next?"))
    asked = [{item["prompt"] for section in versions.as_it_was(one)["sections"] for item in section["items"]} for one in versions.versions_of(template)]
    assert ["What next?" in prompts for prompts in asked] == [False, True, False]


def test_change_that_is_refused_leaves_no_version(template, sheets):
    before = TemplateVersion.select().count(), version(template)
    with pytest.raises(Refused):
        items.add_item(part(template, "Growth"), "choice", "Which?", options=["One"])
    assert (TemplateVersion.select().count(), version(template)) == before


def test_copy_asks_the_same_and_is_a_template_of_its_own(template, hana):
    copy = building.copy_template(template, name="Ours", by=hana)
    assert {**versions.content(copy), "name": ""} == {**versions.content(template), "name": ""}
    items.retire_item(Item.select().join(Section).where(Section.template == copy).first())
    assert versions.content(template) != versions.content(copy)


# for others

def test_questions_without_a_sheet_are_those_of_one(template, sheets):
    role = sheets["manager"].role_id
    without = queries.questions_of(template, "manager", role)
    assert [(row.prompt, row.kind, row.levels, row.weight) for row in without] == [
        (row.prompt, row.kind, row.levels, row.weight) for row in rows(sheets["manager"])]
    kept = actions.keep_questions(template, "manager", role)
    assert {Question.get_by_id(number).prompt for number in kept} == {row.prompt for row in without}


def _now(answer_id):
    return Answer.select(Answer, Sheet, Question).join(Sheet).switch(Answer).join(Question).where(Answer.id == answer_id).get()
