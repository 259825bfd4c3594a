"""What can be done with the library: the questions for leavers to choose from, core ones and those of one's own."""
import json
import re

from ..kernel import live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _, n_, plain
from . import items
from .building import changed
from .models import TOPICS, Item, LibraryQuestion

KINDS = ("agreement", "recommend", "text", "choice", "choices", "yesno", "number")      # a rating means what a template's scale says


@write()
def add_question(kind, prompt, *, help="", options=(), topic="", by=None):
    """One of our own. Its key never changes, so that its figures compare wherever it is asked."""
    _check(kind, options, topic)
    last = LibraryQuestion.select().order_by(LibraryQuestion.order.desc()).first()
    made = LibraryQuestion.create(key=_free_key(prompt), kind=kind, prompt=prompt, help=help, options_json=json.dumps(list(options)), topic=topic,
                                  is_core=False, order=last.order + 1 if last else 0)
    _told("add_library_question", made, by)
    return made


@write()
def mend_question(question, *, version, prompt, help="", options=(), topic="", by=None):
    """Of a core one the help alone. Templates that ask it keep what they ask."""
    now = LibraryQuestion.get_by_id(question.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this question meanwhile. Look at what is different, and save again."), now)
    if now.is_core and (prompt, list(options), topic) != (now.prompt, now.options, now.topic):
        raise Refused(_("This is a core question: its figures compare over the years because its words stay. Mend its help, or add a question of "
                        "your own instead."), "prompt")
    if len(options) < len(now.options):
        raise Refused(_("Answers that were given point to these choices by their place. Mend their words or add more at the end, "
                        "but keep each one."), "options")
    _check(now.kind, options, topic)
    LibraryQuestion.update(prompt=prompt, help=help, options_json=json.dumps(list(options)), topic=topic, version=version + 1).where(
        LibraryQuestion.id == now.id).execute()
    _told("mend_library_question", now, by)


@write()
def archive_question(question, *, by=None):
    """Not offered any more. Templates that ask it go on."""
    _archive(question, True, "archive_library_question", by)


@write()
def bring_question_back(question, *, by=None):
    _archive(question, False, "bring_library_question_back", by)


def _archive(question, is_archived, did, by):
    if LibraryQuestion.update(is_archived=is_archived).where(LibraryQuestion.id == question.id, LibraryQuestion.is_archived != is_archived).execute():
        _told(did, question, by)


@write()
def add_to_template(section, chosen, *, by=None):
    """Some of them, by their numbers, at the end of a section, in the order of the library. All or none."""
    found = list(LibraryQuestion.select().where(LibraryQuestion.id.in_(list(chosen)), LibraryQuestion.is_archived == False)  # noqa: E712
                 .order_by(LibraryQuestion.order, LibraryQuestion.id))
    if not found:
        raise Refused(_("Tick at least one question to add."))
    items.check_key(section.template_id, [one.key for one in found])
    made = [_asked(section, one) for one in found]
    named = f"“{found[0].prompt}”" if len(found) == 1 else n_("%(num)s question", "%(num)s questions", len(found))
    changed(section.template_id, "add_from_library", by, added=[item.id for item in made], named=named)
    return made


def _asked(section, one):
    """A question of the library as an item. Nobody has to answer it before they go."""
    items.check_room(section)
    given = items.fitting(one.kind, options=one.options, **items.fitting_template(section.template, one.kind, {
        "help": one.help, "is_required": False, "may_be_na": False, "asks_comment": "no", "key": one.key, "topic": one.topic}))
    return Item.create(section=section, kind=one.kind, prompt=one.prompt, options_json=one.options_json,
                       order=Item.select().where(Item.section == section).count(), **given)


@write()
def keep_in_library(item, *, by=None):
    """A question of a template, for others to ask as well; from now on its answers are counted together."""
    now = Item.get_by_id(item.id)
    if now.key:
        raise Refused(_("This question is in the library already."))
    if item.section.template.kind != "exit":
        raise Refused(_("The library is for questions to leavers."))
    made = add_question(now.kind, now.prompt, help=now.help, options=now.options, topic=now.topic, by=by)
    Item.update(key=made.key).where(Item.id == now.id).execute()
    changed(item.section.template_id, "keep_in_library", by, added=[now.id], named=now.prompt)
    return made


def _check(kind, options, topic):
    if kind not in KINDS:
        raise Refused(_("A question of that kind means what its template says. Choose another kind."), "kind")
    if topic not in ("", *TOPICS):
        raise Refused(_("There is no such topic."), "topic")
    items.fitting(kind, options=options, authors="leaver")


def _free_key(prompt):
    """A name that no question has yet, here or in a template."""
    stem = "own_" + (re.sub("[^a-z0-9]+", "_", plain(prompt)).strip("_")[:40] or "question")
    taken = {key for model in (LibraryQuestion, Item) for key, in model.select(model.key).where(model.key.startswith(stem)).tuples()}
    return next(key for key in (stem, *(f"{stem}_{number}" for number in range(2, 10_000))) if key not in taken)


def _told(did, question, by):
    trail.record(did, by, kind="library_question", row_id=question.id)
    live.changed("library", 1)
