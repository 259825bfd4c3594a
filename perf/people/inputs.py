"""What may be typed about people."""
import re

import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _

ADDRESS, LONGEST = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), 200
NO_ADDRESS = _("That is not an e-mail address. It looks like name@example.org.")


def looks_like_address(text):
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None


def email(label, **more):
    return forms.line(label, required=False, longest=LONGEST, validators=[_address], **more)


def _address(form, field):
    if field.data and not looks_like_address(field.data):
        raise must.ValidationError(NO_ADDRESS)


def number_or_none(text):
    return int(text) if text else None


class PersonInput(forms.Form):
    first_name = forms.line(_("First name"), longest=80)
    last_name = forms.line(_("Last name"), longest=80)
    email = email(_("E-mail"), render_kw={"inputmode": "email"})
    employee_id = forms.line(_("Employee ID"), required=False, longest=40)
    phone = forms.line(_("Phone"), required=False, longest=40, render_kw={"inputmode": "tel"})
    hired_on = forms.date(_("First day"), required=False)

    @property
    def record(self):
        return {name: self[name].data for name in ("first_name", "last_name", "email", "employee_id", "phone", "hired_on")}


class PersonChangeInput(PersonInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class SeatFields:
    """Where somebody sits: a seat that is vacant, or a new one described by role, department and seat above."""

    vacancy = wt.SelectField(_("Seat"), coerce=number_or_none)
    title = forms.line(_("Role"), required=False, render_kw={"list": "known-roles", "autocomplete": "off"})
    department = forms.line(_("Department"), required=False, render_kw={"list": "known-departments", "autocomplete": "off"})
    reports_to = wt.SelectField(_("Reports to"), coerce=number_or_none)

    def offer(self, vacancies, seats):
        """Fill the lists: vacant seats, and seats to report to, each as (id, words)."""
        self.vacancy.choices = [("", _("A new seat, as described here"))] + vacancies
        self.reports_to.choices = [("", _("Nobody"))] + seats

    @property
    def seat(self):
        return {name: self[name].data for name in ("vacancy", "title", "department", "reports_to")}

    @property
    def names_seat(self):
        return bool(self.vacancy.data or self.title.data)


class NewPersonInput(SeatFields, PersonInput):
    pass


class SeatInput(SeatFields, forms.Form):
    leaves_seat = wt.BooleanField(_("Their present seat stays open as a vacancy, with those who report to it"))

    def validate(self, **more):
        if not super().validate(**more):
            return False
        if not self.names_seat:
            self.title.errors = [_("Please name the role, or choose a vacant seat.")]
        return self.names_seat


class LastDayInput(forms.Form):
    last_day = forms.date(_("Last day"))
