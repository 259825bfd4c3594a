"""The blueprint, and the words that every page of leaving uses."""
import re

from flask import Blueprint, request

from ...kernel import words
from ...kernel.cookies import named
from ...kernel.words import _
from ...questions import queries as questions
from .. import codes, frames, links, scoring, wording

COOKIE = "leaving"
bp = Blueprint("exits", __name__, url_prefix="/exits")


def sent():
    """What was sent, or None where a page is only opened: an unticked box of nothing sent would untick what stands."""
    return request.form if request.method == "POST" else None


@bp.app_context_processor
def exit_words():
    return {"exit_words": wording, "exit_part": wording.part, "exit_reason_said": wording.reason_said, "exit_when": frames.when, "per_cent": per_cent, "exit_rounded": scoring.rounded,
            "asked_rows": questions.asked_rows, "guest_code": guest_code}


@bp.app_template_filter("exit_reason")
def reason(name):
    return _(wording.REASONS[name])


@bp.app_template_filter("exit_narrowed")
def narrowed(chosen):
    """What a filter is narrowed down to, in words."""
    return wording.part(*chosen)


@bp.app_template_filter("exit_pair")
def pair(row):
    """(what it is called, its facts) of a part in a report."""
    return row[0], row[1:]


def guest_code():
    """The code by which a leaver without an account goes on on another device."""
    link, may = links.link_of(request.cookies.get(named(COOKIE), "")[:100])
    return codes.told(link) if may else ""


def again(below, view, *deeds):
    """The addresses of deeds, opened instead of sent: each under a name of its own, so that each stands in the access table."""
    for deed in deeds:
        name = re.sub(r"[^a-z]+", "_", re.sub(r"<[^>]*>", "one", f"{below}/{deed}").lower()).strip("_")
        bp.add_url_rule(f"{below}/{deed}", endpoint=f"{name}_again", view_func=view)


def number(text):
    """The number of a row that somebody sent, or None where it cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 18 else None


def per_cent(value, places=0):
    """A share as people read it; "–" where there is nothing to divide by."""
    return "–" if value is None else _("%(value)s %%", value=words.decimals(scoring.rounded(value, places), places))
