"""From a spreadsheet to the records: upload, columns, decisions, preview, import, and back again."""
from flask import Blueprint, abort, render_template, request, url_for
from flask_login import current_user

from ..kernel import clock, trail
from ..kernel.doors import fresh, needs, one
from ..kernel.errors import Refused
from ..kernel.files import XLSX, download
from ..kernel.once import again_is_fine
from ..kernel.web import go
from ..kernel.words import _
from . import actions, exporting, limits, queries, writing
from .access import uploads_of, uploads_to_work_on
from .inputs import UploadInput, columns_chosen
from .text_files import ENCODINGS

bp = Blueprint("exchange", __name__, url_prefix="/exchange")


@bp.url_value_preprocessor
def allow_a_file(endpoint, values):
    """A spreadsheet is larger than any form; the cap of the house holds everywhere else."""
    if endpoint == "exchange.receive":
        request.max_content_length = limits.FILE_BYTES + 200_000


def opened(upload_id):
    return queries.Job(one(uploads_to_work_on(current_user), upload_id))


@bp.get("/")
@needs("import")
def overview(given=None, status=200, kind="staff"):
    return render_template("exchange/overview.html", offers=queries.offers(), kind=kind, given=given or UploadInput(),
                           uploads=list(uploads_to_work_on(current_user)), past=queries.past()), status


@bp.post("/")
@needs("import")
def receive():
    given, kind = UploadInput(request.files), request.form.get("kind", "staff")
    if queries.offer(kind) is None:
        abort(404)
    if given.validate():
        content = given.file.data.stream.read(limits.FILE_BYTES + 1)
        if given.tries(actions.receive, current_user, kind, content, given.file.data.filename):
            return go(url_for(".columns", upload_id=given.result.id))
    return overview(given, 422, kind)


@bp.errorhandler(413)
def too_large(problem):
    """More than any list: said beside the field, where a smaller file can be chosen at once."""
    if request.endpoint != "exchange.receive" or not current_user.is_authenticated:
        return problem
    given = UploadInput()
    given.file.errors = [_("This file is larger than 5 MB. A list is far smaller: remove pictures and other sheets, or "
                           "save it as CSV.")]
    return overview(given, 413)


@bp.get("/template/<kind>.<ending>")
@needs("import")
def template(kind, ending):
    offer = queries.offer(kind) or abort(404)
    head = [column.label for column in offer.columns if column.name in offer.template]
    if ending == "xlsx":
        return download(writing.as_workbook(offer.title(), head), f"{kind}.xlsx", XLSX)
    return download(writing.as_csv(head, []), f"{kind}.csv") if ending == "csv" else abort(404)


@bp.get("/<int:upload_id>/columns")
@needs("import")
def columns(upload_id, problem=None, chosen=None, status=200):
    job = opened(upload_id)
    return render_template("exchange/columns.html", job=job, columns=queries.columns(job, chosen), problem=problem,
                           encodings=ENCODINGS if job.sheet.encoding else {}), status


@bp.post("/<int:upload_id>/columns")
@needs("import")
def match(upload_id):
    upload, chosen = opened(upload_id).upload, columns_chosen(request.form)
    try:
        actions.match_columns(upload, chosen, request.form.getlist("clear"))
    except Refused as no:
        return columns(upload_id, no.words, chosen, no.status)
    return go(url_for(".decisions" if opened(upload_id).plan().open else ".preview", upload_id=upload_id))


@bp.post("/<int:upload_id>/encoding")
@needs("import")
def encoding(upload_id):
    try:
        actions.read_again(opened(upload_id).upload, request.form.get("encoding"))
    except Refused as no:
        return columns(upload_id, no.words, None, no.status)
    return go(url_for(".columns", upload_id=upload_id), _("The file was read again. Look whether the letters are right now."))


@bp.get("/<int:upload_id>/decisions")
@needs("import")
def decisions(upload_id, status=200):
    job = opened(upload_id)
    return render_template("exchange/decisions.html", job=job, plan=job.plan(), names=job.offer.names(),
                           titles=job.offer.titles()), status


@bp.post("/<int:upload_id>/decisions")
@needs("import")
def decide(upload_id):
    actions.answer(opened(upload_id).upload, request.form)
    still = opened(upload_id).plan().open
    if any(question.problem for question in still):
        return decisions(upload_id, 422)
    if still:
        return go(url_for(".decisions", upload_id=upload_id), _("Your answers raise another question; it stands below."))
    return go(url_for(".preview", upload_id=upload_id))


@bp.get("/<int:upload_id>/preview")
@needs("import")
def preview(upload_id, problem=None, status=200):
    job = opened(upload_id)
    plan = job.plan()
    states = [state for state, count in plan.counts.items() if count]
    state = request.args.get("show") if request.args.get("show") in plan.counts else states[0]
    lines, page, pages = queries.shown(plan, state, request.args.get("page", 1, int))
    return render_template("exchange/preview.html", job=job, plan=plan, state=state, lines=job.offer.told(plan, lines),
                           page=page, pages=pages, problem=problem), status


@bp.get("/<int:upload_id>/refused.csv")
@needs("import")
def refused(upload_id):
    upload = one(uploads_of(current_user), upload_id)
    if upload.import_id is None:
        job = queries.Job(upload)
        upload.refused = writing.refused_rows(job.plan(), job.sheet, job.choices)
    if not upload.refused:
        abort(404)
    trail.record("download_refused_rows", current_user, kind="upload", row_id=upload.id)
    return download(upload.refused, "refused-rows.csv")


@bp.post("/<int:upload_id>/import")
@needs("import")
def take_in(upload_id):
    upload = one(uploads_of(current_user), upload_id)
    try:
        import_id = actions.take_in(upload, seen=request.form.get("seen", ""), by=current_user)
    except Refused as no:
        return preview(upload_id, no.words, no.status)
    return go(url_for(".result", import_id=import_id))


@bp.post("/<int:upload_id>/drop")
@needs("import")
def drop(upload_id):
    actions.drop(opened(upload_id).upload)
    return go(url_for(".overview"), _("The file is forgotten; nothing was changed."))


@bp.get("/imports/<int:import_id>")
@needs("import")
def result(import_id):
    offer, kept, by = queries.kept_one(import_id) or abort(404)
    return render_template("exchange/result.html", offer=offer, kept=kept, by=by, counted=offer.counted(kept),
                           stays=offer.stays(kept), upload=queries.refused_rows_of(current_user, kept))


@bp.post("/imports/<int:import_id>/undo")
@needs("import")
def undo(import_id):
    offer, kept, _by = queries.kept_one(import_id) or abort(404)
    try:
        actions.take_back(offer.name, kept, by=current_user)
    except Refused as no:
        return go(url_for(".result", import_id=import_id), no.words)
    return go(url_for(".result", import_id=import_id), _("The import is taken back."))


@bp.get("/export")
@needs("export")
@fresh
def exports(problem=None, status=200):
    return render_template("exchange/exports.html", offered=exporting.offered(), only=request.args.get("only"), problem=problem), status


@bp.post("/export")
@needs("export")
@fresh
@again_is_fine
def take_along():
    try:
        content = exporting.take_along(current_user, set(request.form.getlist("table")))
    except Refused as no:
        return exports(no.words, no.status)
    return download(content, f"perf-{clock.today()}.xlsx", XLSX)
