"""PRACTICE 12 on an invented list: who is who, who leads whom, and what is asked."""
import pytest

from perf.exchange.reading import read
from perf.kernel.errors import Refused
from tests.exchange.lists import choices_for, line_of, messy, planned, sheet_of, take_in

pytestmark = pytest.mark.usefixtures("empty")


def keys(found, start=""):
    return [question.key for question in found.questions if question.key.startswith(start)]


def test_messy_list_gives_right_people_and_asks_only_for_managers_who_are_missing():
    found = planned(read(messy()), prefers="mdy")
    assert found.counts == {"new": 12, "changed": 0, "unchanged": 0, "refused": 0, "left_out": 0}
    assert sorted(q.title for q in found.open) == ["“Board of Directors” is named as manager but is not in the list.",
                                                   "“Delphine Amara” is named as manager but is not in the list."]
    assert {q.guess for q in found.open} == {"nobody", "person"}
    assert found.departments == ["Leadership", "Family Services", "Finance", "Fundraising"]
    assert found.titles.count("Case Worker") == 1
    assert any("ManagerID" in note and "set aside" in note for note in found.notes)


def test_guessed_seat_of_a_missing_manager_is_like_the_others_of_the_department():
    found = planned(read(messy()), prefers="mdy")
    [amara] = [made for made in found.made]
    assert (amara.name, amara.title, amara.department, amara.above) == (
        "Delphine Amara", "Programme Manager", "Family Services", "r2")


@pytest.mark.parametrize("manager", ["Ana Ruiz", "ruiz, ana", " ANA  RUIZ ", "Ana M. Ruiz", "Ruiz,Ana M", "Aná Ruíz", "Ruiz, Ana "])
def test_manager_is_found_however_the_name_is_written(manager):
    found = planned(sheet_of(["ID", "Name", "Job title", "Manager"], ["1", "Ruiz, Ana M.", "Head", ""],
                             ["2", "Ben Ode", "Aide", manager]))
    assert line_of(found, 3).leader == "r2" and not found.questions


def test_manager_is_found_by_number_and_by_address():
    found = planned(sheet_of("ID,Name,E-mail,Manager ID,Manager e-mail", "1,Ana Ruiz,ana@x.org,,", "2,Ben Ode,,1,",
                             "3,Cem Ay,,,ANA@x.org"))
    assert line_of(found, 3).leader == line_of(found, 4).leader == "r2"


def test_number_of_a_manager_with_a_decimal_point_of_another_program_still_matches():
    found = planned(sheet_of("ID,Name,Manager ID", "1,Ana Ruiz,", "2,Ben Ode,1.0"))
    assert line_of(found, 3).leader == "r2"


def test_numbers_that_point_to_other_people_than_the_names_are_set_aside():
    found = planned(sheet_of("ID,Name,Manager,Manager ID", "1,Ana Ruiz,,", "2,Ben Ode,Ana Ruiz,3", "3,Cem Ay,Ana Ruiz,2"))
    assert [line.leader for line in found.lines] == [None, "r2", "r2"]
    assert any("set aside" in note for note in found.notes)


def test_two_people_of_the_managers_name_are_asked_about_once():
    rows = ["1,Ana Ruiz,Head,Care,", "2,Ana Ruiz,Head,Money,", "3,Ben Ode,Aide,Care,Ana Ruiz", "4,Cem Ay,Aide,Care,Ana Ruiz"]
    sheet = sheet_of("ID,Name,Job title,Department,Manager", *rows)
    found = planned(sheet)
    [asked] = [q for q in found.questions if q.key.startswith("which-")]
    assert asked.guess == "r2" and asked.rows == [4, 5]
    found = planned(sheet, answers={asked.key: "r3"})
    assert line_of(found, 4).leader == "r3" and not found.open


def test_answers_about_a_missing_manager_count_for_all_rows_naming_them():
    sheet = sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Dora Lind", "3,Cem Ay,dora  lind")
    [asked] = planned(sheet).open
    seat = planned(sheet, answers={asked.key: "seat", f"{asked.key}-role": "Team Lead", f"{asked.key}-above": "Ruiz, Ana"})
    assert not seat.open and [(m.title, m.above, m.is_person) for m in seat.made] == [("Team Lead", "r2", False)]
    assert line_of(seat, 3).leader == line_of(seat, 4).leader == seat.made[0].node
    nobody = planned(sheet, answers={asked.key: "nobody"})
    assert line_of(nobody, 3).leader is None and not nobody.made


def test_a_seat_under_somebody_unknown_stays_a_question():
    sheet = sheet_of("ID,Name,Manager", "1,Ana Ruiz,", "2,Ben Ode,Dora Lind")
    [asked] = planned(sheet).open
    found = planned(sheet, answers={asked.key: "seat", f"{asked.key}-above": "Nobody Known"})
    assert "Nobody Known" in found.open[0].problem


@pytest.mark.parametrize(("rows", "named"), [
    (["1,Ana Ruiz,Ben Ode", "2,Ben Ode,Ana Ruiz"], "Ana Ruiz → Ben Ode → Ana Ruiz"),
    (["1,Ana Ruiz,Ana Ruiz", "2,Ben Ode,"], "Ana Ruiz is named as their own manager"),
    (["1,Ana Ruiz,Cem Ay", "2,Ben Ode,Ana Ruiz", "3,Cem Ay,Ben Ode"], "Ana Ruiz → Cem Ay → Ben Ode → Ana Ruiz"),
])
def test_a_loop_is_refused_naming_it(rows, named):
    found = planned(sheet_of("ID,Name,Manager", *rows))
    assert named in found.lines[0].reasons[0] and found.lines[0].state == "refused"


def test_whoever_reports_to_a_refused_row_is_taken_and_offered_again():
    found = planned(sheet_of("ID,Name,Manager,First day", "1,Ana Ruiz,,31.02.2020", "2,Ben Ode,Ana Ruiz,"))
    assert line_of(found, 2).state == "refused" and line_of(found, 3).state == "new"
    assert line_of(found, 3).again and line_of(found, 3).leader is None


@pytest.mark.parametrize(("head", "key"), [("ID,Name,E-mail", "employee ID"), ("E-mail,Name,Phone", "e-mail")])
def test_a_key_that_stands_twice_refuses_both_rows_naming_each_other(head, key):
    found = planned(sheet_of(head, "7@x.org,Ana Ruiz,", "7@X.org,Ben Ode,"))
    assert [line.state for line in found.lines] == ["refused", "refused"]
    assert "row 3" in found.lines[0].reasons[0] and "row 2" in found.lines[1].reasons[0] and key in found.lines[0].reasons[0]


def test_the_same_row_twice_is_taken_once():
    found = planned(sheet_of("ID,Name", "1,Ana Ruiz", "1,Ana Ruiz"))
    assert [line.state for line in found.lines] == ["new", "left_out"]


def test_columns_that_are_none_of_our_business_are_never_offered():
    from perf.people.staff.offer import STAFF
    head = ["Name", "Race", "Religion", "Marital Status", "Disability", "Salary", "Date of Birth", "Gender", "Rating"]
    guesses = STAFF.guess(head, [])
    assert [one.field for one in guesses] == ["name"] + [""] * 8
    assert [one.never for one in guesses] == [False] + [True] * 4 + [False] * 4
    assert all(one.why for one in guesses[1:])


def test_years_of_two_digits_in_the_future_go_back_a_century_and_say_so():
    found = planned(sheet_of("ID,Name,Hire date", "1,Ana Ruiz,12/31/27", "2,Ben Ode,01/31/26"))
    assert [line.values["hired_on"].year for line in found.lines] == [1927, 2026]
    assert "1927" in found.lines[0].notes[0] and not found.lines[1].notes


@pytest.mark.parametrize(("cells", "order", "asks"), [
    (["01/02/2020", "13/02/2020"], (2020, 2, 1), False), (["01/02/2020", "02/13/2020"], (2020, 1, 2), False),
    (["01/02/2020", "03/04/2020"], (2020, 2, 1), True), (["01/01/2020", "02/02/2020"], (2020, 1, 1), False),
    (["2020-02-01", "2020-02-13"], (2020, 2, 1), False), (["1.2.2020", "3.4.2020"], (2020, 2, 1), True),
    (["1 Feb 2020", "Feb 13, 2020"], (2020, 2, 1), False), (["43862", "43863"], (2020, 2, 1), False),
])
def test_order_of_day_and_month_follows_from_the_whole_column_or_is_asked(cells, order, asks):
    found = planned(sheet_of(["ID", "Name", "Start date"], ["1", "Ana Ruiz", cells[0]], ["2", "Ben Ode", cells[1]]))
    first = found.lines[0].values["hired_on"]
    assert (first.year, first.month, first.day) == order and bool(keys(found, "dates-")) == asks


def test_answer_to_the_order_of_dates_is_kept():
    found = planned(sheet_of("ID,Name,Start date", "1,Ana Ruiz,03/04/2020"), answers={"dates-hired_on": "mdy"})
    assert found.lines[0].values["hired_on"].month == 3 and not found.open


def test_a_date_that_does_not_fit_its_column_refuses_the_row():
    found = planned(sheet_of("ID,Name,Start date", "1,Ana Ruiz,25/12/2020", "2,Ben Ode,26/12/2020", "3,Cem Ay,12/27/2020"))
    assert [line.state for line in found.lines] == ["new", "new", "refused"]
    assert "12/27/2020" in found.lines[2].reasons[0] and "First day" in found.lines[2].reasons[0]


def test_having_left_without_a_day_is_asked_once_for_each_word():
    sheet = sheet_of("ID,Name,Status", "1,Ana Ruiz,Active", "2,Ben Ode,Terminated", "3,Cem Ay,terminated")
    [asked, *more] = [q for q in planned(sheet).questions if q.key.startswith("status-")]
    assert asked.guess == "out" and asked.is_open
    left = planned(sheet, answers={q.key: "left" for q in (asked, *more)} | {f"{q.key}-day": "2024-06-30" for q in (asked, *more)})
    assert [str(line.values.get("left_on")) for line in left.lines] == ["None", "2024-06-30", "2024-06-30"] and not left.open
    wrong = planned(sheet, answers={asked.key: "left", f"{asked.key}-day": "soon"})
    assert asked.key in [q.key for q in wrong.open]


def test_last_day_before_the_first_is_refused():
    found = planned(sheet_of("ID,Name,Start date,End date", "1,Ana Ruiz,2020-05-01,2019-05-01"))
    assert "before the first" in found.lines[0].reasons[0]


def test_a_list_without_any_key_is_refused():
    with pytest.raises(Refused, match="employee ID"):
        planned(sheet_of("Job title,Department", "Aide,Care"))


def test_number_that_nobody_has_without_a_name_is_refused():
    found = planned(sheet_of("ID,E-mail", "77,ana@x.org"))
    assert found.lines[0].state == "refused" and "77" in found.lines[0].reasons[0]


def test_somebody_here_without_number_is_offered_as_the_person_of_that_name():
    take_in(sheet_of("Name,E-mail", "Ana Ruiz,ana@x.org"))
    sheet = sheet_of("ID,Name,Job title", ["1", "Ruiz, Ana", "Head"])
    found = planned(sheet)
    [asked] = found.open
    assert asked.key == "who-2" and asked.guess.startswith("p") and found.lines[0].person.email == "ana@x.org"
    other = planned(sheet, answers={"who-2": "new"})
    assert other.lines[0].state == "new" and not other.open


def test_address_of_somebody_else_is_refused():
    take_in(sheet_of("ID,Name,E-mail", "1,Ana Ruiz,ana@x.org", "2,Ben Ode,ben@x.org"))
    found = planned(sheet_of("ID,Name,E-mail", "2,Ben Ode,ana@x.org", "3,Cem Ay,ben@x.org"))
    assert [line.state for line in found.lines] == ["refused", "refused"] and "Ana Ruiz" in found.lines[0].reasons[0]


def test_two_rows_of_one_name_and_no_key_are_asked_about():
    sheet = sheet_of("Name,Job title", "Ana Ruiz,Aide", "Ben Ode,Aide", "Ana Ruiz,Head")
    found = planned(sheet)
    assert keys(found) == ["twin-4"] and found.counts["new"] == 3
    assert planned(sheet, answers={"twin-4": "one"}).counts["left_out"] == 1


def test_an_empty_cell_keeps_unless_told_to_clear():
    take_in(sheet_of("ID,Name,Phone,Department,Job title,Manager", "1,Ana Ruiz,,,Head,", "2,Ben Ode,555,Care,Aide,Ana Ruiz"))
    sheet = sheet_of("ID,Phone,Department,Manager", "2,,,")
    assert planned(sheet).counts["unchanged"] == 1
    cleared = planned(sheet, clear={"phone", "department", "manager_name"})
    assert {name for name, _old, _new in cleared.lines[0].changes} == {"phone", "department", "leader"}


def test_a_list_of_numbers_and_addresses_alone_changes_only_the_addresses():
    take_in(read(messy()), prefers="mdy")
    found = planned(sheet_of("Employee ID,E-mail", "20001,noor@lantern.example", "20002,jonas@lantern.example"))
    assert found.counts["changed"] == 2
    assert all([name for name, _o, _n in line.changes] == ["email"] for line in found.lines)


def test_refusals_of_cells_name_column_and_cure():
    found = planned(sheet_of("ID,Name,E-mail", "1,Ana Ruiz,ana at x.org", "2," + "x" * 90 + ",b@x.org"))
    assert "E-mail" in found.lines[0].reasons[0] and "ana@example.org" in found.lines[0].reasons[0]
    assert "longer than 80" in found.lines[1].reasons[0] and "Shorten" in found.lines[1].reasons[0]


def test_planning_writes_nothing():
    from tests.exchange.conftest import dump
    before = dump()
    planned(read(messy()), prefers="mdy")
    assert dump() == before


def test_columns_matched_once_are_remembered():
    sheet = sheet_of("Code,Wer,Firma", "1,Ana Ruiz,Care")
    choices = choices_for(sheet)
    choices.matching = {0: "employee_id", 1: "name", 2: "department"}
    from perf.people.staff.offer import STAFF
    found = STAFF.plan(sheet, choices)
    STAFF.apply(sheet, choices, seen=found.digest, by=None)
    assert [one.field for one in STAFF.guess(sheet.headings, sheet.rows)] == ["employee_id", "name", "department"]
