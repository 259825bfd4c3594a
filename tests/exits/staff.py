"""A staff list with leavers, and its figures worked out apart, in plain SQL on a database of its own."""
import csv
import io
import random
import re
import sqlite3
from datetime import date, datetime

WHYS = ["career change", "more money", "Another position", "hours", "retiring", "no-call, no-show", "return to school", "relocation out of area"]
HEAD = ["Employee_Name", "EmpID", "RaceDesc", "Position", "Department", "ManagerName", "DateofHire", "DateofTermination", "TermReason", "EmploymentStatus"]
LEADERS = [("Achterberg, Noor  ", "Executive Director", "Leadership", "Board of Directors", "01/10/05", ""),
           ("Quill, Jonas  T", "Programme Manager", "Family Services  ", "Noor Achterberg", "07/05/11", ""),
           ("Oduya,Grace", "Team Lead", "Family Services", "Jonas T. Quill", "03/30/15", "06/30/17"),
           ("Ferreira da Luz, Inês", "Finance Manager", "Finance", "Noor  Achterberg ", "03/30/09", "")]


def text(count=40, seed=5):
    rng = random.Random(seed)
    people = list(LEADERS)
    for number in range(count):
        hired = date(rng.randint(2009, 2016), rng.randint(1, 12), rng.randint(1, 28))
        has_left = rng.random() < 0.5
        left = date(rng.randint(2017, 2019), rng.randint(1, 12), rng.randint(1, 28)) if has_left else None
        boss, department = rng.choice([("jonas t. quill", "Family Services "), ("Grace Oduya", "Family Services"), ("Ines Ferreira da Luz", "Finance")])
        people.append((f"Invented, Person{'abcdefghij'[number % 10]}{'klmnop'[number // 10]}", rng.choice(["Case Worker", "Cook"]), department, boss,
                       f"{hired:%m/%d/%y}", f"{left:%m/%d/%y}" if left else ""))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for number, (name, role, department, boss, hired, left) in enumerate(people, 1):
        why = rng.choice(WHYS) if left else "N/A-StillEmployed"
        status = rng.choice(["Voluntarily Terminated", "Terminated for Cause"]) if left else "Active"
        writer.writerow([name, 500 + number, "White", role, department, boss, hired, left, why, status])
    return out.getvalue()


def plain(name):
    """First name first, without signs and initials."""
    last, comma, first = name.partition(",")
    flat = re.sub(r"[.\s]+", " ", f"{first} {last}" if comma else name).lower().replace("ê", "e").split()
    return " ".join(part for part in flat if len(part) > 1)


def day(text):
    return datetime.strptime(text, "%m/%d/%y").date().isoformat() if text.strip() else ""


HERE = "{0}.hired <= {1} AND ({0}.gone = '' OR {0}.gone >= {1})"


class Apart:
    """The same list in a database of its own; nothing of Perf takes part."""

    def __init__(self, content):
        self.db = sqlite3.connect(":memory:")
        self.db.execute("CREATE TABLE staff (name TEXT, manager TEXT, department TEXT, hired TEXT, gone TEXT, status TEXT, why TEXT)")
        for row in csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))):
            self.db.execute("INSERT INTO staff VALUES (?, ?, ?, ?, ?, ?, ?)", (
                plain(row["Employee_Name"]), plain(row["ManagerName"]), row["Department"].strip(), day(row["DateofHire"]), day(row["DateofTermination"]),
                row["EmploymentStatus"], row["TermReason"]))

    def leavers(self, column):
        """{(department, class, why … , year): leavers}."""
        sql = {"department": "department", "why": "why", "class": "CASE status WHEN 'Voluntarily Terminated' THEN 'voluntary' ELSE 'involuntary' END"}[column]
        rows = self.db.execute(f"SELECT {sql}, CAST(substr(gone, 1, 4) AS INT), COUNT(*) FROM staff WHERE gone <> '' GROUP BY 1, 2")
        return {(one, year): count for one, year, count in rows}

    def leavers_by_manager(self):
        """Of the day on which they left: where the manager had left, the next one above; where their seat was not there yet, as the list says."""
        return self._led("SELECT name, gone, manager FROM staff WHERE gone <> ''", "CAST(substr(day, 1, 4) AS INT)")

    def heads(self, on):
        sql = f"SELECT department, COUNT(*) FROM staff WHERE {HERE.format('staff', '?')} GROUP BY 1"
        return dict(self.db.execute(sql, (on.isoformat(), on.isoformat())))

    def heads_by_manager(self, on):
        found = self._led(f"SELECT name, '{on}', manager FROM staff WHERE {HERE.format('staff', repr(str(on)))}", "0", "s.hired <= up.day")
        return {manager: count for (manager, _zero), count in found.items()}

    def _led(self, whom, year, also="1"):
        return {(manager, when): count for manager, when, count in self.db.execute(f"""
            WITH RECURSIVE up (name, day, manager) AS (
                {whom} UNION ALL SELECT up.name, up.day, s.manager FROM up JOIN staff s ON s.name = up.manager WHERE s.gone <> '' AND s.gone < up.day)
            SELECT up.manager, {year}, COUNT(*) FROM up LEFT JOIN staff s ON s.name = up.manager
            WHERE up.manager <> 'board of directors' AND (s.name IS NULL OR (s.gone = '' OR s.gone >= up.day) AND {also}) GROUP BY 1, 2""")}
