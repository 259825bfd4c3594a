"""What was done to a template, in words; and what a change would do to the forms."""
import json

from ..kernel import modules, words
from ..kernel.words import _, n_
from . import conditions, versions
from .editing import COMMENT_CHOICES, TEMPLATE_KIND_CHOICES, TOPIC_CHOICES, weight_text

DID = {     # %(named)s is the question or section that it was done to
    "found": _("As it was when versions began to be kept"), "starter": _("Came with the installation"), "add_template": _("Made"),
    "copy_template": _("Copied from “%(named)s”"), "take_template_in": _("Taken in from a file"),
    "change_template": _("Changed the template itself"), "archive_template": _("Archived"), "bring_template_back": _("Brought back"),
    "add_section": _("Added the section “%(named)s”"), "change_section": _("Changed the section “%(named)s”"),
    "move_section": _("Moved the section “%(named)s”"), "remove_section": _("Took the section “%(named)s” out"),
    "add_item": _("Added the question “%(named)s”"), "mend_item": _("Mended the question “%(named)s”"),
    "copy_item": _("Copied the question “%(named)s”"), "move_item": _("Moved the question “%(named)s”"),
    "retire_item": _("Asks “%(named)s” no more"), "bring_item_back": _("Asks “%(named)s” again"),
    "add_from_library": _("Added from the library: %(named)s"), "keep_in_library": _("Kept “%(named)s” in the library"),
    "change_weights": _("Changed weights"), "change_scale": _("The words or thresholds of its scale were changed"),
}
FIELDS = {"name": _("Name"), "kind": _("What it is for"), "about": _("In a sentence or two"), "scale": _("Rating scale"), "title": _("Heading"),
          "weight": _("Weight"), "prompt": _("Question"), "help": _("Help"), "options_json": _("Choices"), "authors": _("Who answers"),
          "asks_comment": _("Comment"), "is_required": _("Must be answered"), "may_be_na": _("May be not applicable"),
          "is_for_hr": _("For HR alone"), "anchors_json": _("What the levels mean here"), "topic": _("Topic"),
          "shown_if": _("Asked only if")}
SAID = {"kind": dict(TEMPLATE_KIND_CHOICES), "topic": dict(TOPIC_CHOICES), "asks_comment": dict(COMMENT_CHOICES)}
AUTHORS = {"self": _("the employee"), "manager": _("the manager"), "peer": _("peers"), "upward": _("reports"), "leaver": _("whoever leaves")}


def running(template):
    """Where a template is in use: dicts of name, state, url, from whichever rooms use it."""
    return modules.gather("asks_with", template.id)


def version_words(version):
    """One line on what a version changed."""
    told = versions.told(version)
    return _(DID.get(told["did"], told["did"])) % {"named": told.get("named", "")}


def changes_of(version):
    """[(what, before, after)] in words."""
    told = versions.told(version)
    return ([(_(FIELDS.get(name, name)), _value(name, before), _value(name, after)) for name, before, after in told.get("changes", ())]
            + [(named, weight_text(before), weight_text(after)) for named, before, after in told.get("weights", ())])


def _value(name, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "weight":
        return weight_text(value)
    if name in ("options_json", "anchors_json"):
        return _listed(value)
    if name == "authors":
        return author_words(value)
    return _(SAID.get(name, {}).get(value, str(value)))


def _listed(text):
    found = json.loads(text)
    return "; ".join(found if isinstance(found, list) else [f"{level}: {words_said}" for level, words_said in found.items()])


def author_words(authors):
    """Who answers, in words, of the names as an item keeps them."""
    return words.several(_(AUTHORS[author]) for author in authors.split() if author in AUTHORS)


def waits_in_file(content, item):
    """When a question of a kept version is asked, in words; nothing where it is asked always."""
    waits = item.get("shown_if")
    if not waits:
        return ""
    on = [one for section in content["sections"] for one in section["items"]][waits["question"] - 1]
    return conditions.in_words(on["prompt"], conditions.offered(on["kind"], on["options"], content["scale"]["levels"]), waits["is"])


def touched_words(open_ones, done):
    """What a change does to the forms there are, for whoever makes it."""
    if not open_ones and not done:
        return _("No form was made with it yet.")
    return " ".join((
        n_("%(num)s form is open: it shows the change at once, and every answer in it stays.",
           "%(num)s forms are open: they show the change at once, and every answer in them stays.", open_ones) if open_ones
        else _("No form is open."),
        n_("%(num)s is submitted: it stays as it was submitted, and so does its score.",
           "%(num)s are submitted: they stay as they were submitted, and so do their scores.", done) if done
        else _("None is submitted yet.")))
