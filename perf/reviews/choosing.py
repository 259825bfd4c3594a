"""Who is in a cycle and who is not, each with the reason; and what a new cycle starts from. Reads only."""
import json
from collections import namedtuple
from datetime import date, timedelta

from ..accounts import queries as accounts
from ..kernel import clock, words
from ..kernel.words import _, n_
from ..people import facts
from ..people import queries as people
from ..people.models import Person
from ..roles import queries as roles
from ..settings import queries as settings
from . import dates, states
from .models import Cycle, Review
from .queries import approver_of

Taken = namedtuple("Taken", "seat manager approver_id dates round")        # two Seats, whoever approves, {name: date}
LeftOut = namedtuple("LeftOut", "name person_id reason")
Had = namedtuple("Had", "round outcome until state period_start")
Preview = namedtuple("Preview", "taken left_out sentence no_competencies no_duties no_account away")
LATE_DAYS = 30      # whose own day is longer past when a rolling cycle is launched gets no review in it any more
FIRST_DAYS = 5      # working days that somebody has who joins when the self-reviews were due already


def picked(cycle):
    return json.loads(cycle.picked_json)


def preview(cycle):
    """Who would get a review, and everybody who would not, each with the reason."""
    chart, wish, today = people.chart(), picked(cycle), clock.today()
    had, board = _reviews_of(cycle), set() if wish.get("board") else people.board(chart)
    taken, left_out = [], []
    for person in Person.select().where(people.here_on(today)).order_by(Person.last_name, Person.first_name):
        seat, manager = chart.of_person.get(person.id), chart.manager_of(person.id)
        when, round_, reason = _when(cycle, person, had.get(person.id), today)
        reason = (_("a member of the board") if person.id in board else None) or _reason(cycle, wish, person, seat, manager) or reason
        if reason:
            left_out.append(LeftOut(person.name, person.id, reason))
        else:
            taken.append(Taken(seat, manager, approver_of(cycle, manager.person_id, person.id, chart), when, round_))
    concerned = {one.seat.person_id for one in taken} | {one.manager.person_id for one in taken}
    return Preview(taken, left_out, _sentence(taken, left_out), _without(roles.with_needs(), taken), _without(roles.with_duties(), taken),
                   accounts.without_account(concerned), _away(taken))


def _reviews_of(cycle):
    """{person id: what is known of their latest review in a cycle}."""
    rows = Review.select(Review.person, Review.round, Review.outcome, Review.extend_until, Review.state, Review.period_start)
    return {person: Had(*rest) for person, *rest in rows.where(Review.cycle == cycle).order_by(Review.round).tuples()}


def _when(cycle, person, had, today):
    """(dates of a person's review, which round of it, why they get none now or None)."""
    if had and not _is_extended(cycle, had):
        return None, 1, _("a review in this cycle already")
    if had:
        return _once_more(cycle, person, had, today)
    if not cycle.is_rolling:
        return _by_calendar(cycle, today), 1, None
    if person.hired_on is None:
        return None, 1, _("no hire date")
    day = dates.own_day(cycle, person.hired_on)
    if day is None:
        return None, 1, _("their day does not fall between %(start)s and %(end)s", start=words.day(cycle.period_start, year=True),
                          end=words.day(cycle.period_end, year=True))
    return _rolled(cycle, person.hired_on, day, 1, today)


def _by_calendar(cycle, today):
    """The dates of the cycle; who comes when the self-reviews were due already has a working week for each step that is past."""
    given = dates.of_cycle(cycle)
    return given if given["self_due"] > today else dates.not_before(given, clock.working_days_after(today, FIRST_DAYS))


def _is_extended(cycle, had):
    return cycle.kind == "probation" and had.outcome == "extend" and had.until is not None and had.state in states.SHARED


def _once_more(cycle, person, had, today):
    """An extended probation looks back on the whole of it, from its beginning."""
    when, round_, reason = _rolled(cycle, person.hired_on or had.period_start, had.until, had.round + 1, today)
    return when and {**when, "period_start": had.period_start}, round_, reason


def _rolled(cycle, hired_on, day, round_, today):
    begins = dates.begins(cycle, day)
    if begins > today:
        return None, round_, _("begins by itself on %(day)s", day=words.day(begins, year=True))
    if day < today - timedelta(days=LATE_DAYS):
        return None, round_, _("their day, %(day)s, is long past", day=words.day(day, year=True))
    return dates.of_day(cycle, hired_on, day, lambda one: clock.working_days_after(max(one - timedelta(days=1), today), 1)), round_, None


def _away(taken):
    """Names of those who are on leave when their self-review is due."""
    away = {day: facts.away_on(day) for day in {one.dates["self_due"] for one in taken}}
    return sorted(f"{one.seat.first_name} {one.seat.last_name}" for one in taken if one.seat.person_id in away[one.dates["self_due"]])


def _reason(cycle, wish, person, seat, manager):
    """Why a person gets no review in this cycle, whatever the day, or None."""
    if seat is None:
        return _("no position")
    if wish.get("departments") and seat.department_id not in wish["departments"]:
        return _("in %(department)s, which was not chosen", department=seat.department or _("no department"))
    if wish.get("roles") and seat.role_id not in wish["roles"]:
        return _("%(role)s, a role that was not chosen", role=seat.title)
    for bound, words_said in (("hired_before", _("hired later than chosen")), ("hired_from", _("hired earlier than chosen"))):
        if wish.get(bound) and not person.hired_on:
            return _("no hire date")
        if wish.get(bound) and (str(person.hired_on) > wish[bound]) == (bound == "hired_before") and str(person.hired_on) != wish[bound]:
            return words_said
    if person.hired_on and person.hired_on > cycle.period_end:
        return _("hired after the period")
    if manager is None:
        return _("no manager in the organisation chart who could write the review")
    return None


def _sentence(taken, left_out):
    managers = len({one.manager.person_id for one in taken})
    counted = _("%(people)s, %(managers)s", people=n_("%(num)s person", "%(num)s people", len(taken)),
                managers=n_("%(num)s manager", "%(num)s managers", managers))
    if not left_out:
        return _("%(counted)s; nobody left out.", counted=counted)
    groups = {}
    for one in left_out:
        groups[one.reason] = groups.get(one.reason, 0) + 1
    reasons = "; ".join(f"{reason} ({count})" for reason, count in sorted(groups.items(), key=lambda pair: -pair[1])[:3])
    more = _("; and other reasons") if len(groups) > 3 else ""
    return _("%(counted)s; %(count)s left out because: %(reasons)s%(more)s.", counted=counted, count=len(left_out),
             reasons=reasons, more=more)


def _without(written, taken):
    """The titles of roles for which no duties, or no competencies, are written down today."""
    return sorted({one.seat.title for one in taken if one.seat.role_id not in written})


# the plan

def usual_plan(today):
    """What a new cycle starts from: the fiscal year that is ending or has just ended, and two weeks for each step."""
    first = settings.organisation().fiscal_start
    start = today.replace(month=first, day=1)
    while (today - start).days < 240:
        start = start.replace(year=start.year - 1)
    end = start.replace(year=start.year + 1) - timedelta(days=1)
    steps = {name: clock.working_days_after(today + timedelta(weeks=weeks, days=-1), 1) for name, weeks in
             (("self_due", 2), ("manager_due", 4), ("share_by", 6), ("close_on", 9))}
    name = _("Annual review %(year)s", year=end.year)
    taken = Cycle.select().where((Cycle.name == name) | Cycle.name.startswith(f"{name} (")).count()
    return dict(name=f"{name} ({taken + 1})" if taken else name, period_start=start, period_end=end, self_weight=0,
                manager_weight=1, peers_weight=0, upward_weight=0, **steps)


def plan_of(cycle):
    """The plan of a cycle as its form takes it."""
    wish = picked(cycle)
    return dict(template=cycle.template_id, departments=wish.get("departments"), roles=wish.get("roles"),
                hired_from=_date(wish.get("hired_from")), hired_before=_date(wish.get("hired_before")), board=bool(wish.get("board")),
                after_days=str(cycle.after_days) if cycle.after_days else "")


def _date(text):
    return date.fromisoformat(text) if text else None
