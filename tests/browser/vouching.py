"""The real server with one room more: it vouches for whoever brings its cookie, so that a leaver's form is filled in without an account."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, ROOT)

from perf.kernel import modules  # noqa: E402
from perf.people.models import Person  # noqa: E402
from perf.questions import actions as questions  # noqa: E402
from perf.questions.models import Sheet, Template  # noqa: E402
from stage import Stage  # noqa: E402

COOKIE = "vouched"
FRAME = {"title": "Before you go", "crumb": "Leaving", "back": "/healthz", "check": "/healthz", "lede": "Ten minutes, for HR", "due_words": "until Friday",
         "readers": "HR alone reads this", "hr_readers": "HR alone reads this", "comment_label": "What would you add?", "topics": [], "is_scored": False}


class VouchingStage(Stage):
    def start(self, *arguments):
        environment = {**os.environ, "PERF_DATA": str(self.folder), "PERF_PORT": str(self.port), **self.settings}
        self.log = open(f"{self.folder}.log", "a")
        self.process = subprocess.Popen([sys.executable, __file__], cwd=ROOT, env=environment, stdout=self.log, stderr=subprocess.STDOUT)
        self.wait_until_ready()
        return self


def guest(cookies):
    """Tomas's sheet, made for the first who asks."""
    if cookies.get(COOKIE) != "yes":
        return None
    if not Sheet.select().where(Sheet.room == "vouching").exists():
        tomas, template = Person.get(Person.first_name == "Tomas"), Template.get(Template.name == "Exit interview")
        questions.make_sheets(template, [{"kind": "leaver", "author": tomas.id, "subject": tomas.id, "role": None}], room="vouching")
    return Sheet.get(Sheet.room == "vouching")


if __name__ == "__main__":
    import perf
    modules.register(modules.Module(name="vouching", title="Vouching", guest=guest, frame=lambda me, sheet: FRAME if sheet.room == "vouching" else None))
    perf.main([])
