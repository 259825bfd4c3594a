"""What may be typed about drafts and links."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _, n_

NOTHING = ("", None)


def seat_or_none(text):
    """The number of a seat; those that a draft opens lie below 0."""
    if text in NOTHING or isinstance(text, int):
        return text or None
    return -forms.row_number(text[1:]) if text.startswith("-") else forms.row_number(text)


class ScenarioInput(forms.Form):
    name = forms.line(_("What it is called"), render_kw={"placeholder": _("One team for all families")})
    note = forms.text(_("What it is meant to bring"), longest=2000, render_kw={"rows": 3})


class ScenarioChangeInput(ScenarioInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class HangInput(forms.Form):
    above = wt.SelectField(_("Reports to"), coerce=seat_or_none)


class ChangeSeatInput(forms.Form):
    title = forms.line(_("Role"), render_kw={"list": "known-roles", "autocomplete": "off"})
    department = forms.line(_("Department"), required=False, render_kw={"list": "known-departments", "autocomplete": "off"})


class OpenInput(ChangeSeatInput):
    pass


class SitInput(forms.Form):
    person = wt.SelectField(_("Who moves here"), coerce=seat_or_none)


class ShareInput(forms.Form):
    person = wt.SelectField(_("Share it with"), coerce=seat_or_none)


class EffectInput(forms.Form):
    on = forms.date(_("From"))
    announced = wt.BooleanField(_("Tell everybody now; else only those who plan it see it until that day"))
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class LinkInput(forms.Form):
    whom_for = forms.line(_("Whom it is for"), render_kw={"placeholder": _("The board, spring meeting")})
    days = wt.SelectField(_("It ends after"), coerce=int, choices=[(days, n_("%(num)s day", "%(num)s days", days)) for days in (7, 30, 90, 365)],
                          default=30)
