"""Templates, their versions, and the sheets that people fill in. Knows no cycle and no leaver."""
import json

import peewee as pw

from ..kernel.db import Model
from ..people.models import Person

SCORED = ("rating", "duties", "competencies", "values", "goals")    # all but the first expand to ratings when a sheet is made
EXPANDING = SCORED[1:]
OF_PERSON = ("goals",)                                      # these to what the person has, whom another room tells; who has none is asked nothing
UNSCORED_LEVELS = ("agreement", "recommend")                # answered on levels of their own, whatever the template's scale; never scored
KINDS = SCORED + UNSCORED_LEVELS + ("text", "choice", "choices", "yesno", "number")
AUTHORS = ("self", "manager", "peer", "upward", "leaver")
REVIEWERS = ("self", "manager")                             # whom every review asks
TEMPLATE_KINDS = ("annual", "midyear", "probation", "days", "project", "upward", "peer", "board", "exit")
TOPICS = ("work", "manager", "team", "growth", "recognition", "pay", "conditions", "communication", "leaving", "other")
COMMENTS = ("no", "optional", "required")
OPEN_STATES = ("not started", "draft", "returned")


class Scale(Model):
    """A rating scale: the levels 1..n, as a JSON list of {value, label, anchor, from}.

    `from` is the lowest score, in hundredths, that carries the label; where it is not said, half a level below.
    """

    name = pw.CharField(max_length=80, unique=True)
    levels_json = pw.TextField()
    version = pw.IntegerField(default=1)

    @property
    def levels(self):
        return json.loads(self.levels_json)


class Template(Model):
    """A set of questions under one name, with one scale for all that is scored."""

    name = pw.CharField(max_length=120)
    kind = pw.CharField(max_length=20, default="annual")
    about = pw.CharField(max_length=300, default="")
    scale = pw.ForeignKeyField(Scale, backref="templates")
    is_archived = pw.BooleanField(default=False)
    version = pw.IntegerField(default=1)


class TemplateVersion(Model):
    """What a template was after one change, by whom, and the change in words; `content_json` is what its file would hold."""

    template = pw.ForeignKeyField(Template, backref="versions", on_delete="CASCADE")
    number = pw.IntegerField()
    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Person, null=True, backref="+", on_delete="SET NULL")
    told_json = pw.TextField(default="{}")
    content_json = pw.TextField(default="{}")

    class Meta:
        indexes = ((("template", "number"), True),)


class Section(Model):
    """A part of a template. `weight` is any positive number in ten-thousandths, 0 where nothing is scored."""

    template = pw.ForeignKeyField(Template, backref="sections", on_delete="CASCADE")
    title = pw.CharField(max_length=120)
    about = pw.CharField(max_length=300, default="")
    weight = pw.IntegerField(default=0)
    order = pw.IntegerField(default=0)


class Item(Model):
    """One question of a template, or one that expands to several (the duties of the role, …)."""

    section = pw.ForeignKeyField(Section, backref="items", on_delete="CASCADE")
    kind = pw.CharField(max_length=20)
    prompt = pw.CharField(max_length=300)
    help = pw.CharField(max_length=600, default="")
    options_json = pw.TextField(default="[]")
    weight = pw.IntegerField(default=10000)
    is_required = pw.BooleanField(default=True)
    may_be_na = pw.BooleanField(default=True)
    asks_comment = pw.CharField(max_length=10, default="optional")     # no, optional, required
    authors = pw.CharField(max_length=40, default="self manager")
    order = pw.IntegerField(default=0)
    is_retired = pw.BooleanField(default=False)
    is_for_hr = pw.BooleanField(default=False)                         # besides its author HR alone reads the answer; never scored
    anchors_json = pw.TextField(default="{}")                          # what levels mean here, by level, instead of the scale's words
    key = pw.CharField(max_length=60, default="", index=True)          # of a library question: the same in every template and year
    topic = pw.CharField(max_length=20, default="")                    # one of TOPICS, or none
    shown_if_json = pw.TextField(default="")                           # {"item": number, "is": [answers]}: asked where that was answered so

    @property
    def shown_if(self):
        return json.loads(self.shown_if_json) if self.shown_if_json else None

    @property
    def is_rated(self):
        return self.kind in SCORED

    @property
    def is_scored(self):
        return self.is_rated and self.weight > 0 and not self.is_for_hr

    @property
    def expands(self):
        return self.kind in EXPANDING

    @property
    def is_of_person(self):
        return self.kind in OF_PERSON

    @property
    def options(self):
        return json.loads(self.options_json)

    @property
    def anchors(self):
        return {int(level): words for level, words in json.loads(self.anchors_json).items()}


class Question(Model):
    """An item as somebody was asked it: never changed. Mending an item makes a new one for the open sheets."""

    item = pw.ForeignKeyField(Item, backref="questions")
    fingerprint = pw.CharField(max_length=64, unique=True)      # of everything below
    section_id = pw.IntegerField(index=True)
    section_title = pw.CharField(max_length=120)
    section_about = pw.CharField(max_length=300, default="")
    section_weight = pw.IntegerField()
    section_order = pw.IntegerField()
    kind = pw.CharField(max_length=20)                          # rating, text, choice, choices, yesno, number
    prompt = pw.CharField(max_length=300)
    help = pw.TextField(default="")
    options_json = pw.TextField(default="[]")
    levels_json = pw.TextField(default="[]")
    weight = pw.IntegerField()                                  # the weight is weight ÷ weight_base, exactly:
    weight_base = pw.IntegerField(default=1)                    # an item that expands shares its weight out
    order = pw.IntegerField()
    is_required = pw.BooleanField()
    may_be_na = pw.BooleanField()
    asks_comment = pw.CharField(max_length=10)
    part = pw.IntegerField(default=1)                           # weight = the item's weight × part
    is_for_hr = pw.BooleanField(default=False)
    about_id = pw.IntegerField(null=True)                       # the number of what of the person it asks about, such as a goal
    key = pw.CharField(max_length=60, default="")
    topic = pw.CharField(max_length=20, default="")
    shown_if_json = pw.TextField(default="")

    @property
    def options(self):
        return json.loads(self.options_json)

    @property
    def levels(self):
        return json.loads(self.levels_json)


class LibraryQuestion(Model):
    """A question to put into templates. A core one keeps its words wherever it is asked, so that figures compare over the years."""

    key = pw.CharField(max_length=60, unique=True)
    kind = pw.CharField(max_length=20)
    prompt = pw.CharField(max_length=300)
    help = pw.CharField(max_length=600, default="")
    options_json = pw.TextField(default="[]")
    topic = pw.CharField(max_length=20, default="")
    is_core = pw.BooleanField(default=True)
    is_archived = pw.BooleanField(default=False)
    order = pw.IntegerField(default=0)
    version = pw.IntegerField(default=1)

    @property
    def options(self):
        return json.loads(self.options_json)


class Sheet(Model):
    """One respondent's answers to one template."""

    template = pw.ForeignKeyField(Template, backref="sheets")
    template_version = pw.IntegerField()
    formula_version = pw.IntegerField()
    author = pw.ForeignKeyField(Person, backref="sheets_written")
    subject = pw.ForeignKeyField(Person, backref="sheets_about")
    room = pw.CharField(max_length=30)                          # whose sheet it is: where that is off, nothing is saved
    kind = pw.CharField(max_length=20)                          # one of AUTHORS
    state = pw.CharField(max_length=20, default="not started")  # not started, draft, submitted, returned, locked, not given
    submitted_at = pw.DateTimeField(null=True)
    started_at = pw.DateTimeField(null=True)
    na_reason = pw.CharField(max_length=600, default="")
    version = pw.IntegerField(default=1)
    role_id = pw.IntegerField(null=True)                        # of the subject when it was made: what is added later expands to that
    made_on = pw.DateField(null=True)                           # so it does to the goals of that day,
    period_start = pw.DateField(null=True)                      # that run in the period which it is about
    period_end = pw.DateField(null=True)

    @property
    def period(self):
        return self.period_start and (self.period_start, self.period_end)

    @property
    def is_open(self):
        return self.state in OPEN_STATES

    @property
    def is_scored(self):
        return self.kind != "leaver"                            # nobody gets a mark for leaving


class Answer(Model):
    """What one sheet says to one question. The row is made with the sheet, so that it can be opened by number."""

    sheet = pw.ForeignKeyField(Sheet, backref="answers", on_delete="CASCADE")
    question = pw.ForeignKeyField(Question, backref="answers")
    rating = pw.IntegerField(null=True)
    is_na = pw.BooleanField(default=False)
    text = pw.TextField(default="")                             # the comment, the text, or the number as written
    choice = pw.TextField(default="")                           # the option's number, several with blanks, or yes/no
    saved_at = pw.DateTimeField(null=True)
    version = pw.IntegerField(default=0)
    tab = pw.CharField(max_length=40, default="")               # the browser tab that saved last, and its count
    sequence = pw.IntegerField(default=0)
    return_note = pw.CharField(max_length=1000, default="")     # why the sheet came back, at this question
    is_retired = pw.BooleanField(default=False)
    writer_id = pw.IntegerField(null=True)                      # of an answer for HR whose writer handed the sheet over: the next reads it not
    standing = pw.CharField(max_length=300, default="")         # where what is asked about stood when the sheet was submitted, in words

    class Meta:
        indexes = ((("sheet", "question"), True),)
