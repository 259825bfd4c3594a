"""What can be done with templates: each change counts up their version, is kept in words, and reaches the open forms at once."""
import json
from types import SimpleNamespace

from ..kernel import live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import asked, queries, starter, versions
from .models import AUTHORS, COMMENTS, EXPANDING, KINDS, SCORED, TEMPLATE_KINDS, Item, Scale, Section, Template

MOST_SECTIONS, MOST_ITEMS = 30, 100


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
    now = seen(template.id, version, given)
    check_kind(given.get("kind", now.kind))
    if "scale" in given and given["scale"] != now.scale_id and queries.is_used(now.id):
        raise Refused(_("Forms were made with this template, and a rating means what its scale says. Copy the template to use "
                        "another scale."), "scale")
    changes = _differences(now, given)
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
    for order, said in enumerate(content["sections"]):
        section = Section.create(template=template, title=said["title"], about=said["about"], weight=said["weight"], order=order)
        for place, item in enumerate(said["items"]):
            own = {name: item[name] for name in versions.OF_ITEM}
            Item.create(section=section, order=place, options_json=json.dumps(item["options"]), authors=" ".join(item["authors"]),
                        anchors_json=json.dumps(item["anchors"]), **own)
    return template


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
    seen(section.template_id, version, given)
    now = Section.get_by_id(section.id)
    changes = _differences(now, given)
    Section.update(**given).where(Section.id == now.id).execute()
    changed(now.template_id, "change_section", by, named=now.title, changes=changes)


@write()
def move_section(section, step, *, by=None):
    """One place up (-1) or down (1)."""
    order = [one.id for one in Section.select().where(Section.template == section.template_id).order_by(Section.order, Section.id)]
    if _shift(order, section.id, step):
        for place, number in enumerate(order):
            Section.update(order=place).where(Section.id == number).execute()
        changed(section.template_id, "move_section", by, named=section.title)


@write()
def remove_section(section, *, by=None):
    """Gone where nobody was ever asked anything of it; otherwise its questions are asked no more. Answers are kept.

    Says whether it is gone.
    """
    before, items = queries.asked_authors(section.template_id), [item.id for item in Item.select(Item.id).where(Item.section == section)]
    was_asked = queries.was_asked(items)
    if was_asked:
        Item.update(is_retired=True).where(Item.id.in_(items)).execute()
    else:
        Item.delete().where(Item.id.in_(items)).execute()
        Section.delete().where(Section.id == section.id).execute()
    check_still_asks(section.template_id, before)
    changed(section.template_id, "remove_section", by, named=section.title)
    return not was_asked


# items

@write()
def add_item(section, kind, prompt, *, options=(), anchors=None, by=None, **more):
    """A question; in a running cycle every open sheet asks it at once."""
    if kind not in KINDS:
        raise Refused(_("There is no question of that kind."), "kind")
    if Item.select().where(Item.section == section, Item.is_retired == False).count() >= MOST_ITEMS:  # noqa: E712
        raise Refused(_("A section has %(most)s questions at the most. Begin another section.", most=MOST_ITEMS))
    given = fitting(kind, options=options, **more)
    order = Item.select().where(Item.section == section).count()
    item = Item.create(section=section, kind=kind, prompt=prompt, options_json=json.dumps(list(options)), order=order,
                       anchors_json=json.dumps(anchors or {}), **given)
    changed(section.template_id, "add_item", by, added=[item.id], named=prompt)
    return item


@write()
def mend_item(item, *, version, by=None, options=None, anchors=None, **given):
    """Mend a question: open sheets follow at once, submitted ones keep what they were asked."""
    seen(item.section.template_id, version, given)
    now, before = Item.get_by_id(item.id), queries.asked_authors(item.section.template_id)
    if now.kind in ("choice", "choices") and options is not None and len(options) < max(2, len(now.options)):
        raise Refused(_("Answers that were given point to these choices by their place. Mend their words or add more at the end, "
                        "but keep each one."), "options")
    if options is not None:
        given["options_json"] = json.dumps(list(options))
    if anchors is not None:
        given["anchors_json"] = json.dumps(anchors)
    if given.get("is_for_hr", now.is_for_hr) != now.is_for_hr and queries.was_asked([now.id]):
        raise Refused(_("Whoever was asked this was told who reads the answer, and that stays so. Ask it no more, and add a question "
                        "of its own."), "is_for_hr")
    given.update(fitting(now.kind, **{**{name: getattr(now, name) for name in ("is_for_hr", "weight", "asks_comment", "authors")}, **given}))
    changes = _differences(now, given)
    Item.update(**given).where(Item.id == now.id).execute()
    check_still_asks(item.section.template_id, before)
    changed(item.section.template_id, "mend_item", by, added=[now.id], named=now.prompt, changes=changes)


@write()
def copy_item(item, *, by=None):
    """The same question once more, right after it."""
    now = Item.get_by_id(item.id)
    more = {name: getattr(now, name) for name in ("help", "weight", "is_required", "may_be_na", "asks_comment", "authors", "is_for_hr")}
    prompt = _("%(prompt)s (copy)", prompt=now.prompt[:280])
    made = Item.create(section=now.section_id, kind=now.kind, prompt=prompt, options_json=now.options_json,
                       anchors_json=now.anchors_json, order=now.order, **more)
    _put(made.id, now.section_id, _places(now.section_id).index(now.id) + 1)
    changed(item.section.template_id, "copy_item", by, added=[made.id], named=now.prompt)
    return made


@write()
def move_item(item, *, step=None, section=None, place=None, by=None):
    """One place up or down, or to a place (the end where none is said) of a section of the same template."""
    now = Item.get_by_id(item.id)
    if step:
        order = _places(now.section_id)
        moved = _shift(order, now.id, step)
        place, section = order.index(now.id), now.section
    else:
        section = section or now.section
        if section.template_id != item.section.template_id:
            raise Refused(_("That section belongs to another template."), "section")
        moved = True
    if moved:
        _put(now.id, section.id, place)
        changed(item.section.template_id, "move_item", by, named=now.prompt)


@write()
def retire_item(item, *, by=None):
    """Ask this no more, unless nothing else would be asked. Answers in open sheets are kept, out of sight and out of the score; submitted ones stay."""
    before = queries.asked_authors(item.section.template_id)
    Item.update(is_retired=True).where(Item.id == item.id).execute()
    check_still_asks(item.section.template_id, before)
    changed(item.section.template_id, "retire_item", by, named=item.prompt)


@write()
def bring_item_back(item, *, by=None):
    """Ask it again: open sheets show it with what was written to it before."""
    if Item.update(is_retired=False).where(Item.id == item.id, Item.is_retired == True).execute():  # noqa: E712
        _put(item.id, item.section_id, None)
        changed(item.section.template_id, "bring_item_back", by, added=[item.id], named=item.prompt)


@write()
def change_weights(template, *, version, sections, items, by=None):
    """Weights of sections and items by their numbers, in ten-thousandths, all at once."""
    seen(template.id, version, {})
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


def seen(template_id, version, given):
    """The template as it is now, where it is the one that its editor had before them."""
    now = Template.get_by_id(template_id)
    if now.version != version:
        raise Changed(_("Somebody else changed this template meanwhile. Look at what is different, and save again."),
                      SimpleNamespace(version=now.version))
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


def fitting(kind, *, options=(), is_for_hr=False, weight=10_000, asks_comment="optional", authors="self manager", **more):
    """What a question of a kind can be given, or a refusal in words."""
    if kind in ("choice", "choices") and "options_json" not in more and len(options) < 2:
        raise Refused(_("Give at least two choices, one a line."), "options")
    if is_for_hr and kind in EXPANDING:
        raise Refused(_("What is for HR alone is never scored, so it is asked as a text, a choice or a rating by itself."), "is_for_hr")
    if not authors.split() or set(authors.split()) - set(AUTHORS):
        raise Refused(_("Choose at least one who answers."), "authors")
    if kind not in SCORED:
        more["may_be_na"] = False
    if asks_comment not in COMMENTS:
        raise Refused(_("There is no such rule for the comment."), "asks_comment")
    return {**more, "is_for_hr": is_for_hr, "weight": 0 if is_for_hr else weight, "asks_comment": asks_comment, "authors": authors}


def _differences(row, given):
    """[[name, before, after]] of what really changes."""
    stands = {name: getattr(row, f"{name}_id" if name == "scale" else name) for name in given}
    named = {"scale": lambda number: Scale.get_by_id(number).name}
    found = [[name, stands[name], given[name]] for name in given if stands[name] != given[name]]
    return [[name, *(named.get(name, lambda value: value)(value) for value in values)] for name, *values in found]


def _of_template(model, template_id):
    if model is Section:
        return Section.select().where(Section.template == template_id)
    return Item.select().join(Section).where(Section.template == template_id, Item.is_retired == False)  # noqa: E712


def _places(section_id):
    """The numbers of what a section asks, in order."""
    rows = Item.select(Item.id).where(Item.section == section_id, Item.is_retired == False)  # noqa: E712
    return [item.id for item in rows.order_by(Item.order, Item.id)]


def _shift(order, number, step):
    """Move one of a list by a step; whether it could."""
    at = order.index(number)
    to = at + step
    if not 0 <= to < len(order):
        return False
    order.insert(to, order.pop(at))
    return True


def _put(item_id, section_id, place):
    """Let an item stand at a place among what the section asks, at the end where none is said."""
    order = [number for number in _places(section_id) if number != item_id]
    order.insert(len(order) if place is None else max(0, min(place, len(order))), item_id)
    for at, number in enumerate(order):
        Item.update(order=at, section=section_id).where(Item.id == number).execute()
