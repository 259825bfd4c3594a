"""The chart of another day, what differs between two, and what a colleague may see coming."""
from datetime import timedelta

import pytest

from perf.kernel import clock
from perf.orgchart import differences
from perf.people import actions, queries

DAY = timedelta(days=1)


def words_of(answer):
    return answer.get_data(as_text=True)


@pytest.fixture
def planned(app, hana, tomas, piet, today):
    """Tomas is to go to Piet's team as a "Canary Keeper" in ten days; nobody but HR knows."""
    above = queries.chart().of_person[piet.id].id
    return actions.move(tomas, title="Canary Keeper", department="Fundraising", reports_to=above, on=today + 10 * DAY, by=hana)


@pytest.mark.parametrize("way", ["/orgchart/drawing", "/orgchart/list", "/orgchart/compare", "/orgchart/chart.svg", "/orgchart/paper/a4"])
def test_what_is_not_announced_is_seen_coming_by_hr_alone(browser_of, planned, hana, today, way):
    told = {"on": today + 10 * DAY, "to": today + 10 * DAY, "from": today, "folded": "none", "unfold": "all"}
    seen = {name: "Canary" in words_of(browser_of(name).get(way, query_string=told)) for name in ("hana", "mara", "tomas", "piet", "zora", "ines", "adam")}
    assert seen == {"hana": True, **dict.fromkeys(("mara", "tomas", "piet", "zora", "ines", "adam"), False)}
    actions.announce(planned, by=hana)
    assert "Canary" in words_of(browser_of("zora").get(way, query_string=told))
    assert "Canary" not in words_of(browser_of("zora").get(way, query_string={"folded": "none", "unfold": "all"}))     # today: not yet


def test_day_that_is_planned_stands_on_nobody_elses_slider(browser_of, planned, hana, today):
    then = (today + 10 * DAY).isoformat()
    assert then in words_of(browser_of("hana").get("/orgchart/drawing"))
    assert then not in words_of(browser_of("zora").get("/orgchart/drawing"))
    actions.announce(planned, by=hana)
    assert then in words_of(browser_of("zora").get("/orgchart/drawing"))


def test_past_chart_links_only_to_those_whose_page_opens(browser_of, tomas, today):
    actions.let_go(tomas, last_day=today - DAY)
    page = words_of(browser_of("zora").get(f"/orgchart/drawing?on={today - 5 * DAY}&folded=none"))
    assert "Tomas Lindqvist" in page and f'href="/people/{tomas.id}"' not in page
    assert f'href="/people/{tomas.id}"' in words_of(browser_of("hana").get(f"/orgchart/drawing?on={today - 5 * DAY}&folded=none"))


def test_two_days_tell_who_came_went_and_moved(app, hana, tomas, zora, mara, ines, today):
    before = queries.chart()
    actions.let_go(zora, last_day=today)
    with clock.at(today + DAY):
        actions.take_on(first_name="Noor", last_name="Aalto", hired_on=today + DAY, by=hana, seat={"title": "Cook", "reports_to": before.of_person[mara.id].id})
        actions.move(mara, title="Head of Services", department="Leadership", reports_to=before.of_person[ines.id].id, by=hana)
        found = differences.between(before, queries.chart())
    assert [seat.name for seat in found.came] == ["Noor Aalto"] and [seat.name for seat in found.went] == ["Zora Demir"]
    assert [(now.name, what) for _was, now, what in found.moved] == [("Mara Okafor", {"role", "department"})]
    assert [seat.title for seat in found.opened] == [] and differences.between(before, before).moved == []


@pytest.mark.parametrize("day", ["", "yesterday", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13-01", "'"])
def test_days_that_are_none_show_today(browser_of, day):
    assert "Tomas Lindqvist" in words_of(browser_of("zora").get("/orgchart/drawing", query_string={"on": day, "folded": "none"}))


@pytest.mark.parametrize("opened", ["0", "x", "1.2.x", "9" * 40, "9" * 9000, "-1", "1..2", "٣"])
def test_folds_that_are_none_break_nothing(browser_of, opened):
    assert "Ines Marchetti" in words_of(browser_of("zora").get("/orgchart/drawing", query_string={"folded": opened}))


@pytest.mark.parametrize("way", ["/orgchart/drawing", "/orgchart/list", "/orgchart/chart.svg"])
def test_everybody_sees_who_is_away_and_hr_and_the_manager_of_what_kind(browser_of, hana, tomas, today, way):
    actions.be_away(tomas, kind="sabbatical", starts=today, ends=today + 5 * DAY, by=hana)
    shown = {name: words_of(browser_of(name).get(way, query_string={"folded": "none", "unfold": "all"})) for name in ("hana", "mara", "tomas", "zora", "ines", "adam")}
    assert all("away" in page for page in shown.values())
    assert {name for name, page in shown.items() if "abbatical" in page} == {"hana", "mara", "tomas"}


def test_leave_that_lies_ahead_is_for_those_who_may_know_it(browser_of, hana, tomas, today):
    actions.be_away(tomas, kind="sabbatical", starts=today + 20 * DAY, by=hana)
    then = {"folded": "none", "on": today + 30 * DAY}
    seen = {name for name in ("hana", "mara", "tomas", "zora", "ines") if "away" in words_of(browser_of(name).get("/orgchart/chart.svg", query_string=then))}
    assert seen == {"hana", "mara", "tomas"}
