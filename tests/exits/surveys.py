"""An invented exit survey with the mess that real ones have, and its figures worked out apart, in plain SQL on a file of its own."""
import csv
import io
import random
import sqlite3

CODES = ["SA", "A", "A", "A", "N", "D", "SD", "K", "N/A", ""]          # nobody explains the K
QUESTIONS = ["Induction and handover", "Chances to move on", "How I was led", "Support by colleagues", "Health & Safety", "Say in decisions"]
TICKED = {"New career elsewhere": "growth", "Family/caring": "family", "Moved away": "relocation", "Bad health": "family", "Too much work, no balance": "workload",
          "Noise in the office": None, "None of these": None}
CLASSES = ["Resignation-New post", "Resignation-Other", "Age Retirement", "Contract Expired", "Termination", "Other"]
DAYS = ["2012", "2013", "12-Aug", "13-Jan", "09/2013", "2014", "13-Dec", "Not Stated"]
HEAD = ["ID", "SeparationType", "Cease Date", "Start Date", "Role Start Date", "Position", "Region", *TICKED, *QUESTIONS,
        "How likely are you to recommend us as an employer?", "Would you work here again?", "What should we do otherwise?", "Gender", "Age",
        "Disability", "South Sea"]
DAY = "2014-06-30"                          # of rows that name none


def rows(count=60, seed=11):
    rng = random.Random(seed)
    for number in range(1, count + 1):
        yield [str(number), rng.choice(CLASSES), DAYS[number % len(DAYS)], rng.choice(["2001", "1999", "2008", "Not Stated"]), "2010",
               rng.choice(["Carer", "Cook", ""]), rng.choice(["North", "South", "Not Stated"]),
               *["TRUE" if rng.random() < 0.2 else "FALSE" for _one in TICKED], *[rng.choice(CODES) for _one in QUESTIONS],
               rng.choice([*map(str, range(11)), "N/A", ""]), rng.choice(["Yes", "No", ""]), rng.choice(["", "", f"Fewer forms, please ({number})."]),
               rng.choice(["F", "M"]), rng.choice(["26-30", "61 or older"]), rng.choice(["Yes", "N/A", ""]), rng.choice(["Yes", "N/A"])]


def text(head=None, given=None):
    out = io.StringIO()
    csv.writer(out).writerows([head or HEAD, *(given or rows())])
    return out.getvalue()


class Apart:
    """The same CSV in a database of its own; nothing of Perf takes part."""

    def __init__(self, content):
        head, *body = csv.reader(io.StringIO(content.removeprefix("\ufeff")))
        self.head, self.db = head, sqlite3.connect(":memory:")
        self.db.execute(f"CREATE TABLE survey ({', '.join(self._name(one) + ' TEXT' for one in head)})")
        self.db.executemany(f"INSERT INTO survey VALUES ({', '.join('?' * len(head))})", body)

    def _name(self, heading):
        return '"' + heading.replace('"', '""') + '"'

    def ask(self, sql):
        return self.db.execute(sql).fetchall()

    def favourable(self, heading):
        """(agree and strongly agree, answered)."""
        name = self._name(heading)
        return self.ask(f"SELECT SUM({name} IN ('A', 'SA')), SUM({name} IN ('A', 'SA', 'N', 'D', 'SD')) FROM survey")[0]

    def by_class_and_year(self, kind, day, missing):
        """{(class, year): leavers}; the rules for classes stand here a second time, in SQL."""
        kind, day = self._name(kind), self._name(day)
        year = (f"CASE WHEN {day} GLOB '[12][0-9][0-9][0-9]' THEN {day} WHEN {day} LIKE '%/%' THEN substr({day}, -4) "
                f"WHEN {day} LIKE '%-%' THEN CAST(2000 + CAST(substr({day}, 1, instr({day}, '-') - 1) AS INT) AS TEXT) ELSE '{missing}' END")
        klass = (f"CASE WHEN {kind} LIKE '%Retirement%' THEN 'retirement' WHEN {kind} LIKE 'Resignation%' THEN 'voluntary' "
                 f"WHEN {kind} LIKE 'Contract%' THEN 'end' WHEN {kind} = 'Termination' THEN 'involuntary' ELSE 'other' END")
        return {(one, int(two)): count for one, two, count in self.ask(f"SELECT {klass}, {year}, COUNT(*) FROM survey GROUP BY 1, 2")}

    def ticked(self, headings):
        """How many rows tick at least one of these."""
        return self.ask("SELECT SUM(" + " OR ".join(f"{self._name(one)} = 'TRUE'" for one in headings) + ") FROM survey")[0][0]
