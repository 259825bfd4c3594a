"""Answers that carry no name, and what of them was published.

Why the tables look like this. While a gathering is open, two things are kept: what was answered (`UnnamedAnswer`) and who
has answered (`Answered`). Nothing may lead from one to the other, not even for whoever holds a copy of the file and its key:
- neither has a time, a number that counts up or a row id; both lie in the order of a key, and that of an answer is random,
  another one for each question, so not even two answers of one writer belong together;
- where a row lies within its page of the file tells when it came. So each sending writes all open answers anew under new keys;
- the journal remembers the page before and after each write. So a mark is written, the journal emptied, and only then the
  answers are written, and the journal emptied again: no copy of the folder holds both as one step;
- no backup and no copy before an upgrade holds either (kernel/db.py, `left_out`); at closing the marks go.
Whoever watches the running disk, moment by moment, sees who answers when. We say so, and promise nothing there.
"""
import json

import peewee as pw

from ...kernel import db
from ...kernel.db import Model


class Gathering(Model):
    """One round of asking without names: how few answers are too few, and whether it is still open."""

    room = pw.CharField(max_length=30)
    minimum = pw.IntegerField()                     # fewer answers to a question than this are never shown
    minimum_texts = pw.IntegerField()               # likewise for what was written
    minimum_all = pw.IntegerField()                 # likewise for the figure of the whole organisation
    state = pw.CharField(max_length=10, default="open")     # open, closed
    closed_on = pw.DateField(null=True)
    groups_json = pw.TextField(default="[]")                # [subject, group] pairs, as they were when it closed

    @property
    def groups(self):
        return dict(json.loads(self.groups_json))


class UnnamedQuestion(Model):
    """A question as it is asked in one gathering: never changed."""

    gathering = pw.ForeignKeyField(Gathering, backref="questions", on_delete="CASCADE")
    number = pw.IntegerField()                      # its place
    fingerprint = pw.CharField(max_length=64)       # the same for the same question in another gathering
    kind = pw.CharField(max_length=20)              # rating, text
    section_id = pw.IntegerField()
    section_title = pw.CharField(max_length=120)
    section_about = pw.CharField(max_length=300, default="")
    section_weight = pw.IntegerField()
    prompt = pw.CharField(max_length=300)
    help = pw.TextField(default="")
    levels_json = pw.TextField(default="[]")
    weight = pw.IntegerField()
    weight_base = pw.IntegerField(default=1)
    takes_text = pw.BooleanField(default=True)

    class Meta:
        indexes = ((("gathering", "number"), True),)

    @property
    def levels(self):
        return json.loads(self.levels_json)


class UnnamedAnswer(Model):
    """What somebody answered to one question about one subject; nothing says who, when, or what else they answered."""

    key = pw.CharField(max_length=32, primary_key=True)
    gathering = pw.ForeignKeyField(Gathering, backref="answers", on_delete="CASCADE", index=False)
    about = pw.IntegerField()                       # the smallest part that is ever shown by itself, such as a manager's id
    question = pw.ForeignKeyField(UnnamedQuestion, on_delete="CASCADE", index=False)
    rating = pw.IntegerField(null=True)
    text = pw.TextField(default="")

    class Meta:
        without_rowid = True


class Answered(Model):
    """That somebody has answered about a subject, or would rather not: so that nobody counts twice. Gone once it closes."""

    gathering = pw.ForeignKeyField(Gathering, on_delete="CASCADE", index=False)
    about = pw.IntegerField()
    person_id = pw.IntegerField()

    class Meta:
        primary_key = pw.CompositeKey("gathering", "about", "person_id")
        without_rowid = True


class Figure(Model):
    """What was published of the ratings of one question in one part: once, at closing; never reckoned anew."""

    gathering = pw.ForeignKeyField(Gathering, backref="figures", on_delete="CASCADE")
    question = pw.ForeignKeyField(UnnamedQuestion, on_delete="CASCADE")
    part = pw.CharField(max_length=10)              # one, group, all
    part_id = pw.IntegerField(null=True)            # a subject, a group of subjects, or nothing for all
    count = pw.IntegerField()
    halves = pw.IntegerField()                      # the mean, rounded to halves: 7 is 3.5
    levels_json = pw.TextField(default="")          # how many chose each level, where there are enough; else nothing
    with_earlier_json = pw.TextField(default="[]")  # earlier gatherings whose unpublished answers are in it

    class Meta:
        indexes = ((("gathering", "part", "part_id"), False),)

    @property
    def per_level(self):
        return json.loads(self.levels_json) if self.levels_json else None

    @property
    def with_earlier(self):
        return json.loads(self.with_earlier_json)


class Remark(Model):
    """A text that was published, in an order that means nothing."""

    key = pw.CharField(max_length=32, primary_key=True)
    gathering = pw.ForeignKeyField(Gathering, on_delete="CASCADE", index=False)
    question = pw.ForeignKeyField(UnnamedQuestion, on_delete="CASCADE", index=False)
    about = pw.IntegerField()
    text = pw.TextField()

    class Meta:
        without_rowid = True


_OPEN = "gathering_id IN (SELECT id FROM gathering WHERE state = 'open')"
db.left_out.update(unnamed_answer=_OPEN, answered=_OPEN)
