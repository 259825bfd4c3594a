"""The directory, a person's page and HR's records, through the front door."""
import re
from datetime import timedelta

import pytest

from perf.kernel import clock, db
from perf.people import actions, queries
from perf.people.views import desk
from perf.people.models import Person
from perf.settings import actions as settings


def words_of(answer):
    return answer.get_data(as_text=True)


def count_queries(monkeypatch, browser, path):
    asked, original = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, *args, **more: (asked.append(args[0]), original(self, *args, **more))[1])
    assert browser.get(path).status_code == 200
    monkeypatch.undo()
    return len(asked)


def test_directory_lists_everybody_with_role_and_manager(browser_of):
    page = words_of(browser_of("zora").get("/people/"))
    assert "7 people" in page and "Tomas Lindqvist" in page and "Communications Officer" in page


def test_filter_finds_by_name_role_and_department_with_and_without_scripts(browser_of):
    browser = browser_of("zora")
    for asked in ("lindqvist tomas", "case worker", "FAMILY"):
        for headers in ({}, {"HX-Request": "true"}):
            page = words_of(browser.get("/people/", query_string={"q": asked}, headers=headers))
            assert "Tomas Lindqvist" in page and "Piet Vermeer" not in page
            assert ("<html" in page) is not bool(headers)


def test_nobody_found_offers_the_way_back(browser_of):
    assert "Show everybody" in words_of(browser_of("zora").get("/people/?q=nobodyatall"))


def test_numbers_that_are_none_do_not_break_the_filter(browser_of):
    for asked in ("department=x", "department=99999999999999999999999", "department=-1", "who=%00", "q=%F0%9F%98%80"):
        assert browser_of("zora").get(f"/people/?{asked}").status_code in (200, 400)


def test_directory_costs_as_many_queries_for_many_as_for_few(browser_of, monkeypatch, mara):
    browser = browser_of("zora")
    few = count_queries(monkeypatch, browser, "/people/")
    for number in range(30):
        actions.take_on(first_name=f"New{number}", last_name="Person", seat={"title": "Helper", "reports_to": queries.own_seat(mara).position_id})
    assert count_queries(monkeypatch, browser, "/people/") == few <= 14


def test_persons_page_stays_small_in_queries(browser_of, monkeypatch, mara):
    browser_of("hana").get(f"/people/{mara.id}")       # leaves the line that HR has read it
    assert count_queries(monkeypatch, browser_of("hana"), f"/people/{mara.id}") <= 41     # 10, 12 for the timeline and changes, 7 for goals, 3 for reviews, 3 for leaving, 1 for that line, 4 others


def test_leavers_are_listed_for_hr_alone(browser_of, zora, today):
    actions.let_go(zora, last_day=today - timedelta(days=1))
    assert "Zora Demir" in words_of(browser_of("hana").get("/people/?who=left"))
    assert "Communications Officer" in words_of(browser_of("hana").get("/people/?who=left"))
    assert "Zora Demir" not in words_of(browser_of("mara").get("/people/?who=left"))


def test_colleagues_read_contact_but_neither_number_nor_dates(browser_of, tomas):
    page = words_of(browser_of("zora").get(f"/people/{tomas.id}"))
    assert "mailto:tomas@lantern.example" in page and "Mara Okafor" in page
    assert f">{tomas.employee_id}<" not in page and "9 January 2023" not in page and "Powers" not in page
    assert "9 January 2023" in words_of(browser_of("mara").get(f"/people/{tomas.id}"))


def test_manager_sees_reports_and_vacancies_below(browser_of, mara, tomas, today):
    actions.let_go(tomas, last_day=today - timedelta(days=1))
    assert "vacant" in words_of(browser_of("mara").get(f"/people/{mara.id}"))


def test_hr_adds_a_person_in_one_form(browser_of, mara):
    seat = queries.own_seat(mara).position_id
    answer = browser_of("hana").post("/people/new", data={
        "first_name": "Noor", "last_name": "Aalto", "email": "noor@lantern.example", "title": "Case Worker",
        "department": "Family Services", "reports_to": seat, "vacancy": "", "powers": "hr", "version": "7"})
    assert answer.status_code == 303
    noor = Person.get(Person.email == "noor@lantern.example")
    assert queries.chart().manager_of(noor.id).person_id == mara.id and noor.powers == frozenset() and noor.version == 1


def test_refused_person_keeps_what_was_typed(browser_of):
    answer = browser_of("hana").post("/people/new", data={"first_name": "Noor", "last_name": "Aalto", "email": "mara@lantern.example"})
    page = words_of(answer)
    assert answer.status_code == 422 and 'value="Noor"' in page and "Mara Okafor already has the address" in page


def test_two_who_change_a_record_see_both_versions(browser_of, hana, tomas):
    actions.change_person(tomas, version=1, phone="111 111", by=hana)
    record = {"first_name": "Tomas", "last_name": "Lindqvist", "email": tomas.email, "employee_id": tomas.employee_id,
              "hired_on": "2023-01-09", "phone": "222 222", "version": "1"}
    answer = browser_of("hana").post(f"/people/{tomas.id}/edit", data=record)
    page = words_of(answer)
    assert answer.status_code == 409 and "111 111" in page and "222 222" in page and 'value="2"' in page
    assert Person.get_by_id(tomas.id).phone == "111 111"
    assert browser_of("hana").post(f"/people/{tomas.id}/edit", data={**record, "version": "2"}).status_code == 303
    assert Person.get_by_id(tomas.id).phone == "222 222"


def test_emails_are_kept_and_refused_rows_keep_what_was_typed(browser_of, tomas, zora, piet):
    Person.update(email=None).where(Person.id.in_([tomas.id, zora.id, piet.id])).execute()
    answer = browser_of("hana").post("/people/emails", data={
        f"email-{tomas.id}": "not an address", f"email-{zora.id}": "zora@new.example", f"email-{piet.id}": "mara@lantern.example"})
    page = words_of(answer)
    assert answer.status_code == 422 and "not an address" in page and "mara@lantern.example" in page and "zora@new.example" not in page
    assert Person.get_by_id(zora.id).email == "zora@new.example" and Person.get_by_id(tomas.id).email is None


def test_hr_moves_somebody_and_is_told_why_not(browser_of, mara, tomas):
    below = queries.own_seat(tomas).position_id
    answer = browser_of("hana").post(f"/people/{mara.id}/seat", data={"title": "Programme Manager", "reports_to": below, "vacancy": ""})
    assert answer.status_code == 422      # her own reports cannot be above her
    assert "loop in the reporting line" in words_of(answer)
    empty = browser_of("hana").post(f"/people/{mara.id}/seat", data={"title": "", "reports_to": "", "vacancy": ""})
    assert empty.status_code == 422 and "name the role" in words_of(empty)


def test_two_who_change_a_seat_see_both_versions(browser_of, hana, mara, tomas, piet):
    browser, seen = browser_of("hana"), queries.seat_as_it_is(tomas)
    page = words_of(browser.get(f"/people/{tomas.id}/seat"))
    assert f'name="held" type="hidden" value="{seen.held}"' in page and f'name="version" type="hidden" value="{seen.version}"' in page
    above = {person: queries.own_seat(person).position_id for person in (mara, piet)}
    actions.move(tomas, title="Gardener", department="Grounds", reports_to=above[piet], by=hana)
    mine = {"title": "Cook", "department": "Grounds", "reports_to": above[mara], "vacancy": "", "held": seen.held, "version": seen.version}
    answer = browser.post(f"/people/{tomas.id}/seat", data=mine)
    page = words_of(answer)
    assert answer.status_code == 409 and 'value="Cook"' in page
    assert "changed to “Gardener”" in page and "changed to “Vermeer, Piet" in page and "changed to “Grounds”" not in page
    now = queries.seat_as_it_is(tomas)
    assert now.title == "Gardener" and f'value="{now.held}"' in page
    assert browser.post(f"/people/{tomas.id}/seat", data={**mine, "held": now.held, "version": now.version}).status_code == 303
    assert queries.seat_as_it_is(tomas).title == "Cook"


def test_seat_given_to_somebody_who_has_one_meanwhile_shows_both(browser_of, hana):
    new, browser = actions.add_person("Noor", "Aalto"), browser_of("hana")
    mine = {"title": "Cook", "department": "Kitchen", "reports_to": "", "vacancy": "", "held": "", "version": ""}
    actions.move(new, title="Gardener", by=hana)
    assert browser.post(f"/people/{new.id}/seat", data=mine).status_code == 409
    actions.take_out(queries.own_seat(new), last_day=clock.today() - timedelta(days=1))
    assert browser.post(f"/people/{new.id}/seat", data=mine).status_code == 303


def test_only_hr_person_cannot_let_herself_go(browser_of, hana):
    answer = browser_of("hana").post(f"/people/{hana.id}/last-day", data={"last_day": "2090-01-01"})
    page = words_of(answer)
    assert answer.status_code == 422 and "Nobody else who stays holds the power “HR”" in page and 'value="2090-01-01"' in page
    assert Person.get_by_id(hana.id).left_on is None


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u0007", "\uff41", "\u00ad", "\u3000", "\ufb01", "\u2069"])
def test_signs_that_deceive_the_eye_are_no_part_of_an_address(browser_of, zora, sign):
    before = zora.email
    address = f"zo{sign}ra@lantern.example"
    record = {"first_name": "Zora", "last_name": "Demir", "version": "1", "email": address}
    answer = browser_of("hana").post(f"/people/{zora.id}/edit", data=record)
    assert answer.status_code == 422 and "not an e-mail address" in words_of(answer) and Person.get_by_id(zora.id).email == before
    Person.update(email=None).where(Person.id == zora.id).execute()
    assert browser_of("hana").post("/people/emails", data={f"email-{zora.id}": address}).status_code == 422
    assert browser_of("hana").post("/people/emails", data={f"email-{zora.id}": "zo\u0308ra@lantern.example"}).status_code == 303
    assert Person.get_by_id(zora.id).email == "z\u00f6ra@lantern.example"


@pytest.mark.parametrize("number", ["mara@lantern.example", "E\uff207"])
def test_employee_id_looks_like_no_address(browser_of, number):
    answer = browser_of("hana").post("/people/new", data={"first_name": "Noor", "last_name": "Aalto", "employee_id": number})
    assert answer.status_code == 422 and "no @ in it" in words_of(answer) and not Person.select().where(Person.first_name == "Noor").exists()


def test_last_day_before_the_first_is_refused_beside_its_field(browser_of, tomas):
    answer = browser_of("hana").post(f"/people/{tomas.id}/last-day", data={"last_day": "2001-01-01"})
    assert answer.status_code == 422 and "before the first" in words_of(answer)
    assert browser_of("hana").post(f"/people/{tomas.id}/last-day", data={"last_day": "soon"}).status_code == 422


def test_desk_names_what_is_missing(browser_of, hana, tomas, today):
    actions.take_on(first_name="Noor", last_name="Aalto", by=hana)
    actions.let_go(tomas, last_day=today - timedelta(days=1))
    page = words_of(browser_of("hana").get("/people/desk/"))
    assert "Noor Aalto" in page and "Vacant seats" in page and "Without a way to sign in" in page and "Without e-mail" not in page


def test_role_page_says_who_holds_it(browser_of, role_of):
    page = words_of(browser_of("zora").get(f"/roles/{role_of('Case Worker').id}"))
    assert "Who does it" in page and "Tomas Lindqvist" in page


def test_chart_switched_off_leaves_no_link(browser_of, adam):
    settings.switch_room("orgchart", False, by=adam)
    assert "/orgchart/" not in words_of(browser_of("hana").get("/people/"))


def test_blanks_are_no_name(browser_of):
    answer = browser_of("hana").post("/people/new", data={"first_name": "   ", "last_name": "Aalto"})
    assert answer.status_code == 422 and "Please fill this in." in words_of(answer)


def test_open_page_of_a_person_asks_for_its_piece(browser_of, tomas):
    piece = words_of(browser_of("zora").get(f"/people/{tomas.id}", headers={"HX-Request": "true"}))
    assert piece.lstrip().startswith(f'<div id="person-{tomas.id}"') and "<html" not in piece


def test_who_has_a_number_but_no_address_can_sign_in_and_who_has_neither_cannot(browser_of, zora, piet):
    Person.update(email=None).where(Person.id.in_([zora.id, piet.id])).execute()
    Person.update(employee_id=None).where(Person.id == piet.id).execute()
    page = words_of(browser_of("hana").get("/people/desk/"))
    neither = page[page.index('id="without-name"'):page.index('id="emails"')]
    assert "Piet Vermeer" in neither and "Zora Demir" not in neither and "Without e-mail <small>1</small>" in page


def test_two_at_the_top_are_named_until_one_has_a_manager(browser_of, hana, ines, piet):
    browser = browser_of("hana")
    assert "Nothing is missing" in words_of(browser.get("/people/desk/"))
    actions.move(piet, title="Development Officer", department="Fundraising", reports_to=None, by=hana)
    page, home = words_of(browser.get("/people/desk/")), words_of(browser.get("/"))
    said = "Two people lead the organisation: Ines Marchetti and Piet Vermeer. Give one of them a manager."
    assert said in page and said in home and f"/people/{piet.id}/seat" in page and "Nothing is missing" not in page
    actions.move(piet, title="Development Officer", department="Fundraising", reports_to=queries.own_seat(ines).position_id, by=hana)
    assert "Nothing is missing" in words_of(browser.get("/people/desk/"))


def test_many_at_the_top_are_counted_and_some_named(app, hana, mara, piet, tomas, zora):
    for person in (mara, piet, tomas, zora):
        actions.move(person, title="Lead", department="Leads", reports_to=None, by=hana)
    leading = queries.leaders(queries.chart())
    assert desk.several_lead(leading) == ("5 people lead the organisation: Ines Marchetti, Zora Demir, Tomas Lindqvist and 2 others. "
                                           "Give all but one of them a manager.")


def test_board_beside_or_above_the_director_is_no_second_top(app, hana, ines, zora):
    for name, power in (("Chidi", "board"), ("Lena", "board")):
        actions.give_power(actions.take_on(first_name=name, last_name="Aalto", seat={"title": "Board member"}), power)
    assert [seat.name for seat in queries.leaders(queries.chart())] == ["Ines Marchetti"]
    chair = Person.get(Person.first_name == "Chidi")
    actions.move(ines, title="Executive Director", department="Leadership", reports_to=queries.own_seat(chair).position_id, by=hana)
    assert [seat.name for seat in queries.leaders(queries.chart())] == ["Chidi Aalto"]


def test_seats_to_report_to_stand_by_last_name(browser_of):
    page = words_of(browser_of("hana").get("/people/new"))
    listed = re.findall(r'<option value="\d+">([^<]+) — [^<]+</option>', page)
    assert listed == sorted(listed) and listed[0] == "Brandt, Adam" and "Vermeer, Piet" in listed


@pytest.mark.parametrize("deed", ["last-day", "stays", "powers"])
def test_address_of_a_refused_form_opened_anew_leads_back(browser_of, tomas, deed):
    assert browser_of("hana").get(f"/people/{tomas.id}/{deed}").location == f"/people/{tomas.id}"
