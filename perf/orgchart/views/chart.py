"""The organisation chart of a day: as a drawing, and as a list that folds."""
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import login_required
from ...kernel.web import fragment
from ...people import access as people_access
from ...people import facts
from .. import access, drawing, queries, scene
from . import bp


@dataclass
class Wish:
    """What the address asks for: a day, the seats that are folded, and words to look for."""

    day: date
    folded: str = ""
    find: str = ""

    @classmethod
    def of(cls, given):
        return cls(day_of(given.get("on")) or clock.today(), given.get("folded", ""), given.get("find", "")[:100])

    @property
    def is_today(self):
        return self.day == clock.today()


def day_of(text):
    """A day that an address names, or None for anything else."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2200 else None


@bp.get("/")
@login_required
def orgchart():
    """A phone gets the list, which can be walked; everything wider the drawing."""
    return listed() if is_phone() else drawn()


@bp.get("/list")
@login_required
def listed():
    wish = Wish.of(request.args)
    plans = access.plans_read_by(current_user)
    house = facts.chart(current_user, wish.day, plans)
    found = queries.matching(house, wish.find)
    shown = {"nodes": queries.tree(house, current_user, found, request.args.get("unfold") == "all"), "wish": wish, "found": found,
             "own": house.of_person.get(current_user.id), "ends": ends_for(house), "away": facts.away_for(current_user, house, wish.day), "linked": linked(wish),
             "reads_drafts": bool(plans)}
    if request.htmx:
        return fragment("orgchart/_tree.html", **shown)
    return render_template("orgchart/list.html", **shown, days=days(plans))


@bp.get("/drawing")
@login_required
def drawn():
    plans = access.plans_read_by(current_user)
    shown = picture(Wish.of(request.args), plans)
    if request.htmx:
        return fragment("orgchart/_drawing.html", **shown)
    return render_template("orgchart/drawing.html", **shown, days=days(plans))


def picture(wish, plans):
    """What the drawing of a day shows to whoever is signed in; `plans` are the drafts shared with them."""
    house, is_hr = facts.chart(current_user, wish.day, plans), "hr" in current_user.powers
    own = {seat.id for seat in house.seats_of(current_user.id)}
    found = queries.matching(house, wish.find)
    is_opened = scene.opened(house, own, wish.folded) | (queries.ways(house, found) & set(house.below))
    drawn_scene = scene.scene(house, is_opened, own=own, found=found, away=facts.away_for(current_user, house, wish.day),
                              dotted=facts.dotted_on(current_user, wish.day, plans), flags=is_hr, linked=linked(wish))
    return {"scene": drawn_scene, "size": drawing, "wish": wish, "found": found, "chart": house,
            "own": house.of_person.get(current_user.id), "ends": ends_for(house), "reads_drafts": bool(plans)}


def days(plans):
    """The days on which something changed, as far as this reader may know them, with today among them."""
    return sorted({*facts.days(current_user, plans), clock.today()})


def ends_for(house):
    """HR sees below the chart what does not hang together yet, and which teams are small or large."""
    if "hr" not in current_user.powers:
        return None
    return {**queries.loose_ends(house, people_access.people_here(current_user)), "spans": queries.out_of_span(house, *scene.SPAN)}


def linked(wish):
    """The persons of another day whose page this reader can open; None for all of them."""
    if wish.is_today:
        return None
    return {person_id for person_id, in people_access.people_to_see(current_user).select(people_access.Person.id).tuples()}


def is_phone():
    """Browsers say so themselves; others name a mobile one in their long name."""
    said = request.headers.get("Sec-CH-UA-Mobile")
    return said == "?1" if said else "Mobi" in request.headers.get("User-Agent", "")
