"""The chart as a list and as a drawing."""
from datetime import timedelta

from perf.kernel import db, live
from perf.people import actions, queries
from perf.people.models import Position


def words_of(answer):
    return answer.get_data(as_text=True)


def test_list_and_drawing_show_everybody(browser_of):
    for path in ("/orgchart/", "/orgchart/list?unfold=all", "/orgchart/drawing"):
        page = words_of(browser_of("zora").get(path))
        assert all(name in page for name in ("Ines Marchetti", "Mara Okafor", "Tomas Lindqvist", "Piet Vermeer"))


def test_vacant_and_interim_seats_are_marked(browser_of, tomas, mara, today):
    actions.let_go(mara, last_day=today - timedelta(days=1))
    assert "vacant" in words_of(browser_of("zora").get("/orgchart/"))
    actions.seat(tomas, Position.get(Position.role == queries.Role.get(queries.Role.title == "Programme Manager")), starts=today, is_interim=True)
    assert "standing in" in words_of(browser_of("zora").get("/orgchart/"))


def test_everything_unfolds_by_one_link(browser_of):
    page = words_of(browser_of("tomas").get("/orgchart/list?unfold=all"))
    assert page.count('<details class="tree__fold"') == page.count(" open>") > 0


def test_found_seats_are_marked_and_linked(browser_of):
    page = words_of(browser_of("tomas").get("/orgchart/list?find=zora", headers={"HX-Request": "true"}))
    assert "1 seat found." in page and "tree__found" in page and "<html" not in page
    assert "Nobody found" in words_of(browser_of("tomas").get("/orgchart/list?find=qqqq"))


def test_loose_ends_are_hrs_alone(browser_of, hana):
    actions.take_on(first_name="Noor", last_name="Aalto", by=hana)
    assert "Noor Aalto" in words_of(browser_of("hana").get("/orgchart/"))
    assert "Noor Aalto" not in words_of(browser_of("mara").get("/orgchart/"))


def test_names_are_text_not_markup(browser_of, hana):
    actions.take_on(first_name="<b>Noor</b>", last_name="Aalto", by=hana, seat={"title": "<i>Cook</i>", "department": "<u>K</u>"})
    for path in ("/orgchart/", "/orgchart/drawing", "/people/"):
        page = words_of(browser_of("zora").get(path))
        assert "<b>Noor" not in page and "<i>Cook" not in page and "<u>K" not in page and "Noor" in page


def count_queries(monkeypatch, browser, path):
    asked, original = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, *args, **more: (asked.append(1), original(self, *args, **more))[1])
    assert browser.get(path).status_code == 200
    monkeypatch.undo()
    return len(asked)


def test_chart_costs_as_many_queries_for_many_as_for_few(browser_of, monkeypatch, mara):
    few = count_queries(monkeypatch, browser_of("hana"), "/orgchart/")
    for number in range(30):
        actions.take_on(first_name=f"New{number}", last_name="Person",
                        seat={"title": "Helper", "reports_to": queries.own_seat(mara).position_id})
    assert count_queries(monkeypatch, browser_of("hana"), "/orgchart/") == few <= 19


def test_every_change_of_seats_is_told_to_open_charts(app, hana, tomas, today):
    before = live.hub.changed_at.get("chart", 0)
    new = actions.take_on(first_name="Noor", last_name="Aalto", by=hana, seat={"title": "Cook"})
    marks = [before, live.hub.changed_at["chart"]]
    actions.move(new, title="Baker", department="Kitchen", by=hana)
    marks.append(live.hub.changed_at["chart"])
    actions.let_go(tomas, last_day=today, by=hana)
    marks.append(live.hub.changed_at["chart"])
    assert marks == sorted(set(marks))


def test_drawing_begins_whole_for_who_has_no_place_in_it(browser_of, hana):
    assert 'class="drawn" xmlns="http://www.w3.org/2000/svg" width="' in words_of(browser_of("hana").get("/orgchart/drawing"))
    Position.update(closed_on=hana.hired_on).where(Position.id == queries.own_seat(hana).position_id).execute()
    assert 'class="drawn" xmlns="http://www.w3.org/2000/svg" viewBox' in words_of(browser_of("hana").get("/orgchart/drawing"))
