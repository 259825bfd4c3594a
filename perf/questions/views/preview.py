"""A template as any chosen person would be asked it. Nothing is written."""
from datetime import timedelta
from types import SimpleNamespace

from flask import render_template, request
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import needs, one
from ...kernel.forms import row_number
from ...kernel.web import fragment
from ...kernel.words import _
from ...people import queries as people
from .. import access, queries
from ..editing import AUTHOR_CHOICES
from ..models import AUTHORS
from . import bp


@bp.get("/templates/<int:template_id>/preview")
@needs("edit_templates")
def preview(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    shown = {"template": found, "preview": seen_by(found, request.args)}
    return fragment("questions/_preview.html", **shown) if request.htmx else render_template("questions/preview.html", **shown)


def seen_by(template, asked):
    """What the preview shows: whom it is about and who would write, both chosen in the address; the first who fits otherwise."""
    seats = seats_of_people()
    seat = next((one for one in seats if str(one.person_id) == asked.get("person")), seats[0] if seats else None)
    authors = queries.asked_authors(template.id)
    kind = asked.get("author") if asked.get("author") in AUTHORS else next((one for one in AUTHORS if one in authors), "self")
    whom = queries.Whom(kind, seat.role_id if seat else None, seat.person_id if seat else None, last_year(), clock.today())
    rows = queries.questions_of(template, *whom)
    return SimpleNamespace(seats=seats, person_id=seat.person_id if seat else None, name=seat.name if seat else "", author=kind, authors=AUTHOR_CHOICES,
                           progress=queries.progress_of(rows), lacks=queries.lacks(template, whom, rows), beside=queries.beside(current_user, rows),
                           frame=frame_of(kind))


def seats_of_people():
    """Everybody with a seat today, by name."""
    chart = people.chart()
    return sorted((seat for seat in chart.of_person.values()), key=lambda seat: seat.name.casefold())


def last_year():
    """The period of a review that were to begin today, for what is asked about single goals."""
    today = clock.today()
    return today - timedelta(days=365), today


def frame_of(kind):
    return {"comment_label": _("What would you add?") if kind in ("self", "leaver") else _("What did you see?"),
            "readers": _("Here the form says who can read this"), "hr_readers": _("Here the form says that HR alone reads this, and you")}
