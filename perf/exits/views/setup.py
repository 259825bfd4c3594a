"""What leavers of each class are asked, and the check list."""
from types import SimpleNamespace

from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, checklist, queries
from ..inputs import ItemInput, VersionInput
from ..models import SETS
from .blueprint import again, bp, number, sent


@bp.get("/setup/")
@needs("keep_exits")
def setup():
    return page()


def page(status=200, **forms):
    return render_template("exits/setup.html", lacks=queries.lacks_starter(), templates=queries.templates(), items=checklist.items(),
                           **{"sets": queries.sets(), "item": ItemInput(None), "sets_form": VersionInput(), **forms}), status


@bp.post("/setup/sets")
@needs("keep_exits")
def keep_sets():
    form = VersionInput()
    wanted = {leavers: (number(request.form.get(f"template_{leavers}")), request.form.get(f"way_{leavers}", "link")) for leavers in SETS}
    if form.tries(actions.keep_sets, wanted, by=current_user):
        return go(url_for(".setup"), _("Kept. Leavings that begin from now on are asked so."))
    return page(form.status, sets_form=form, sets={leavers: SimpleNamespace(template_id=template, way=way) for leavers, (template, way) in wanted.items()})


@bp.post("/setup/ready-made")
@needs("keep_exits")
def add_ready_made():
    actions.add_ready_made(by=current_user)
    return go(url_for(".setup"), _("The ready-made questions and check list are there. Change them as you like."))


@bp.post("/setup/items")
@needs("keep_exits")
def add_item():
    form = ItemInput(request.form)
    if form.validate() and form.tries(checklist.add_item, form.what.data, owner=form.owner.data, days=form.days, by=current_user):
        return go(url_for(".setup") + "#checklist", _("It is on the list. Leavings that go on keep their own."))
    return page(form.status, item=form)


@bp.route("/setup/items/<int:checklist_item_id>", methods=["GET", "POST"])
@needs("keep_exits")
def change_item(checklist_item_id):
    found = one(access.items_to_edit(current_user), checklist_item_id)
    form = ItemInput(sent(), obj=found, far=abs(found.days), side="after" if found.days > 0 else "before")
    if request.method == "POST" and form.validate() and form.tries(
            checklist.change_item, found, what=form.what.data, owner=form.owner.data, days=form.days, version=form.version.data, by=current_user):
        return go(url_for(".setup") + "#checklist", _("Changed."))
    return render_template("exits/item.html", form=form, item=found), form.status if request.method == "POST" else 200


@bp.post("/setup/items/<int:checklist_item_id>/move")
@needs("keep_exits")
def move_item(checklist_item_id):
    checklist.move_item(one(access.items_to_edit(current_user), checklist_item_id), {"up": -1, "down": 1}.get(request.form.get("do"), 0), by=current_user)
    return go(url_for(".setup") + "#checklist")


@bp.post("/setup/items/<int:checklist_item_id>/remove")
@needs("keep_exits")
def remove_item(checklist_item_id):
    checklist.remove_item(one(access.items_to_edit(current_user), checklist_item_id), by=current_user)
    return go(url_for(".setup") + "#checklist", _("It is off the list. Leavings that go on keep it."))


@needs("keep_exits")
def setup_again():
    return go(url_for(".setup"))


@needs("keep_exits")
def item_again(checklist_item_id):
    one(access.items_to_edit(current_user), checklist_item_id)
    return go(url_for(".setup"))


again("/setup", setup_again, "sets", "items", "ready-made")
again("/setup/items/<int:checklist_item_id>", item_again, "move", "remove")
