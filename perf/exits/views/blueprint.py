"""The blueprint, and the words that every page of leaving uses."""
from flask import Blueprint, request

from ...kernel import words
from ...kernel.words import _
from .. import frames, scoring, wording

bp = Blueprint("exits", __name__, url_prefix="/exits")


def sent():
    """What was sent, or None where a page is only opened: an unticked box of nothing sent would untick what stands."""
    return request.form if request.method == "POST" else None


@bp.app_context_processor
def exit_words():
    return {"exit_words": wording, "exit_part": wording.part, "exit_when": frames.when, "per_cent": per_cent, "exit_rounded": scoring.rounded}


def per_cent(value, places=0):
    """A share as people read it; "–" where there is nothing to divide by."""
    return "–" if value is None else _("%(value)s %%", value=words.decimals(scoring.rounded(value, places), places))
