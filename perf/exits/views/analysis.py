"""HR's analysis: filters as they like, everything with its n; comments by theme; turnover as plain facts; a workbook of aggregates."""
from datetime import date
from types import SimpleNamespace

from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, files, trail
from ...kernel.doors import needs, one
from ...kernel.web import fragment, go
from ...kernel.words import _
from ...kernel.workbook import workbook
from .. import access, analysis, books, findings, heads, overview, queries, scoring
from ..inputs import ThemeInput
from ..models import CLASSES, DIMENSIONS, Measure, RemarkTheme, Theme
from .blueprint import bp, number

AT_ONCE, MOST_PAGES = 50, 10 ** 6
FACTS = ("department", "manager", "role", "tenure")


def asked():
    """The filters of the address; what cannot be read counts as not chosen. Without a period the last twelve months."""
    given = request.args
    starts, ends = (_day(given.get(name)) for name in ("starts", "ends"))
    usual = analysis.period_of(clock.today())
    starts, ends = starts or (usual[0] if not ends else date(ends.year, 1, 1)), ends or usual[1]
    if starts > ends:
        starts, ends = ends, starts
    tenure, kind = given.get("tenure", ""), given.get("kind", "")
    return analysis.Filters(starts, ends, *(given.get(name, "")[:160] for name in ("department", "manager", "role")),
                            tenure if tenure in dict(scoring.BANDS) else "", kind if kind in CLASSES else "")


def _day(text):
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1950 <= found.year <= 2200 else None


def beside():
    return request.args.get("by") if request.args.get("by") in DIMENSIONS else ""


def address(filters, by=""):
    """What an address needs to come back to these filters."""
    said = {"starts": filters.starts.isoformat(), "ends": filters.ends.isoformat(), "department": filters.department, "manager": filters.manager,
            "role": filters.role, "tenure": filters.tenure, "kind": filters.kind, "by": by}
    return {name: value for name, value in said.items() if value}


@bp.get("/analysis/")
@needs("keep_exits")
def analyse():
    filters, by = asked(), beside()
    return render_template("exits/analysis.html", found=overview.overview(current_user, filters, by), filters=filters, by=by,
                           choices=analysis.choices(current_user), address=address(filters, by), span=analysis.span(current_user),
                           done=queries.actions_of(filters.starts, filters.ends))


@bp.get("/analysis.xlsx")
@needs("keep_exits")
def analysis_book():
    """Aggregates alone: no row is about one person."""
    filters, by = asked(), beside()
    trail.record("take_exit_figures", current_user, is_reading=True)
    content = workbook(books.tables(overview.overview(current_user, filters, by), by), current_user)
    return files.download(content, files.saved_as(_("Leaving"), filters.starts.isoformat(), filters.ends.isoformat(), ending="xlsx"), files.XLSX)


@bp.get("/analysis/comments")
@needs("keep_exits")
def comments():
    """What leavers wrote, with themes to sort them by. Whoever opens it stands in the log."""
    return comments_page()


def comments_page(form=None):
    filters, (theme, measure, at) = asked(), (number(request.args.get(name)) for name in ("theme", "question", "page"))
    at = min(at or 1, MOST_PAGES)
    theme = 0 if request.args.get("theme") == "none" else theme
    found = analysis.remarks(current_user, filters, theme, measure)
    whole, rows = found.count(), list(found.paginate(at, AT_ONCE))
    if rows:
        trail.record_reading("read_exit_comments", current_user, None, "leaving", None)
    return render_template("exits/comments.html", **_sorting(rows), filters=filters, theme=theme, measure=measure, page=at, whole=whole, at_once=AT_ONCE,
                           address={**address(filters), **_kept("theme", "question")}, questions=_written(), form=form or ThemeInput())


def _kept(*names):
    return {name: request.args[name] for name in names if request.args.get(name)}


def _written():
    return list(Measure.select().where(Measure.id.in_(access.remarks_to_read(current_user).select(access.ExitAnswer.measure))).order_by(Measure.order))


def _sorting(rows):
    tagged = {}
    for answer, theme in RemarkTheme.select(RemarkTheme.answer, RemarkTheme.theme).where(RemarkTheme.answer.in_([one.id for one in rows])).tuples():
        tagged.setdefault(answer, set()).add(theme)
    return {"rows": rows, "tagged": tagged, "themes": list(Theme.select().where(~Theme.is_archived).order_by(Theme.order, Theme.id))}


@bp.post("/analysis/comments/<int:remark_id>")
@needs("keep_exits")
def sort_comment(remark_id):
    """Which themes a comment is about."""
    answer = one(access.remarks_to_read(current_user), remark_id)
    form = ThemeInput()
    form.tries(findings.sort_remark, answer, [row for text in request.form.getlist("themes") if (row := number(text))], by=current_user)
    if request.htmx:
        return fragment("exits/_remark.html", one=answer, refused=form.form_errors, **_sorting([answer])), form.status if form.form_errors else 200
    return go(url_for(".comments", **_where_from()), " ".join(form.form_errors) or _("Sorted."))


def _where_from():
    """Back to the same part of the list."""
    return {name: request.args[name][:160] for name in ("starts", "ends", "department", "manager", "role", "tenure", "kind", "theme", "question", "page")
            if request.args.get(name)}


@bp.get("/analysis/comments/<int:remark_id>")
@needs("keep_exits")
def sort_comment_again(remark_id):
    one(access.remarks_to_read(current_user), remark_id)
    return go(url_for(".comments"))


@bp.post("/analysis/themes")
@needs("keep_exits")
def add_theme():
    form = ThemeInput(request.form)
    if form.validate() and form.tries(findings.add_theme, form.name.data, by=current_user):
        return go(url_for(".comments", **_where_from()), _("The theme is there."))
    return comments_page(form), form.status


@bp.post("/analysis/themes/<int:theme_id>/away")
@needs("keep_exits")
def put_theme_away(theme_id):
    findings.put_theme_away(one(access.themes_to_edit(current_user), theme_id), by=current_user)
    return go(url_for(".comments", **_where_from()), _("The theme is put away. Comments keep it."))


@bp.get("/analysis/themes")
@needs("keep_exits")
def theme_again():
    return go(url_for(".comments"))


@bp.get("/analysis/themes/<int:theme_id>/away")
@needs("keep_exits")
def put_theme_away_again(theme_id):
    one(access.themes_to_edit(current_user), theme_id)
    return go(url_for(".comments"))


@bp.get("/turnover/")
@needs("see_exits")
def turnover():
    """Head counts and turnover: facts, for HR, executives and the board. Class and regretted are HR's."""
    filters, by = asked(), request.args.get("by") if request.args.get("by") in FACTS else "department"
    people = heads.Heads(current_user)
    whole = heads.turnover(people, filters.starts, filters.ends).get(None)
    rates = heads.turnover(people, filters.starts, filters.ends, by)
    called = heads.names(people, by, rates)
    rows = sorted(((called.get(value) or "" if by != "tenure" else value or "", kinds) for value, kinds in rates.items()),
                  key=lambda row: _bands().get(row[0], 99) if by == "tenure" else (-row[1]["total"].leavers, str(row[0])))
    kinds = heads.KINDS if "hr" in current_user.powers else ("total", "first_year")
    return render_template("exits/turnover.html", filters=filters, by=by, rows=rows, whole=whole, kinds=kinds, address=address(filters, by),
                           years=years(people, filters.ends))


def _bands():
    return {name: place for place, (name, _below) in enumerate(scoring.BANDS)}


def years(people, ends):
    """Turnover of the five years of twelve months up to a day, the oldest first."""
    found = []
    for back in range(4, -1, -1):
        starts, last = analysis.period_of(date(ends.year - back, ends.month, 1))
        rates = heads.turnover(people, starts, last).get(None)
        if rates:
            found.append(SimpleNamespace(starts=starts, ends=last, rate=rates["total"]))
    return found
