"""Questions of a template that are asked only if an earlier one was answered so: what may be waited for, what is refused, and how it is said."""
import json
from itertools import groupby

from ..kernel.errors import Refused
from ..kernel.words import _
from . import asking
from .models import Item, Scale, Section, Template

WAITED_FOR = ("choice", "choices", "yesno", "agreement", "recommend", "rating")


def offered(kind, options=(), levels=()):
    """[(answer, words)]: what a question of a kind can be waited for with, as the answer names it."""
    if kind in ("choice", "choices"):
        return [(str(number), option) for number, option in enumerate(options)]
    if kind == "rating":
        return [(str(level["value"]), level["label"]) for level in levels]
    return {"yesno": [("yes", _("Yes")), ("no", _("No"))], "agreement": [(str(number), _(label)) for number, label in enumerate(asking.AGREEMENT, 1)],
            "recommend": [(str(level), str(level)) for level in asking.RECOMMEND]}.get(kind, [])


def answers_of(item):
    return offered(item.kind, item.options, item.section.template.scale.levels if item.kind == "rating" else ())


def in_order(template_id):
    """What a template asks, as the form has it."""
    return list(Item.select(Item, Section, Template, Scale).join(Section).join(Template).join(Scale)
                .where(Section.template == template_id, Item.is_retired == False)  # noqa: E712
                .order_by(Section.order, Section.id, Item.order, Item.id))


def earlier(section, item=None):
    """The questions that one of this section, or a new one at its end, may wait for."""
    rows, place = in_order(section.template_id), (section.order, section.id)
    numbers = [row.id for row in rows]
    before = rows[:numbers.index(item.id)] if item and item.id in numbers else [row for row in rows if (row.section.order, row.section_id) <= place]
    return [row for row in before if row.kind in WAITED_FOR]


# what is refused

def checked(section, shown_if, item=None):
    """A condition as it is kept, or a refusal. Whatever is not waited for any more is asked always."""
    if not shown_if:
        return ""
    number = shown_if["item"]
    if item and number == item.id:
        raise Refused(_("A question cannot wait for its own answer. Choose one that stands above it."), "waits_for")
    on = next((row for row in earlier(section, item) if row.id == number), None)
    if on is None:
        later = next((row for row in in_order(section.template_id) if row.id == number), None)
        raise Refused(_("“%(prompt)s” stands below this one, or is asked in words, so its answer is not known yet. Move it up first, or choose "
                        "another.",
                        prompt=later.prompt) if later else _("That question is not asked in this template. Choose one that is."), "waits_for")
    return _kept(on, shown_if["is"])


def _kept(on, answers):
    known = [answer for answer, _words in answers_of(on)]
    if not answers or set(answers) - set(known):
        raise Refused(_("Tick at least one answer to “%(prompt)s” after which this is asked, or let it be asked always.", prompt=on.prompt),
                      "waits_for")
    return json.dumps({"item": on.id, "is": [answer for answer in known if answer in answers]})


def check_order(template_id):
    """After a move: whatever waits stands below what it waits for."""
    rows = in_order(template_id)
    place = {row.id: (number, row) for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        at, on = place.get(row.shown_if["item"], (-1, None)) if row.shown_if else (-1, None)
        if at > number:
            raise Refused(_("“%(waits)s” is asked only after an answer to “%(on)s”, so it has to stay below it. Let it be asked always first, or "
                            "move both.",
                            waits=row.prompt, on=on.prompt))


def check_not_waited_for(template_id, going):
    """Before questions are asked no more: nothing that stays waits for them."""
    for row in in_order(template_id):
        if row.shown_if and row.shown_if["item"] in going and row.id not in going:
            on = Item.get_by_id(row.shown_if["item"])
            raise Refused(_("“%(waits)s” is asked only after an answer to “%(on)s”. Let it be asked always first, or take it out as well.",
                            waits=row.prompt, on=on.prompt))


def check_still_asked(item):
    """Before a question comes back: what it waits for is asked."""
    on = Item.get_or_none(Item.id == item.shown_if["item"]) if item.shown_if else None
    if on and on.is_retired:
        raise Refused(_("“%(waits)s” is asked only after an answer to “%(on)s”, which is asked no more. Ask that one again first.",
                        waits=item.prompt, on=on.prompt))


# in words

def told(shown_if_json):
    """A condition in words, of the numbers that an item keeps."""
    said = json.loads(shown_if_json) if shown_if_json else None
    on = Item.get_or_none(Item.id == said["item"]) if said else None
    return in_words(on.prompt, answers_of(on), said["is"]) if on else ""


def in_words(prompt, answers, chosen):
    """“What would have kept you?”: Better pay or A way up. Figures that follow each other are said as a range."""
    labels, others = ([label for answer, label in answers if (answer in chosen) is wanted] for wanted in (True, False))
    if len(others) == 1 and len(labels) > 2 and not others[0].isdigit():
        return _("“%(prompt)s”: anything but %(other)s", prompt=prompt, other=others[0])
    if labels and all(label.isdigit() for label in labels):
        labels = _ranges([int(label) for label in labels])
    said = _("%(first)s or %(last)s", first=", ".join(labels[:-1]), last=labels[-1]) if len(labels) > 1 else "".join(labels)
    return _("“%(prompt)s”: %(answers)s", prompt=prompt, answers=said)


def _ranges(figures):
    """0, 1, 2, 3, 7 as 0–3, 7."""
    runs = [[figure for _place, figure in run] for _key, run in groupby(enumerate(figures), key=lambda pair: pair[1] - pair[0])]
    return [text for run in runs for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]


def words_of(parts):
    """{item: words} for the questions of an outline that wait for one of it."""
    items = {item.id: item for part in parts for item in part.items}
    pairs = [(item, items[item.shown_if["item"]]) for item in items.values() if item.shown_if and item.shown_if["item"] in items]
    return {item.id: in_words(on.prompt, answers_of(on), item.shown_if["is"]) for item, on in pairs}
