"""What may be typed about follow-ups."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _

LONGEST = 1000


def of_person(value):
    return forms.row_number(str(value))


class AgreedInput(forms.Form):
    """What was agreed; who does it comes from those whom it concerns."""

    what = forms.text(_("What is to be done"), required=True, longest=LONGEST)
    owner = wt.SelectField(_("Who does it"), coerce=of_person)
    by_when = forms.date(_("By when"))

    def choose_from(self, persons):
        """Those who could do it, by name."""
        self.owner.choices = [(one.id, one.name) for one in persons]
        return self


class ChangeInput(AgreedInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class MarkInput(forms.Form):
    what_came_of_it = forms.text(_("In a line or two"), longest=LONGEST)
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class HandOverInput(forms.Form):
    to = wt.SelectField(_("Who takes it over"), coerce=of_person)
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())
