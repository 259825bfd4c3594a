"""What can be done with templates: each change counts up their version, is kept in words, and reaches the open forms at once."""
import json
from types import SimpleNamespace

from ..kernel import live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import asked, conditions, queries, starter, versions
from .models import TEMPLATE_KINDS, Item, Scale, Section, Template

MOST_SECTIONS = 30
WORDS = ("name", "title", "about", "prompt", "help")        # shown to whoever was slower


# templates

@write()
def add_template(name, *, scale, kind="annual", about="", by=None):
    check_kind(kind)
    template = Template.create(name=name, scale=scale, kind=kind, about=about)
    versions.remember(template.id, "add_template", by)
    trail.record("add_template", by, kind="template", row_id=template.id)
    return template


@write()
def change_template(template, *, version, by=None, **given):
    """Name, kind, scale and what it is for. Another scale only while no form was made: ratings would mean something else."""
    now = seen(template.id, version, Template.get_by_id(template.id))
    check_kind(given.get("kind", now.kind))
    if (given.get("kind", now.kind) == "exit") != (now.kind == "exit") and Item.select().join(Section).where(Section.template == now.id).exists():
        raise Refused(_("Leavers and reviews are asked in different ways, so this template stays what it is for. Begin a new one for the other."), "kind")
    if "scale" in given and given["scale"] != now.scale_id and queries.is_used(now.id):
        raise Refused(_("Forms were made with this template, and a rating means what its scale says. Copy the template to use "
                        "another scale."), "scale")
    changes = differences(now, given)
    Template.update(**given).where(Template.id == now.id).execute()
    changed(now.id, "change_template", by, changes=changes)


@write()
def copy_template(template, *, name, by=None):
    """A template of one's own with all that this one asks now."""
    made = build({**versions.content(template), "name": name}, template.scale_id)
    return _made(made, "copy_template", by, named=template.name)


@write()
def add_ready_made(*, by=None):
    """Those of the templates to begin with that are not there by name. Says how many came."""
    had = {template.id for template in Template.select(Template.id)}
    starter.add_starter_templates()
    made = [template for template in Template.select() if template.id not in had]
    for template in made:
        trail.record("add_template", by, kind="template", row_id=template.id)
    return len(made)


@write()
def archive_template(template, *, by=None):
    """Out of the list of those that can be launched. Forms that are open go on."""
    _archive(template, True, "archive_template", by)


@write()
def bring_template_back(template, *, by=None):
    _archive(template, False, "bring_template_back", by)


def _archive(template, is_archived, did, by):
    if Template.update(is_archived=is_archived).where(Template.id == template.id, Template.is_archived != is_archived).execute():
        changed(template.id, did, by)


def build(content, scale_id):
    """Write a template out of what a file or another template says."""
    template = Template.create(name=content["name"], kind=content["kind"], about=content["about"], scale=scale_id)
    made = []
    for order, said in enumerate(content["sections"]):
        section = Section.create(template=template, title=said["title"], about=said["about"], weight=said["weight"], order=order)
        made += [(_item(section, place, item), item.get("shown_if")) for place, item in enumerate(said["items"])]
    for number, shown_if in made:
        if shown_if:        # by the numbers that its questions have here
            said = json.dumps({"item": made[shown_if["question"] - 1][0], "is": shown_if["is"]})
            Item.update(shown_if_json=said).where(Item.id == number).execute()
    return template


def _item(section, place, said):
    own = {name: said[name] for name in versions.OF_ITEM} | {name: said.get(name, "") for name in versions.OF_LEAVERS}
    return Item.create(section=section, order=place, options_json=json.dumps(said["options"]), authors=" ".join(said["authors"]),
                       anchors_json=json.dumps(said["anchors"]), **own).id


def _made(template, did, by, **told):
    versions.remember(template.id, did, by, **told)
    trail.record(did, by, kind="template", row_id=template.id)
    return template


# sections

@write()
def add_section(template, title, *, weight=0, about="", by=None):
    """A section; its weight in ten-thousandths, 0 where nothing in it is scored."""
    order = Section.select().where(Section.template == template).count()
    if order >= MOST_SECTIONS:
        raise Refused(_("A template has %(most)s sections at the most. Use one of those there are.", most=MOST_SECTIONS))
    section = Section.create(template=template, title=title, weight=weight, about=about, order=order)
    changed(section.template_id, "add_section", by, named=title)
    return section


@write()
def change_section(section, *, version, by=None, **given):
    now = Section.get_by_id(section.id)
    seen(now.template_id, version, now)
    changes = differences(now, given)
    Section.update(**given).where(Section.id == now.id).execute()
    changed(now.template_id, "change_section", by, named=now.title, changes=changes)


@write()
def move_section(section, step=0, *, place=None, by=None):
    """One place up (-1) or down (1), or to a place."""
    order = [one.id for one in Section.select().where(Section.template == section.template_id).order_by(Section.order, Section.id)]
    at = order.index(section.id)
    if shift(order, section.id, step if place is None else min(max(place, 0), len(order) - 1) - at):
        for number, section_id in enumerate(order):
            Section.update(order=number).where(Section.id == section_id).execute()
        conditions.check_order(section.template_id)
        changed(section.template_id, "move_section", by, named=section.title)


@write()
def remove_section(section, *, by=None):
    """Gone where nobody was ever asked anything of it; otherwise its questions are asked no more. Answers are kept.

    Says whether it is gone.
    """
    before, items = queries.asked_authors(section.template_id), [item.id for item in Item.select(Item.id).where(Item.section == section)]
    conditions.check_not_waited_for(section.template_id, set(items))
    was_asked = queries.was_asked(items)
    if was_asked:
        Item.update(is_retired=True).where(Item.id.in_(items)).execute()
    else:
        Item.delete().where(Item.id.in_(items)).execute()
        Section.delete().where(Section.id == section.id).execute()
    check_still_asks(section.template_id, before)
    changed(section.template_id, "remove_section", by, named=section.title)
    return not was_asked


@write()
def change_weights(template, *, version, sections, items, by=None):
    """Weights of sections and items by their numbers, in ten-thousandths, all at once."""
    seen(template.id, version)
    changes = []
    for model, given, name in ((Section, sections, "title"), (Item, items, "prompt")):
        for row in _of_template(model, template.id).where(model.id.in_(list(given))):
            if row.weight != given[row.id]:
                changes.append([getattr(row, name), row.weight, given[row.id]])
                model.update(weight=given[row.id]).where(model.id == row.id).execute()
    if changes:
        changed(template.id, "change_weights", by, weights=changes)


# what several of them share

def changed(template_id, did, by, *, added=(), **told):
    """Count the template up, let open sheets follow, keep what it is now, and tell those who have it open."""
    Template.update(version=Template.version + 1).where(Template.id == template_id).execute()
    asked.bring_up(template_id, added=added)
    versions.remember(template_id, did, by, **told)
    trail.record(did, by, kind="template", row_id=template_id)
    live.changed("template", template_id)


def seen(template_id, version, row=None):
    """The template as it is now, where it is the one that its editor had before them; otherwise they are shown the words of `row`."""
    now = Template.get_by_id(template_id)
    if now.version != version:
        raise Changed(_("Somebody else changed this template meanwhile. Look at what is different, and save again."),
                      SimpleNamespace(version=now.version, **{name: getattr(row, name) for name in WORDS if hasattr(row, name)}))
    return now


def check_kind(kind):
    if kind not in TEMPLATE_KINDS:
        raise Refused(_("There are no templates of that kind."), "kind")


def check_still_asks(template_id, before):
    """Nobody's form is emptied: of every kind of author that was asked something, something is asked still."""
    if before - queries.asked_authors(template_id) and queries.is_used(template_id):
        raise Refused(_("This is the last question that the employee or the manager is asked. Add another one first.")
                      if before - queries.asked_authors(template_id) & {"self", "manager"} else
                      _("This is the last question in somebody's form. Add another one first."))


def differences(row, given):
    """[[name, before, after]] of what really changes."""
    stands = {name: getattr(row, f"{name}_id" if name == "scale" else name) for name in given}
    named = {"scale": lambda number: Scale.get_by_id(number).name}
    found = [[name, stands[name], given[name]] for name in given if stands[name] != given[name]]
    return [[name, *(named.get(name, lambda value: value)(value) for value in values)] for name, *values in found]


def _of_template(model, template_id):
    if model is Section:
        return Section.select().where(Section.template == template_id)
    return Item.select().join(Section).where(Section.template == template_id, Item.is_retired == False)  # noqa: E712


def shift(order, number, step):
    """Move one of a list by some steps; whether it could."""
    at = order.index(number)
    to = at + step
    if not step or not 0 <= to < len(order):
        return False
    order.insert(to, order.pop(at))
    return True
