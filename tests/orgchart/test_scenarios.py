"""A reorganisation: drafted without anybody noticing, shared, put into effect at once, taken back."""
from datetime import timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perf.kernel import clock
from perf.kernel.errors import Changed, Refused
from perf.orgchart import actions, costs, draft, queries
from perf.orgchart.models import ChartLink, Scenario
from perf.people import actions as people
from perf.people import queries as known
from perf.people.models import Change, Position
from tests import world

DAY = timedelta(days=1)


def seat(name):
    return world.seat_of(name).id


def after(scenario):
    return draft.after(known.chart(), queries.steps_of(scenario))[0]


@pytest.fixture
def scenario(app, hana):
    return actions.draft_scenario("One team", by=hana)


@pytest.fixture
def full(scenario, hana, zora, tomas):
    """Every kind of step: a new seat that Zora takes, Tomas below it with another role, Zora's old seat taken out."""
    actions.take_step(scenario, "open", title="Team Lead", department="Family Services", above=seat("mara"), by=hana)
    actions.take_step(scenario, "sit", seat=-1, person=zora.id, by=hana)
    actions.take_step(scenario, "hang", seat=seat("tomas"), above=-1, by=hana)
    actions.take_step(scenario, "change", seat=seat("tomas"), title="Senior Case Worker", department="Family Services", by=hana)
    actions.take_step(scenario, "close", seat=seat("zora"), by=hana)
    return Scenario.get_by_id(scenario.id)


def outline(house):
    """Who holds what below whom, by name and title, so that a draft can be compared with what became of it."""
    def called(seat_id):
        held = house.seats.get(seat_id)
        return held and (held.name if held.person_id else held.title)
    return sorted((one.name, one.title, one.department or "", called(one.reports_to) or "") for held in house.held.values() for one in held)


def test_a_draft_changes_nothing(full):
    before = outline(known.chart())
    assert outline(after(full)) != before and outline(known.chart()) == before and not Change.select().where(Change.scenario_id == full.id).exists()


def test_put_into_effect_the_chart_is_what_the_draft_showed(full, hana, today):
    drafted = outline(after(full))
    actions.put_into_effect(full, on=today + 5 * DAY, version=full.version, by=hana)
    assert outline(known.chart()) != drafted and outline(known.chart(today + 5 * DAY)) == drafted
    with clock.at(today + 5 * DAY):
        people.new_day(clock.today())
        assert outline(known.chart()) == drafted


def test_in_effect_it_can_be_taken_back_as_a_whole(full, hana, today):
    before = [outline(known.chart(day)) for day in (today, today + 9 * DAY)]
    actions.put_into_effect(full, on=today, version=full.version, by=hana)
    assert outline(known.chart()) != before[0]
    actions.take_scenario_back(full, by=hana)
    assert [outline(known.chart(day)) for day in (today, today + 9 * DAY)] == before and Scenario.get_by_id(full.id).is_open


def test_all_or_nothing(full, hana, zora, today):
    """Meanwhile somebody else was moved, so a step can no longer be done: no step is."""
    people.let_go(zora, last_day=today - DAY, by=hana)
    before = outline(known.chart())
    with pytest.raises(Refused, match="Step 2"):
        actions.put_into_effect(full, on=today, version=full.version, by=hana)
    assert outline(known.chart()) == before and Scenario.get_by_id(full.id).is_open


def test_older_version_is_not_put_into_effect(full, hana, today):
    actions.take_step_back(full, by=hana)
    with pytest.raises(Changed):
        actions.put_into_effect(full, on=today, version=full.version, by=hana)


def test_no_step_makes_a_loop(scenario, hana):
    with pytest.raises(Refused, match="loop"):
        actions.take_step(scenario, "hang", seat=seat("mara"), above=seat("tomas"), by=hana)
    assert queries.steps_of(scenario) == []


def test_held_seat_is_not_taken_out_and_not_filled(scenario, hana, zora):
    for does, given in (("close", {"seat": seat("mara")}), ("sit", {"seat": seat("mara"), "person": zora.id}), ("hang", {"seat": 9999, "above": None})):
        with pytest.raises(Refused):
            actions.take_step(scenario, does, by=hana, **given)


def test_effect_in_the_past_is_refused_in_words(full, hana, today):
    with pytest.raises(Refused, match="today on"):
        actions.put_into_effect(full, on=today - DAY, version=full.version, by=hana)


def test_draft_is_read_by_hr_and_those_it_is_shared_with(browser_of, full, hana, mara):
    page = f"/orgchart/scenarios/{full.id}"
    assert {name: browser_of(name).get(page).status_code for name in ("hana", "mara", "zora", "ines")} == {"hana": 200, "mara": 404, "zora": 404, "ines": 404}
    actions.share_scenario(full, mara, by=hana)
    read = browser_of("mara").get(page).get_data(as_text=True)
    assert "Senior Case Worker" in read and "Put it into effect" not in read and "pay bands" not in read
    actions.unshare_scenario(full, mara, by=hana)
    assert browser_of("mara").get(page).status_code == 404


def test_reader_of_a_draft_sees_it_coming_once_it_is_planned(browser_of, full, hana, mara, today):
    actions.share_scenario(full, mara, by=hana)
    actions.put_into_effect(full, on=today + 5 * DAY, version=full.version, by=hana)
    then = f"/orgchart/drawing?on={today + 5 * DAY}&folded=none"
    assert {name: "Team Lead" in browser_of(name).get(then).get_data(as_text=True) for name in ("hana", "mara", "zora", "tomas")} == {
        "hana": True, "mara": True, "zora": False, "tomas": False}


def test_reader_of_one_that_is_in_effect_learns_of_no_other_plan(browser_of, full, hana, mara, adam, piet, today):
    actions.share_scenario(full, mara, by=hana)
    actions.put_into_effect(full, on=today + 30 * DAY, version=full.version, by=hana)
    people.move(adam, title="Keeper of secrets", on=today + 20 * DAY, by=hana)
    people.let_go(piet, last_day=today + 10 * DAY, by=hana)
    read = browser_of("mara").get(f"/orgchart/scenarios/{full.id}").get_data(as_text=True)
    assert "Team Lead" in read and "Keeper of secrets" not in read and "Went" not in read


def test_everything_goes_without_scripts(browser_of, scenario, hana, tomas):
    browser, page = browser_of("hana"), f"/orgchart/scenarios/{scenario.id}"
    assert f'href="{page}/seats/{seat("tomas")}"' in browser.get(page).get_data(as_text=True)
    assert browser.post(f"{page}/seats/{seat('tomas')}/hang", data={"above": str(seat("piet"))}).status_code == 303
    assert browser.post(f"{page}/seats/{seat('tomas')}/open", data={"title": "Helper", "department": ""}).status_code == 303
    assert browser.get(f"{page}/seats/-1").status_code == 200
    assert browser.post(f"{page}/seats/-1/sit", data={"person": str(tomas.id)}).status_code == 303
    refused = browser.post(f"{page}/seats/{seat('piet')}/hang", data={"above": str(seat("tomas"))})
    assert refused.status_code == 422 and "loop" in refused.get_data(as_text=True)
    shown = browser.get(page).get_data(as_text=True)
    assert "Tomas Lindqvist reports to Piet Vermeer" in shown and "Tomas Lindqvist moves to the seat Helper" in shown


def test_costs_are_the_sums_of_the_bands(app):
    house = known.chart()
    band = {one.role_id: (100, 200) for one in house.seats.values() if one.title == "Case Worker"}
    found = costs.of(house, house, band)
    assert found.before == found.after == (100, 200) and found.unknown_before == len(house.seats) - 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["hang", "open", "close", "sit", "change"]), st.integers(0, 40), st.integers(0, 40)), max_size=9))
@example([("hang", 4, 0), ("hang", 4, 1)])     # the second row gets the number of the first, which it replaces
def test_whatever_is_drafted_becomes_true_exactly(house, chosen):
    """Random drafts: what the draft shows is what the organisation is once it holds; and taken back it is as before."""
    with world.restored(house, house.pristine):
        hana, today = world.member("hana"), clock.today()
        scenario, before = actions.draft_scenario("Chance", by=hana), outline(known.chart())
        for does, one, other in chosen:
            house_now = after(scenario)
            ids = sorted(house_now.seats)
            mine, above = ids[one % len(ids)], ids[other % len(ids)]
            told = {"hang": {"seat": mine, "above": above}, "open": {"title": f"New {one}", "department": "Leadership", "above": above},
                    "close": {"seat": mine}, "sit": {"seat": mine, "person": house_now.seats[above].person_id},
                    "change": {"seat": mine, "title": f"Other {other}", "department": None}}[does]
            try:
                actions.take_step(scenario, does, by=hana, **told)
            except Refused:
                continue
        if not queries.steps_of(scenario):
            return
        drafted, now = outline(after(scenario)), Scenario.get_by_id(scenario.id)
        actions.put_into_effect(now, on=today + DAY, version=now.version, by=hana)
        assert outline(known.chart(today + DAY)) == drafted and outline(known.chart()) == before
        actions.take_scenario_back(now, by=hana)
        assert outline(known.chart(today + DAY)) == before


def test_link_shows_the_chart_alone_until_it_is_withdrawn(app, client, browser_of, hana):
    secret = actions.make_link(whom_for="The board", days=7, by=hana)
    client.get(f"/orgchart/shared/{secret}")
    page = client.get("/orgchart/shared/")
    text = page.get_data(as_text=True)
    assert page.status_code == 200 and "Mara Okafor" in text and 'href="/people/' not in text and "Sign out" not in text and secret not in text
    assert client.get("/people/").status_code == 303 and client.get("/orgchart/drawing").status_code == 303
    assert "opened 1 time" in browser_of("hana").get("/orgchart/links/").get_data(as_text=True)
    actions.withdraw_link(ChartLink.get(), by=hana)
    over = client.get("/orgchart/shared/")
    assert over.status_code == 404 and "Mara" not in over.get_data(as_text=True)


def test_link_ends_by_itself_and_a_made_up_one_shows_nothing(app, client, hana, today):
    secret = actions.make_link(whom_for="The board", days=7, by=hana)
    with clock.at(today + 8 * DAY):
        client.get(f"/orgchart/shared/{secret}")
        assert client.get("/orgchart/shared/").status_code == 404
    client.get("/orgchart/shared/made-up")
    assert client.get("/orgchart/shared/").status_code == 404
    assert secret not in str(list(ChartLink.select().dicts()))
