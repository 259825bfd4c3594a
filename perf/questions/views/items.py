"""The questions of a template: add, mend, copy, move, retire, bring back."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.forms import row_number
from ...kernel.web import go
from ...kernel.words import _
from .. import access, items as verbs, queries
from ..asking_leavers import LEVELLED, LeaverItemInput
from ..editing import ItemInput, NewItemInput
from . import bp, deed, sent

NEW = {"kind": "rating", "authors": ["self", "manager"], "weight": 10_000, "is_required": True, "may_be_na": True, "asks_comment": "optional"}
NEW_FOR_LEAVERS = {"is_required": False, "may_be_na": False, "asks_comment": "no"}


@bp.route("/sections/<int:section_id>/items", methods=["GET", "POST"])
@needs("edit_templates")
def add_item(section_id):
    section = one(access.sections_to_edit(current_user), section_id)
    form = new_form(section)
    if request.method == "POST" and not form.asks_on and form.validate() and form.tries(
            verbs.add_item, section, form.kind.data, by=current_user, **form.given):
        return go(to_item(form.result), _("The question is in. Forms that are open show it already."))
    return item_page(section, form, None)


@bp.route("/items/<int:item_id>", methods=["GET", "POST"])
@needs("edit_templates")
def item(item_id):
    found = one(access.items_to_edit(current_user), item_id)
    form = form_of(found)
    if request.method == "POST" and not form.asks_on and form.validate() and form.tries(
            verbs.mend_item, found, by=current_user, version=form.version.data, **fitting_kind(found, form.given)):
        return go(to_item(found), _("The question is mended. Forms that are open show it already."))
    return item_page(found.section, form, found)


def new_form(section):
    """What may be typed into a new question: leavers are asked without weights, by nobody but themselves."""
    kind, version = request.args.get("kind"), section.template.version
    if section.template.kind == "exit":
        return LeaverItemInput(sent(), section=section, data={**NEW_FOR_LEAVERS, "kind": kind or "agreement", "version": version})
    return NewItemInput(sent(), data={**NEW, "kind": kind or "rating", "version": version})


def form_of(item):
    stands = {**item.__data__, "options": "\n".join(item.options), "authors": item.authors.split(), "version": item.section.template.version}
    if item.section.template.kind != "exit":
        return ItemInput(sent(), anchors=item.anchors, data=stands)
    form = LeaverItemInput(sent(), section=item.section, item=item, data=stands)
    form.kind.choices, form.kind.data = [(item.kind, item.kind)], item.kind      # chosen once
    return form


def fitting_kind(item, given):
    """What the form of a question of this kind shows; nothing else is taken from it."""
    if "shown_if" in given:
        gone = set() if item.kind in ("choice", "choices") else {"options"}
        gone |= set() if item.kind in LEVELLED else {"asks_comment", "may_be_na"}
        return {name: value for name, value in given.items() if name not in gone}
    gone = {"options"} if item.kind not in ("choice", "choices") else set()
    gone |= {"weight", "asks_comment", "anchors", "may_be_na"} if not item.is_rated else {"is_for_hr"} if item.expands else set()
    return {name: value for name, value in given.items() if name not in gone}


def item_page(section, form, item):
    template, page = section.template, "questions/leaver_item.html" if section.template.kind == "exit" else "questions/item.html"
    return render_template(page, item=item, section=section, template=template, form=form, is_core=bool(item) and item.key in queries.core_keys(),
                           levels=template.scale.levels, touched=queries.touched_by(item) if item else queries.touched(template.id),
                           ), form.status if request.method == "POST" and not form.asks_on else 200


def to_item(item):
    return f"{url_for('questions.template', template_id=item.section.template_id)}#item-{item.id}"


def to_template_of_item(item_id):
    found = access.items_to_edit(current_user).where(access.Item.id == item_id).first() or one(
        access.retired_items_to_edit(current_user), item_id)
    return to_item(found)


@deed("/items/<int:item_id>/retire", "retire_item", to_template_of_item)
def retire_item(item_id):
    found = one(access.items_to_edit(current_user), item_id)
    verbs.retire_item(found, by=current_user)
    return go(url_for(".template", template_id=found.section.template_id),
              _("The question is no longer asked. Answers to it are kept; submitted forms still show it."))


@deed("/items/<int:item_id>/bring-back", "bring_item_back", to_template_of_item)
def bring_item_back(item_id):
    found = one(access.retired_items_to_edit(current_user), item_id)
    verbs.bring_item_back(found, by=current_user)
    return go(to_item(found), _("The question is asked again. Forms that are open show it already."))


@deed("/items/<int:item_id>/copy", "copy_item", to_template_of_item)
def copy_item(item_id):
    found = one(access.items_to_edit(current_user), item_id)
    made = verbs.copy_item(found, by=current_user)
    return go(to_item(made), _("The copy stands right after it."))


@deed("/items/<int:item_id>/move", "move_item", to_template_of_item)
def move_item(item_id):
    """Up, down, or to a place of a section: by buttons, by keys or by dragging, which send the same."""
    found = one(access.items_to_edit(current_user), item_id)
    verbs.move_item(found, by=current_user, **_whither(request.form))
    return go(to_item(found))


def _whither(sent):
    if sent.get("do") in ("up", "down"):
        return {"step": -1 if sent["do"] == "up" else 1}
    try:
        section = one(access.sections_to_edit(current_user), row_number(sent.get("section", "")))
        return {"section": section, "place": row_number(sent["place"]) if sent.get("place") else None}
    except ValueError:
        raise Refused(_("Say where to: up, down, or a section.")) from None
