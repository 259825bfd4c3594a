"""What is for HR alone: besides its writer only whoever decides on the review finds it, in whatever the house gives out."""
import pytest

from perf.questions import actions as questions
from perf.questions.models import Answer, Question, Section, Template
from perf.reviews import access, exports, keeping, queries
from tests import canaries, pages, world
from tests.test_readers import LINE, named


@pytest.fixture
def story(house):
    """Tomas's review, in which each form asks one thing for HR alone."""
    with world.house_in_use(house) as rows:
        section = Section.get(Section.template == Template.get(Template.kind == "annual"), Section.title == "Growth")
        for kind in ("self", "manager"):
            questions.add_item(section, "text", f"For HR, by {kind}", authors=kind, is_for_hr=True, is_required=False)
        yield canaries.Story(house, rows)


def write_for_hr(story, kind):
    answer = answer_of(story, kind)
    answer.sheet = story.sheet(kind)
    questions.save_answer(answer, text=story.mark(f"{kind} for HR"), version=answer.version)


def answer_of(story, kind):
    return (Answer.select(Answer, Question).join(Question)
            .where(Answer.sheet == story.sheet(kind).id, Question.is_for_hr == True, Answer.is_retired == False).get())  # noqa: E712


def give(story, kind):
    story.write(kind)
    write_for_hr(story, kind)
    story.submit(kind)


NEAR = ("tomas", "mara", "frida", "piet", "nils", "hana", "ines")


def for_hr(story, *more):
    """By mark, who of those near finds it on the pages of the review."""
    number, sheets = story.number, [story.sheet(kind).id for kind in ("self", "manager")]
    places = [f"/reviews/{number}", *(f"/questions/sheets/{sheet}" for sheet in sheets), *(
        f"/reviews/{number}/{page}/{kind}" for page in ("check", "return") for kind in ("self", "manager"))]
    places += more
    texts = {name: " ".join(pages.text_of(story.browser(name).get(place)) for place in places) for name in NEAR}
    return {mark: {name for name in NEAR if said in texts[name]} for mark, said in story.marks.items() if mark.endswith("for HR")}


def test_draft_is_its_writers_alone(story):
    for kind in ("self", "manager"):
        write_for_hr(story, kind)
    assert for_hr(story) == {"self for HR": {"tomas"}, "manager for HR": {"mara"}}


def test_given_shared_signed_and_closed_it_is_the_writers_and_hrs_everywhere(story):
    for kind in ("self", "manager"):
        give(story, kind)
    expected = {"self for HR": {"tomas", "hana"}, "manager for HR": {"mara", "hana"}}
    assert for_hr(story) == expected
    story.share()
    story.sign()
    story.close()
    assert for_hr(story, "/", "/me", f"/people/{story.subject.id}", "/search?q=CANARY", "/search?q=Tomas", "/notices/") == expected
    assert story.strays() == []


def test_next_manager_reads_neither_draft_nor_what_was_handed_in(story):
    write_for_hr(story, "manager")
    story.hand_over("frida")
    assert for_hr(story) == {"manager for HR": set()}           # a draft goes with its writer
    give(story, "manager")
    story.hand_over("piet")
    assert for_hr(story) == {"manager for HR": {"hana"}}        # Frida has no way to the review any more
    story.give_back("manager", by="hana")
    assert for_hr(story) == {"manager for HR": set()} and answer_of(story, "manager").text == ""


def test_manager_who_returns_a_self_review_sees_nothing_of_it(story):
    give(story, "self")
    assert "For HR, by self" not in story.browser("mara").get(f"/reviews/{story.number}/return/self").text
    assert "For HR, by self" in story.browser("hana").get(f"/reviews/{story.number}/return/self").text


def test_tables_that_are_taken_along_hold_it_for_hr_and_its_writer_alone(story):
    for kind in ("self", "manager"):
        give(story, kind)
    story.share()
    found = {name: {mark for mark, text in story.marks.items() if mark.endswith("for HR") and any(text in row for row in exports.answers(story.cast[name]))}
             for name in ("tomas", "mara", "nils", "hana", "ines")}
    assert found == {"tomas": {"self for HR"}, "mara": {"manager for HR"}, "nils": set(), "ines": set(), "hana": {"self for HR", "manager for HR"}}


def test_file_about_oneself_holds_ones_own_and_leaves_the_managers_to_hrs_look(story):
    for kind in ("self", "manager"):
        give(story, kind)
    for is_shared in (False, True):
        if is_shared:
            story.share()
        sections = keeping.everything(story.subject)
        at_once = repr([section.rows for section in sections])
        waits = repr([passage for section in sections for passage in section.passages])
        assert story.marks["self for HR"] in at_once and story.marks["manager for HR"] not in at_once
        assert story.marks["manager for HR"] in waits and story.marks["self for HR"] not in waits


def test_it_is_signed_with_the_rest_and_scored_nowhere(story):
    from perf.reviews import actions
    give(story, "self")
    give(story, "manager")
    assert story.marks["manager for HR"] in actions.signed_text(story.review)
    assert queries.full_score(story.review)[0] == 400


def test_hr_as_the_employee_is_no_exception(house):
    with world.house_in_use(house) as rows:
        section = Section.get(Section.template == Template.get(Template.kind == "annual"), Section.title == "Growth")
        questions.add_item(section, "text", "For HR, by manager", authors="manager", is_for_hr=True, is_required=False)
        story = canaries.Story(house, rows, subject="hana", manager="ines")
        give(story, "manager")
        story.share()
        assert access.decides(story.cast["hana"], story.review) is False
        assert for_hr(story) == {"manager for HR": {"ines"}}


def test_line_beside_its_box_names_who_reads_it(story):
    for kind, me in (("self", "tomas"), ("manager", "mara")):
        lines = LINE.findall(story.browser(me).get(f"/questions/sheets/{story.sheet(kind).id}").text)
        [own] = set(lines) - {max(set(lines), key=lines.count)}
        now, later = own.split("; ")
        assert (named(story, now, me), named(story, later, me) - {me}) == ({me}, {"hana"})
