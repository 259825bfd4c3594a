"""The pages of roles: `reading` for everybody; `writing`, `lists`, `competencies` and `departments` for HR."""
from flask import Blueprint, url_for

from ...kernel.web import go
from ...kernel.words import _

bp = Blueprint("roles", __name__, url_prefix="/roles")


def level_names():
    return {1: _("1 · Beginning"), 2: _("2 · Partly"), 3: _("3 · Solid"), 4: _("4 · Strong"), 5: _("5 · Leads the way")}


def times_words():
    """How much a competency counts, in words."""
    return {10_000: _("once"), 20_000: _("twice"), 30_000: _("three times")}


def to_draft(role_id, say=None, anchor=None):
    """On to the draft of a role."""
    return go(url_for("roles.edit", role_id=role_id) + (f"#{anchor}" if anchor else ""), say)


from . import competencies, departments, lists, reading, writing  # noqa: E402,F401  each adds its routes to the blueprint
