"""An invented staff list with the mess that real ones have, and small tools to try it on the import."""
import csv
import io
from datetime import date

from perf.exchange.reading import read
from perf.kernel import clock
from perf.people.staff.offer import STAFF

TODAY = date(2026, 11, 23)
HEAD = ["Employee_Name", "EmpID", "MaritalDesc", "RaceDesc", "Sex", "Salary", "DOB", "Position", "Department",
        "ManagerName", "ManagerID", "DateofHire", "DateofTermination", "EmploymentStatus"]
MESSY = [   # name, number, position, department, manager, manager's number, hired, left, status
    ("Achterberg, Noor  ", "20001", "Executive Director", "Leadership   ", "Board of Directors", "9", "01/10/11", "", "Active"),
    ("Quill, Jonas  T", "20002", "Programme Manager", "Family Services   ", "Noor Achterberg", "1", "07/05/11", "", "Active"),
    ("Ferreira da Luz, Inês", "20003", "Finance Manager", "Finance", "Noor  Achterberg ", "1", "03/30/15", "", "Active"),
    ("Oduya,Grace", "20004", "Case Worker ", "Family Services   ", "Jonas Quill", "2", "09/29/14", "", "Active"),
    ("Marsh, Eleanor P.", "20005", "Case Worker", "Family Services", "jonas t. quill", "2", "02/17/14", "", "Active"),
    ("Tanaka, Hiro ", "20006", "Accountant I", "Finance", "Ines Ferreira da Luz", "3", "05/16/11", "06/16/16",
     "Voluntarily Terminated"),
    ("Kowalczyk, Piotr", "20007", "Case Worker", "Family Services", "Delphine Amara", "4", "11/11/13", "", "Active"),
    ("Ibsen, Solveig  ", "20008", "Case Worker", "Family Services", "Delphine Amara", "4", "01/05/09", "09/24/12",
     "Voluntarily Terminated"),
    ("Rahimi, Leila", "20009", "Outreach Worker", "Family Services", "Delphine Amara", "4", "07/02/12", "", "Active"),
    ("O'Brien-Sato, Ken", "20010", "Fundraiser", "Fundraising", "Noor Achterberg", "1", "04/01/13", "10/31/18",
     "Terminated for Cause"),
    ("Vega, Marisol", "20011", "Fundraiser", "Fundraising", "Noor Achterberg", "1", "08/15/16", "", "Active"),
    ("Petrov, Ivan", "20012", "Bookkeeper", "Finance", "Ines Ferreira da Luz", "", "06/02/14", "", "Active"),
]


def messy_rows():
    for name, number, role, department, manager, manager_id, hired, left, status in MESSY:
        yield [name, number, "Single", "White", "F", "52000", "07/10/83", role, department, manager, manager_id, hired, left,
               status]


def text_of(head, rows, separator=","):
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([head, *rows])
    return out.getvalue()


def messy(separator=",", encoding="utf-8-sig"):
    return text_of(HEAD, messy_rows(), separator).encode(encoding)


def sheet_of(head, *rows):
    return read(text_of(head.split(",") if isinstance(head, str) else head,
                        [row.split(",") if isinstance(row, str) else row for row in rows]).encode())


def choices_for(sheet, **more):
    matching = {at: one.field for at, one in enumerate(STAFF.guess(sheet.headings, sheet.rows)) if one.field}
    return STAFF.choices(matching, **more)


def planned(sheet, **more):
    return STAFF.plan(sheet, choices_for(sheet, **more))


def answered(sheet, **more):
    """Choices with each open question answered as it is guessed."""
    answers = dict(more.pop("answers", {}))
    for _round in range(5):
        found = planned(sheet, answers=answers, **more)
        if not found.open:
            break
        answers.update({question.key: question.guess for question in found.open if question.key not in answers})
    return choices_for(sheet, answers=answers, **more)


def take_in(sheet, by=None, **more):
    """Plan with every guess, import, and give both back."""
    choices = answered(sheet, **more)
    found = STAFF.plan(sheet, choices)
    return STAFF.apply(sheet, choices, seen=found.digest, by=by), found


def line_of(found, number):
    return next(line for line in found.lines if line.number == number)


def at(day=TODAY):
    return clock.at(day)
