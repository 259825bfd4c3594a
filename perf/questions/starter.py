"""The rating scale, the values and the review templates to start from."""
import json
from collections import namedtuple

from ..kernel.db import write
from ..settings import actions as settings
from ..settings import queries as known
from .models import Item, Scale, Section, Template

StarterTemplate = namedtuple("StarterTemplate", "name kind about sections")
StarterSection = namedtuple("StarterSection", "title about weight items")


@write()
def add_starter_templates():
    """Write scale, values and templates, each unless it is there by name. Returns the annual template."""
    add_starter_values()
    scale, _is_new = Scale.get_or_create(name=SCALE_NAME, defaults={"levels_json": json.dumps(SCALE)})
    annual, *_others = [_add(written, scale) for written in TEMPLATES]
    return annual


@write()
def add_starter_values():
    """Give an organisation that has written down no values four to begin with."""
    if not known.values():
        settings.keep_values(VALUES)


def _add(written, scale):
    template, is_new = Template.get_or_create(name=written.name, kind=written.kind,
                                              defaults={"about": written.about, "scale": scale})
    for order, section in enumerate(written.sections if is_new else ()):
        row = Section.create(template=template, title=section.title, about=section.about, order=order,
                             weight=section.weight * 10000)
        for place, (kind, prompt, more) in enumerate(section.items):
            Item.create(section=row, kind=kind, prompt=prompt, order=place, **more)
    return template


SCALE_NAME = "Five levels"
SCALE = [{"value": value, "label": label, "anchor": anchor} for value, label, anchor in (
    (1, "Not yet", "What the role needs here is mostly still missing, or others have to step in."),
    (2, "Partly", "Some of it works; the rest needs help or a reminder."),
    (3, "Solid", "Does what the role needs, dependably and without help."),
    (4, "Strong", "Often does more than the role needs, and others notice."),
    (5, "Leads the way", "Shows others how it is done; the work of the whole team is better for it."),
)]

VALUES = [
    ("People first", "We start from what the person in front of us needs, and treat everybody with respect."),
    ("Honest and open", "We say what we know and what we do not, own our mistakes, and account for every gift."),
    ("Stronger together", "We share what we know, ask for help, and build on what others have begun."),
    ("Keep learning", "We ask what our work changes, listen to the answer, and try again."),
]

_SELF, _MANAGER = {"authors": "self"}, {"authors": "manager"}
_VOLUNTARY, _PLAIN = {"is_required": False}, {"asks_comment": "no", "may_be_na": False}
_DUTIES = ("duties", "How well did each duty of the role go?",
           {"help": "Think of the whole period, not only of the last weeks."})
_COMPETENCIES = ("competencies", "What does the work show of each competency?",
                 {"help": "Choose the level whose description comes closest to what was seen."})
_VALUES = ("values", "How much of our values was to be seen in the daily work?", {})

TEMPLATES = [StarterTemplate(name, kind, about, [StarterSection(*section) for section in sections]) for
             name, kind, about, sections in (
    ("Annual review", "annual", "The yearly look back and ahead, in four parts. Half an hour for each writer.", (
        ("Duties and results", "What the role is there for, and what came of it in this period.", 40, (
            _DUTIES,
            ("text", "What are you proud of in this period, and what did it change?", {**_SELF, **_PLAIN}),
            ("text", "What got in your way, and what would have helped?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("text", "Which results stand out, and what did they change?", {**_MANAGER, **_PLAIN}),
        )),
        ("Competencies of the role", "How the work was done. Each level is described by what one can see.", 30,
         (_COMPETENCIES,)),
        ("Values", "What we stand for as an organisation, in daily work.", 20, (_VALUES,)),
        ("Growth", "What was learned, and what comes next.", 10, (
            ("rating", "Learns from experience and takes up new ways of working",
             {"may_be_na": False, "help": "Compare the end of the period with its beginning."}),
            ("choice", "In which direction would you like your work to go?",
             {**_SELF, **_VOLUNTARY, "may_be_na": False, "options_json": json.dumps([
                 "Deeper into what I do now", "Broader, with new kinds of tasks", "Towards leading people",
                 "Towards another role here", "I am happy where I am", "I do not know yet"])}),
            ("yesno", "Did you have the time and means to learn what your work needs?", {**_SELF, "may_be_na": False}),
            ("yesno", "Have the two of you agreed on a next step for learning?", {**_MANAGER, "may_be_na": False}),
            ("text", "What should be different a year from now, and what is the first step?", _PLAIN),
        )),
    )),
    ("Mid-year conversation", "midyear", "A short look at how the year is going, while there is time to change it.", (
        ("Duties so far", "Where the work stands at half-time.", 100, (_DUTIES,)),
        ("The months ahead", "What to keep, what to change, what is needed.", 0, (
            ("text", "What goes well and should stay as it is?", _PLAIN),
            ("text", "What do you need, and from whom?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("text", "What will you do to help?", {**_MANAGER, **_PLAIN}),
        )),
    )),
    ("Probation review", "probation", "The decision at the end of the first months, with its reasons.", (
        ("The new role", "How the first months went, duty by duty.", 50, (_DUTIES,)),
        ("Competencies of the role", "What could be seen so far; not applicable is a fair answer.", 30, (_COMPETENCIES,)),
        ("Values", "What we stand for as an organisation, in daily work.", 20, (_VALUES,)),
        ("Arriving and staying", "What helped, what was missing, how it goes on.", 0, (
            ("yesno", "Is the work what you expected when you came?", {**_SELF, "may_be_na": False}),
            ("text", "What would have made the start easier?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("choice", "How should it go on?", {**_MANAGER, "may_be_na": False, "options_json": json.dumps([
                "The probation is passed", "Extend the probation", "End the employment"])}),
        )),
    )),
)]
