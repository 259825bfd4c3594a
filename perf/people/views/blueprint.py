"""The blueprint that every file of this folder adds its routes to, and the way back for addresses that only take what is sent."""
from flask import Blueprint, url_for

from ...kernel.web import go

bp = Blueprint("people", __name__, url_prefix="/people")


def leads_back(address, name, door, where):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    def again(**numbers):
        return go(where(**numbers))
    again.__name__ = f"{name}_again"
    bp.add_url_rule(address, f"{name}_again", door(again))


def page_of(person_id, anchor=""):
    return url_for("people.person", person_id=person_id) + (f"#{anchor}" if anchor else "")
