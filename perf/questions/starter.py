"""The rating scale, the values and the review templates to start from."""
import json
from collections import namedtuple

from ..kernel.db import write
from ..settings import actions as settings
from ..settings import queries as known
from . import leavers, versions
from .models import Item, Scale, Section, Template

StarterTemplate = namedtuple("StarterTemplate", "name kind about sections")
StarterSection = namedtuple("StarterSection", "title about weight items")


@write()
def add_starter_templates():
    """Write scale, values and templates, each unless it is there by name. Returns the annual template."""
    add_starter_values()
    scale, _is_new = Scale.get_or_create(name=SCALE_NAME, defaults={"levels_json": json.dumps(SCALE)})
    annual, *_others = [_add(written, scale) for written in TEMPLATES]
    leavers.add_library()
    leavers.add_sets(scale)
    return annual


def missing():
    """The names of the ready-made templates that are not there."""
    had = set(Template.select(Template.name, Template.kind).tuples())
    known = [(written.name, written.kind) for written in TEMPLATES] + [(name, "exit") for name, _about, _sections in leavers.SETS]
    return [one[0] for one in known if one not in had]


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
            weight = {"weight": 0} if more.get("is_for_hr") else {}
            Item.create(section=row, kind=kind, prompt=prompt, order=place, **{**more, **weight})
    if is_new:
        versions.remember(template.id, "starter")
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
_PEER, _UPWARD, _BOARD = {"authors": "peer"}, {"authors": "upward"}, {"authors": "self manager peer"}
_VOLUNTARY, _PLAIN = {"is_required": False}, {"asks_comment": "no", "may_be_na": False}
_DUTIES = ("duties", "How well did each duty of the role go?",
           {"help": "Think of the whole period, not only of the last weeks."})
_COMPETENCIES = ("competencies", "What does the work show of each competency?",
                 {"help": "Choose the level whose description comes closest to what was seen."})
_GOALS = ("goals", "What came of each goal?", {"help": "Look at what was agreed, and at what stood in the way."})
_VALUES = ("values", "How much of our values was to be seen in the daily work?", {})

TEMPLATES = [StarterTemplate(name, kind, about, [StarterSection(*section) for section in sections]) for
             name, kind, about, sections in (
    ("Annual review", "annual", "The yearly look back and ahead, in four parts, and the goals of whoever has some. Half an hour for each writer.", (
        ("Duties and results", "What the role is there for, and what came of it in this period.", 40, (
            _DUTIES,
            ("text", "What are you proud of in this period, and what did it change?", {**_SELF, **_PLAIN}),
            ("text", "What got in your way, and what would have helped?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("text", "Which results stand out, and what did they change?", {**_MANAGER, **_PLAIN}),
        )),
        ("Goals", "What was agreed for this period, and what came of it.", 25, (_GOALS,)),
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
        ("Goals so far", "What was agreed for this year, and how far it is.", 100, (_GOALS,)),
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
            ("text", "What does your decision rest on, and what comes next?",
             {**_MANAGER, **_PLAIN, "help": "Whether it is passed, extended or ended is asked when you submit."}),
        )),
    )),
    ("The first 30, 60 and 90 days", "days", "A short look after each of the first three months. Ten minutes for each writer.", (
        ("Arriving", "Whether the start goes as it should.", 0, (
            ("yesno", "Do you know what is expected of you in the next month?", {**_SELF, "may_be_na": False}),
            ("choice", "How much of what you need have you got: access, tools, introductions?",
             {**_SELF, "may_be_na": False, "options_json": json.dumps(["All of it", "Most of it", "Too little"])}),
            ("text", "What do you still need, and from whom?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("yesno", "Have the two of you met as often as was agreed?", {"may_be_na": False}),
        )),
        ("The work", "What could be seen so far; not applicable is a fair answer.", 100, (
            ("rating", "Finds the way into the duties of the role",
             {"help": "Measured against what can be expected by now, not against somebody who has been here for years."}),
            ("rating", "Works together with the team and with those we are here for", {}),
            ("rating", "Asks, listens and learns", {}),
        )),
        ("The next month", "One or two things, each with a day.", 0, (
            ("text", "What went well, and what was harder than expected?", {**_SELF, **_PLAIN}),
            ("text", "What should be the first thing to get right by the next look?", {**_MANAGER, **_PLAIN}),
            ("yesno", "Would you advise to look closer before the probation ends?", {**_MANAGER, "may_be_na": False, "is_for_hr": True,
                                                                                     "is_required": False}),
        )),
    )),
    ("Project review", "project", "What a piece of work came to, while everybody still remembers.", (
        ("Results", "What was agreed, and what was reached.", 60, (
            ("rating", "Reached what the project was there for", {"asks_comment": "required"}),
            ("rating", "Kept to time and means, or said early where that was not possible", {}),
        )),
        ("Working together", "How it was reached.", 40, (
            ("rating", "Kept others informed and took their work into account", {}),
            ("text", "What should the next project take over from this one?", _PLAIN),
            ("text", "What would you do differently?", {**_SELF, **_PLAIN}),
        )),
    )),
    ("Feedback to one's manager", "upward", "What a team tells its manager, gathered so that nobody is known by an answer. Five minutes.", (
        ("Direction and means", "Whether one can do one's work.", 34, (
            ("rating", "I know what is expected of me", _UPWARD),
            ("rating", "I get what I need to do my work well, or hear why not", _UPWARD),
        )),
        ("Support and growth", "Whether one is seen.", 33, (
            ("rating", "My manager takes time for me and listens", _UPWARD),
            ("rating", "I get feedback that helps me to do better", _UPWARD),
        )),
        ("Fairness and trust", "Whether one can speak up.", 33, (
            ("rating", "Work and recognition are shared out fairly", _UPWARD),
            ("rating", "I can say when something goes wrong, and something happens then", _UPWARD),
            ("text", "What should your manager keep doing?", {**_UPWARD, **_PLAIN, **_VOLUNTARY}),
            ("text", "What one thing would make the biggest difference?", {**_UPWARD, **_PLAIN, **_VOLUNTARY,
                                                                           "help": "Write it so that it could come from anybody in the team."}),
        )),
    )),
    ("Feedback from peers", "peer", "What colleagues see who work with somebody often. Five minutes for each.", (
        ("Working together", "Only what you have seen yourself; not applicable is a fair answer.", 100, (
            ("rating", "Can be relied on", _PEER),
            ("rating", "Shares what others need to know, in time", _PEER),
            ("rating", "Helps others, and asks for help", _PEER),
            ("rating", "Takes different views seriously", _PEER),
        )),
        ("In your words", "A situation, what was done, and what came of it helps more than an adjective.", 0, (
            ("text", "What do you value in working together?", {**_PEER, **_PLAIN}),
            ("text", "What one thing would make it easier?", {**_PEER, **_PLAIN, **_VOLUNTARY}),
        )),
    )),
    ("Executive director, by the board", "board", "The board's yearly review of the executive director: the director's own view beside the board's.", (
        ("Mission and plan", "Where the organisation was to be a year on, and where it is.", 30, (
            ("rating", "Keeps programmes true to the mission, and moves the plan forward", {**_BOARD, "asks_comment": "required"}),
            ("rating", "Knows whether the work changes anything, and says so honestly", _BOARD),
        )),
        ("Money and compliance", "Whether the board can sleep.", 25, (
            ("rating", "Works within the budget, and brings surprises to the board early", _BOARD),
            ("rating", "Keeps to law, grant terms and our own policies", _BOARD),
        )),
        ("People", "Whether good people come, grow and stay.", 20, (
            ("rating", "Builds a team that could go on without any single person", _BOARD),
            ("rating", "Leads so that people speak up", _BOARD),
        )),
        ("Funds and the public", "Whether others trust us.", 15, (
            ("rating", "Wins and keeps funders, partners and the community", _BOARD),
        )),
        ("Working with the board", "What each side needs of the other.", 10, (
            ("rating", "Gives the board what it needs to govern, and leaves governing to it", _BOARD),
            ("text", "What were the three most important results of the year?", {**_BOARD, **_PLAIN}),
            ("text", "What should the board do differently?", {**_SELF, **_PLAIN, **_VOLUNTARY}),
            ("text", "What are the two or three priorities for the coming year?", {**_BOARD, **_PLAIN}),
        )),
    )),
)]
