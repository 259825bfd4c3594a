"""Who is here, and a person's page."""
from flask import render_template, request
from flask_login import current_user

from ...kernel import clock, modules, trail
from ...kernel.doors import login_required, one
from ...kernel.web import asked_number, fragment
from ...kernel.words import _
from ...roles import queries as roles
from .. import access, facts, queries
from ..inputs import KINDS, LastDayInput
from ..models import POWERS, Change, ReportingLine
from ..telling import Teller
from .blueprint import bp

FILTERS = ("department", "role", "manager")
PAST_SHOWN = 20


@bp.get("/")
@login_required
def people():
    house, departments, away = queries.chart(), roles.departments(), facts.away_on(clock.today())
    asked = {"q": request.args.get("q", "")[:100], "away": "yes" if request.args.get("away") else "", **{name: asked_number(name) for name in FILTERS}}
    shows_left = request.args.get("who") == "left" and "hr" in current_user.powers
    who = access.people_who_left(current_user) if shows_left else access.people_here(current_user)
    wanted = queries.Asked(asked["q"], roles.parts_of(asked["department"], departments) if asked["department"] else None, asked["role"],
                           asked["manager"], away if asked["away"] else None)
    shown = {"rows": queries.directory(who, wanted, house), "asked": asked, "shows_left": shows_left, "departments": departments,
             "away": {} if shows_left else away, "did": queries.last_titles(who) if shows_left else {},
             "head": queries.head_of(asked["department"], house) if asked["department"] else None}
    if request.htmx:
        return fragment("people/_people_list.html", **shown)
    return render_template("people/people.html", roles=queries.roles_held(house), managers=queries.managers(house), **shown)


@bp.get("/<int:person_id>")
@login_required
def person(person_id):
    return about(one(access.people_to_see(current_user), person_id))


def about(person, status=200, last_day=None):
    """A person's page; who may know more than the directory says sees it in the timeline."""
    note_reading(person)
    house, hidden = queries.chart(), facts.hidden_from(current_user)
    tells_all, ahead = access.may_know_history(current_user, person, house), announced(person)
    teller = Teller(hidden=hidden) if tells_all or ahead else None
    shown = {"person": person, "seats": house.seats_of(person.id), "manager": house.manager_of(person.id), "dotted": dotted_above(person, house),
             "reports": house.reports_of(person.id), "history": teller.timeline(current_user, person, house) if tells_all else [],
             "ahead": teller.changes(ahead) if ahead else [], "away": facts.away_on(clock.today()).get(person.id),
             "knows_leave": access.may_know_leave(current_user, person, house), "tells_all": tells_all,
             "readers": [*access.history_readers(person, house).values(), _("HR")],
             "blocks": modules.gather("about", current_user, person), "today": clock.today(), "chart": house, "kinds": KINDS}
    if request.htmx:
        return fragment("people/_person.html", **shown), status
    return render_template("people/person.html", powers=POWERS, last_day=last_day or LastDayInput(),
                           changes=changes_of(person, teller) if "hr" in current_user.powers else [], **shown), status


def announced(person):
    """What is planned for somebody and everybody may know."""
    return list(Change.select().where(Change.person == person, Change.state == "planned", Change.is_announced, Change.kind != "left")
                .order_by(Change.on, Change.id))


def changes_of(person, teller):
    """What HR planned and did about somebody's seat, the latest first."""
    found = Change.select().where(Change.person == person).order_by(Change.on.desc(), Change.id.desc()).limit(PAST_SHOWN)
    return teller.changes(found)


def dotted_above(person, house):
    """The seats to which a person's seat reports by a dotted line as well."""
    held = [seat.id for seat in house.seats_of(person.id) if not seat.is_interim]
    lines = ReportingLine.select(ReportingLine.above).where(ReportingLine.position.in_(held), ReportingLine.is_dotted,
                                                            queries.hangs_on(clock.today())).tuples() if held else []
    return [house.seats[above] for above, in lines if above in house.seats]


def note_reading(person):
    """HR sees more of a person than the directory shows: it leaves a line that the person can open."""
    if access.keeps_record_of(current_user, person):
        trail.record_reading("read_record", current_user, person, kind="person", row_id=person.id)
