"""What has become of somebody, as dated entries: worked cases on plain values, and the same through the verbs."""
from datetime import date, timedelta

import pytest

from perf.kernel import clock
from perf.people import actions, queries, timeline
from perf.people.facts import Facts, hidden_from
from perf.people.models import Person, Position
from perf.people.telling import Teller

DAY = timedelta(days=1)
ANA, MARA, PIET, ZORA = 1, 2, 3, 4


class Plain:
    """Facts as bare values: who holds what, who leads whom from when."""

    def __init__(self, holds, bosses=()):
        self.holds = {number: {"id": number, "person": person, "position": seat, "starts": first, "ends": last, "is_interim": interim}
                      for number, (person, seat, first, last, interim) in enumerate(holds)}
        self.bosses = sorted(bosses)

    def days(self):
        return [day for day, _boss in self.bosses]

    def manager(self, _seat, _person, day):
        return next((boss for since, boss in reversed(self.bosses) if since <= day), None)


def d(month, day=1, year=2024):
    return date(year, month, day)


CASES = {
    "hired and moved": (
        dict(facts=Plain([(ANA, 10, d(1), d(5, 31), False), (ANA, 11, d(6), None, False)], [(d(1), MARA)]), stays=[(d(1), None)]),
        [(d(6), ["seat 11"]), (d(1), ["seat 10", "first", "manager 2"])]),
    "promoted, with another manager": (
        dict(facts=Plain([(ANA, 10, d(1), d(5, 31), False), (ANA, 11, d(6), None, False)], [(d(1), MARA), (d(6), PIET)]),
             stays=[(d(1), None)], promotions=[d(6)]),
        [(d(6), ["promoted 11", "manager 3"]), (d(1), ["seat 10", "first", "manager 2"])]),
    "promoted on the same seat": (
        dict(facts=Plain([(ANA, 10, d(1), None, False)]), promotions=[d(3)]), [(d(3), ["promoted 10"]), (d(1), ["seat 10"])]),
    "another manager and back": (
        dict(facts=Plain([(ANA, 10, d(1), None, False)], [(d(1), MARA), (d(3), PIET), (d(4), MARA), (d(5), MARA)])),
        [(d(4), ["manager 2"]), (d(3), ["manager 3"]), (d(1), ["seat 10", "manager 2"])]),
    "nobody above any more": (
        dict(facts=Plain([(ANA, 10, d(1), None, False)], [(d(1), MARA), (d(3), None)])),
        [(d(3), ["manager None"]), (d(1), ["seat 10", "manager 2"])]),
    "left and came back": (
        dict(facts=Plain([(ANA, 10, d(1), d(3, 31), False), (ANA, 10, d(7), None, False)], [(d(1), MARA)]),
             stays=[(d(1), d(3, 31)), (d(7), None)]),
        [(d(7), ["back", "seat 10", "manager 2"]), (d(3, 31), ["left"]), (d(1), ["seat 10", "first", "manager 2"])]),
    "a seat that ended with nothing after it": (
        dict(facts=Plain([(ANA, 10, d(1), d(3, 31), False)])), [(d(3, 31), ["ended 10"]), (d(1), ["seat 10"])]),
    "stood in, and away": (
        dict(facts=Plain([(ANA, 10, None, None, False), (ANA, 20, d(2), d(3), True)]), leaves=[(d(5), None, "care"), (d(8), d(9), None)]),
        [(d(8), ["away"]), (d(5), ["away care"]), (d(2), ["stood in 20"]), (None, ["seat 10"])]),
    "shared from the second one on": (
        dict(facts=Plain([(ZORA, 10, d(1), None, False), (ANA, 10, d(2), None, False)])), [(d(2), ["seat 10 with 4"])]),
    "nothing": (dict(facts=Plain([])), []),
}


def said(entry):
    more = {"manager": entry.person, "away": entry.kind, "first": "", "back": "", "left": ""}.get(entry.what, entry.seat)
    return f"{entry.what} {'' if more is None and entry.what == 'away' else more}".strip() + (f" with {entry.others[0]}" if entry.others else "")


@pytest.mark.parametrize("case", CASES)
def test_days_of_a_person(case):
    given, expected = CASES[case]
    assert [(day.on, [said(entry) for entry in day.entries]) for day in timeline.days(person_id=ANA, **given)] == expected


def test_manager_before_is_named():
    given, _expected = CASES["another manager and back"]
    assert [(entry.person, entry.before) for day in timeline.days(person_id=ANA, **given) for entry in day.entries if entry.what == "manager"] == [
        (MARA, PIET), (PIET, MARA), (MARA, None)]


# the same through the verbs

def told(me, person, hidden=()):
    days = Teller(Facts(hidden)).timeline(me, Person.get_by_id(person.id), queries.chart())
    return [(day.when, [title for title, _text in day.lines], list(day.notes)) for day in days]


def test_timeline_in_words(app, hana, mara, tomas, ines, today):
    seat = queries.own_seat(ines).position_id
    actions.move(mara, title="Head of Services", department="Family Services", reports_to=seat, on=today - 30 * DAY, is_promotion=True,
                 note="After three good years.", by=hana)
    days = told(mara, mara)
    assert days[0][1] == ["Promoted to Head of Services, Family Services"] and days[0][2] == ["After three good years."]
    assert days[-1][1] == ["Programme Manager, Family Services", "First day", "Reports to Ines Marchetti"]
    assert "Reports to Mara Okafor" in told(tomas, tomas)[-1][1] and len(told(tomas, tomas)) == 1      # the same person leads him


def test_timeline_shows_what_is_planned_to_those_who_may_know(app, hana, tomas, zora, piet, today):
    above = queries.own_seat(piet).position_id
    plan = actions.move(tomas, title="Case Worker", department="Family Services", reports_to=above, on=today + 9 * DAY, by=hana)
    assert [titles for _when, titles, _notes in told(hana, tomas)][0] == ["Reports to Piet Vermeer"]
    assert all("Piet Vermeer" not in str(day) for day in told(tomas, tomas, hidden_from(tomas)))
    actions.announce(plan, by=hana)
    assert [titles for _when, titles, _notes in told(tomas, tomas, hidden_from(tomas))][0] == ["Reports to Piet Vermeer"]


def test_timeline_of_who_stands_in_is_away_and_comes_back(app, hana, mara, tomas, zora, today):
    actions.stand_in(zora, Position.get_by_id(queries.own_seat(mara).position_id), starts=today - 20 * DAY, ends=today - 10 * DAY, by=hana)
    actions.be_away(tomas, kind="illness", starts=today - 5 * DAY, ends=today - 2 * DAY, by=hana)
    assert any("Stood in as Programme Manager, Family Services" in titles for _when, titles, _notes in told(hana, zora))
    assert {"Reports to Zora Demir", "Reports to Mara Okafor"} <= {title for _when, titles, _notes in told(tomas, tomas) for title in titles}
    actions.let_go(zora, last_day=today - 8 * DAY, by=hana)
    actions.come_back(Person.get_by_id(zora.id), hired_on=today, by=hana)
    titles = [title for _when, titles, _notes in told(hana, zora) for title in titles]
    assert titles.index("Came back") < titles.index("Left") < titles.index("First day")


def test_timeline_takes_as_many_queries_for_a_large_house(app, monkeypatch, hana, mara, tomas):
    from perf.kernel import db
    asked, run = [], db.Database.execute_sql
    monkeypatch.setattr(db.Database, "execute_sql", lambda self, *args, **more: asked.append(args[0]) or run(self, *args, **more))

    def count():
        asked.clear()
        told(hana, tomas)
        return len(asked)
    count()
    few = count()
    for number in range(20):
        actions.take_on(first_name=f"New{number}", last_name="Person", hired_on=clock.today() - number * DAY,
                        seat={"title": "Helper", "reports_to": queries.own_seat(mara).position_id})
    assert count() == few
