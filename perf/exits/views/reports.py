"""Reports for everybody but HR: published once, of a period that is over; to read, to print, as PDF and as a workbook."""
from datetime import date
from fractions import Fraction
from pathlib import Path

from flask import current_app, render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, files, pdf, trail
from ...kernel.doors import login_required, needs, one
from ...kernel.web import go
from ...kernel.words import _
from ...kernel.workbook import workbook
from .. import access, books, queries, reporting, scoring, showing
from ..inputs import PublicationInput
from ..models import FEW, Publication
from .blueprint import bp, sent

STYLE = Path("css/alone/packet.css")


@bp.get("/reports/")
@login_required
def reports():
    found = list(access.publications_to_read(current_user).order_by(Publication.ends.desc()))
    return render_template("exits/reports.html", publications=found, may_publish="hr" in current_user.powers,
                           has_desk=bool(current_user.powers & access.READ_ALL))


@bp.route("/reports/new", methods=["GET", "POST"])
@needs("keep_exits")
def publish():
    """What is published is never reckoned anew; so how many it is about is read first."""
    starts, ends = _days() or queries.next_period()
    form = PublicationInput(sent(), name=_("Leavers %(year)s", year=ends.year), starts=starts, ends=ends)
    if request.method == "POST" and form.validate() and form.tries(reporting.publish, form.name.data, starts=form.starts.data, ends=form.ends.data,
                                                                   dimension=form.dimension.data, audience=form.audience.data, few=form.few.data, by=current_user):
        return go(url_for(".publication", publication_id=form.result.id), _("Published. It stays as it is."))
    days = (form.starts.data or starts, form.ends.data or ends)
    return render_template("exits/report_new.html", form=form, about=queries.about_to_publish(*days), days=days, few=form.few.data or FEW), \
        form.status if request.method == "POST" else 200


def _days():
    """Other days that were chosen, to be told how many they are about."""
    try:
        starts, ends = (date.fromisoformat(request.args.get(name, "")) for name in ("starts", "ends"))
    except ValueError:
        return None
    return (starts, ends) if 1950 <= starts.year <= ends.year <= 2200 and starts <= ends else None


@bp.get("/reports/<int:publication_id>")
@login_required
def publication(publication_id):
    return render_template("exits/publication.html", why_no_pdf=pdf.why_not(), **shown(publication_id))


def shown(publication_id):
    found = one(access.publications_to_read(current_user), publication_id)
    figures = reporting.figures_for(current_user, found)
    before = access.publications_to_read(current_user).where(Publication.ends < found.starts).order_by(Publication.ends.desc()).first()
    return {"one": found, "told": found.told, "groups": showing.grouped(figures), "showing": showing, "before": before,
            "front": showing.front(figures, reporting.figures_for(current_user, before) if before else []), "rate": rate, "months": scoring.months(found.starts, found.ends),
            "done": queries.actions_of(found.starts, clock.today()), "made_at": clock.now()}


def rate(fact, months):
    """(leavers, average headcount, per cent, first-year leavers, their per cent) of the facts of a part."""
    leavers, first, top, bottom = fact
    average = Fraction(top, bottom)
    return scoring.turnover(leavers, average, months), scoring.turnover(first, average, months)


@bp.get("/reports/<int:publication_id>.pdf")
@login_required
def publication_pdf(publication_id):
    told = shown(publication_id)
    try:
        content = pdf.made(render_template("exits/publication_pdf.html", **told), (current_app.assets.folder / STYLE).read_text())
    except pdf.Missing:
        return render_template("exits/publication.html", why_no_pdf=pdf.why_not(), **told)
    return files.download(content, files.saved_as(told["one"].name, ending="pdf"), files.PDF)


@bp.get("/reports/<int:publication_id>.xlsx")
@login_required
def publication_book(publication_id):
    found = one(access.publications_to_read(current_user), publication_id)
    trail.record("take_exit_figures", current_user, is_reading=True)
    content = workbook(books.of_publication(found, reporting.figures_for(current_user, found)), current_user)
    return files.download(content, files.saved_as(found.name, ending="xlsx"), files.XLSX)


