"""Review cycles, and each person's review in them."""
import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person
from ..questions.models import Sheet, Template

ANSWER_DAYS = 10        # working days in which the employee signs and may respond (PRACTICE 3)


class Cycle(Model):
    """One round of reviews: period, template, people, stages with dates."""

    name = pw.CharField(max_length=120)
    template = pw.ForeignKeyField(Template, backref="cycles")
    period_start = pw.DateField()
    period_end = pw.DateField()
    self_due = pw.DateField()
    manager_due = pw.DateField()
    share_by = pw.DateField()
    close_on = pw.DateField()
    self_weight = pw.IntegerField(default=0)        # the sources' weights V_q, whole numbers
    manager_weight = pw.IntegerField(default=1)
    picked_json = pw.TextField(default="{}")        # how people were chosen
    state = pw.CharField(max_length=20, default="planning")     # planning, open, closed
    launched_at = pw.DateTimeField(null=True)
    made_by = pw.ForeignKeyField(Person, backref="+")
    version = pw.IntegerField(default=1)

    @property
    def is_running(self):
        return self.state == "open"


class Review(Model):
    """One person's review in one cycle; made of forms, each a sheet."""

    cycle = pw.ForeignKeyField(Cycle, backref="reviews")
    person = pw.ForeignKeyField(Person, backref="reviews")
    manager = pw.ForeignKeyField(Person, backref="reviews_written")
    self_sheet = pw.ForeignKeyField(Sheet, backref="self_review", null=True)
    manager_sheet = pw.ForeignKeyField(Sheet, backref="manager_review", null=True)
    department = pw.CharField(max_length=120, default="")       # as it was at launch, for reports
    role_title = pw.CharField(max_length=120, default="")
    state = pw.CharField(max_length=20, default="in progress")
    # in progress, submitted, shared, acknowledged, refused, unanswered, closed; or withdrawn: taken out of the cycle by HR
    score = pw.IntegerField(null=True)                          # hundredths, frozen when the manager submits
    score_label = pw.CharField(max_length=60, default="")
    formula_version = pw.IntegerField(default=1)
    submitted_at = pw.DateTimeField(null=True)
    shared_at = pw.DateTimeField(null=True)
    answer_by = pw.DateField(null=True)
    response = pw.TextField(default="")
    responded_at = pw.DateTimeField(null=True)
    closed_at = pw.DateTimeField(null=True)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("cycle", "person"), True),)

    @property
    def is_shared(self):
        return self.state in ("shared", "acknowledged", "refused", "unanswered", "closed")

    @property
    def may_respond(self):
        """The days for a response belong to the employee: neither a refusal nor closing cuts them short."""
        return self.is_shared and self.answer_by is not None and clock.today() <= self.answer_by


class SignOff(Model):
    """That a person has received the review, or refused to sign it: with a hash of the text that was signed."""

    review = pw.ForeignKeyField(Review, backref="signatures", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="+")
    kind = pw.CharField(max_length=20)                          # acknowledged, refused
    at = pw.DateTimeField()
    text_hash = pw.CharField(max_length=64)
    witness = pw.CharField(max_length=160, default="")
    note = pw.TextField(default="")
    removed_at = pw.DateTimeField(null=True)                    # reopening removes signatures; they stay on record


class ReviewEvent(Model):
    """What happened to a review, for its own page: reopened, returned, reassigned, with the reason in words."""

    review = pw.ForeignKeyField(Review, backref="events", on_delete="CASCADE")
    by = pw.ForeignKeyField(Person, backref="+", null=True)
    at = pw.DateTimeField()
    what = pw.CharField(max_length=40)
    reason = pw.CharField(max_length=600, default="")


class ReviewLink(Model):
    """Lets somebody who cannot sign in read and sign one shared review. Kept are fingerprints alone."""

    review = pw.ForeignKeyField(Review, backref="links", on_delete="CASCADE")
    secret = pw.CharField(max_length=64, unique=True)
    number = pw.CharField(max_length=64)
    made_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    made_at = pw.DateTimeField()
    ends_at = pw.DateTimeField()
    tries = pw.IntegerField(default=0)
    reader = pw.CharField(max_length=64, null=True, unique=True)    # of the browser that told the right number
    reader_until = pw.DateTimeField(null=True)
