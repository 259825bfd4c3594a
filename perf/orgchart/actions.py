"""Drafting a reorganisation and putting it into effect, and links that show the chart."""
import json
import secrets
from datetime import timedelta

from ..accounts import queries as accounts
from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..notices import actions as notices
from ..people import actions as people
from ..people import queries as known
from ..people.models import Change, Person, Position
from . import draft, queries
from .models import ChartLink, Reader, Scenario, Step


@write()
def draft_scenario(name, *, note="", by):
    """Begin to think a reorganisation through; nobody but HR sees it until it is shared."""
    scenario = Scenario.create(name=name, note=note or "", made_by=by, made_at=clock.now())
    trail.record("draft_scenario", by, kind="scenario", row_id=scenario.id)
    return scenario


@write()
def change_scenario(scenario, *, version, name, note="", by):
    now = _as_seen(scenario, version)
    Scenario.update(name=name, note=note or "").where(Scenario.id == now.id).execute()
    _said("change_scenario", by, now)


@write()
def take_step(scenario, does, *, by, **given):
    """Add one step to a draft, tried on the chart as it would be then."""
    now = _open(scenario)
    steps = queries.steps_of(now)
    if does == "open":
        given["seat"] = min([0, *(told["seat"] for did, told in steps if did == "open")]) - 1
    house, _misfits = draft.after(known.chart(), steps)
    draft.Draft(house).do(does, given)
    step = Step.create(scenario=now, does=does, told=json.dumps(given))
    _said("take_step", by, now)
    return step


@write()
def take_step_back(scenario, *, by):
    """Undo the latest step of a draft."""
    now = _open(scenario)
    latest = Step.select().where(Step.scenario == now).order_by(Step.id.desc()).first()
    if latest is None:
        raise Refused(_("This draft has no step to take back."))
    Step.delete().where(Step.id == latest.id).execute()
    _said("take_step_back", by, now)


@write()
def share_scenario(scenario, person, *, by):
    """Let somebody read a draft; they learn of it."""
    now = Scenario.get_by_id(scenario.id)
    _made, is_new = Reader.get_or_create(scenario=now, person=person)
    if is_new:
        notices.tell(person.id, "scenario", _("%(name)s shares a drafted reorganisation with you.", name=by.name), f"/orgchart/scenarios/{now.id}",
                     about=by.id)
        trail.record("share_scenario", by, person, kind="scenario", row_id=now.id)
        live.changed("scenario", now.id)


@write()
def unshare_scenario(scenario, person, *, by):
    Reader.delete().where(Reader.scenario == scenario.id, Reader.person == person).execute()
    trail.record("unshare_scenario", by, person, kind="scenario", row_id=scenario.id)
    live.changed("scenario", scenario.id)


@write()
def drop_scenario(scenario, *, by):
    """Throw a draft away; one that was put into effect stays in the records."""
    now = Scenario.get_by_id(scenario.id)
    if now.state == "in effect":
        raise Refused(_("This was put into effect, so it stays in the records. Take it back instead."))
    Scenario.delete().where(Scenario.id == now.id).execute()
    trail.record("drop_scenario", by, kind="scenario", row_id=now.id)
    live.changed("scenario", now.id)


@write()
def put_into_effect(scenario, *, on, version, announced=False, by):
    """Do every step of a draft as an ordinary change from a day on: all of them, or none."""
    now = _open(scenario)
    if now.version != version:
        raise Changed(_("The draft was changed meanwhile. Please look at it once more before it holds."))
    steps = queries.steps_of(now)
    if not steps:
        raise Refused(_("This draft changes nothing yet."))
    if on < clock.today():
        raise Refused(_("A reorganisation holds from today on or from a later day. Correct the past on the pages of the people concerned."), "on")
    seats = _Seats(on, now.id, announced, by)
    for number, (does, given) in enumerate(steps, start=1):
        try:
            getattr(seats, does)(**given)
        except Refused as no:
            raise Refused(_("Step %(number)s can no longer be done: %(why)s Nothing was changed. Take the step back, or mend what stands against it.",
                            number=number, why=no.words), "on") from None
    Scenario.update(state="in effect", holds_from=on).where(Scenario.id == now.id).execute()
    _said("put_into_effect", by, now)


@write()
def take_scenario_back(scenario, *, by):
    """Undo a whole reorganisation, the latest step first; all of it or nothing."""
    now = Scenario.get_by_id(scenario.id)
    if now.state != "in effect":
        raise Refused(_("This is not in effect."))
    for change in Change.select().where(Change.scenario_id == now.id, Change.state != "taken back").order_by(Change.id.desc()):
        people.cancel(change, by=by)
    Scenario.update(state="draft", holds_from=None).where(Scenario.id == now.id).execute()
    _said("take_scenario_back", by, now)


@write()
def make_link(*, whom_for="", days, by):
    """A link that shows the chart alone; gives its secret, which is shown once."""
    secret = secrets.token_urlsafe(32)
    link = ChartLink.create(secret=accounts.digest(secret), whom_for=whom_for, made_by=by, made_at=clock.now(),
                            ends_at=clock.now() + timedelta(days=days))
    trail.record("make_chart_link", by, kind="chart_link", row_id=link.id)
    return secret


@write()
def withdraw_link(link, *, by):
    """From now on the link shows nothing."""
    ChartLink.update(withdrawn_at=clock.now()).where(ChartLink.id == link.id, ChartLink.withdrawn_at.is_null()).execute()
    trail.record("withdraw_chart_link", by, kind="chart_link", row_id=link.id)


class _Seats:
    """Does the steps of a draft for real; remembers which seat a number of the draft has become."""

    def __init__(self, on, scenario, announced, by):
        self.on, self.by, self.more = on, by, {"scenario": scenario, "announced": announced, "by": by}
        self.became = {}

    def hang(self, seat, above):
        people.place_under(self._seat(seat), above and self._seat(above), on=self.on, **self.more)

    def open(self, seat, title, department, above):
        made = people.open_seats(title, department=department, reports_to=above and self._seat(above).id, on=self.on, **self.more)
        self.became[seat] = made.id

    def close(self, seat):
        people.close_position(self._seat(seat), on=self.on, **self.more)

    def sit(self, seat, person):
        people.move(Person.get_by_id(person), vacancy=self._seat(seat).id, on=self.on, **self.more)

    def change(self, seat, title, department):
        position = self._seat(seat)
        house = known.chart(self.on)
        now = house.seats.get(position.id)
        if now is None:
            raise Refused(_("That seat is not there on that day."))
        holders = [one for one in house.held[position.id] if one.person_id and not one.is_interim]
        if len(holders) > 1:
            raise Refused(_("%(title)s is a shared seat. Change it on the pages of the two who share it.", title=now.title))
        if holders:
            people.move(Person.get_by_id(holders[0].person_id), title=title, department=department, reports_to=now.reports_to, on=self.on, **self.more)
            self.became[seat] = known.own_seat(Person.get_by_id(holders[0].person_id), self.on).position_id
        else:
            self.became[seat] = people.replace_seat(position, title=title, department=department, on=self.on, **self.more).id

    def _seat(self, number):
        found = Position.get_or_none(Position.id == self.became.get(number, number))
        if found is None:
            raise Refused(_("That seat is no longer there."))
        return found


def _open(scenario):
    now = Scenario.get_by_id(scenario.id)
    if not now.is_open:
        raise Refused(_("This is in effect already. Draft a new one to change more."))
    return now


def _as_seen(scenario, version):
    now = Scenario.get_by_id(scenario.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this draft meanwhile. Both versions are below."), now)
    return now


def _said(verb, by, scenario):
    """Keep the deed, tell open pages, and let whoever holds an older version look again."""
    Scenario.update(version=Scenario.version + 1).where(Scenario.id == scenario.id).execute()
    trail.record(verb, by, kind="scenario", row_id=scenario.id)
    live.changed("scenario", scenario.id)
