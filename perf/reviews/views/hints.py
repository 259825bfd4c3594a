"""What the author of a manager's form may want to look at again: for them alone, and put away where they wish."""
from zlib import crc32

from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import login_required, one
from ...kernel.once import again_is_fine
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...questions.models import Sheet
from .. import frames
from ..actions import put_hints_away
from . import bp


def own_form():
    """The managers' forms that one writes."""
    return Sheet.select().where(Sheet.author == current_user.id, Sheet.kind == "manager", Sheet.room == "reviews")


@bp.app_context_processor
def for_the_check():
    return {"hints_of": frames.hints}


@bp.get("/forms/<int:sheet_id>/hints")
@login_required
def hints(sheet_id):
    """Asked for after the form is shown and after each rest in writing, so that neither waits for it."""
    shown = standing(one(own_form(), sheet_id))
    if not request.htmx:
        return render_template("reviews/hints.html", **shown)
    if request.args.get("seen") == shown["seen"]:
        return "", 204      # as they stand there already: nothing on the page moves
    return fragment("reviews/_hints.html", **shown)


def standing(sheet):
    """The hints of a form, with a mark by which the page says which it shows."""
    away, found = frames.hints_are_away(sheet), frames.hints(current_user, sheet)
    return {"sheet": sheet, "away": away, "found": found, "seen": f"{crc32(repr((away, found)).encode()):x}"}


@bp.post("/forms/<int:sheet_id>/hints")
@login_required
@again_is_fine
def put_away(sheet_id):
    sheet, away = one(own_form(), sheet_id), request.form.get("away") != "no"
    put_hints_away(sheet, away)
    if request.htmx:
        return fragment("reviews/_hints.html", **standing(sheet))
    return go(url_for(".hints", sheet_id=sheet.id), _("Hints are put away for this form.") if away else _("Hints are shown again."))
