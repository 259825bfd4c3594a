"""From the items of a template to the questions that one person is asked: plain values, ready to be kept."""
import hashlib
import json

from ..kernel.words import _
from .models import REVIEWERS

STORED = ("section_id", "section_title", "section_about", "section_weight", "section_order", "kind", "prompt", "help",
          "options_json", "levels_json", "weight", "weight_base", "order", "is_required", "may_be_na", "asks_comment", "part",
          "is_for_hr", "about_id", "key", "topic", "shown_if_json")
LATER = ("about_id", "key", "topic", "shown_if_json")   # told by a fingerprint only where they say something, so that older ones stay true
AGREEMENT = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
RECOMMEND = range(11)   # 0 not at all likely, 10 extremely likely
MOST_OF_ONE = 1000      # more questions an item never expands to


def questions(outline, levels_json, author_kind, role, values):
    """The question rows for one kind of author and one role: all but those about what a single person has.

    outline: (section, items) in order; role: {"duties": [...], "needs": [...]} as read at this moment; values: rows.
    """
    return [_row(section, item, order, *filled) for section, item in _asked_of(author_kind, outline) if not item.is_of_person
            for order, filled in enumerate(_expanded(item, levels_json, role, values))]


def questions_of_person(outline, levels_json, author_kind, subjects):
    """The question rows about what one person has: one for each, weighed by its own weight. subjects: {kind: [Subject]}."""
    made = []
    for section, item in _asked_of(author_kind, outline):
        found = [one for one in subjects.get(item.kind, ()) if author_kind in REVIEWERS or not one.is_private] if item.is_of_person else []
        whole = sum(one.weight for one in found)
        made += [_row(section, item, order, one.title, one.help, _own(levels_json, item), one.weight, whole, one.number)
                 for order, one in enumerate(found[:MOST_OF_ONE])]
    return made


def _asked_of(author_kind, outline):
    return [(section, item) for section, items in outline for item in items if author_kind in item.authors.split()]


def renewed(old, item, section, levels_json):
    """A question as it is asked after its item, section or scale changed: what it was made of when the sheet was made stays."""
    row = {name: getattr(old, name) for name in STORED}
    row.update(_given(item, section), weight=item.weight * old.part, order=item.order * MOST_OF_ONE + old.order % MOST_OF_ONE)
    if not item.expands:
        row.update(prompt=item.prompt, help=item.help)
    if item.is_rated:
        row["levels_json"] = _reworded(old.levels_json, levels_json) if item.kind == "competencies" else _own(levels_json, item)
    return {"item": item.id, "fingerprint": fingerprint(item.id, row), **row}


def _expanded(item, levels_json, role, values):
    """(prompt, help, levels, part, base) for each question that the item comes to; it weighs part ÷ base of the item."""
    if item.kind == "duties":
        return _duties(item, _own(levels_json, item), role)
    if item.kind == "competencies":
        return _competencies(levels_json, role)
    if item.kind == "values":
        return [(value.name, value.meaning, _own(levels_json, item), 1, len(values)) for value in values]
    return [(item.prompt, item.help, _levels_of(item, levels_json), 1, 1)]


def _levels_of(item, levels_json):
    """The levels that a single question offers: those of the template's scale, or its kind's own."""
    own = {"agreement": enumerate(AGREEMENT, 1), "recommend": ((value, str(value)) for value in RECOMMEND)}
    if item.kind in own:
        return json.dumps([{"value": value, "label": label} for value, label in own[item.kind]])
    return _own(levels_json, item) if item.is_rated else "[]"


def _duties(item, levels_json, role):
    """One question a duty, weighed by its share of the role; without any, the role as a whole is asked about."""
    duties = role["duties"]
    if not duties:
        return [(_("Carries out what the role is there for"), item.help, levels_json, 1, 1)]
    whole = sum(duty.weight for duty in duties)
    return [(duty.text, _duty_help(duty), levels_json, duty.weight, whole) for duty in duties]


def _duty_help(duty):
    kind = _("Essential duty") if duty.is_essential else _("Further duty")
    share = _("%(kind)s, %(share)s %% of the role.", kind=kind, share=round(duty.weight / 100))
    return f"{share} {_('Good looks like: %(success)s', success=duty.success)}" if duty.success else share


def _competencies(levels_json, role):
    """One question a competency, with its own behaviour at levels 1, 3 and 5, weighed by the role's weights."""
    needs = role["needs"]
    whole = sum(need.weight for need in needs)
    return [(need.competency.name, _need_help(need), _anchored(levels_json, need.competency), need.weight, whole) for need in needs]


def _need_help(need):
    return " ".join(filter(None, [need.competency.meaning, _("The role needs level %(level)s.", level=need.level)]))


def _anchored(levels_json, competency):
    levels = json.loads(levels_json)
    if len(levels) == 5:
        for index, text in ((0, competency.level_1), (2, competency.level_3), (4, competency.level_5)):
            levels[index] = {**levels[index], "anchor": text or levels[index].get("anchor", "")}
        for index in (1, 3):
            levels[index] = {**levels[index], "anchor": ""}
    return json.dumps(levels)


def _own(levels_json, item):
    """The levels with the words that the item has of its own for them."""
    if item.anchors_json == "{}":
        return levels_json
    return json.dumps([{**level, "anchor": item.anchors.get(level["value"], level.get("anchor", ""))} for level in json.loads(levels_json)])


def _reworded(old_json, levels_json):
    """Labels and thresholds of the scale, with what was seen of a competency at each level when the sheet was made."""
    old, levels = json.loads(old_json), json.loads(levels_json)
    if len(old) == len(levels):
        levels = [{**level, "anchor": was.get("anchor", "")} for level, was in zip(levels, old)]
    return json.dumps(levels)


def _given(item, section):
    """What a question has from its item and section, whatever it expands to."""
    return dict(section_id=section.id, section_title=section.title, section_about=section.about, section_weight=section.weight,
                section_order=section.order, options_json=item.options_json, is_required=item.is_required, may_be_na=item.may_be_na,
                asks_comment=item.asks_comment, is_for_hr=item.is_for_hr, key=item.key, topic=item.topic, shown_if_json=item.shown_if_json)


def _row(section, item, order, prompt, help_text, levels_json, part, base, about_id=None):
    row = dict(_given(item, section), kind="rating" if item.is_rated else item.kind, prompt=prompt[:300], help=help_text,
               levels_json=levels_json, weight=item.weight * part, part=part, weight_base=base or 1, order=item.order * MOST_OF_ONE + order,
               about_id=about_id)
    return {"item": item.id, "fingerprint": fingerprint(item.id, row), **row}


def fingerprint(item_id, row):
    """Equal questions are kept once; anything mended makes another one."""
    told = [row[name] for name in STORED if name not in LATER or name == "about_id" and row[name] is not None]
    told += [f"{name}={row[name]}" for name in LATER[1:] if row[name]]
    text = json.dumps([item_id, *told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
