"""The pages of questions: `sheets` for those who fill one in; the rest for HR, who builds templates and scales."""
from flask import Blueprint, redirect, request

from ...kernel.doors import needs

bp = Blueprint("questions", __name__, url_prefix="/questions")


def deed(address, name, back):
    """A route that only writes; opened as a page, as after signing in, it leads back to where its button stands."""
    def again(**numbers):
        return redirect(back(**numbers), 303)
    again.__name__ = f"{name}_again"
    bp.add_url_rule(address, f"{name}_again", needs("edit_templates")(again))

    def decorate(view):
        bp.add_url_rule(address, name, needs("edit_templates")(view), methods=["POST"])
        return view
    return decorate


def sent():
    """What came with a form, or None where its page is only opened: its boxes then show what the row says."""
    return request.form if request.method == "POST" else None


from . import guest, items, library, preview, scales, sheets, templates  # noqa: E402,F401  each adds its routes to the blueprint
