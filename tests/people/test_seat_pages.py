"""HR's pages about seats, plans, leaves and coming back, through the front door."""
import html
import re
from datetime import timedelta

import pytest

from perf.accounts import actions as accounts
from perf.accounts.models import Account, Session
from perf.kernel import clock
from perf.people import actions, facts, queries
from perf.people.models import Assignment, Change, Head, Leave, Person, Position, ReportingLine
from perf.roles.models import Department

DAY = timedelta(days=1)


def text(answer):
    return html.unescape(answer.get_data(as_text=True))


def seat_of(person, day=None):
    return queries.chart(day).of_person[person.id]


def as_it_is(person, **more):
    now = queries.seat_as_it_is(person)
    return {"title": now.title, "department": now.department, "reports_to": now.reports_to or "", "vacancy": "", "held": now.held,
            "version": now.version, **more}


@pytest.mark.parametrize("days, said", [(0, "from today on"), (-10, "as a correction from"), (10, "by itself")])
def test_seat_is_changed_from_the_day_that_is_named(browser_of, tomas, piet, today, days, said):
    hana, day = browser_of("hana"), today + days * DAY
    answer = hana.post(f"/people/{tomas.id}/seat", data=as_it_is(tomas, reports_to=seat_of(piet).id, on=str(day), note="Asked for it."))
    assert answer.status_code == 303 and said in text(hana.get(answer.location))
    assert queries.chart(day).manager_of(tomas.id).first_name == "Piet" and queries.chart(day - DAY).manager_of(tomas.id).first_name == "Mara"


def test_promotion_is_noted_and_told_with_its_note(browser_of, tomas, mara):
    sent = as_it_is(tomas, title="Senior Case Worker", is_promotion="y", note="Well done.")
    answer = browser_of("hana").post(f"/people/{tomas.id}/seat", data=sent)
    assert answer.status_code == 303 and Change.get(Change.kind == "promotion").note == "Well done."
    page = text(browser_of("mara").get(f"/people/{tomas.id}"))
    assert "Promoted to Senior Case Worker, Family Services" in page and "“Well done.”" in page
    assert "Well done." not in text(browser_of("zora").get(f"/people/{tomas.id}"))


def test_day_before_the_first_is_refused_beside_the_field(browser_of, tomas):
    page = text(browser_of("hana").post(f"/people/{tomas.id}/seat", data=as_it_is(tomas, on="2001-01-01", title="Cook", announced="y")))
    assert 'id="on-errors"' in page and "first day is" in page and 'value="2001-01-01"' in page and 'value="Cook"' in page


def test_plan_is_announced_and_taken_back_from_the_page_of_the_person(browser_of, tomas, piet, today):
    hana = browser_of("hana")
    hana.post(f"/people/{tomas.id}/seat", data=as_it_is(tomas, reports_to=seat_of(piet).id, on=str(today + 10 * DAY)))
    kept, page = Change.get(), text(hana.get(f"/people/{tomas.id}"))
    assert "HR alone sees it" in page and f"/people/changes/{kept.id}/announce" in page and "reports to Piet Vermeer" in page
    assert "reports to Piet Vermeer" in text(hana.get("/people/desk/"))
    assert "Piet Vermeer" not in text(browser_of("tomas").get(f"/people/{tomas.id}"))
    assert hana.post(f"/people/changes/{kept.id}/announce").status_code == 303
    for name in ("tomas", "zora"):
        assert "reports to Piet Vermeer" in text(browser_of(name).get(f"/people/{tomas.id}"))
    assert hana.post(f"/people/changes/{kept.id}/cancel").status_code == 303
    assert "Piet Vermeer" not in text(browser_of("zora").get(f"/people/{tomas.id}"))
    assert hana.post(f"/people/changes/{kept.id}/cancel").status_code == 422


def test_somebody_stands_in_until_a_last_day(browser_of, mara, tomas, zora, today):
    hana, place = browser_of("hana"), seat_of(mara).id
    sent = {"stand-in-person": zora.id, "stand-in-starts": str(today), "stand-in-ends": str(today + 9 * DAY)}
    assert hana.post(f"/people/seats/{place}/stand-in", data={**sent, "stand-in-ends": str(today - DAY)}).status_code == 422
    page = text(hana.post(f"/people/seats/{place}/stand-in", data={**sent, "stand-in-person": mara.id}))
    assert 'id="stand-in-person-errors"' in page and "holds that seat already" in page
    assert hana.post(f"/people/seats/{place}/stand-in", data=sent).status_code == 303
    assert queries.chart().manager_of(tomas.id).person_id == zora.id
    held = Assignment.get(Assignment.is_interim)
    assert hana.post(f"/people/seats/held/{held.id}/end", data={f"end-{held.id}-last_day": str(today + 20 * DAY)}).status_code == 422
    assert hana.post(f"/people/seats/held/{held.id}/end", data={f"end-{held.id}-last_day": str(today - DAY)}).status_code == 303
    assert queries.chart().manager_of(tomas.id).person_id == mara.id


def test_second_person_shares_a_seat_and_one_of_them_leads(browser_of, mara, tomas, zora):
    hana, place = browser_of("hana"), seat_of(mara).id
    assert hana.post(f"/people/seats/{place}/share", data={"share-person": zora.id, "share-leads": "y"}).status_code == 303
    assert queries.chart().manager_of(tomas.id).person_id == zora.id and "shared with" in text(hana.get(f"/people/{mara.id}"))
    assert hana.post(f"/people/seats/{place}/lead", data={"person": mara.id}).status_code == 303
    assert queries.chart().manager_of(tomas.id).person_id == mara.id and "leads" in text(hana.get(f"/people/seats/{place}"))


def test_share_that_leads_can_be_taken_back(app, hana, mara, tomas, zora):
    before = seat_of(zora).id
    kept = actions.share(zora, Position.get_by_id(seat_of(mara).id), leads=True, by=hana)
    actions.cancel(kept, by=hana)
    assert seat_of(zora).id == before and queries.chart().manager_of(tomas.id).person_id == mara.id


def test_dotted_line_is_drawn_shown_and_taken_away(browser_of, tomas, piet):
    hana, place = browser_of("hana"), seat_of(tomas).id
    assert hana.post(f"/people/seats/{place}/dot", data={"dot-above": seat_of(piet).id}).status_code == 303
    assert "Dotted line to" in text(browser_of("zora").get(f"/people/{tomas.id}"))
    assert "already" in text(hana.post(f"/people/seats/{place}/dot", data={"dot-above": seat_of(piet).id}))
    line = ReportingLine.get(ReportingLine.is_dotted)
    assert hana.post(f"/people/seats/dotted/{line.id}/remove").status_code == 303
    assert "Dotted line to" not in text(browser_of("zora").get(f"/people/{tomas.id}"))
    solid = ReportingLine.get(~ReportingLine.is_dotted)
    assert hana.post(f"/people/seats/dotted/{solid.id}/remove").status_code == 404


def test_seats_are_opened_hung_elsewhere_corrected_and_taken_out(browser_of, mara, piet, today):
    hana = browser_of("hana")
    sent = {"title": "Cook", "department": "Kitchen", "reports_to": seat_of(mara).id, "count": "3", "on": str(today)}
    assert hana.post("/people/seats/new", data={**sent, "count": "21"}).status_code == 422
    assert hana.post("/people/seats/new", data=sent).status_code == 303
    vacant = [seat.id for seat in queries.vacancies(queries.chart())]
    assert len(vacant) == 3 and "Cook" in text(hana.get("/people/desk/"))
    assert hana.post(f"/people/seats/{vacant[0]}/above", data={"above-reports_to": seat_of(piet).id}).status_code == 303
    assert queries.chart().seats[vacant[0]].reports_to == seat_of(piet).id
    version = Position.get_by_id(vacant[0]).version
    assert hana.post(f"/people/seats/{vacant[0]}/correct", data={"title": "Chef", "department": "", "version": version}).status_code == 303
    assert queries.chart().seats[vacant[0]].title == "Chef"
    both = hana.post(f"/people/seats/{vacant[0]}/correct", data={"title": "Baker", "department": "", "version": version})
    assert both.status_code == 409 and "changed to “Chef”" in text(both) and 'value="Baker"' in text(both)
    assert hana.post(f"/people/seats/{vacant[1]}/close", data={"close-on": str(today + 3 * DAY)}).status_code == 303
    assert vacant[1] in queries.chart().seats and vacant[1] not in queries.chart(today + 3 * DAY).seats


def test_line_of_a_seat_makes_no_loop_and_says_so_beside_the_field(browser_of, mara, tomas):
    page = text(browser_of("hana").post(f"/people/seats/{seat_of(mara).id}/above", data={"above-reports_to": seat_of(tomas).id}))
    assert 'id="above-reports_to-errors"' in page and "loop in the reporting line" in page


def test_head_of_a_department_stands_on_the_directory_and_follows_the_promotion(browser_of, hana, mara, ines):
    browser, department = browser_of("hana"), Department.get(Department.name == "Family Services")
    answer = browser.post(f"/people/heads/{department.id}", data={f"head-{department.id}-position": seat_of(mara).id})
    assert answer.status_code == 303
    listed = f"/people/?department={department.id}"
    assert "Headed by" in text(browser_of("zora").get(listed)) and f'href="/people/{mara.id}">Mara Okafor</a>, Programme Manager' in text(
        browser_of("zora").get(listed))
    kept = actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat_of(ines).id, by=hana)
    assert "Mara Okafor</a>, Head of Services" in text(browser_of("zora").get(listed))
    actions.cancel(kept, by=hana)
    assert "Mara Okafor</a>, Programme Manager" in text(browser_of("zora").get(listed))
    browser.post(f"/people/heads/{department.id}", data={f"head-{department.id}-position": ""})
    assert not Head.select().exists()


def test_leave_is_noted_changed_and_removed(browser_of, tomas, today):
    hana = browser_of("hana")
    sent = {"kind": "care", "starts": str(today), "ends": str(today + 9 * DAY)}
    page = text(hana.post(f"/people/{tomas.id}/away", data={**sent, "ends": str(today - DAY)}))
    assert 'id="ends-errors"' in page and "before the first" in page
    assert hana.post(f"/people/{tomas.id}/away", data={**sent, "kind": "holiday"}).status_code == 422
    assert hana.post(f"/people/{tomas.id}/away", data=sent).status_code == 303
    assert "another leave" in text(hana.post(f"/people/{tomas.id}/away", data=sent)).lower()
    leave = Leave.get()
    assert "Tomas Lindqvist" in text(hana.get("/people/desk/")) and "Caring for somebody" in text(hana.get("/people/desk/"))
    assert hana.post(f"/people/leaves/{leave.id}", data={**sent, "ends": "", "version": leave.version}).status_code == 303
    both = hana.post(f"/people/leaves/{leave.id}", data={**sent, "kind": "study", "version": leave.version})
    assert both.status_code == 409 and "changed to “Caring for somebody”" in text(both) and "changed to “open”" in text(both)
    assert hana.post(f"/people/leaves/{leave.id}/remove").status_code == 303 and not Leave.select().exists()


def test_who_comes_back_keeps_the_record_but_no_session_no_password_and_no_power(app, house, browser_of, hana, zora, today):
    """On the very next day, with a session that was in use the evening before."""
    actions.give_power(zora, "executive", by=hana)
    secret = accounts.begin(Account.get(Account.person == zora), "Test", has_second=True)
    actions.let_go(zora, last_day=today, by=hana)
    with clock.at(today + DAY):
        Session.update(seen_at=clock.now(), started_at=clock.now(), fresh_until=clock.now() + DAY).execute()
        browser, was = browser_of("hana"), queries.last_titles(Person.select())[zora.id]
        page = text(browser.get(f"/people/{zora.id}"))
        assert f"/people/{zora.id}/come-back" in page
        vacant = queries.vacancies(queries.chart())[0].id
        early = browser.post(f"/people/{zora.id}/come-back", data={"hired_on": str(today), "vacancy": vacant})
        assert early.status_code == 422 and 'id="hired_on-errors"' in text(early)
        assert browser.post(f"/people/{zora.id}/come-back", data={"hired_on": str(today + DAY), "vacancy": vacant}).status_code == 303
        assert seat_of(zora).title == was and Person.get_by_id(zora.id).powers == frozenset()
        old = app.test_client()
        old.set_cookie("__Host-session", secret, secure=True, domain="localhost")
        assert "/sign-in" in old.get("/people/").location and not Session.select().where(Session.account == zora.account.get()).exists()
        assert accounts.queries.standing_of(Person.get_by_id(zora.id))["state"] == "closed"
        accounts.set_enabled(Person.get_by_id(zora.id), True, by=hana)
        assert accounts.queries.standing_of(Person.get_by_id(zora.id))["state"] == "open"


def test_coming_back_on_a_day_to_come_can_be_taken_back(app, hana, zora, today):
    seat = seat_of(zora).id
    actions.let_go(zora, last_day=today - DAY, by=hana)
    actions.be_away(Person.get_by_id(zora.id), kind="care", starts=today - 9 * DAY, by=hana)
    kept = actions.come_back(Person.get_by_id(zora.id), hired_on=today + 10 * DAY, seat={"vacancy": seat}, by=hana)
    assert seat_of(zora, today + 10 * DAY).id == seat and Leave.get().ends == today - DAY
    actions.cancel(kept, by=hana)
    now = Person.get_by_id(zora.id)
    assert now.left_on == today - DAY and zora.id not in queries.chart(today + 10 * DAY).of_person


def test_taking_back_a_last_day_that_there_is_not_leaves_the_earlier_time_alone(app, hana, zora, today):
    seat = seat_of(zora).id
    actions.let_go(zora, last_day=today - 9 * DAY, by=hana)
    actions.come_back(Person.get_by_id(zora.id), hired_on=today, seat={"vacancy": seat}, by=hana)
    actions.take_back_last_day(Person.get_by_id(zora.id), by=hana)
    assert Person.get_by_id(zora.id).hired_on == today and Change.get(Change.kind == "left").state == "holds"
    assert zora.id not in queries.chart(today - DAY).of_person and seat_of(zora).id == seat


def test_last_day_is_taken_back_on_the_page_and_not_as_a_change(app, browser_of, hana, tomas, today):
    actions.let_go(tomas, last_day=today + 5 * DAY, by=hana)
    answer = browser_of("hana").post(f"/people/changes/{Change.get(Change.kind == 'left').id}/cancel")
    assert answer.status_code == 422 and "take the last day back" in text(answer)


def test_filters_stand_in_the_address_and_narrow_together(browser_of, hana, tomas, mara, zora, today):
    actions.be_away(tomas, kind="care", starts=today, by=hana)
    browser, department, role = browser_of("zora"), seat_of(tomas).department_id, seat_of(tomas).role_id

    def found(query):
        page = text(browser.get(f"/people/?{query}"))
        return set(re.findall(r"</span>(\w+ \w+)</a>", page[page.index('id="people-list"'):]))
    assert found(f"department={department}") == {"Mara Okafor", "Tomas Lindqvist"}
    assert found(f"manager={mara.id}") == found(f"role={role}") == found("away=yes") == {"Tomas Lindqvist"}
    assert found(f"away=yes&manager={mara.id}&q=case&department={department}") == {"Tomas Lindqvist"}
    assert found(f"away=yes&q=zora") == found("role=99999") == set()
    page = text(browser.get(f"/people/?manager={mara.id}"))
    assert "Clear filters" in page and f'value="{mara.id}" selected' in page and 'aria-label="E-mail Tomas Lindqvist"' in page
    assert "Clear filters" not in text(browser.get("/people/"))
    assert "aria-label=\"Call" not in page
    actions.change_person(Person.get_by_id(tomas.id), version=None, phone="+44 20 7946 0001", employee_id=tomas.employee_id, email=tomas.email,
                          by=hana)
    assert 'href="tel:+442079460001"' in text(browser.get("/people/?q=tomas"))


def test_parts_of_a_department_are_within_it(browser_of, tomas):
    whole = Department.create(name="Services")
    Department.update(parent=whole).where(Department.id == seat_of(tomas).department_id).execute()
    assert "Tomas Lindqvist" in text(browser_of("zora").get(f"/people/?department={whole.id}"))


def test_board_stands_above_the_director_without_account_and_is_not_missed(browser_of, hana, ines, today):
    chair = actions.take_on(first_name="Chidi", last_name="Aalto", seat={"title": "Chair of the board"}, by=hana)
    actions.place_under(Position.get_by_id(seat_of(ines).id), Position.get_by_id(seat_of(chair).id), by=hana)
    for name in ("Lena", "Omar"):
        member = actions.take_on(first_name=name, last_name="Aalto", seat={"title": "Board member", "reports_to": seat_of(chair).id}, by=hana)
        actions.give_power(member, "board", by=hana)
    assert [seat.name for seat in queries.leaders(queries.chart())] == ["Chidi Aalto"]
    page = text(browser_of("hana").get("/people/desk/"))
    assert "Without a way to sign in" not in page and "Without e-mail" not in page and "At the top" not in page
    assert {seat.name for seat in queries.chart().reports_of(chair.id)} == {"Ines Marchetti", "Lena Aalto", "Omar Aalto"}


def test_facts_know_what_was_thought_away(app, hana, tomas, piet, today):
    kept = actions.place_under(Position.get_by_id(seat_of(tomas).id), Position.get_by_id(seat_of(piet).id), on=today + DAY, by=hana)
    assert facts.Facts(facts.hidden_from(tomas)).hidden == {kept.id} and facts.Facts(facts.hidden_from(hana)).hidden == set()
