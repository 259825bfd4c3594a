"""A review to keep: as a page for paper, and as a PDF of the same."""
from pathlib import Path

from flask import current_app, render_template
from flask_login import current_user

from ...kernel import clock, files, pdf
from ...kernel.doors import login_required, one
from .. import access, packets
from . import bp
from .reviews import note_reading

STYLE = Path("css/alone/packet.css")        # what a PDF is dressed in; the page on screen has the house's own style sheet


def shown(review_id):
    """What the packet shows to this reader, who is noted where they are neither of the two."""
    found = one(access.reviews_to_see(current_user), review_id)
    note_reading(found)
    return {**packets.packet(current_user, found), "made_at": clock.now()}


@bp.get("/<int:review_id>/packet")
@login_required
def packet(review_id):
    return page(shown(review_id))


def page(told):
    return render_template("reviews/packet.html", why_no_pdf=pdf.why_not(), **told)


@bp.get("/<int:review_id>/packet.pdf")
@login_required
def packet_pdf(review_id):
    told = shown(review_id)
    try:
        content = pdf.made(render_template("reviews/packet_pdf.html", **told), style_sheet())
    except pdf.Missing:
        return page(told)       # the same to print, with the reason beside it
    review = told["review"]
    return files.download(content, files.saved_as(review.person.name, review.cycle.name, ending="pdf"), files.PDF)


def style_sheet():
    return (current_app.assets.folder / STYLE).read_text()
