"""The rating scales: two to ten levels with names, thresholds and what they mean."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.web import asked_number, go
from ...kernel.words import _
from .. import access, queries, scales as verbs
from ..editing import ScaleInput
from . import bp, deed, sent


@bp.get("/scales/")
@needs("edit_templates")
def scales():
    return render_template("questions/scales.html", scales=queries.scales())


@bp.route("/scales/new", methods=["GET", "POST"])
@needs("edit_templates")
def new_scale():
    """An empty one, or a copy of the one that the address names."""
    like = access.scales_to_edit(current_user).where(access.Scale.id == (asked_number("like") or 0)).first()
    levels, name = (queries.levels_of(like.levels_json), verbs.free_name(like.name)) if like else ((), "")
    form = ScaleInput(sent(), levels=levels, data={"name": name})
    if request.method == "POST" and form.validate() and form.tries(verbs.add_scale, form.name.data, form.levels, by=current_user):
        return go(url_for(".scales"), _("The scale is there. Templates that are new can use it."))
    return render_template("questions/scale.html", scale=None, form=form), form.status if request.method == "POST" else 200


@bp.route("/scales/<int:scale_id>", methods=["GET", "POST"])
@needs("edit_templates")
def scale(scale_id):
    found = one(access.scales_to_edit(current_user), scale_id)
    form = ScaleInput(sent(), levels=queries.levels_of(found.levels_json), data={"name": found.name, "version": found.version})
    if request.method == "POST" and form.validate() and form.tries(
            verbs.change_scale, found, name=form.name.data, levels=form.levels, version=form.version.data, by=current_user):
        return go(url_for(".scales"), _("The scale is changed. Forms that are open show it already."))
    return render_template("questions/scale.html", scale=found, form=form, touched=queries.touched_by_scale(found),
                           is_rated=queries.is_rated_by(found)), form.status if request.method == "POST" else 200


def to_scale(scale_id):
    return url_for("questions.scale", scale_id=one(access.scales_to_edit(current_user), scale_id).id)


@deed("/scales/<int:scale_id>/remove", "remove_scale", to_scale)
def remove_scale(scale_id):
    try:
        verbs.remove_scale(one(access.scales_to_edit(current_user), scale_id), by=current_user)
    except Refused as no:
        return go(to_scale(scale_id), no.words)
    return go(url_for(".scales"), _("The scale is gone."))
