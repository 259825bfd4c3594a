"""Review cycles, and each person's review in them."""
import peewee as pw

from ..kernel import clock
from ..kernel.db import Model
from ..people.models import Person
from ..questions.models import Sheet, Template
from .states import RUNNING, SHARED, waits_to_share

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
    state = pw.CharField(max_length=20, default="planning")     # planning, open, calibration, sharing, closed, archived
    launched_at = pw.DateTimeField(null=True)
    made_by = pw.ForeignKeyField(Person, backref="+")
    version = pw.IntegerField(default=1)
    kind = pw.CharField(max_length=20, default="annual")        # annual, midyear, probation, days, project
    basis = pw.CharField(max_length=10, default="calendar")     # calendar: all at once; hire: each when their own day comes
    after_days = pw.IntegerField(null=True)                     # hire: so many days after the hire date; none: each anniversary
    opens_before = pw.IntegerField(default=14)                  # hire: so many days before that day it begins
    repeats = pw.IntegerField(default=0)                        # months after which the next one is planned by itself; 0: never
    launch_on = pw.DateField(null=True)                         # planned cycles are launched by themselves on this day
    peer_mode = pw.CharField(max_length=10, default="none")     # what the employee reads of peers: named, unnamed, hidden; none: nobody is asked
    peers_wanted = pw.IntegerField(default=3)
    nominate_by = pw.DateField(null=True)
    peers_due = pw.DateField(null=True)
    peers_weight = pw.IntegerField(default=0)
    upward_weight = pw.IntegerField(default=0)
    needs_approval = pw.BooleanField(default=False)             # by whoever leads the manager
    approve_by = pw.DateField(null=True)
    calibrates = pw.BooleanField(default=False)
    holds_sharing = pw.BooleanField(default=False)              # nothing is shared before HR opens the sharing
    follows_id = pw.IntegerField(null=True)                     # the cycle that this one repeats
    peer_template_id = pw.IntegerField(null=True)               # what peers are asked; none: the same template

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def waits_to_share(self):
        """Whether HR has still to open the sharing for all."""
        return waits_to_share(self, self.state)

    @property
    def is_rolling(self):
        """Whether everybody has dates of their own, which follow from the hire date."""
        return self.basis == "hire"


class Calibration(Model):
    """A session over a group of reviews of one cycle, so that equal work gets equal marks."""

    cycle = pw.ForeignKeyField(Cycle, backref="calibrations", on_delete="CASCADE")
    name = pw.CharField(max_length=120)
    state = pw.CharField(max_length=10, default="open")         # open, locked
    made_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    made_at = pw.DateTimeField()
    locked_at = pw.DateTimeField(null=True)


class Calibrator(Model):
    """Somebody who reads the reviews of a session while it is open."""

    calibration = pw.ForeignKeyField(Calibration, backref="calibrators", on_delete="CASCADE")
    person = pw.ForeignKeyField(Person, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("calibration", "person"), True),)


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
    # in progress, submitted, approved, calibrated, shared, acknowledged, refused, unanswered, appealed, closed; or
    # withdrawn: taken out of the cycle by HR. What leads from which to which stands in states.py
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
    round = pw.IntegerField(default=1)                          # in one cycle: 2 after a probation that was extended, and so on
    period_start = pw.DateField(null=True)                      # its own dates, from the cycle or from the hire date
    period_end = pw.DateField(null=True)
    nominate_by = pw.DateField(null=True)
    self_due = pw.DateField(null=True)
    peers_due = pw.DateField(null=True)
    manager_due = pw.DateField(null=True)
    approve_by = pw.DateField(null=True)
    share_by = pw.DateField(null=True)
    approved_at = pw.DateTimeField(null=True)
    keeps_manager = pw.BooleanField(default=False)              # HR has decided that the former manager finishes it
    form_score = pw.IntegerField(null=True)                     # what the forms came to, where score is another one since
    form_label = pw.CharField(max_length=60, default="")
    changed_why = pw.CharField(max_length=600, default="")      # why it is another one
    outcome = pw.CharField(max_length=20, default="")           # probation: pass, extend, fail
    extend_until = pw.DateField(null=True)
    approver_id = pw.IntegerField(null=True, index=True)        # a person: whoever leads the manager, where the cycle asks for approval
    calibration_id = pw.IntegerField(null=True, index=True)     # the session that it is in

    class Meta:
        indexes = ((("cycle", "person", "round"), True),)

    @property
    def is_shared(self):
        return self.state in SHARED

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


class PeerForm(Model):
    """A peer who is to write about somebody: nominated, asked once the manager agrees, perhaps declined."""

    review = pw.ForeignKeyField(Review, backref="peers", on_delete="CASCADE")
    peer = pw.ForeignKeyField(Person, backref="+")
    sheet = pw.ForeignKeyField(Sheet, backref="+", null=True)
    state = pw.CharField(max_length=20, default="nominated")    # nominated, asked, declined, removed
    nominated_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    at = pw.DateTimeField()
    reason = pw.CharField(max_length=600, default="")           # why it was declined, or came back to the peer; for the manager and HR

    class Meta:
        indexes = ((("review", "peer"), True),)


class Appeal(Model):
    """The employee does not accept the rating; HR decides."""

    review = pw.ForeignKeyField(Review, backref="appeals", on_delete="CASCADE")
    at = pw.DateTimeField()
    reason = pw.TextField()
    state_before = pw.CharField(max_length=20)
    state = pw.CharField(max_length=20, default="open")         # open, stands, changed, withdrawn
    decided_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    decided_at = pw.DateTimeField(null=True)
    answer = pw.TextField(default="")


class ReviewVersion(Model):
    """A review as it was before it was changed after sharing: the old one stays."""

    review = pw.ForeignKeyField(Review, backref="versions", on_delete="CASCADE")
    number = pw.IntegerField()
    at = pw.DateTimeField()
    by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    why = pw.CharField(max_length=600, default="")
    score = pw.IntegerField(null=True)
    score_label = pw.CharField(max_length=60, default="")
    text = pw.TextField()                                       # what a signature stood for
    text_hash = pw.CharField(max_length=64)

    class Meta:
        indexes = ((("review", "number"), True),)


class Meeting(Model):
    """The talk about a shared review: its day, and notes that both write in one text."""

    review = pw.ForeignKeyField(Review, backref="meetings", unique=True, on_delete="CASCADE")
    held_on = pw.DateField(null=True)
    notes = pw.TextField(default="")
    saved_by = pw.ForeignKeyField(Person, backref="+", null=True)
    saved_at = pw.DateTimeField(null=True)
    version = pw.IntegerField(default=1)


class HintsAway(Model):
    """That the author of a form wants no hints beside it."""

    sheet = pw.ForeignKeyField(Sheet, backref="+", unique=True, on_delete="CASCADE")


class EarlierReview(Model):
    """A review from before Perf, brought in from a list: its score stands as it was given, with no arithmetic behind it."""

    person = pw.ForeignKeyField(Person, backref="earlier_reviews")
    period_start = pw.DateField()
    period_end = pw.DateField()
    score = pw.IntegerField(null=True)                          # hundredths of a level of its own scale
    worst = pw.IntegerField(null=True)                          # the ends of that scale: 1 and 5, or 6 and 1 where one is best
    best = pw.IntegerField(null=True)
    label = pw.CharField(max_length=60, default="")
    text = pw.TextField(default="")
    written_by = pw.CharField(max_length=160, default="")       # as the list said it; gives no right to read
    brought_in_at = pw.DateTimeField()
    brought_in_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    import_id = pw.IntegerField(null=True)
    version = pw.IntegerField(default=1)

    class Meta:
        indexes = ((("person", "period_start", "period_end"), True),)


class ReviewFile(Model):
    """A PDF beside a review of Perf's, or beside one from before. It lies in the database, so every backup holds it."""

    review = pw.ForeignKeyField(Review, backref="files", null=True, on_delete="CASCADE")
    earlier = pw.ForeignKeyField(EarlierReview, backref="files", null=True, on_delete="CASCADE")
    name = pw.CharField(max_length=120)
    size = pw.IntegerField()
    sha256 = pw.CharField(max_length=64)
    content = pw.BlobField()
    added_by = pw.ForeignKeyField(Person, backref="+", null=True, on_delete="SET NULL")
    added_at = pw.DateTimeField()
