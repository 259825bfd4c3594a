"""HR's view of a running cycle: how far it is, what each review waits for, and what needs a decision. Reads only, plain rows."""
from collections import Counter, namedtuple

import peewee as pw

from ..accounts import queries as accounts
from ..kernel import clock, words
from ..kernel.db import prepared
from ..kernel.words import _, n_
from ..notices import queries as notices
from ..people import facts
from ..people import queries as people
from ..people.models import Person
from ..questions.models import OPEN_STATES, Sheet
from . import states
from .models import PeerForm, Review
from .queries import Manager, ManagerSheet, SelfSheet

SOON_DAYS = 7
GIVEN = ("submitted", "locked")
NOTHING = _("nothing")
OUTCOMES = {"pass": _("nothing; the probation is passed"), "extend": _("nothing; the probation is extended"), "fail": _("nothing; the probation is not passed")}

Row = namedtuple("Row", "id first_name last_name department role_title state score score_label manager_first manager_last self_state "
                        "manager_state answer_by person_id manager_id self_due manager_due approve_by share_by approver_id keeps_manager "
                        "left_on manager_left outcome peers_asked peers_given form_score round")
Step = namedtuple("Step", "key label count")
Waits = namedtuple("Waits", "keys words tone")
Problem = namedtuple("Problem", "kind words url")


@prepared
def _rows(cycle):
    asked = PeerForm.select(pw.fn.COUNT(PeerForm.id)).where(PeerForm.review == Review.id, PeerForm.state == "asked")
    given = asked.join(Sheet, on=PeerForm.sheet).where(Sheet.state.in_(GIVEN))
    return (Review.select(Review.id, Person.first_name, Person.last_name, Review.department, Review.role_title, Review.state,
                          Review.score, Review.score_label, Manager.first_name, Manager.last_name, SelfSheet.state, ManagerSheet.state,
                          Review.answer_by, Review.person, Review.manager, Review.self_due, Review.manager_due, Review.approve_by,
                          Review.share_by, Review.approver_id, Review.keeps_manager, Person.left_on, Manager.left_on, Review.outcome,
                          asked, given, Review.form_score, Review.round)
            .join(Person, on=Review.person == Person.id).switch(Review).join(Manager, on=Review.manager == Manager.id)
            .switch(Review).join(SelfSheet, pw.JOIN.LEFT_OUTER, on=Review.self_sheet == SelfSheet.id)
            .switch(Review).join(ManagerSheet, pw.JOIN.LEFT_OUTER, on=Review.manager_sheet == ManagerSheet.id)
            .where(Review.cycle == cycle).order_by(Person.last_name, Person.first_name, Review.round))


def rows_of(cycle):
    """Every review of a cycle: one query, plain rows."""
    return [Row._make(row) for row in _rows(cycle=cycle.id)]


def funnel(rows):
    """How many reviews stand at which step, each counted once, in the order of the work; those taken out are not counted."""
    counts = Counter(step_of(row) for row in rows if row.state != "withdrawn")
    return [Step(key, _(label), counts[key]) for key, label in STEPS.items()]


STEPS = {"not started": _("Not started"), "draft": _("Draft"), "submitted": _("Submitted"), "shared": _("Shared"), "signed": _("Signed")}


def step_of(row):
    """The step of a review in the funnel: by the manager's form until it is submitted."""
    if row.state == "in progress":
        return "not started" if row.manager_state == "not started" else "draft"
    if row.state in states.WRITTEN:
        return "submitted"
    return "signed" if row.state in ("acknowledged", "refused", "appealed", "closed") else "shared"


def given(rows):
    """(self-reviews given, asked for; peers' forms given, asked for)."""
    counted = [row for row in rows if row.state != "withdrawn"]
    return (sum(row.self_state in GIVEN for row in counted), len(counted),
            sum(row.peers_given for row in counted), sum(row.peers_asked for row in counted))


def waits_for(row, cycle, today):
    """What a review waits for and until when, in words for HR's list; `keys` name it for the filters."""
    if row.state in states.UNSHARED and row.manager_left and row.manager_left < today:
        return Waits(("manager left",), _("another manager: %(name)s has left", name=f"{row.manager_first} {row.manager_last}"), "danger")
    if row.state == "in progress":
        return _writing(row, today)
    if row.state in states.WRITTEN:
        return _written(row, cycle, today)
    if row.state == "shared":
        return Waits(("sign",), _until(_("the employee's signature"), row.answer_by), _tone(row.answer_by, today))
    if row.state == "appealed":
        return Waits(("appeal",), _("a decision on the appeal"), "danger")
    outcome = row.outcome if row.state == "closed" else ""      # of one taken out nothing was ever told
    return Waits((), _(OUTCOMES.get(outcome, NOTHING)), "quiet") if row.state in ("closed", "withdrawn") else Waits(("close",), _("closing"), "quiet")


def _writing(row, today):
    parts = [("self", _form_words(_("self-review"), row.self_state), row.self_due)] if row.self_state in OPEN_STATES else []
    parts.append(("manager", _form_words(_("manager's form"), row.manager_state), row.manager_due))
    said = "; ".join(_("%(what)s until %(day)s", what=what, day=words.day(due)) for _key, what, due in parts)
    return Waits(tuple(key for key, _what, _due in parts), said, _tone(parts[0][2], today))


def _written(row, cycle, today):
    if row.state == "submitted" and cycle.needs_approval and row.approver_id:
        due = row.approve_by or row.share_by
        return Waits(("approve",), _until(_("approval"), due), _tone(due, today))
    if cycle.waits_to_share:
        return Waits(("hr",), _("calibration") if cycle.calibrates else _("HR to open the sharing"), "quiet")
    return Waits(("share",), _until(_("sharing by the manager"), row.share_by), _tone(row.share_by, today))


def _form_words(what, state):
    return _("%(what)s (returned)", what=what) if state == "returned" else what


def _tone(due, today):
    """What is late is red; amber only where it is due within a week."""
    return "danger" if due < today else "waits" if (due - today).days <= SOON_DAYS else "quiet"


def _until(what, day):
    return _("%(what)s until %(day)s", what=what, day=words.day(day))


# what needs a decision

def problems(cycle, rows):
    """What HR has to decide in a running cycle, the gravest first: who left, who is away, whose manager changed, who was silent."""
    if not cycle.is_running:
        return []
    chart, today = people.chart(), clock.today()
    away, silent = facts.away_on(today), {(one["page"]): one for one in notices.silent() if one["page"].startswith("/reviews/")}
    unshared = [row for row in rows if row.state in states.UNSHARED]
    found = [_problem(row, "appeal", _("%(name)s appeals against the rating.", name=_name(row))) for row in rows if row.state == "appealed"]
    for row in unshared:
        found += _of_row(row, chart, away, today)
    for row in rows:
        if f"/reviews/{row.id}" in silent:
            found.append(_problem(row, "silent", _("Nothing has happened with the review of %(name)s since the last reminder.", name=_name(row))))
    missing = accounts.without_account({row.person_id for row in unshared} | {row.manager_id for row in unshared})
    if missing:
        found.append(Problem("account", _("%(count)s of those who have something to write cannot sign in yet.", count=missing), "/accounts/?state=none"))
    return found + _newcomers(cycle)


def _of_row(row, chart, away, today):
    is_led_by_another = False
    if row.left_on and row.left_on < today:
        yield _problem(row, "left", _("%(name)s has left. Let the review go on, or take it out of the cycle.", name=_name(row)))
    if row.manager_left and row.manager_left < today:
        yield _problem(row, "manager left", _("%(manager)s, who writes about %(name)s, has left. Hand the review to somebody else.",
                                              manager=f"{row.manager_first} {row.manager_last}", name=_name(row)))
    elif not row.keeps_manager and not (row.left_on and row.left_on < today):
        above = chart.manager_of(row.person_id)
        is_led_by_another = above is not None and above.person_id != row.manager_id
        if is_led_by_another:
            yield _problem(row, "manager", _("%(name)s is led by %(now)s now, not by %(manager)s. Let %(manager)s finish, or hand the review over.",
                                             name=_name(row), now=above.name, manager=f"{row.manager_first} {row.manager_last}"))
    if row.person_id in away and row.self_state in OPEN_STATES and row.state == "in progress":
        yield _problem(row, "leave", _away_words(_name(row), away[row.person_id].ends))
    if row.manager_id in away and row.state == "in progress" and not is_led_by_another:
        yield _problem(row, "leave", _("%(manager)s, who writes about %(name)s, is away. Hand the review over, or give it other dates.",
                                       manager=f"{row.manager_first} {row.manager_last}", name=_name(row)))


def _away_words(name, until):
    if until is None:
        return _("%(name)s is away, no end is known. Give the review other dates, or take it out of the cycle.", name=name)
    return _("%(name)s is away until %(day)s. Give the review other dates, or go on without a self-review.", name=name, day=words.day(until))


def _newcomers(cycle):
    """Who has come since the launch, while its period ran: they may belong in it."""
    if cycle.is_rolling or cycle.launched_at is None:
        return []
    had = Review.select(Review.person).where(Review.cycle == cycle)
    late = Person.select().where(people.here_on(clock.today()), Person.hired_on >= clock.local(cycle.launched_at).date(),
                                 Person.hired_on <= cycle.period_end, Person.id.not_in(had)).count()
    return [Problem("late", n_("%(num)s person has come since the launch. Look whether they belong in it.",
                               "%(num)s people have come since the launch. Look whether they belong in it.", late),
                    f"/reviews/cycles/{cycle.id}/preview")] if late else []


def _problem(row, kind, said):
    return Problem(kind, said, f"/reviews/{row.id}")


def _name(row):
    return f"{row.first_name} {row.last_name}"
