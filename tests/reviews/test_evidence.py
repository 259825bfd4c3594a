"""Beside the form: what the rooms know of the period, by permission, and quotable only where the employee reads it."""
from datetime import timedelta

import pytest

from perf.feedback import actions as feedback
from perf.feedback.models import FollowUp
from perf.kernel import clock
from perf.questions.models import Answer
from perf.reviews import frames
from perf.reviews.models import Cycle, Review
from perf.settings import actions as settings
from tests import canaries, world


@pytest.fixture
def story(house):
    with world.house_in_use(house) as rows:
        FollowUp.delete().execute()
        yield canaries.Story(house, rows)


def beside(story, kind="manager", who="mara"):
    return story.browser(who).get(f"/questions/sheets/{story.sheet(kind).id}").text


def agreed(story, what, on=None, **more):
    with clock.at(on or clock.now()):
        given = dict(about=story.subject, owner=story.subject, agreed_with=story.manager, by=story.manager,
                     by_when=clock.today() + timedelta(days=14)) | more
        return feedback.agree_follow_up(what, **given)


def test_open_follow_ups_come_first_then_what_was_done_in_the_period(story):
    cycle = story.review.cycle
    inside, before = cycle.period_start + timedelta(days=100), cycle.period_start - timedelta(days=200)
    for what, on in (("Done inside", inside), ("Done before", before)):
        one = agreed(story, what, on)
        with clock.at(on + timedelta(days=3)):
            feedback.mark_follow_up(one, "resolved", by=story.subject, version=1, what_came_of_it="Went well.")
    agreed(story, "Still open")
    found = frames.evidence(story.manager, story.review)
    assert [entry["text"] for entry in found if entry["kind"] == "Follow-up"] == ["Still open", "Done inside (what came of it: Went well.)"]
    assert [entry["kind"] for entry in found] == ["Follow-up", "Last review", "Follow-up"]
    text = beside(story)
    assert "Still open" in text and "Done inside" in text and "Done before" not in text


def test_what_was_agreed_with_somebody_else_stands_beside_nobodys_form(story):
    ines = story.cast["ines"]
    agreed(story, "Between Tomas and Ines", agreed_with=ines, by=ines)
    assert "Between Tomas and Ines" not in beside(story) and "Between Tomas and Ines" in beside(story, "self", "tomas")


def test_each_entry_says_whether_the_employee_reads_it_and_only_those_are_for_quoting(story, monkeypatch):
    agreed(story, "Open to both")
    secret = {"template": "feedback/_evidence.html", "kind": "Note", "on": clock.today(), "text": "Kept from Tomas", "is_for_subject": False,
              "follow_up": agreed(story, "Something else")}
    real = frames.modules.gather
    monkeypatch.setattr(frames.modules, "gather", lambda offer, *args: real(offer, *args) + ([secret] if offer == "evidence" else []))
    text = beside(story)
    assert "“Open to both”" in text and "“Kept from Tomas”" not in text
    assert text.count("Tomas cannot read this, so it is not for quoting") == 1


def test_texts_of_the_last_review_are_opened_in_place_and_reading_leaves_a_line_where_it_must(story):
    at = f"/reviews/{story.rows['shared']}/texts"
    Cycle.update(period_end=story.review.cycle.period_start - timedelta(days=1)).where(Cycle.id == story.rows["last_cycle"]).execute()
    assert at in beside(story)
    opened = story.browser("mara").get(at, headers={"HX-Request": "true"})
    assert "Seen in daily work." in opened.text and "data-quote" in opened.text
    lines = world.dump(only=["trail_line"])
    story.browser("mara").get(at, headers={"HX-Request": "true"})
    assert world.dump(only=["trail_line"]) == lines
    story.browser("hana").get(at, headers={"HX-Request": "true"})
    assert world.dump(only=["trail_line"]).count("read_review") == lines.count("read_review") + 1


def test_no_draft_of_another_stands_beside_a_form(story):
    """Neither that of this review nor that of one which is not shared."""
    Answer.update(text="A draft of Tomas").where(Answer.sheet == story.sheet("self")).execute()
    earlier = Review.get_by_id(story.rows["review_id"])
    Answer.update(text="A draft of Mara").where(Answer.sheet == earlier.manager_sheet_id).execute()
    assert "A draft of Tomas" not in beside(story)
    assert "A draft of Mara" not in beside(story, "self", "tomas")
    for name in ("mara", "hana", "tomas"):
        reply = story.browser(name).get(f"/reviews/{earlier.id}/texts", headers={"HX-Request": "true"})
        assert ("A draft of Mara" in reply.text) == (name == "mara"), name
        assert "data-quote" not in reply.text


def test_nothing_of_follow_ups_stands_there_where_they_are_off(story):
    agreed(story, "Still open")
    settings.switch_room("feedback", False, by=None)
    assert "Still open" not in beside(story)
