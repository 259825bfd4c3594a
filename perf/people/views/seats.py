"""HR's pages about seats: who moves where and when, who stands in, what is planned."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, words
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, queries
from ..facts import Facts
from ..inputs import (CloseInput, CorrectSeatInput, DotInput, EndInput, OpenSeatsInput, SeatInput, ShareInput, StandInInput,
                      UnderInput)
from ..models import Assignment, Change, Person, Position, ReportingLine
from ..telling import Teller
from .blueprint import bp, leads_back, page_of
from .lists import known_names, people_to_name, seats_to_name, with_seats

DEEDS = {"above": UnderInput, "stand-in": StandInInput, "share": ShareInput, "dot": DotInput, "close": CloseInput}    # forms of a seat's page


@bp.route("/<int:person_id>/seat", methods=["GET", "POST"])
@needs("manage_people")
def seat(person_id):
    moved = one(access.people_to_edit(current_user), person_id)
    held = queries.own_seat(moved)
    given = with_seats(SeatInput(request.form or None, obj=queries.seat_as_it_is(moved)), held)
    if request.method == "POST" and given.validate() and given.tries(actions.move, moved, by=current_user, seen=given.seen, **given.deed):
        return go(page_of(person_id), _("%(name)s's seat is changed, %(when)s.", name=moved.name, when=from_when(given.day)))
    return render_template("people/seat.html", person=moved, held=held, form=given, **known_names(),
                           readers=access.history_readers(moved, queries.chart()).values()), given.status if request.method == "POST" else 200


# what is planned

@bp.post("/changes/<int:change_id>/announce")
@needs("manage_people")
def announce(change_id):
    planned = one(access.changes_to_decide(current_user), change_id)
    actions.announce(planned, by=current_user)
    return go(page_of_change(planned), _("It is announced: everybody can see it coming now."))


@bp.post("/changes/<int:change_id>/cancel")
@needs("manage_people")
def cancel(change_id):
    undone = one(access.changes_to_decide(current_user), change_id)
    where = page_of_change(undone)
    actions.cancel(undone, by=current_user)
    return go(where, _("It is taken back: everything is as if it had never been written."))


def page_of_change(change):
    if change.person_id:
        return page_of(change.person_id, "changes")
    return url_for("people.desk") + "#planned"


for deed in ("announce", "cancel"):
    leads_back(f"/changes/<int:change_id>/{deed}", deed, needs("manage_people"),
               lambda change_id: page_of_change(one(access.changes_to_decide(current_user), change_id)))


# seats

@bp.route("/seats/new", methods=["GET", "POST"])
@needs("manage_people")
def open_seats():
    """Vacant seats for people who are looked for."""
    given = OpenSeatsInput(request.form or None)
    given.offer(seats_to_name(queries.chart(), queries.coming(clock.today())[1]))
    if request.method == "POST" and given.validate() and given.tries(
            actions.open_seats, given.title.data, department=given.department.data, reports_to=given.reports_to.data, on=given.on.data,
            count=given.count.data, announced=given.announced.data, by=current_user):
        return go(url_for(".desk") + "#vacancies", words.n_("%(num)s seat is open, %(when)s.", "%(num)s seats are open, %(when)s.",
                                                            given.count.data, when=from_when(given.on.data)))
    return render_template("people/open_seats.html", form=given, **known_names()), given.status if request.method == "POST" else 200


@bp.get("/seats/<int:position_id>")
@needs("manage_people")
def one_seat(position_id):
    return show(one(access.seats_to_edit(current_user), position_id))


@bp.post("/seats/<int:position_id>/correct")
@needs("manage_people")
def correct(position_id):
    corrected, given = one(access.seats_to_edit(current_user), position_id), CorrectSeatInput(request.form)
    if given.validate() and given.tries(actions.correct_seat, corrected, version=given.version.data, title=given.title.data,
                                        department=given.department.data, by=current_user):
        return done(corrected, _("The seat is corrected for its whole time."))
    return show(corrected, given.status, correct=given)


@bp.post("/seats/<int:position_id>/above")
@needs("manage_people")
def under(position_id):
    return does(position_id, "above", _("It reports to somebody else, %(when)s."), lambda place, given: actions.place_under(
        place, position_of(given.reports_to.data), on=given.on.data, announced=given.announced.data, by=current_user))


@bp.post("/seats/<int:position_id>/stand-in")
@needs("manage_people")
def stand_in(position_id):
    return does(position_id, "stand-in", _("Somebody stands in there, %(when)s."), lambda place, given: actions.stand_in(
        Person.get_by_id(given.person.data), place, starts=given.starts.data, ends=given.ends.data, note=given.note.data or "", by=current_user))


@bp.post("/seats/<int:position_id>/share")
@needs("manage_people")
def share(position_id):
    return does(position_id, "share", _("The seat is shared, %(when)s."), lambda place, given: actions.share(
        Person.get_by_id(given.person.data), place, starts=given.starts.data, leads=given.leads.data, by=current_user))


@bp.post("/seats/<int:position_id>/dot")
@needs("manage_people")
def dot(position_id):
    return does(position_id, "dot", _("A dotted line is drawn, %(when)s."), lambda place, given: actions.dot(
        place, position_of(given.above.data), starts=given.starts.data, ends=given.ends.data, by=current_user))


@bp.post("/seats/<int:position_id>/close")
@needs("manage_people")
def close_seat(position_id):
    closed, given = one(access.seats_to_edit(current_user), position_id), CloseInput(request.form, prefix="close-")
    if given.validate() and given.tries(actions.close_position, closed, on=given.on.data, announced=given.announced.data, by=current_user):
        return go(url_for(".desk") + "#vacancies", _("The seat is taken out, %(when)s. Its history stays.", when=from_when(given.on.data)))
    return show(closed, given.status, **{"close": given})


@bp.post("/seats/<int:position_id>/lead")
@needs("manage_people")
def lead(position_id):
    shared, holder = one(access.seats_to_edit(current_user), position_id), request.form.get("person", type=int)
    named = one(access.people_to_edit(current_user), holder if holder and 0 < holder < 2 ** 63 else 0)
    actions.name_lead(shared, named, by=current_user)
    return done(shared, _("%(name)s is the manager of those below this seat now.", name=named.name))


@bp.post("/seats/held/<int:assignment_id>/end")
@needs("manage_people")
def end_hold(assignment_id):
    held, given = one(access.holds_to_end(current_user), assignment_id), EndInput(request.form, prefix=f"end-{assignment_id}-")
    if given.validate() and given.tries(actions.take_out, held, last_day=given.last_day.data, by=current_user):
        return done(held.position, _("That ends on %(day)s.", day=words.day(given.last_day.data, near=False)))
    return show(held.position, given.status, ends={assignment_id: given})


@bp.post("/seats/dotted/<int:line_id>/remove")
@needs("manage_people")
def undot(line_id):
    line = one(access.dotted_to_remove(current_user), line_id)
    place = line.position
    actions.undot(line, by=current_user)
    return done(place, _("The dotted line is taken away, from today on."))


for deed, name in (("correct", "correct"), ("above", "under"), ("stand-in", "stand_in"), ("share", "share"), ("dot", "dot"), ("close", "close_seat"),
                   ("lead", "lead")):
    leads_back(f"/seats/<int:position_id>/{deed}", name, needs("manage_people"),
               lambda position_id: page_of_seat(one(access.seats_to_edit(current_user), position_id)))
leads_back("/seats/held/<int:assignment_id>/end", "end_hold", needs("manage_people"),
           lambda assignment_id: page_of_seat(one(access.holds_to_end(current_user), assignment_id).position))
leads_back("/seats/dotted/<int:line_id>/remove", "undot", needs("manage_people"),
           lambda line_id: page_of_seat(one(access.dotted_to_remove(current_user), line_id).position))


def does(position_id, deed, said, verb):
    """One of the forms on a seat's page: done, or shown again with what was typed."""
    place, given = one(access.seats_to_edit(current_user), position_id), DEEDS[deed](request.form, prefix=f"{deed}-")
    given.offer(people_to_name(), other_seats(place))
    if given.validate() and given.tries(verb, place, given):
        return done(place, said % {"when": from_when((given["on"] if "on" in given else given["starts"]).data)})
    return show(place, given.status, **{deed: given})


def done(place, said):
    return go(page_of_seat(place), said)


def page_of_seat(place):
    return url_for("people.one_seat", position_id=place.id)


def show(place, status=200, correct=None, ends=None, **bound):
    """All about one seat, with its forms; the one that was refused holds what was typed."""
    facts, today = Facts(), clock.today()
    people, seats = people_to_name(), other_seats(place)
    given = {deed: bound.get(deed) or blank(deed, people, seats, place) for deed in DEEDS}
    holds = list(Assignment.select(Assignment, Person).join(Person).where(
        Assignment.position == place, Assignment.ends.is_null() | (Assignment.ends >= today))
        .order_by(Assignment.starts.asc(nulls="first"), Person.last_name))
    dotted = list(ReportingLine.select().where(ReportingLine.position == place, ReportingLine.is_dotted,
                                               ReportingLine.ends.is_null() | (ReportingLine.ends >= today)).order_by(ReportingLine.id))
    teller, line = Teller(facts), facts.line(place.id, today)
    seen = queries.as_it_is(place)
    return render_template(
        "people/one_seat.html", place=place, holds=holds, dotted=[(row, seat_named(teller, row.above_id, today)) for row in dotted],
        above=seat_named(teller, line["above"], today) if line else "", title=seen.title, department=seen.department, forms=given,
        correct=correct or CorrectSeatInput(obj=seen), ends={held.id: (ends or {}).get(held.id) or EndInput(prefix=f"end-{held.id}-") for held in holds},
        is_shared=len([held for held in holds if not held.is_interim]) > 1, is_held=any(not held.is_interim for held in holds), today=today,
        changes=teller.changes(Change.select().where(Change.position == place).order_by(Change.on.desc(), Change.id.desc()).limit(20)),
        open_form=next(iter(bound), "correct" if correct else ""), **known_names()), status


def blank(deed, people, seats, place):
    form = DEEDS[deed](prefix=f"{deed}-", **({"reports_to": queries.as_it_is(place).reports_to} if deed == "above" else {}))
    form.offer(people, seats)
    return form


def seat_named(teller, seat_id, day):
    """"Okafor, Mara — Programme Manager": a seat by who holds it."""
    held = [teller.name(person_id) for person_id in teller.facts.holders(seat_id, day)]
    return f"{words.several(held)}, {teller.seat(seat_id, day)}" if held else f"{teller.seat(seat_id, day)} ({_('vacant')})"


def other_seats(place):
    return seats_to_name(queries.chart(), queries.coming(clock.today())[1], besides=place.id)


def position_of(seat_id):
    return Position.get_by_id(seat_id) if seat_id else None


def from_when(day):
    """From which day on something holds, as a part of a sentence."""
    today = clock.today()
    if day is None or day == today:
        return _("from today on")
    if day < today:
        return _("as a correction from %(day)s on", day=words.day(day, near=False))
    return _("on %(day)s, by itself", day=words.day(day, near=False))
