"""What the invented organisation kept before Perf: a spreadsheet of two years of reviews, and a signed paper or two."""
from datetime import datetime, time, timedelta

from ..exchange import actions as exchange
from ..exchange.queries import Job
from ..reviews import files
from ..reviews.models import EarlierReview

HEAD = "Employee ID,Name,Year,Score,Scale,Level,Summary,Written by"
WORDS = {5: {2: "Developing", 3: "Solid", 4: "Strong", 5: "Leads the way"}, 4: {1: "Not yet", 2: "Partly", 3: "Fully", 4: "Beyond"}}
SAID = (
    "Took over the waiting list in March and answers every family within two days. Next year: share how with the others.",
    "Reliable when it mattered, above all in the weeks of the flood. Reports came late twice; we agreed on a day for them.",
    "Found her way into a new field quickly and asks the right questions. Should say sooner when too much comes at once.",
    "Runs the Thursday group by himself by now. We spoke about training in first conversations for the autumn.",
    "Keeps the books so that the audit took a day. Would like to learn grant reporting, and will.",
    "Calm with difficult callers. The new form was her idea and saves each of us an hour a week.",
)
WRITERS = ("R. Callaghan, former director", "M. Healy", "The management committee")
MOST = 16


class Before:
    def __init__(self, story):
        self.story = story

    def plan(self):
        """A few days before the first round, when HR brings the old list along."""
        self.story.at(datetime.combine(self.story.rounds[0].launch_day - timedelta(days=4), time(11)), self._bring_in)

    def _bring_in(self):
        story, last = self.story, self.story.begins.year - 1
        lines = [line for year, levels in ((last - 1, 4), (last, 5)) for line in self._lines(year, levels)]
        if not lines:
            return
        sent = "\n".join([HEAD, *lines]).encode()
        upload = exchange.receive(story.hana, "earlier_reviews", sent, "reviews before Perf.csv")
        exchange.take_in(upload, seen=Job(upload).plan().digest, by=story.hana)
        latest = EarlierReview.select().where(EarlierReview.person != story.hana).order_by(EarlierReview.period_end.desc(), EarlierReview.id).limit(4)
        for earlier in latest:
            files.put_beside_earlier(earlier, paper(earlier), f"Signed review {earlier.period_end.year}.pdf", by=story.hana)

    def _lines(self, year, levels):
        """Of those who were here by then; figures follow from the number, so that the same seed tells the same."""
        here = [(at, who) for at, who in enumerate(self.story.persons) if who.hired.year <= year and "board" not in who.powers]
        for at, who in [(at, who) for at, who in here if who.left is None or who.left.year > year][:MOST]:
            score = min(levels, (levels - 1.6) + (at * 7 + year) % 6 * 0.25)
            level = WORDS[levels][int(score + 0.5)]
            text, writer = SAID[(at + year) % len(SAID)], WRITERS[at % len(WRITERS)]
            yield f'HL-{at + 1:03},{who.first} {who.last},{year},{score:.2f},1-{levels},{level},"{text}","{writer}"'


def paper(earlier):
    """A PDF of one page, written by hand: what somebody would have scanned."""
    told = [f"Review {earlier.period_end.year}", earlier.person.name, f"{earlier.label} ({earlier.score / 100:.2f})", "Signed by both"]
    lines = " ".join(f"({line.encode('latin-1', 'replace').decode('latin-1').translate(PLAIN)}) Tj T*" for line in told)
    drawn = f"BT /F1 18 Tf 28 TL 72 760 Td {lines} ET".encode("latin-1")
    parts = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
             b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return out + (b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
                  % (len(parts) + 1, table, len(parts) + 1, len(out)))


PLAIN = str.maketrans({"(": "\\(", ")": "\\)", "\\": "\\\\"})
