"""A workbook of many tables, written row by row straight into its zip: faster than openpyxl writes, and with nothing on the disk on the way."""
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from . import clock
from .cells import letter, safe
from .words import _

LONGEST = 32_767            # what a cell of a workbook holds
NARROW, WIDE, TITLE, SHORT = 12, 44, 31, 200
EPOCH, FIRST_YEAR = date(1899, 12, 30), 1901        # days are counted; of 1900 programs think differently
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")     # in no XML at all: workbooks, drawings
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]+")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
PACKED = 3                  # quickly; nobody keeps it for the last kilobyte
PLAIN, BOLD, DAY, MOMENT = range(4)     # as styles.xml lists them

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN, OFFICE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE, KIND = "http://schemas.openxmlformats.org/package/2006", "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
          '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
          '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
          '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf fontId="1" applyFont="1"/>'
          '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs>'
          '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>')


def workbook(tables, me):
    """The bytes of a workbook with a sheet for each table, as this reader may read them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKED) as packed:
        for name, content in _frame([NOT_IN_TITLE.sub(" ", table.title)[:TITLE] for table in tables]):
            packed.writestr(name, content)
        for number, table in enumerate(tables, 1):
            with packed.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in _sheet(table, me):
                    part.write(piece.encode())
    return out.getvalue()


def _frame(titles):
    """The parts that say which sheets there are."""
    numbers = range(1, len(titles) + 1)
    kinds = "".join(f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{KIND}.worksheet+xml"/>' for number in numbers)
    sheets = "".join(f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>' for number, title in zip(numbers, titles))
    ties = "".join(_tie(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    yield "[Content_Types].xml", (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{kinds}</Types>')
    yield "_rels/.rels", f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{_tie(1, "officeDocument", "xl/workbook.xml")}</Relationships>'
    yield "xl/workbook.xml", f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    yield "xl/_rels/workbook.xml.rels", (f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{ties}'
                                         f'{_tie(len(titles) + 1, "styles", "styles.xml")}</Relationships>')
    yield "xl/styles.xml", STYLES


def _tie(number, kind, target):
    return f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def _sheet(table, me):
    letters = [letter(at) for at in range(len(table.head))]
    widths = "".join(f'<col min="{at}" max="{at}" width="{min(max(NARROW, len(name) + 4), WIDE)}" customWidth="1"/>'
                     for at, name in enumerate(table.head, 1))
    yield (f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
           f'state="frozen"/></sheetView></sheetViews><cols>{widths}</cols><sheetData>')
    yield _row(1, letters, table.head, BOLD)
    for number, row in enumerate(table.rows(me), 2):
        yield _row(number, letters, row)
    yield "</sheetData></worksheet>"


def _row(number, letters, values, style=PLAIN):
    cells = "".join([_cell(at, number, value, style) for at, value in zip(letters, values) if value is not None and value != ""])
    return f'<row r="{number}">{cells}</row>'


def _cell(at, number, value, style):
    if isinstance(value, str):
        return f'<c r="{at}{number}" s="{style}" t="inlineStr">{_inside(value) if len(value) < SHORT else _inside.__wrapped__(value)}</c>'
    kept = plain(value)
    if isinstance(kept, str):
        return f'<c r="{at}{number}" s="{style}" t="inlineStr">{_inside(kept)}</c>'
    if isinstance(kept, date):
        return f'<c r="{at}{number}" s="{MOMENT if isinstance(kept, datetime) else DAY}"><v>{_serial(kept)}</v></c>'
    figure = f"{kept:f}" if isinstance(kept, Decimal) else kept
    return f'<c r="{at}{number}" s="{style}"><v>{figure}</v></c>'


@lru_cache(2048)
def _inside(text):
    """What stands inside the cell of a text; names, questions and states come again and again."""
    return f'<is><t xml:space="preserve">{escape(plain(text))}</t></is>'


@lru_cache(2048)
def _serial(value):
    """A day, or a moment, as the number of days that a workbook keeps."""
    if isinstance(value, datetime):
        return f"{(value.date() - EPOCH).days + (value.hour * 3600 + value.minute * 60 + value.second) / 86400:.10f}"
    return (value - EPOCH).days


def plain(value):
    """A value as a cell keeps it: numbers as numbers, dates as dates, texts never as formulas."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        text = NOT_IN_XML.sub("", value).replace("\r\n", "\n").replace("\r", "\n")
        return LOOKS_ESCAPED.sub("_x005F_", safe(text))[:LONGEST]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return _here(value, clock.zone())
    if isinstance(value, date):
        return value if value.year >= FIRST_YEAR else value.isoformat()
    return value if isinstance(value, (int, Decimal)) else plain(str(value))


@lru_cache(2048)
def _here(moment, _zone):
    """A stored moment as the organisation's clocks showed it."""
    return clock.local(moment).replace(tzinfo=None, microsecond=0)
