"""The line "who can read this" beside every box: the people it names are those who find what is typed there (PRACTICE 4)."""
import html
import re

import pytest

from tests import canaries, world
from tests.test_canaries import (
    STATES, both_given, drafts, manager_returned, refused, reopened, self_returned, told_all, withdrawn,
)

LINE = re.compile(r'<p class="readers"[^>]*>(?:<svg.*?</svg>)?<span>(.*?)</span></p>', re.S)
NOT_ABOUT_SOMEBODY = (      # what is written in these stands open to everybody, or is no text about a person
    "/roles/", "/settings/", "/questions/templates/", "/questions/items/", "/questions/sections/", "/questions/scales/", "/questions/library/", "/reviews/cycles/", "/exchange/",
    "/people/", "/accounts/", "/invitation", "/sign-in", "/set-up", "/me", "/notices", "/search")


@pytest.fixture
def story(house):
    with world.house_in_use(house) as rows:
        yield canaries.Story(house, rows)


def named(story, words, me):
    """Whom a line names, by name of the cast; whoever may lead Tomas later is who leads him now."""
    names = {person.name: name for name, person in story.cast.items()}
    names.update({"You": me, "you": me, "HR": "hana", "a later manager": "mara"})
    return {name for said, name in names.items() if re.search(rf"\b{re.escape(said)}\b", words)}


def lines(story, name, address):
    return [html.unescape(said) for said in LINE.findall(story.browser(name).get(address).text)]


def form_line(story, kind, me):
    [line] = set(lines(story, me, f"/questions/sheets/{story.sheet(kind).id}"))
    stages = line.split("; ")
    assert stages[0] == "Only you now" and all(" once " in part for part in stages[1:])
    return [named(story, part, me) for part in stages]


def test_a_form_names_who_reads_it_now_and_later(story):
    """Each part of the line adds those who find the text from that step on."""
    of_self = form_line(story, "self", "tomas")
    assert of_self[0] == STATES[drafts]["self text"] and set().union(*of_self) == STATES[both_given]["self text"]
    now, given, shared, _later = form_line(story, "manager", "mara")
    assert now == STATES[drafts]["manager text"] and now | given == STATES[both_given]["manager text"]
    assert now | given | shared == STATES[told_all]["manager text"]


@pytest.mark.parametrize("kind, me", [("self", "tomas"), ("manager", "mara")])
def test_the_page_before_submitting_says_the_same_as_the_form(story, kind, me):
    """Where a reason for much that is not applicable is asked, and where it says who will see it."""
    story.write(kind)
    form, check = f"/questions/sheets/{story.sheet(kind).id}", f"/reviews/{story.number}/check/{kind}"
    assert set(lines(story, me, check)) == set(lines(story, me, form))


def test_reasons_for_a_return_and_notes_are_read_by_those_named(story):
    for state, kind, me in ((self_returned, "self", "mara"), (manager_returned, "manager", "hana")):
        story.give(kind)
        reason, note = lines(story, me, f"/reviews/{story.number}/return/{kind}")
        assert named(story, reason, me) == STATES[state][f"{kind} return"], reason
        assert named(story, note, me) == STATES[state][f"{kind} note"], note


def test_remarks_are_read_by_those_named(story):
    page = f"/reviews/{story.number}"
    assert [named(story, line, "hana") for line in lines(story, "hana", page)] == [STATES[withdrawn]["withdrawal"]] * 3     # handing over, dates, taking out
    story.give("manager")
    story.share()
    assert [named(story, line, "tomas") for line in lines(story, "tomas", page)] == [STATES[told_all]["response"]]
    assert [named(story, line, "mara") for line in lines(story, "mara", page)] == [STATES[refused]["refusal"]]
    assert [named(story, line, "hana") for line in lines(story, "hana", page)] == [STATES[reopened]["reopening"]]
    story.sign()
    assert [named(story, line, "tomas") for line in lines(story, "tomas", page)] == [STATES[told_all]["response"]] * 2     # response, appeal


def test_the_line_follows_who_holds_what(story):
    """With HR's power gone or the manager above another one, the same box names others, without a word typed by hand."""
    assert "Nils Haugen" in "".join(lines(story, "mara", f"/questions/sheets/{story.sheet('manager').id}"))
    world.people.place_under(world.seat_of("mara"), world.seat_of("ines"))
    said = "".join(lines(story, "mara", f"/questions/sheets/{story.sheet('manager').id}"))
    assert "Ines Marchetti" in said and "Nils" not in said


def test_a_form_about_hr_names_who_decides_instead(house):
    with world.house_in_use(house) as rows:
        story = canaries.Story(house, rows, "hana", "ines")
        story.hand_over("piet")
        said = "".join(lines(story, "hana", f"/questions/sheets/{story.sheet('self').id}"))
        assert "Piet Vermeer and Ines Marchetti once you submit" in said and "HR" not in said


def test_the_history_of_seats_names_who_opens_it(story):
    """On the page of a person: oneself, everybody above, and HR."""
    page = f"/people/{story.subject.id}"
    opens = {name for name in story.cast if ">Timeline<" in story.browser(name).get(page).text}
    [line] = lines(story, "tomas", page)
    assert named(story, line, "tomas") == opens == {"tomas", "mara", "nils", "ines", "hana"}


def test_no_box_for_words_about_a_person_lacks_its_line(house):
    """Every textarea of every page, for as many of the cast as see forms."""
    with world.house_in_use(house) as rows:
        shown = {(name, address): page for name, address, page in world.seen(house, rows)}
        for address, form in world.forms(house, rows):
            areas = [name for name, kind, *_rest in form.fields if kind == "textarea"]
            if areas and form.method == "post" and not form.action.startswith(NOT_ABOUT_SOMEBODY):
                assert lacks_line(shown[form.name, address], form) == 0, (address, form.action)


def lacks_line(page, form):
    """How many forms of this address on a page hold a textarea and no line."""
    inside, lacking = None, 0
    for tag, given in [*page.elements, ("form", {})]:
        if tag == "form":
            lacking += inside is not None and "textarea" in inside and "readers" not in inside
            inside = [] if given.get("action", form.action) == form.action and given else None
        elif inside is not None:
            inside.append("readers" if "readers" in given.get("class", "").split() else tag)
    return lacking
