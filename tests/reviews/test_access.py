"""Rules of who opens which review when people change places or hold several powers (PRACTICE 4, Z06, Z07, Z13).

Which text is found by whom in each state of a review stands in tests/test_canaries.py.
"""
from datetime import timedelta

import pytest

from perf.kernel import clock, trail, words
from perf.kernel.errors import Refused
from perf.people import actions as people
from perf.people import queries as chart
from perf.people.models import Assignment, Position
from perf.questions.models import Answer, Sheet
from perf.reviews import access
from perf.reviews.models import Review
from tests.lines import hang
from tests import canaries, world
from tests.test_canaries import both_given, told_all

SHUT = (401, 403, 404)
DEEDS = ("close", "reopen", "withdraw", "hand-over", "return/self", "return/manager", "share", "refusal")


@pytest.fixture
def story(house):
    """Tomas's review: written by Mara, whom Nils leads."""
    with world.house_in_use(house) as rows:
        yield canaries.Story(house, rows)


@pytest.fixture
def of_hr(house):
    """The review of Hana, the only HR person: written by Ines."""
    with world.house_in_use(house) as rows:
        yield canaries.Story(house, rows, "hana", "ines")


def page(story, name):
    return story.browser(name).get(f"/reviews/{story.number}")


def found(story, name):
    """The texts of the review that somebody finds on its page."""
    text = page(story, name).text
    return {mark for mark, said in story.marks.items() if said in text}


def deeds(story, name):
    """What somebody is let do with the review, told by the door: not one of them is done."""
    opened = set()
    for deed in DEEDS:
        with world.undone():
            status = story.browser(name).post(f"/reviews/{story.number}/{deed}", data={}).status_code
        opened |= {deed} if status not in SHUT else set()
    return opened


def lead(story, name, by):
    """The person's seat reports to another one from now on."""
    people.place_under(world.seat_of(name), world.seat_of(by))


DECISIONS = {"share", "close", "reopen", "withdraw", "hand-over", "return/self", "return/manager"}


# Z06: those who change places

def test_a_move_leaves_the_review_with_the_manager_who_began_it(story):
    """Z06 manager change: the former one finishes, the new one reads nothing before it is closed."""
    story.write("manager", 3)
    lead(story, "tomas", by="piet")
    own = world.browser(story.house, "mara").get(f"/questions/sheets/{story.sheet('manager').id}")
    assert story.marks["manager text"] in own.text and page(story, "piet").status_code == 404


def test_later_manager_reads_closed_reviews_only_and_no_remarks(story):
    """Z06 later manager"""
    told_all(story)
    lead(story, "tomas", by="piet")
    assert page(story, "piet").status_code == 404
    story.close()
    assert found(story, "piet") == {"manager text", "manager na"}


def test_who_writes_the_present_review_reads_the_closed_ones_before(story):
    """Z06 later manager, by hand-over: what stands beside the form can be opened, what is not closed is not there."""
    story.hand_over("piet")
    last = story.rows["shared"]
    form = f"/questions/sheets/{story.sheet('manager').id}"
    piet = world.browser(story.house, "piet")
    assert f"/reviews/{last}" not in piet.get(form).text and piet.get(f"/reviews/{last}").status_code == 404
    Review.update(state="closed").where(Review.id == last).execute()
    assert f"/reviews/{last}" in piet.get(form).text and piet.get(f"/reviews/{last}").status_code == 200


def test_former_manager_keeps_nothing_of_a_review_that_was_handed_over(story):
    """Z06 former manager in the same cycle: neither page nor form, neither now nor once it is shared."""
    answer = Answer.select().where(Answer.sheet == story.sheet("manager")).first()
    story.hand_over("frida")
    frida = world.browser(story.house, "frida")
    assert frida.post(f"/questions/answers/{answer.id}", data={"version": 0, "text": "Well done."}).status_code == 303
    story.hand_over("mara")
    for state in (both_given, lambda story: story.share()):
        state(story)
        assert page(story, "frida").status_code == 404 and deeds(story, "frida") == set()
        assert frida.get(f"/questions/sheets/{story.sheet('manager').id}").status_code == 404
        assert frida.post(f"/questions/answers/{answer.id}", data={"version": 1, "text": "No."}).status_code == 404


def test_who_wrote_a_review_goes_on_reading_it_when_the_person_has_moved(story):
    """Z06 former manager of an earlier cycle: it is theirs."""
    told_all(story)
    story.close()
    lead(story, "tomas", by="piet")
    assert "manager text" in found(story, "mara")


def test_managers_manager_reads_what_is_shared_as_long_as_they_lead_the_manager(story):
    """Z06 skip level, Z13: a move counts from the next request on."""
    both_given(story)
    assert page(story, "nils").status_code == 404
    story.share()
    story.sign()
    assert found(story, "nils") == {"manager text", "manager na", "figure"} and deeds(story, "nils") == set()
    lead(story, "mara", by="ines")
    assert page(story, "nils").status_code == 404 and found(story, "ines") == {"manager text", "manager na", "figure"}


def test_two_who_share_a_seat_lead_alike_and_nobody_else_of_the_department_does(story):
    """Z06 matrix: a seat held by two leads by both; a neighbouring manager reads nothing."""
    told_all(story)
    assert page(story, "paula").status_code == page(story, "frida").status_code == 404
    people.seat(story.cast["paula"], world.seat_of("nils"), starts=clock.today())
    assert found(story, "paula") == found(story, "nils") != set()


def test_interim_manager_stands_in_the_line_like_any_other(story):
    """Z06 interim: who looks after the seat above reads what its holder reads, only as long as they do."""
    told_all(story)
    held = people.seat(story.cast["piet"], world.seat_of("nils"), starts=clock.today(), is_interim=True)
    assert "manager text" in found(story, "piet")
    Assignment.update(ends=clock.today() - timedelta(days=1), starts=None).where(Assignment.id == held.id).execute()
    assert page(story, "piet").status_code == 404


def test_who_has_left_reads_nothing_and_writes_nothing(story):
    """Z06 leaver, subject or manager: the session is nobody's from the day after; HR hands the form on."""
    both_given(story)
    story.share()
    for name in ("tomas", "mara"):
        people.let_go(story.cast[name], last_day=clock.today() - timedelta(days=1))
        assert page(story, name).status_code == 303 and world.browser(story.house, name).post("/sign-out").status_code == 401


def test_nobody_manages_themself(story):
    """Z06 self-manager: who looks after the seat above their own is led by the next one."""
    people.seat(story.cast["tomas"], world.seat_of("mara"), starts=clock.today(), is_interim=True)
    assert chart.chart().manager_of(story.cast["tomas"].id).person_id != story.cast["tomas"].id
    with pytest.raises(Refused):
        story.hand_over("tomas")
    assert "manager text" not in story.marks and page(story, "tomas").status_code == 200


def test_a_reporting_line_that_circles_opens_nothing_and_breaks_nothing(story):
    """Z06 loop: it is refused; one that lay in the records already gives no more rights than leading does."""
    told_all(story)
    with pytest.raises(Refused):
        lead(story, "nils", by="tomas")
    hang(world.seat_of("nils").id, world.seat_of("tomas"))
    assert {name for name in canaries.CAST if page(story, name).status_code == 200} == {"tomas", "mara", "hana", "nils"}


# Z07: HR about themself, and who decides then

def test_hr_finds_their_own_score_nowhere_before_it_is_shared(of_hr):
    """Z07"""
    both_given(of_hr)
    browser = world.browser(of_hr.house, "hana")
    shown = "".join(browser.get(at).text for at in (f"/reviews/{of_hr.number}", f"/reviews/cycles/{of_hr.review.cycle_id}",
                                                    f"/people/{of_hr.subject.id}", "/reviews/", "/", "/search?q=Sato"))
    assert words.hundredths(of_hr.review.score) not in shown and of_hr.marks["manager text"] not in shown


def test_hr_decides_nothing_about_themself_in_any_state(of_hr):
    """Z07: neither return, reopen, close, hand over nor withdraw, nor change a rating."""
    assert deeds(of_hr, "hana") == set()
    both_given(of_hr)
    assert deeds(of_hr, "hana") == set()
    of_hr.share()
    of_hr.sign()
    assert deeds(of_hr, "hana") == set()
    answer = Answer.select().where(Answer.sheet == of_hr.sheet("manager")).first()
    assert world.browser(of_hr.house, "hana").post(f"/questions/answers/{answer.id}", data={"rating": 5}).status_code == 404


def test_the_executive_decides_on_the_review_of_the_only_hr_person(of_hr):
    """Z07: one person who is HR, administrator and employee; their record is decided by another."""
    of_hr.give_power("hana", "administrator")
    of_hr.hand_over("piet")
    both_given(of_hr)
    assert deeds(of_hr, "ines") == DECISIONS and {"self text", "manager text"} <= found(of_hr, "ines")
    assert deeds(of_hr, "hana") == deeds(of_hr, "adam") == set()


def test_of_two_hr_people_each_decides_on_the_others_review(of_hr):
    """Z07: and the executive, who is not needed then, reads what the line allows."""
    of_hr.give_power("zora", "hr")
    of_hr.hand_over("piet")
    both_given(of_hr)
    assert deeds(of_hr, "zora") == DECISIONS and deeds(of_hr, "hana") == deeds(of_hr, "ines") == set()
    assert page(of_hr, "ines").status_code == 404


def test_an_executive_who_is_hr_alone_decides_nothing_about_themself(of_hr):
    """Z07: then it is the board's."""
    of_hr.give_power("hana", "executive")
    both_given(of_hr)
    assert deeds(of_hr, "hana") == set() and deeds(of_hr, "bela") == DECISIONS


def test_the_board_decides_on_an_executives_review_and_on_no_other(story):
    """Z07: the executive is reviewed as everybody is; the board reads what is given and decides."""
    seat = people.open_position(world.seat_of("mara").role, opened_on=None)
    people.seat(story.cast["adam"], seat, starts=None)      # somebody above, who writes
    people.place_under(world.seat_of("ines"), seat)
    of_ines = canaries.Story(story.house, story.rows, "ines", "adam")
    both_given(of_ines)
    assert deeds(of_ines, "bela") == deeds(of_ines, "hana") == DECISIONS and deeds(of_ines, "ines") == set()
    assert "manager text" in found(of_ines, "bela") and "manager text" not in found(of_ines, "ines")
    assert page(story, "bela").status_code == 404


def test_hr_who_lost_the_power_decides_no_more_from_the_next_request_on(story):
    """Z13"""
    both_given(story)
    story.give_power("zora", "hr")
    assert deeds(story, "hana") == DECISIONS
    people.take_power(story.cast["hana"], "hr")
    assert page(story, "hana").status_code in (303, 404) and not deeds(story, "hana")      # the open session is over, too
    story.browsers["hana"] = world.signed_in_anew(story.house, "hana")
    assert page(story, "hana").status_code == 404 and not deeds(story, "hana")


# the rest of the door

def test_the_line_beside_a_box_and_the_door_name_the_same_people(story):
    """Who decides and who leads is asked both ways round: from the person and from the review."""
    both_given(story)
    story.share()
    for text in access.READS:
        told = {number for who in access.readers(story.review, text)["shared"].values() for number in who}
        asked = {one.id for one in story.cast.values() if access.stands(one, story.review) & access.READS[text]["shared"]}
        assert told == asked, text


def test_hr_reading_a_review_leaves_a_line_for_the_person(story):
    for name in ("mara", "tomas", "hana"):
        page(story, name)
    lines = trail.TrailLine.select().where(trail.TrailLine.is_reading == True, trail.TrailLine.row_id == story.number)  # noqa: E712
    assert [(line.actor_id, line.about_id) for line in lines] == [(story.cast["hana"].id, story.subject.id)]


def test_answers_of_others_cannot_be_written(story):
    answer = Answer.select().where(Answer.sheet == story.sheet("manager")).first()
    for name in set(story.cast) - {"mara", "lena"}:
        assert world.browser(story.house, name).post(f"/questions/answers/{answer.id}", data={"version": 0}).status_code == 404
    assert Sheet.get_by_id(story.sheet("manager").id).state == "not started"


def test_a_row_of_another_form_sent_along_refuses_the_whole_page(story):
    """Z11: one answer of somebody else among one's own: nothing of it is kept, whether the number exists or not."""
    own, other = (Answer.select().where(Answer.sheet == story.sheet(kind)).first() for kind in ("manager", "self"))
    browser, form = world.browser(story.house, "mara"), f"/questions/sheets/{story.sheet('manager').id}"
    for foreign in (other.id, world.NOBODY):
        sent = {f"a{number}-{name}": value for number in (own.id, foreign) for name, value in
                (("version", "0"), ("rating", "4"), ("text", "Mixed in."))}
        assert browser.post(form, data=sent).status_code == 404
        assert not Answer.select().where(Answer.text == "Mixed in.").exists()
