"""What may be typed about goals."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from . import values
from .fields import FIELDS, Given
from .models import KINDS, MEASURES, STATUSES, TYPED, UNIT
from .states import CHOICES, OUTCOMES

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 200, 2000, 600
RHYTHMS = {"weekly": _("Every week"), "fortnightly": _("Every two weeks"), "monthly": _("Every month"), "quarterly": _("Every quarter"),
           "never": _("No check-ins expected")}
OUTCOME_WORDS = {"achieved": _("Achieved"), "partly": _("Partly achieved"), "missed": _("Missed"), "cancelled": _("Cancelled: no longer wanted")}
KIND_WORDS = {"commitment": _("A commitment: it is expected to be reached"), "stretch": _("A stretch: 70 % of it is already good")}
STATUS_WORDS = {"on track": _("On track"), "at risk": _("At risk"), "off track": _("Off track")}
PERIOD_WORDS = {"year": _("A year"), "quarter": _("A quarter"), "own": _("Another time")}


def row_or_none(value):
    """The number of a row, or None for the empty choice."""
    return forms.row_number(str(value)) if value not in (None, "", "None") else None


class QuantityField(wt.StringField):
    """A value in the unit of the goal's measure; `read` turns what was typed into the integer."""

    def __init__(self, label, **more):
        super().__init__(label, [must.Length(max=40, message=_("That is too long: %(max)d characters at the most."))],
                         filters=[forms.tidy], render_kw={"inputmode": "decimal", "autocomplete": "off"}, **more)

    def read(self, measure):
        """The integer, None for an empty field; a refusal stands beside the field."""
        if not self.data:
            return None
        try:
            return values.read(self.data, measure)
        except ValueError as no:
            self.errors = [*self.errors, str(no)]
            return None


class NeededHere:
    """On a field that may be empty only where it does not show: no “optional” stands beside it, and the verb asks for it."""

    field_flags = {"optional": False}

    def __call__(self, form, field):
        pass


class MeasuredInput(forms.Form):
    """What every goal says, also one of a template."""

    title = forms.line(_("What is to be reached"), longest=LONGEST_TITLE)
    about = forms.text(_("Why, and how one sees that it is reached"), longest=LONGEST_TEXT)
    measure = wt.RadioField(_("Measured by"), choices=[(name, values.MEASURES[name]) for name in MEASURES], default="number")
    unit = forms.line(_("What the number counts"), required=False, longest=30)
    start = QuantityField(_("Starts at"))
    target = QuantityField(_("To come to"))
    is_down = wt.BooleanField(_("Held: less is better"))
    steps = forms.text(_("Milestones, one a line"), longest=LONGEST_TEXT * 3, validators=[NeededHere()])
    kind = wt.RadioField(_("Kind"), choices=[(name, KIND_WORDS[name]) for name in KINDS], default="commitment")
    rhythm = wt.SelectField(_("Check-ins"), choices=[(name, RHYTHMS[name]) for name in CHOICES], default="monthly")

    def validate(self, *args, **kwargs):
        """Values are read in the unit of the measure that was chosen."""
        is_fine = super().validate(*args, **kwargs)
        if self.measure.data in TYPED:
            self.read = {name: self[name].read(self.measure.data) for name in ("start", "target")}
            is_fine = is_fine and not self.start.errors and not self.target.errors
        else:
            self.read = {"start": 0, "target": 0}
        return is_fine

    def given(self, **more):
        """What was typed, as the verbs take it."""
        fields = {name: self[name].data for name in FIELDS if name in self and name not in ("start", "target", "steps", "weight")}
        fields.update(self.read, steps=tuple((self.steps.data or "").splitlines()), about=self.about.data or "", unit=self.unit.data or "")
        return Given(**{**fields, **more})

    @staticmethod
    def of(goal, steps):
        """What the fields begin with."""
        return {**{name: getattr(goal, name) for name in ("title", "about", "measure", "unit", "is_down", "kind", "rhythm")},
                "start": values.typed(goal.start, goal.measure, getattr(goal, "currency", "")) if goal.measure in TYPED else "",
                "target": values.typed(goal.target, goal.measure, getattr(goal, "currency", "")) if goal.measure in TYPED else "",
                "steps": "\n".join(steps)}


class WeightField(wt.StringField):
    """A weight of more than 0, kept in whole ten-thousandths."""

    def process_data(self, value):
        self.data = values.weight(UNIT if value is None else value)

    @property
    def whole(self):
        return values.read(self.data or "1", "number")


class GoalInput(MeasuredInput):
    """A goal: whose, for when, below which, and what everybody may read of it."""

    owner = wt.SelectField(_("Whose goal"), coerce=lambda value: forms.row_number(str(value)))
    department = wt.SelectField(_("Department"), coerce=row_or_none, validators=[must.Optional(), NeededHere()])
    parent = wt.SelectField(_("Serves"), coerce=row_or_none, validators=[must.Optional()])
    period = wt.SelectField(_("Period"), coerce=row_or_none, validators=[must.Optional()])
    starts = forms.date(_("Starts on"), required=False)
    due = forms.date(_("To be reached by"), required=False)
    weight = WeightField(_("Weight"), [must.Length(max=20)], filters=[forms.tidy], render_kw={"inputmode": "decimal"})
    is_private = wt.BooleanField(_("Private: only whose goal it is, their manager, the manager above and HR read it"))

    def validate_weight(self, field):
        try:
            field.whole
        except ValueError:
            raise must.ValidationError(_("Please type a number such as 1 or 2.5.")) from None

    def given(self, **more):
        return super().given(weight=self.weight.whole, **more)


class NewInput(GoalInput):
    """A goal that is written down: as a draft, or at once proposed."""


class ChangeInput(GoalInput):
    why = forms.line(_("Why it changes"), required=False, longest=LONGEST_NOTE)
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


    def _show_both(self, row):
        """Somebody else was quicker: each field that differs says what stands there now, in the words of the form."""
        now = {**self.of(row, [step.text for step in row.milestones]), "weight": values.weight(row.weight), "is_private": row.is_private,
               **{name: row.__data__[name] for name in ("owner", "department", "parent", "period", "starts", "due")}}
        for name, value in now.items():
            if name in self and (self[name].data or "") != (value or ""):
                self[name].errors = [*self[name].errors, _("Meanwhile it was changed to “%(now)s”. Saving again keeps yours.", now=self._called(name, value))]
        self.version.data, self.version.raw_data = row.version, None

    def _called(self, name, value):
        """A value as the list of its field calls it."""
        known = {number: label for number, label in _pairs(getattr(self[name], "choices", None))}
        return known.get(value) or known.get(str(value)) or (_("yes") if value is True else _("no") if value is False else value or "–")


def _pairs(choices):
    """(value, label) of choices that may stand in groups."""
    flat = [pair for pairs in choices.values() for pair in pairs] if isinstance(choices, dict) else choices or []
    return [pair[:2] for pair in flat]


class CheckInInput(forms.Form):
    value = QuantityField(_("Now at"))
    is_done = wt.RadioField(_("Is it done?"), choices=[("yes", _("Done")), ("no", _("Not yet"))], validators=[must.Optional(), NeededHere()])
    done = wt.SelectMultipleField(_("What is done by now?"), coerce=lambda value: forms.row_number(str(value)), option_widget=wt.widgets.CheckboxInput(),
                                  widget=wt.widgets.ListWidget(prefix_label=False))
    note = forms.line(_("What happened, in a line"), required=False, longest=LONGEST_NOTE)
    status = wt.RadioField(_("How it stands"), choices=[(name, STATUS_WORDS[name]) for name in STATUSES], validators=[must.Optional()])


class CommentInput(forms.Form):
    comment = forms.text(_("Comment"), longest=LONGEST_NOTE, validators=[NeededHere()])
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class WordInput(forms.Form):
    text = forms.text(_("Your words"), longest=LONGEST_NOTE, validators=[NeededHere()])


class CloseInput(forms.Form):
    outcome = wt.RadioField(_("How did it come out?"), choices=[(name, OUTCOME_WORDS[name]) for name in (*OUTCOMES, "cancelled")],
                            validators=[must.InputRequired(_("Please choose how it came out."))])
    look_back = forms.text(_("Looking back"), required=True, longest=LONGEST_TEXT)
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class PeriodInput(forms.Form):
    name = forms.line(_("Name"), longest=60)
    kind = wt.RadioField(_("Kind"), choices=list(PERIOD_WORDS.items()), default="quarter")
    starts = forms.date(_("First day"))
    ends = forms.date(_("Last day"))
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())


class TemplateInput(MeasuredInput):
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())


