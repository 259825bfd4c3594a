"""What can be done with the questions of a template; `building` has the rest, and says what each change brings about."""
import json

from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import conditions, queries
from .building import changed, check_still_asks, differences, seen, shift
from .models import AUTHORS, COMMENTS, EXPANDING, KINDS, OF_PERSON, SCORED, UNSCORED_LEVELS, Item, Section

MOST_ITEMS = 100


@write()
def add_item(section, kind, prompt, *, options=(), anchors=None, shown_if=None, by=None, **more):
    """A question; in a running cycle every open sheet asks it at once."""
    if kind not in KINDS:
        raise Refused(_("There is no question of that kind."), "kind")
    check_room(section)
    more["shown_if_json"] = conditions.checked(section, shown_if)
    given = fitting(kind, options=options, **fitting_template(section.template, kind, more))
    order = Item.select().where(Item.section == section).count()
    item = Item.create(section=section, kind=kind, prompt=prompt, options_json=json.dumps(list(options)), order=order,
                       anchors_json=json.dumps(anchors or {}), **given)
    changed(section.template_id, "add_item", by, added=[item.id], named=prompt)
    return item


@write()
def mend_item(item, *, version, by=None, options=None, anchors=None, **given):
    """Mend a question: open sheets follow at once, submitted ones keep what they were asked."""
    now, before = Item.get_by_id(item.id), queries.asked_authors(item.section.template_id)
    seen(item.section.template_id, version, now)
    if now.kind in ("choice", "choices") and options is not None and len(options) < max(2, len(now.options)):
        raise Refused(_("Answers that were given point to these choices by their place. Mend their words or add more at the end, "
                        "but keep each one."), "options")
    if options is not None:
        given["options_json"] = json.dumps(list(options))
    if anchors is not None:
        given["anchors_json"] = json.dumps(anchors)
    if "shown_if" in given:
        given["shown_if_json"] = conditions.checked(now.section, given.pop("shown_if"), now)
    check_core(now, given)
    given = fitting_template(now.section.template, now.kind, given)
    if given.get("is_for_hr", now.is_for_hr) != now.is_for_hr and queries.was_asked([now.id]):
        raise Refused(_("Whoever was asked this was told who reads the answer, and that stays so. Ask it no more, and add a question "
                        "of its own."), "is_for_hr")
    stands = {name: getattr(now, name) for name in ("is_for_hr", "weight", "asks_comment", "authors", "may_be_na")}
    given.update(fitting(now.kind, **{**stands, **given}))
    changes = [_said(change) for change in differences(now, given)]
    Item.update(**given).where(Item.id == now.id).execute()
    check_still_asks(item.section.template_id, before)
    changed(item.section.template_id, "mend_item", by, added=[now.id], named=now.prompt, changes=changes)


@write()
def copy_item(item, *, by=None):
    """The same question once more, right after it. It is one of its own: what is counted over the years is asked once."""
    now = Item.get_by_id(item.id)
    more = {name: getattr(now, name) for name in ("help", "weight", "is_required", "may_be_na", "asks_comment", "authors", "is_for_hr", "topic",
                                                  "shown_if_json")}
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
        moved = shift(order, now.id, step)
        place, section = order.index(now.id), now.section
    else:
        section = section or now.section
        if section.template_id != item.section.template_id:
            raise Refused(_("That section belongs to another template."), "section")
        moved = True
    if moved:
        _put(now.id, section.id, place)
        conditions.check_order(item.section.template_id)
        changed(item.section.template_id, "move_item", by, named=now.prompt)


@write()
def retire_item(item, *, by=None):
    """Ask this no more, unless nothing else would be asked. Answers in open sheets are kept, out of sight and out of the score; submitted ones stay."""
    before = queries.asked_authors(item.section.template_id)
    conditions.check_not_waited_for(item.section.template_id, {item.id})
    Item.update(is_retired=True).where(Item.id == item.id).execute()
    check_still_asks(item.section.template_id, before)
    changed(item.section.template_id, "retire_item", by, named=item.prompt)


@write()
def bring_item_back(item, *, by=None):
    """Ask it again: open sheets show it with what was written to it before."""
    check_key(item.section.template_id, [item.key])
    if Item.update(is_retired=False).where(Item.id == item.id, Item.is_retired == True).execute():  # noqa: E712
        conditions.check_still_asked(Item.get_by_id(item.id))
        _put(item.id, item.section_id, None)
        conditions.check_order(item.section.template_id)
        changed(item.section.template_id, "bring_item_back", by, added=[item.id], named=item.prompt)


def fitting(kind, *, options=(), is_for_hr=False, weight=10_000, asks_comment="optional", authors="self manager", **more):
    """What a question of a kind can be given, or a refusal in words."""
    if kind in ("choice", "choices") and "options_json" not in more and len(options) < 2:
        raise Refused(_("Give at least two choices, one a line."), "options")
    if is_for_hr and kind in EXPANDING:
        raise Refused(_("What is for HR alone is never scored, so it is asked as a text, a choice or a rating by itself."), "is_for_hr")
    if is_for_hr and "upward" in authors.split():
        raise Refused(_("What a team says about its manager reaches nobody one by one, HR included. Ask it without that mark."), "is_for_hr")
    if kind in OF_PERSON and "upward" in authors.split():
        raise Refused(_("What a team says about its manager is asked of all alike, so not about single goals. Leave the reports out."), "authors")
    if not authors.split() or set(authors.split()) - set(AUTHORS):
        raise Refused(_("Choose at least one who answers."), "authors")
    if kind in UNSCORED_LEVELS:
        more.setdefault("may_be_na", False)
    elif kind not in SCORED:
        more["may_be_na"] = False
    if asks_comment not in COMMENTS:
        raise Refused(_("There is no such rule for the comment."), "asks_comment")
    return {**more, "is_for_hr": is_for_hr, "weight": 0 if is_for_hr else weight, "asks_comment": asks_comment, "authors": authors}


def fitting_template(template, kind, given):
    """What leavers are asked has one kind of author and no score; what reviews ask has no condition and none of the kinds for leavers."""
    if template.kind == "exit":
        if kind in EXPANDING:
            raise Refused(_("Leavers are asked about their time here, not about the duties, competencies, values or goals of a role."), "kind")
        return {**given, "authors": "leaver", "weight": 0, "is_for_hr": False}
    if kind in UNSCORED_LEVELS:
        raise Refused(_("Statements to agree with, and 0 to 10, are for templates with questions for leavers. Ask for a rating, a choice or a "
                        "text."), "kind")
    if "leaver" in given.get("authors", "").split():
        raise Refused(_("Leavers answer templates of their own kind. Leave them out here."), "authors")
    if given.get("shown_if_json"):
        raise Refused(_("Only questions for leavers can wait for another answer."), "waits_for")
    return given


def check_room(section):
    if Item.select().where(Item.section == section, Item.is_retired == False).count() >= MOST_ITEMS:  # noqa: E712
        raise Refused(_("A section has %(most)s questions at the most. Begin another section.", most=MOST_ITEMS))


def check_core(item, given):
    """A core question keeps its words wherever it is asked."""
    same = all(given.get(name, getattr(item, name)) == getattr(item, name) for name in ("prompt", "options_json", "topic"))
    if not same and item.key in queries.core_keys():
        raise Refused(_("This is a core question: its figures compare over the years because its words stay. Mend its help, or add a question of "
                        "your own instead."), "prompt")


def check_key(template_id, keys):
    """A question of the library is asked once per template."""
    twice = (Item.select().join(Section).where(Section.template == template_id, Item.is_retired == False,  # noqa: E712
                                               Item.key.in_([key for key in keys if key])).first())
    if twice:
        raise Refused(_("“%(prompt)s” is asked in this template already, and its figures count once.", prompt=twice.prompt))


def _said(change):
    """A condition is told in words, since the questions that it names may change."""
    name, before, after = change
    return ["shown_if", conditions.told(before), conditions.told(after)] if name == "shown_if_json" else change


def _places(section_id):
    """The numbers of what a section asks, in order."""
    rows = Item.select(Item.id).where(Item.section == section_id, Item.is_retired == False)  # noqa: E712
    return [item.id for item in rows.order_by(Item.order, Item.id)]


def _put(item_id, section_id, place):
    """Let an item stand at a place among what the section asks, at the end where none is said."""
    order = [number for number in _places(section_id) if number != item_id]
    order.insert(len(order) if place is None else max(0, min(place, len(order))), item_id)
    for at, number in enumerate(order):
        Item.update(order=at, section=section_id).where(Item.id == number).execute()
