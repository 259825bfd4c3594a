"""Lists that go out: one to start from, and the rows that were refused."""
from ..kernel.cells import as_csv
from ..kernel.tables import Table
from ..kernel.words import _
from ..kernel.workbook import workbook


def as_workbook(title, head):
    """An .xlsx with headings and nothing else."""
    return workbook([Table("list", title, tuple(head), lambda me: ())], None)


def refused_rows(plan, sheet, choices):
    """The refused rows with their reasons, in the columns that are used, to be mended and sent again."""
    lines = [line for line in plan.lines if line.state == "refused" or line.again]
    if not lines:
        return ""
    kept = sorted(int(column) for column, name in choices.matching.items() if name)
    head = [*[sheet.headings[at] for at in kept], _("Row in the file"), _("Why it was not taken")]
    return as_csv(head, [[*[line.cells[at] for at in kept], line.number, " ".join(line.reasons or line.notes)] for line in lines])
