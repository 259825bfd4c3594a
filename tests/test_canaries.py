"""Who finds which text of a review: in each state the set of those who do equals the set allowed (Z04, Z08, PRACTICE 4)."""
import pytest

from perf.keeping.models import FileRequest
from perf.kernel import words
from tests import canaries, world

TOMAS, MARA, HR, ABOVE = {"tomas"}, {"mara"}, {"hana"}, {"nils"}
THREE, TWO, FOUR, NOBODY = TOMAS | MARA | HR, MARA | HR, TOMAS | MARA | HR | ABOVE, set()
OF_SELF = {"self text": THREE, "self na": THREE}
OF_MANAGER = {"manager text": TWO, "manager na": TWO}
SHARED = {**OF_SELF, "manager text": FOUR, "manager na": FOUR}


def drafts(story):
    story.write("self")
    story.write("manager", 2)


def handed_over(story):
    """Frida begins, Mara takes over what is there; Frida reads nothing of it any more."""
    story.hand_over("frida")
    story.write("manager")
    story.hand_over("mara")


def self_returned(story):
    story.give("self")
    story.give_back("self", by="mara")


def both_given(story):
    story.give("self")
    story.give("manager", 2)
    story.marks["figure"] = f">{words.hundredths(story.review.score)}<"


def manager_returned(story):
    story.give("manager")
    story.give_back("manager", by="hana")


def shared(story):
    both_given(story)
    story.share()


def told_all(story):
    """The whole way to a signed review: each form returned once, then shared, signed and answered."""
    for kind, by in (("self", "mara"), ("manager", "hana")):
        story.give(kind)
        story.give_back(kind, by)
        story.submit(kind)
    story.share()
    story.sign()


def refused(story):
    story.give("manager")
    story.share()
    story.refuse()


def reopened(story):
    told_all(story)
    story.reopen()


def closed(story):
    told_all(story)
    story.close()


def withdrawn(story):
    story.give("self")
    story.write("manager")
    story.withdraw()


TOLD_ALL = {**SHARED, "self return": THREE, "self note": NOBODY, "manager return": TWO, "manager note": NOBODY,
            "response": THREE}
STATES = {   # what has happened: who finds which text
    drafts: {"self text": TOMAS, "manager text": MARA},
    handed_over: {"manager text": MARA},
    self_returned: {"self text": TOMAS, "self na": TOMAS, "self return": THREE, "self note": TOMAS},
    both_given: {**OF_SELF, **OF_MANAGER, "figure": TWO},
    manager_returned: {"manager text": MARA, "manager na": MARA, "manager return": TWO, "manager note": MARA},
    told_all: TOLD_ALL,
    refused: {"manager text": FOUR, "manager na": FOUR, "witness": THREE, "refusal": THREE},
    reopened: {**TOLD_ALL, **OF_MANAGER, "reopening": THREE},
    closed: TOLD_ALL,
    withdrawn: {**OF_SELF, "manager text": MARA, "withdrawal": THREE},
}
EVERYWHERE = (both_given, closed)       # crawled to the last page; the others on the pages of the review


@pytest.fixture
def story_of(house):
    with world.house_in_use(house) as rows:
        yield lambda *people: canaries.Story(house, rows, *people)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_those_who_find_a_text_are_those_who_may_read_it(story_of, state):
    """Z04, Z08, L03 and I11: and none of it lies in a notice, a mail or the log."""
    story = story_of()
    state(story)
    story.turn = 2 * list(STATES).index(state)      # 6 and 16: others go everywhere in the one than in the other
    assert story.seen(everywhere=state in EVERYWHERE) == STATES[state]
    assert story.strays() == []


OF_HR = {   # Hana is the only HR person: Ines, who leads her and is the executive, writes and decides; nobody is above Ines
    drafts: {"self text": {"hana"}, "manager text": {"ines"}},
    both_given: {"self text": {"hana", "ines"}, "self na": {"hana", "ines"}, "manager text": {"ines"}, "manager na": {"ines"},
                 "figure": {"ines"}},
    shared: dict.fromkeys(("self text", "self na", "manager text", "manager na", "figure"), {"hana", "ines"}),
}


@pytest.mark.parametrize("state", OF_HR, ids=lambda state: state.__name__)
def test_hr_finds_no_more_about_themself_than_anybody_else(story_of, state):
    """Z07"""
    story = story_of("hana", "ines")
    state(story)
    assert story.seen() == OF_HR[state]


def test_hr_looking_through_a_file_about_somebody_finds_no_draft(story_of):
    """Z04: asked for, in review and released; nor does the person find what is not shared."""
    story = story_of()
    drafts(story)
    story.rows["request_id"] = FileRequest.get(FileRequest.person == story.subject, FileRequest.state.in_(("asked", "in review"))).id
    for _step in ("asked", "in review"):
        seen = story.seen(everywhere=True, cast=("hana", "tomas"))
        assert seen == {"self text": TOMAS, "manager text": NOBODY}
        FileRequest.update(state="in review").where(FileRequest.id == story.rows["request_id"]).execute()
