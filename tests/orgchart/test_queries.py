"""The tree: in its order, open at one's own place."""
from datetime import timedelta

from perf.orgchart import queries
from perf.people import access, actions
from perf.people import queries as people
from perf.people.models import Position
from tests.lines import hang


def open_names(nodes):
    return {node.seat.name for node in nodes if node.is_open}


def test_every_seat_comes_once_after_the_one_above(app, tomas):
    house = people.chart()
    nodes = queries.tree(house, tomas)
    at = {node.seat.id: number for number, node in enumerate(nodes)}
    assert len(at) == len(nodes) == len(house.seats)
    assert all(at[seat.reports_to] < at[seat.id] for seat in house.seats.values() if seat.reports_to)
    assert sum(node.closes.count("</ul>") for node in nodes) == sum(node.opens for node in nodes)


def test_way_to_oneself_is_open_and_the_rest_folded(app, tomas):
    nodes = queries.tree(people.chart(), tomas)
    assert open_names(nodes) == {"Ines Marchetti", "Mara Okafor"}
    assert [node.seat.name for node in nodes if node.is_me] == ["Tomas Lindqvist"]


def test_counts_are_persons_not_seats(app, ines, tomas, today):
    assert next(node.count for node in queries.tree(people.chart(), ines) if node.is_me) == 6
    actions.let_go(tomas, last_day=today - timedelta(days=1))
    assert next(node.count for node in queries.tree(people.chart(), ines) if node.is_me) == 5


def test_search_opens_the_way_to_what_it_finds(app, tomas):
    house = people.chart()
    found = queries.matching(house, "demir zora")
    assert [house.seats[one].name for one in found] == ["Zora Demir"]
    assert "Piet Vermeer" in open_names(queries.tree(house, tomas, found))
    assert queries.matching(house, "  ") == frozenset()


def test_departments_are_told_apart_by_hue(app):
    hues = queries.hues(people.chart())
    assert len({hue for department, hue in hues.items() if department}) == 3


def test_loose_ends_name_circles_and_people_without_a_seat(app, hana, mara, tomas):
    actions.take_on(first_name="Noor", last_name="Aalto", by=hana)
    hang(people.own_seat(mara).position_id, people.own_seat(tomas).position_id)
    ends = queries.loose_ends(people.chart(), access.people_here(hana))
    assert [person.name for person in ends["without_seat"]] == ["Noor Aalto"]
    assert {seat.person_id for seat in ends["circling"]} == {mara.id, tomas.id}


def test_who_sits_nowhere_sees_the_top_and_those_below_it(app, hana, ines):
    stranger = actions.take_on(first_name="Noor", last_name="Aalto", by=hana)
    assert open_names(queries.tree(people.chart(), stranger)) == {"Ines Marchetti"}
    chair = actions.take_on(first_name="Chidi", last_name="Aalto", by=hana, seat={"title": "Chair of the board"})
    hang(people.own_seat(ines).position_id, people.own_seat(chair).position_id)
    assert open_names(queries.tree(people.chart(), stranger)) == {"Chidi Aalto", "Ines Marchetti"}


def test_drawing_keeps_departments_together_ones_own_first(app, hana, mara):
    above = people.own_seat(mara).position_id
    for number, department in enumerate(("Shop", "Family Services", "Care", "Shop", "Care")):
        actions.take_on(first_name=f"New{number}", last_name="Aalto", seat={"title": "Helper", "department": department, "reports_to": above})
    house = people.chart()
    assert [house.seats[one].department for one in queries.drawn_below(house)[above]] == [
        "Family Services", "Family Services", "Care", "Care", "Shop", "Shop"]
    assert set(queries.labels(house).values()) >= {"Care", "Shop"} and people.own_seat(mara).position_id in queries.labels(house)
