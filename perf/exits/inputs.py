"""What may be typed about leavings, their check lists, cases, reports and what is done about them."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from . import wording
from .wording import chosen

SHORT, LONG = 300, 10_000


def version():
    return wt.IntegerField(_("Version"), [must.InputRequired(_("Please open this page again and send it once more."))], widget=wt.widgets.HiddenInput())


def _number(text):
    return int(text) if str(text or "").isdigit() and len(str(text)) < 10 else None


class BeginInput(forms.Form):
    person = wt.SelectField(_("Who leaves"), coerce=_number)
    last_day = forms.date(_("Last day"), required=False)


class DecisionInput(forms.Form):
    kind = wt.RadioField(_("Class"), choices=chosen(wording.CLASSES), validators=[must.InputRequired(_("Choose one."))])
    is_regretted = wt.RadioField(_("Do you regret that they leave?"), choices=[("yes", _("Yes, we would have kept them")), ("no", _("No")), ("", _("Not decided yet"))], default="")
    is_volunteer = wt.BooleanField(_("A volunteer"))
    main = wt.SelectField(_("Main reason"), choices=chosen(wording.REASONS, _("Not known yet")))
    first = wt.SelectField(_("Contributed"), choices=chosen(wording.REASONS, _("Nothing else")))
    second = wt.SelectField(_("Contributed as well"), choices=chosen(wording.REASONS, _("Nothing else")))
    version = version()

    @property
    def given(self):
        return {"kind": self.kind.data, "is_regretted": {"yes": True, "no": False}.get(self.is_regretted.data), "is_volunteer": self.is_volunteer.data,
                "main": self.main.data, "contributing": [one for one in (self.first.data, self.second.data) if one]}


class PlanInput(forms.Form):
    way = wt.RadioField(_("How they are asked"), choices=chosen(wording.WAYS), validators=[must.InputRequired(_("Choose one."))])
    template = wt.SelectField(_("Questions"), coerce=_number)
    interviewer = wt.SelectField(_("Who talks with them"), coerce=_number)
    asks_from = forms.date(_("The link opens on"), required=False)
    asks_until = forms.date(_("The link is open until"), required=False)
    version = version()


class TaskInput(forms.Form):
    what = forms.line(_("What is to be done"), longest=200)
    owner = wt.SelectField(_("Who does it"), choices=chosen(wording.OWNERS))
    due = forms.date(_("By when"))


class ItemInput(forms.Form):
    what = forms.line(_("What is to be done"), longest=200)
    owner = wt.SelectField(_("Who does it"), choices=chosen(wording.OWNERS))
    far = wt.IntegerField(_("How many days"), [must.InputRequired(_("A whole number; 0 is the last day itself.")),
                                               must.NumberRange(0, 365, _("A whole number from 0 to 365."))], default=0)
    side = wt.SelectField(_("Before or after"), choices=[("before", _("before the last day")), ("after", _("after the last day"))], default="before")
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())

    @property
    def days(self):
        """Days from the last day: those before it are negative."""
        return -self.far.data if self.side.data == "before" else self.far.data


class VersionInput(forms.Form):
    version = version()


class CodeInput(forms.Form):
    code = forms.line(_("The code from the first device"), longest=20, render_kw={"inputmode": "numeric", "autocomplete": "off"})


class ReportInput(forms.Form):
    text = forms.text(_("What happened?"), required=True, longest=LONG, render_kw={"rows": 8})
    reach = forms.line(_("How may we reach you?"), required=False, longest=200)
    is_about_hr = wt.BooleanField(_("It is about HR, so HR shall not read it"))


class NoteInput(forms.Form):
    text = forms.text(_("What was done"), required=True, longest=LONG, render_kw={"rows": 3})


class OutcomeInput(forms.Form):
    outcome = forms.text(_("What came of it"), required=True, longest=LONG, render_kw={"rows": 3})
    version = version()


class ThemeInput(forms.Form):
    name = forms.line(_("Theme"), longest=80)


class PublicationInput(forms.Form):
    name = forms.line(_("Name of the report"))
    starts = forms.date(_("First day"))
    ends = forms.date(_("Last day"))
    dimension = wt.SelectField(_("Divided by"), choices=chosen(wording.DIMENSIONS, _("Not divided: the organisation alone")))
    audience = wt.RadioField(_("Who reads it"), choices=chosen(wording.AUDIENCES), default="leadership")
    few = wt.IntegerField(_("Fewest answers to show a figure"), [must.InputRequired(_("Please fill this in.")), must.NumberRange(
        5, 100, _("A whole number from 5 to 100: with fewer, people could be recognised."))], default=5)


class ActionInput(forms.Form):
    finding = forms.line(_("What was found"), longest=SHORT)
    what = forms.line(_("What is done about it"), longest=SHORT)
    owner = wt.SelectField(_("Who does it"), coerce=_number)
    by_when = forms.date(_("By when"))
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())


class CameOfItInput(forms.Form):
    state = wt.RadioField(_("How it stands"), choices=[("open", _("Still open")), ("done", _("Done")), ("dropped", _("Dropped"))], validators=[must.InputRequired(_("Choose one."))])
    came_of_it = forms.text(_("What came of it"), longest=600, render_kw={"rows": 3})
    version = version()


class FilterInput(forms.Form):
    """What an analysis is narrowed down to, in the address. Anything that cannot be read counts as not chosen."""

    starts = forms.date(_("From"), required=False)
    ends = forms.date(_("Until"), required=False)
    department = wt.StringField(_("Department"))
    manager = wt.StringField(_("Manager"))
    role = wt.StringField(_("Role"))
    tenure = wt.StringField(_("Years here"))
    kind = wt.StringField(_("Class"))
    by = wt.StringField(_("Side by side"))
