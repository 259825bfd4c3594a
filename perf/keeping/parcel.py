"""The file about oneself: one ZIP with a page to read, the same as JSON, and each table as CSV."""
import io
import json
import zipfile
from datetime import date, datetime
from decimal import Decimal

from flask import render_template

from ..kernel import clock, words
from ..kernel.cells import as_csv
from ..kernel.words import _
from . import queries
from .models import FileDecision

WITHHOLD = "withhold"


def parcel(person, *, request=None, for_others=False):
    """The bytes of the ZIP. With a released request also the texts that HR gave; `for_others`: without what is private."""
    sections = [section for section in queries.sections(person) if section.columns and not (for_others and section.is_private)]
    shown = {"person": person, "sections": sections, "made_at": clock.now(), "request": request, "said": said,
             "left_out": for_others, "waiting": None if request else queries.passages(person), **_released(person, request)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("about-me.html", render_template("keeping/file.html", **shown))
        whole.writestr("about-me.json", json.dumps(_as_data(shown), ensure_ascii=False, indent=1))
        for section in sections:
            rows = [[_plain(cell) for cell in row] for row in section.rows]
            whole.writestr(f"tables/{section.key}.csv", "\ufeff" + as_csv(section.columns, rows))
            for name, key in section.files:
                whole.writestr(f"files/{name}", section.content(key))
    return out.getvalue()


def _released(person, request):
    """What HR decided: texts given, texts withheld with the reason, and what is only named."""
    if request is None:
        return {"given": [], "withheld": [], "named": []}
    decided = list(FileDecision.select().where(FileDecision.request == request.id).order_by(FileDecision.where, FileDecision.id))
    return {"given": [one for one in decided if one.verdict != WITHHOLD], "withheld": [one for one in decided if one.verdict == WITHHOLD],
            "named": [passage for _title, passage in queries.passages(person) if passage.is_named_only]}


def said(cell):
    """A value as a page shows it."""
    if isinstance(cell, datetime):
        return words.exactly(cell)
    if isinstance(cell, date):
        return words.day(cell, near=False, year=True)
    if isinstance(cell, Decimal):
        return words.quantity(cell)
    return {None: "", True: _("yes"), False: _("no")}[cell] if cell is None or isinstance(cell, bool) else str(cell)


def _plain(cell):
    """A value as a table keeps it."""
    return "" if cell is None else cell.isoformat(sep=" ") if isinstance(cell, datetime) else cell


def _as_data(shown):
    return {"person": shown["person"].name, "made_at": shown["made_at"].isoformat(),
            "sections": [{"key": section.key, "title": section.title,
                          "rows": [dict(zip(section.columns, (str(cell) if isinstance(cell, (date, datetime, Decimal)) else cell for cell in row)))
                                   for row in section.rows]} for section in shown["sections"]],
            "texts_of_others": [{"where": one.where, "author": one.author, "text": one.text, "reason": one.reason} for one in shown["given"]],
            "withheld": [{"where": one.where, "reason": one.reason} for one in shown["withheld"]],
            "named": [{"where": passage.where, "author": "" if passage.hides_author else passage.author} for passage in shown["named"]]}
