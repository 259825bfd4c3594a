"""What may be typed about cycles and reviews."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _


class CycleInput(forms.Form):
    name = forms.line(_("Name of the cycle"))
    template = wt.SelectField(_("Template"), coerce=int)
    period_start = forms.date(_("The period begins"))
    period_end = forms.date(_("The period ends"))
    self_due = forms.date(_("Self-reviews due"))
    manager_due = forms.date(_("Managers' forms due"))
    share_by = forms.date(_("Shared by"))
    close_on = forms.date(_("Closed on"))
    self_weight = wt.IntegerField(_("Weight of the self-review"), [must.InputRequired(_("Please fill this in.")), must.NumberRange(
        0, 1000, _("A whole number from 0 to 1000."))])
    manager_weight = wt.IntegerField(_("Weight of the manager's form"), [must.InputRequired(_("Please fill this in.")), must.NumberRange(
        1, 1000, _("A whole number from 1 to 1000."))])
    departments = wt.SelectMultipleField(_("Only these departments"), coerce=int)
    roles = wt.SelectMultipleField(_("Only these roles"), coerce=int)
    hired_from = forms.date(_("Hired on or after"), required=False)
    hired_before = forms.date(_("Hired on or before"), required=False)
    version = wt.IntegerField(validators=[must.Optional()])

    PICKED = ("departments", "roles", "hired_from", "hired_before")
    PLAN = ("name", "template", "period_start", "period_end", "self_due", "manager_due", "share_by", "close_on",
            "self_weight", "manager_weight")

    @property
    def picked(self):
        """How people are chosen, as it is kept."""
        given = {name: self[name].data for name in self.PICKED}
        return {name: str(value) if name.startswith("hired") else value for name, value in given.items() if value}

    @property
    def plan(self):
        return {name: self[name].data for name in self.PLAN}


class SubmitInput(forms.Form):
    na_reason = forms.line(_("Why so much is not applicable"), required=False, longest=600)


class ReturnInput(forms.Form):
    reason = forms.line(_("Why you return it"), longest=600)


class ReopenInput(forms.Form):
    reason = forms.line(_("Why it is reopened"), longest=600)


class SignInput(forms.Form):
    response = forms.text(_("Your response"))


class RefusalInput(forms.Form):
    witness = forms.line(_("Who was there"), longest=160)
    note = forms.text(_("What was said"), longest=2000)


class WithdrawInput(forms.Form):
    reason = forms.line(_("Why it is taken out"), longest=600)


class HandOverInput(forms.Form):
    manager = wt.SelectField(_("Who takes it over"), coerce=int)


class LinkNumberInput(forms.Form):
    number = forms.line(_("The number that HR told you"), longest=20, render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"})
