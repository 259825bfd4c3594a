"""Who leaves and why, what they say of it, and what is made of that."""
import json

import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person
from ..questions.models import Sheet, Template

CLASSES = ("voluntary", "involuntary", "end", "retirement", "other")        # end: of a contract or a grant
SETS = (*CLASSES, "volunteer")                                              # who is asked what: by class, volunteers by themselves
REASONS = ("growth", "pay", "benefits", "manager", "workload", "mismatch", "culture", "commute", "relocation", "family", "study",
           "retirement", "contract_end", "redundancy", "performance", "conduct", "other")
MOST_CONTRIBUTING = 2
FEW = 5                                     # fewer leavers or answers than this are not shown to others than HR (PRACTICE 5)
WAYS = ("link", "interview", "both", "none")
DIMENSIONS = ("department", "manager", "role", "tenure", "class")
AUDIENCES = ("leadership", "managers", "everybody")
STATES = ("open", "done", "stays", "noted")     # stays: the last day was taken back; noted: a fact from before, nobody is asked
RESULTS = ("", "given", "declined")
TASK_OWNERS = ("hr", "manager", "administrator", "leaver")


class ExitSet(Model):
    """What leavers of a class are asked; without a template they are asked nothing."""

    leavers = pw.CharField(max_length=20, unique=True)                      # one of SETS
    template = pw.ForeignKeyField(Template, null=True, backref="+", on_delete="SET NULL")
    way = pw.CharField(max_length=20, default="link")


class Publication(Model):
    """What was published of a closed period, once: kept as it was, never reckoned anew."""

    name = pw.CharField(max_length=120)
    starts = pw.DateField()
    ends = pw.DateField()
    dimension = pw.CharField(max_length=20, default="")                     # one of DIMENSIONS, or none: the organisation alone
    audience = pw.CharField(max_length=20, default="leadership")
    few = pw.IntegerField(default=FEW)
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_at = pw.DateTimeField()
    told_json = pw.TextField(default="{}")                                  # facts and figures (publishing.py says their shape)

    @property
    def told(self):
        return json.loads(self.told_json)


class Leaving(Model):
    """One person's leaving. Department, manager and role are as they were on the last day; HR decides class, regretted and reasons."""

    person = pw.ForeignKeyField(Person, null=True, backref="leavings", on_delete="CASCADE")    # None: from a list of earlier leavers
    label = pw.CharField(max_length=80, default="")                         # what the list called them, where there is no person
    last_day = pw.DateField(index=True)
    hired_on = pw.DateField(null=True)
    kind = pw.CharField(max_length=20, default="")                          # one of CLASSES once HR has decided
    is_regretted = pw.BooleanField(null=True)
    is_volunteer = pw.BooleanField(default=False)
    department_id = pw.IntegerField(null=True, index=True)
    department = pw.CharField(max_length=120, default="")
    manager_id = pw.IntegerField(null=True, index=True)
    manager = pw.CharField(max_length=160, default="")
    role_id = pw.IntegerField(null=True, index=True)
    role = pw.CharField(max_length=160, default="")
    state = pw.CharField(max_length=10, default="open")
    for_executive = pw.BooleanField(default=False)                          # about or by HR: the executive alone reads it
    way = pw.CharField(max_length=20, default="link")
    template = pw.ForeignKeyField(Template, null=True, backref="+", on_delete="SET NULL")
    interviewer = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    own_sheet = pw.ForeignKeyField(Sheet, null=True, backref="+", on_delete="SET NULL")
    interview_sheet = pw.ForeignKeyField(Sheet, null=True, backref="+", on_delete="SET NULL")
    asks_from = pw.DateField(null=True)                                     # the link opens then: some weeks after leaving, perhaps
    asks_until = pw.DateField(null=True)
    result = pw.CharField(max_length=10, default="")
    result_on = pw.DateField(null=True)
    publication = pw.ForeignKeyField(Publication, null=True, backref="leavings", on_delete="SET NULL")
    started_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    started_at = pw.DateTimeField()
    import_id = pw.IntegerField(null=True)
    version = pw.IntegerField(default=1)

    @property
    def is_open(self):
        return self.state == "open"

    @property
    def name(self):
        return self.person.name if self.person_id else self.label

    @property
    def has_left(self):
        return self.last_day < clock.today()

    @property
    def sheet_ids(self):
        return [number for number in (self.own_sheet_id, self.interview_sheet_id) if number]

    @property
    def is_asked(self):
        """Whether the leaver's own form is still to be sent, whatever an interviewer has sent already; finished leavings are asked on."""
        return (self.state in ("open", "done") and self.own_sheet_id is not None and self.result != "declined"
                and (not self.result or self.own_sheet.is_open))

    @property
    def may_answer(self):
        """Whether the leaver can answer now: within the time of the link, nothing sent and nothing declined."""
        return self.is_asked and (self.asks_from or clock.today()) <= clock.today() <= (self.asks_until or clock.today())


class LeavingReason(Model):
    """Why somebody left, as HR sees it: one main reason, up to two that contributed."""

    leaving = pw.ForeignKeyField(Leaving, backref="reasons", on_delete="CASCADE")
    reason = pw.CharField(max_length=20)
    is_main = pw.BooleanField(default=False)

    class Meta:
        indexes = ((("leaving", "reason"), True),)


class ExitLink(Model):
    """A link that opens one leaver's questions without an account. Whoever opens it first goes on; another device needs the code."""

    leaving = pw.ForeignKeyField(Leaving, backref="links", on_delete="CASCADE")
    secret = pw.CharField(max_length=64, unique=True)                       # fingerprints alone are kept
    code = pw.CharField(max_length=64, default="")
    code_sealed = pw.CharField(max_length=200, default="")                  # the code, for the page that shows it to its first reader
    reader = pw.CharField(max_length=64, default="", index=True)
    others_json = pw.TextField(default="[]")                                # further devices that brought the code
    tries = pw.IntegerField(default=0)
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_at = pw.DateTimeField()
    ends_at = pw.DateTimeField()
    opened_at = pw.DateTimeField(null=True)


class ChecklistItem(Model):
    """What is to be done whenever somebody leaves, by whom, and how many days before (-) or after the last day."""

    what = pw.CharField(max_length=200)
    owner = pw.CharField(max_length=20, default="hr")                       # one of TASK_OWNERS
    days = pw.IntegerField(default=0)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)


class LeavingTask(Model):
    """One thing to be done for one leaving."""

    leaving = pw.ForeignKeyField(Leaving, backref="tasks", on_delete="CASCADE")
    what = pw.CharField(max_length=200)
    owner = pw.CharField(max_length=20, default="hr")
    person = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")     # who exactly; None: anybody of that power
    due = pw.DateField()
    done_on = pw.DateField(null=True)
    done_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    is_needless = pw.BooleanField(default=False)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)

    @property
    def is_open(self):
        return self.done_on is None and not self.is_needless


class Measure(Model):
    """A question as analysis counts it: one for each key, however many templates and years asked it."""

    key = pw.CharField(max_length=60, unique=True)
    kind = pw.CharField(max_length=20)                                      # agreement, recommend, rating, choice, choices, yesno, number, text
    prompt = pw.CharField(max_length=300)
    topic = pw.CharField(max_length=20, default="")
    options_json = pw.TextField(default="[]")
    highest = pw.IntegerField(default=5)                                    # the top level where it is answered by levels
    is_core = pw.BooleanField(default=False)
    order = pw.IntegerField(default=0)

    @property
    def options(self):
        return json.loads(self.options_json)


class ExitAnswer(Model):
    """What one leaver said to one measure, flat, so that a thousand of them are counted in a moment; several choices are several rows."""

    leaving = pw.ForeignKeyField(Leaving, backref="answers", on_delete="CASCADE")
    measure = pw.ForeignKeyField(Measure, backref="answers")
    level = pw.IntegerField(null=True)
    choice = pw.IntegerField(null=True)                                     # the option's number; yes is 1, no is 0
    text = pw.TextField(default="")

    class Meta:
        indexes = ((("measure", "leaving"), False),)


class Theme(Model):
    """What comments are about, as HR sorts them."""

    name = pw.CharField(max_length=80, unique=True)
    order = pw.IntegerField(default=0)
    is_archived = pw.BooleanField(default=False)


class RemarkTheme(Model):
    """That a comment is about a theme."""

    answer = pw.ForeignKeyField(ExitAnswer, backref="themes", on_delete="CASCADE")
    theme = pw.ForeignKeyField(Theme, backref="remarks", on_delete="CASCADE")

    class Meta:
        indexes = ((("answer", "theme"), True),)


class ExitCase(Model):
    """An allegation: with a name, apart from all figures, for HR, or for the executive where it is about HR."""

    leaving = pw.ForeignKeyField(Leaving, null=True, backref="cases", on_delete="SET NULL")
    person = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="CASCADE")      # who says it
    text = pw.TextField()
    is_about_hr = pw.BooleanField(default=False)
    about_id = pw.IntegerField(null=True)                                   # the manager at that time, who never reads it
    reach = pw.CharField(max_length=200, default="")                        # how the leaver may be reached
    at = pw.DateTimeField()
    state = pw.CharField(max_length=10, default="new")                      # new, in hand, closed
    handler = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    outcome = pw.TextField(default="")
    closed_on = pw.DateField(null=True)
    version = pw.IntegerField(default=1)


class CaseNote(Model):
    """What was done about a case."""

    case = pw.ForeignKeyField(ExitCase, backref="notes", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    at = pw.DateTimeField()
    text = pw.TextField()


class ExitAction(Model):
    """What is done about a finding: who, by when, and what came of it."""

    finding = pw.CharField(max_length=300)
    what = pw.CharField(max_length=300)
    owner = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    by_when = pw.DateField()
    state = pw.CharField(max_length=10, default="open")                     # open, done, dropped
    came_of_it = pw.CharField(max_length=600, default="")
    made_by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    made_on = pw.DateField()
    done_on = pw.DateField(null=True)
    version = pw.IntegerField(default=1)

    @property
    def is_open(self):
        return self.state == "open"

    @property
    def is_overdue(self):
        return self.is_open and self.by_when < clock.today()
