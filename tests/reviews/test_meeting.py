"""The talk about a shared review: both forms beside each other, notes that nobody overwrites, and what was agreed."""
import re
from collections import namedtuple

import pytest

from perf.feedback.models import FollowUp
from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.notices.models import Notice
from perf.questions.models import Answer
from perf.reviews import actions, meeting
from perf.reviews.models import Meeting
from perf.settings import actions as settings
from tests import canaries, world

Row = namedtuple("Row", "question_id section_title prompt kind rating levels_json")

NEAR = ("tomas", "mara", "hana", "nils", "ines", "adam")       # nobody else has anything to do with Tomas's review


@pytest.fixture
def story(house):
    """A review that both have written and that is shared."""
    with world.house_in_use(house) as rows:
        told = canaries.Story(house, rows)
        told.give("self")
        told.give("manager", rating=2)
        told.share()
        yield told


def keep(story, who="mara", notes="We spoke.", version=0, held_on=None):
    return meeting.keep_meeting(story.review, by=story.cast[who], held_on=held_on, notes=notes, version=version)


def page(story, who, more="", **sent):
    browser = story.browser(who)
    at = f"/reviews/{story.number}/meeting"
    return browser.post(at + more, data=sent) if sent else browser.get(at + more)


# both forms

def row(question, prompt, rating=None, levels="[5]"):
    return Row(question, "Duties", prompt, "rating", rating, levels)


@pytest.mark.parametrize("own, theirs, paired", [
    ([row(1, "Keys", 4)], [row(1, "Keys", 2)], [("Keys", 4, 2, 2)]),
    ([row(1, "Keys", 4)], [row(1, "Keys", 3)], [("Keys", 4, 3, 1)]),
    ([row(1, "Keys")], [row(1, "Keys", 3)], [("Keys", None, 3, None)]),
    ([row(1, "Keys", 4, "[4]")], [row(1, "Keys", 2)], [("Keys", 4, 2, None)]),                  # on different scales
    ([], [row(1, "Keys", 2)], [("Keys", "-", 2, None)]),
    ([row(1, "Keys", 4)], [], [("Keys", 4, "-", None)]),
    ([row(1, "Old words", 5)], [row(2, "New words", 1)], [("New words", 5, 1, 4)]),              # mended in between
    ([row(3, "Visits", 5), row(4, "Files", 1)], [row(4, "Files", 3), row(3, "Visits", 3)], [("Files", 1, 3, 2), ("Visits", 5, 3, 2)]),
    ([row(3, "Visits", 5)], [row(4, "Files", 3), row(5, "Phone", 3)], [("Files", "-", 3, None), ("Phone", "-", 3, None), ("Visits", 5, "-", None)]),
])
def test_answers_are_paired_by_item_and_prompt(own, theirs, paired):
    items = {1: 1, 2: 1, 3: 9, 4: 9, 5: 9}      # 1 and 2 are one item, reworded; 3 to 5 are duties of one item that expands
    given = meeting.side_by_side(own, theirs, items)
    assert [(one.prompt, one.own.rating if one.own else "-", one.theirs.rating if one.theirs else "-", one.distance) for one in given] == paired


def test_two_levels_are_marked_with_a_word_and_can_be_looked_at_alone(story):
    first = Answer.select().where(Answer.sheet == story.sheet("manager"), Answer.rating == 2).first()
    Answer.update(rating=3).where(Answer.sheet == story.sheet("manager"), Answer.rating == 2, Answer.id != first.id).execute()
    whole, apart = page(story, "tomas").text, page(story, "tomas", "?only=apart").text
    assert whole.count("2 levels apart") == apart.count("2 levels apart") == 1
    assert whole.count('class="side') > apart.count('<article class="side') == 1
    assert first.question.prompt[:20] in apart and story.marks["self text"] in whole


def test_the_talk_is_for_the_two_from_sharing_on(house):
    with world.house_in_use(house) as rows:
        story = canaries.Story(house, rows)
        story.give("self")
        story.give("manager")
        before = {name: page(story, name).status_code for name in ("tomas", "mara", "hana", "nils")}
        story.share()
        after = {name: page(story, name).status_code for name in ("tomas", "mara", "hana", "nils")}
    assert set(before.values()) == {404} and after == {"tomas": 200, "mara": 200, "hana": 404, "nils": 404}


# notes

def test_notes_are_read_as_remarks_are(story):
    """On every page near the review: the two, and who decides; nobody above or beside them."""
    keep(story, notes=story.mark("meeting notes"))
    keep(story, "tomas", notes=story.marks["meeting notes"] + " and more", version=1)
    assert story.seen(cast=NEAR)["meeting notes"] == {"tomas", "mara", "hana"}
    actions.acknowledge(story.review, by=story.subject)
    actions.close_review(story.review, by=story.cast["hana"])
    assert story.seen(cast=NEAR)["meeting notes"] == {"tomas", "mara", "hana"}
    assert set(story.strays()) <= {"meeting"}


def test_who_saves_second_is_shown_both_and_chooses(story):
    assert page(story, "mara", notes="From Mara", version=0).status_code == 303
    reply = page(story, "tomas", notes="From Tomas", version=0)
    assert reply.status_code == 409 and "From Mara" in reply.text and "From Tomas" in reply.text
    assert Meeting.get().notes == "From Mara"
    assert page(story, "tomas", notes="From Tomas", theirs="From Mara", version=0, both=1).status_code == 303
    assert (Meeting.get().notes, Meeting.get().version) == ("From Mara\n\nFrom Tomas", 2)
    assert page(story, "mara", notes="Mine alone", version=1, mine=1).status_code == 409       # what was read is older than what stands there
    with pytest.raises(Changed):
        keep(story, version=1)


def test_a_closed_review_takes_no_notes(story):
    keep(story)
    actions.acknowledge(story.review, by=story.subject)
    actions.close_review(story.review, by=story.cast["hana"])
    with pytest.raises(Refused):
        keep(story, notes="Later", version=1)
    reply = page(story, "mara")
    assert "We spoke." in reply.text and "<textarea" not in reply.text
    refused = page(story, "mara", notes="Said later.", version=1)
    assert refused.status_code == 422 and "Said later." in refused.text and Meeting.get().notes == "We spoke."


def test_the_other_one_hears_of_the_day_and_not_of_the_text(story):
    keep(story, notes="Confidential words", held_on=clock.today())
    said = [one.sentence for one in Notice.select().where(Notice.url == f"/reviews/{story.number}/meeting")]
    assert len(said) == 1 and "Confidential" not in said[0]
    assert "You met on" in story.browser("tomas").get(f"/reviews/{story.number}").text


def test_erasing_takes_the_notes_out(story):
    from perf.reviews import forgetting, keeping
    keep(story, notes="Tomas Lindqvist was proud.")
    section = next(one for one in keeping.everything(story.subject) if one.key == "review-meetings")
    assert [one[2] for one in section.rows] == ["Tomas Lindqvist was proud."]
    for piece in forgetting.forgets(story.subject, "former employee 1"):
        piece.forget()
    assert Meeting.get().notes == ""


# what was agreed

def agree(story, who="mara", **more):
    sent = {"what": "Ask a day ahead", "owner": story.subject.id, "by_when": "2031-01-31"} | more
    return page(story, who, "/follow-ups", **sent)


def test_what_is_agreed_becomes_a_follow_up_of_both(story):
    before = FollowUp.select().count()
    assert agree(story).status_code == 303 and FollowUp.select().count() == before + 1
    made = FollowUp.select().order_by(FollowUp.id.desc()).get()
    assert (made.origin, made.origin_id, made.about_id, made.agreed_with_id) == ("review", story.number, story.subject.id, story.manager.id)
    for name in ("tomas", "mara"):
        assert "Ask a day ahead" in page(story, name).text
        assert "Ask a day ahead" in story.browser(name).get(f"/reviews/{story.number}/meeting?seen=0", headers={"HX-Request": "true"}).text
        assert "Ask a day ahead" in story.browser(name).get(f"/reviews/{story.number}").text
    for name in ("hana", "nils"):
        assert "Ask a day ahead" not in story.browser(name).get(f"/reviews/{story.number}").text


def test_what_is_agreed_needs_words_and_a_day_to_come(story):
    for wrong in ({"what": " "}, {"by_when": "2020-01-31"}, {"owner": story.cast["zora"].id}):
        reply = agree(story, **wrong)
        assert reply.status_code == 422 and 'role="alert"' in reply.text, wrong


def test_nothing_is_offered_where_follow_ups_are_switched_off(story):
    agree(story)
    settings.switch_room("feedback", False, by=None)
    assert "Ask a day ahead" not in story.browser("mara").get(f"/reviews/{story.number}").text
    text = page(story, "mara").text
    assert "Ask a day ahead" not in text and "follow-up" not in re.sub(r"<link[^>]*>", "", text).lower()
    assert agree(story).status_code == 404
    settings.switch_room("feedback", True, by=None)
    assert "Ask a day ahead" in page(story, "mara").text
