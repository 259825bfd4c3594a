"""What may be typed about cycles and reviews."""
import re
from datetime import timedelta
from decimal import Decimal

import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _

SHARE_AFTER, CLOSE_AFTER = timedelta(days=7), timedelta(days=30)     # rolling cycles: so long after the last day


KINDS = [("annual", _("Yearly review")), ("midyear", _("Half-year talk")), ("probation", _("Probation")),
         ("days", _("The first weeks: 30, 60, 90 days")), ("project", _("After a project"))]
BASES = [("calendar", _("Everybody at the same time")), ("hire", _("Each by their own hire date"))]
PEER_MODES = [("none", _("Nobody is asked")), ("named", _("Asked; the employee reads what they say, with names")),
              ("unnamed", _("Asked; the employee reads what they say without names, from three on")),
              ("hidden", _("Asked; only the manager and HR read what they say"))]
REPEATS = [(0, _("Never")), (3, _("Every three months")), (6, _("Every half year")), (12, _("Every year"))]
DUE = ("self_due", "manager_due", "share_by", "close_on")


def days(label, **more):
    return wt.IntegerField(label, [must.Optional(), must.NumberRange(1, 730, _("A whole number from 1 to 730."))], **more)


def weight(label, least=0):
    return wt.IntegerField(label, [must.InputRequired(_("Please fill this in.")),
                                   must.NumberRange(least, 1000, _("A whole number from %(min)s to %(max)s."))])


def seen():
    """The moment by which a page knows the review that somebody has read on it."""
    return wt.StringField(validators=[must.Optional(), must.Length(max=40)], widget=wt.widgets.HiddenInput())


class CycleInput(forms.Form):
    name = forms.line(_("Name of the cycle"))
    kind = wt.SelectField(_("What kind of review"), choices=KINDS)
    template = wt.SelectField(_("Template"), coerce=int)
    basis = wt.RadioField(_("When it takes place"), choices=BASES, default="calendar")
    period_start = forms.date(_("From"))
    period_end = forms.date(_("Until"))
    after_days = forms.line(_("So many days after the hire date"), required=False, longest=40)
    opens_before = days(_("Begins so many days before"), default=14)
    self_due = forms.date(_("Self-reviews due"), required=False)
    manager_due = forms.date(_("Managers' forms due"), required=False)
    share_by = forms.date(_("Shared by"), required=False)
    close_on = forms.date(_("Closed on"), required=False)
    launch_on = forms.date(_("Begin by itself on"), required=False)
    repeats = wt.SelectField(_("Repeat it"), coerce=int, choices=REPEATS, default=0)
    peer_mode = wt.SelectField(_("Colleagues"), choices=PEER_MODES, default="none")
    peer_template_id = wt.SelectField(_("What they are asked"), coerce=int, validators=[must.Optional()])
    peers_wanted = wt.IntegerField(_("How many for each"), [must.Optional(), must.NumberRange(1, 10, _("A whole number from 1 to 10."))], default=3)
    nominate_by = forms.date(_("Suggested by"), required=False)
    peers_due = forms.date(_("Their forms due"), required=False)
    needs_approval = wt.BooleanField(_("Whoever leads the manager approves each review before it is shared"))
    approve_by = forms.date(_("Approved by"), required=False)
    calibrates = wt.BooleanField(_("Ratings are compared and calibrated before anything is shared"))
    holds_sharing = wt.BooleanField(_("Nobody shares before HR opens the sharing"))
    self_weight, manager_weight = weight(_("Weight of the self-review")), weight(_("Weight of the manager's form"), 1)
    peers_weight = weight(_("Weight of the colleagues' forms"))
    upward_weight = weight(_("Weight of what the team says"))
    departments = wt.SelectMultipleField(_("Only these departments"), coerce=int)
    roles = wt.SelectMultipleField(_("Only these roles"), coerce=int)
    hired_from = forms.date(_("Hired on or after"), required=False)
    hired_before = forms.date(_("Hired on or before"), required=False)
    board = wt.BooleanField(_("Members of the board as well"))
    version = wt.IntegerField(validators=[must.Optional()])

    PICKED = ("departments", "roles", "hired_from", "hired_before", "board")
    PLAN = ("name", "kind", "template", "basis", "period_start", "period_end", "opens_before", *DUE, "launch_on", "repeats", "peer_mode", "peer_template_id",
            "peers_wanted", "nominate_by", "peers_due", "needs_approval", "approve_by", "calibrates", "holds_sharing", "self_weight",
            "manager_weight", "peers_weight", "upward_weight")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        for name in DUE:        # the page asks for them by the calendar alone, where they must be there
            self[name].flags.optional = False

    def validate(self, **more):
        is_fine = super().validate(**more)
        if self.basis.data == "calendar":
            for name in DUE:
                if self[name].data is None and not self[name].errors:
                    self[name].errors = [*self[name].errors, _("Please choose a date.")]
                    is_fine = False
        return is_fine

    def validate_after_days(self, field):
        if any(not one.isascii() or not one.isdigit() or not 1 <= int(one) <= 730 for one in self.milestones_typed):
            raise must.ValidationError(_("Write whole numbers of days from 1 to 730, as in 90, or several: 30, 60, 90."))

    @property
    def milestones_typed(self):
        typed = self.after_days.data if self.basis.data == "hire" else ""
        return [one.strip()[:6] for one in (typed or "").split(",") if one.strip()]

    @property
    def milestones(self):
        """The numbers of days after the hire date, each of which becomes a cycle; None stands for the anniversary, or the calendar."""
        return sorted({int(one) for one in self.milestones_typed}) or [None]

    @property
    def picked(self):
        """How people are chosen, as it is kept."""
        given = {name: self[name].data for name in self.PICKED}
        return {name: str(value) if name.startswith("hired") else value for name, value in given.items() if value}

    @property
    def plan(self):
        given = {name: self[name].data for name in self.PLAN}
        if given["basis"] == "hire":        # each has dates of their own; these are when the last ones are through
            end = given["period_end"]
            given.update(self_due=end, manager_due=end, share_by=end + SHARE_AFTER, close_on=end + CLOSE_AFTER, nominate_by=None, peers_due=None,
                         approve_by=None)
        given.update(opens_before=given["opens_before"] or 14, peers_wanted=given["peers_wanted"] or 3)
        return given


class DatesInput(forms.Form):
    nominate_by = forms.date(_("Colleagues suggested by"), required=False)
    self_due = forms.date(_("Self-reviews due"))
    peers_due = forms.date(_("Colleagues' forms due"), required=False)
    manager_due = forms.date(_("Managers' forms due"))
    approve_by = forms.date(_("Approved by"), required=False)
    share_by = forms.date(_("Shared by"))
    close_on = forms.date(_("Closed on"))
    version = wt.IntegerField(validators=[must.Optional()])

    @property
    def dates(self):
        return {field.name: field.data for field in self if field.name != "version"}


class OwnDatesInput(forms.Form):
    self_due = forms.date(_("Self-review due"))
    manager_due = forms.date(_("Manager's form due"))
    share_by = forms.date(_("Shared by"))
    reason = forms.line(_("Why"), longest=600)


class NudgeInput(forms.Form):
    line = forms.line(_("A line of your own"), required=False, longest=160)


class PeerInput(forms.Form):
    peer = wt.SelectField(_("Who works closely with them"), coerce=int, validators=[must.NumberRange(1, message=_("Choose somebody."))])


class DeclineInput(forms.Form):
    reason = forms.line(_("Why you do not write"), required=False, longest=600)


class ApproveInput(forms.Form):
    note = forms.line(_("A note for the manager"), required=False, longest=600)
    seen = seen()


class AppealInput(forms.Form):
    reason = forms.text(_("What should be looked at again, and why"), required=True, longest=4000)


class AnswerAppealInput(forms.Form):
    answer = forms.text(_("Your reasons"), required=True, longest=4000)


def score(label, required=True):
    checks = [must.InputRequired(_("Please fill this in."))] if required else [must.Optional()]
    return ScoreField(label, checks, render_kw={"inputmode": "decimal", "autocomplete": "off", "size": 6})


class ScoreField(wt.StringField):
    """A score as people write it, 3.5 or 3,50, kept in hundredths."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.hundredths = None
        typed = (self.data or "").strip().replace(",", ".")
        if typed:
            if not SCORE.fullmatch(typed):
                raise ValueError(_("Write a score with two decimals at the most, as in 3.50."))
            self.hundredths = int(Decimal(typed) * 100)


SCORE = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2})?")


class ChangeRatingInput(forms.Form):
    score = score(_("The new score"))
    answer = forms.text(_("Your reasons"), required=True, longest=4000)


class CalibrateInput(forms.Form):
    """Another score with its reason; `back` gives the one of the form, so that an empty box by itself gives nothing back."""

    score = score(_("Calibrated score"), required=False)
    reason = forms.line(_("Why"), required=False, longest=600)
    back = wt.StringField(widget=wt.widgets.HiddenInput())

    def validate(self, **more):
        is_fine = super().validate(**more)
        if is_fine and not self.back.data and self.score.hundredths is None:
            self.score.errors, is_fine = [_("Please fill this in.")], False
        return is_fine


class SessionInput(forms.Form):
    name = forms.line(_("Name of the session"))
    managers = wt.SelectMultipleField(_("Reviews written by"), coerce=int)
    members = wt.SelectMultipleField(_("Who takes part, besides HR"), coerce=int)


class SubmitInput(forms.Form):
    outcome = wt.RadioField(_("How it goes on"), validate_choice=False, choices=[        # the verb says what it needs, where it needs one
        ("pass", _("The probation is passed")), ("extend", _("The probation is extended")), ("fail", _("The probation is not passed"))])
    extend_until = forms.date(_("Extended until"), required=False)
    na_reason = forms.line(_("Why so much is not applicable"), required=False, longest=600)


class ReturnInput(forms.Form):
    reason = forms.line(_("Why you return it"), longest=600)


class ReopenInput(forms.Form):
    reason = forms.line(_("Why it is reopened"), longest=600)


class SignInput(forms.Form):
    response = forms.text(_("Your response"))
    seen = seen()


class RefusalInput(forms.Form):
    witness = forms.line(_("Who was there"), longest=160)
    note = forms.text(_("What was said"), longest=2000)


class WithdrawInput(forms.Form):
    reason = forms.line(_("Why it is taken out"), longest=600)


class HandOverInput(forms.Form):
    manager = wt.SelectField(_("Who takes it over"), coerce=int)
    reason = forms.line(_("Why"), required=False, longest=300)


class LinkNumberInput(forms.Form):
    number = forms.line(_("The number that HR told you"), longest=20, render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"})


def of_person(value):
    return forms.row_number(str(value))


class MeetingInput(forms.Form):
    """The day of the talk and its notes; `mine` or `both` says how it goes on where somebody else has written meanwhile."""

    held_on = forms.date(_("The day of the talk"), required=False)
    notes = forms.text(_("Notes"))
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())
    mine = wt.IntegerField(validators=[must.Optional()])
    both = wt.IntegerField(validators=[must.Optional()])
    theirs = forms.text(_("The other text"))

    @property
    def seen(self):
        """The version that the writer has read before choosing."""
        return next((number for number in (self.mine.data, self.both.data) if number is not None), self.version.data)

    @property
    def whole(self):
        """What is kept: both texts below each other where that was chosen."""
        texts = (self.theirs.data, self.notes.data) if self.both.data is not None else (self.notes.data,)
        return "\n\n".join(text for text in texts if text)


class AgreedInput(forms.Form):
    """Something agreed in the talk."""

    what = forms.text(_("What is to be done"), required=True, longest=1000)
    owner = wt.SelectField(_("Who does it"), coerce=of_person)
    by_when = forms.date(_("By when"))


class FileInput(forms.Form):
    file = wt.FileField(_("The PDF"))

    def validate_file(self, field):
        if not getattr(field.data, "filename", ""):
            raise wt.ValidationError(_("Please choose a file."))
