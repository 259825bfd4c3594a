"""What may be typed about people."""
import re
import unicodedata

import wtforms as wt
from wtforms import validators as must

from ...kernel import forms
from ...kernel.words import _

ADDRESS, LONGEST = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), 200
NO_ADDRESS = _("That is not an e-mail address. It looks like name@example.org.")


def emails_named_in(form):
    """Whose addresses a form for many sends."""
    return {int(found[1]) for name in form if (found := re.fullmatch(r"email-([0-9]{1,18})", name))}


def looks_like_address(text):
    return len(text) <= LONGEST and ADDRESS.fullmatch(text) is not None and is_plain(text)


def is_plain(text):
    """No signs that cannot be seen or that only look like others: two addresses that read alike must be one."""
    return (unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFC", text)
            and not any(unicodedata.category(sign)[0] in "CZ" for sign in text))


def email(label, **more):
    return forms.line(label, required=False, longest=LONGEST, validators=[_address], **more)


def _address(form, field):
    if field.data and not looks_like_address(field.data):
        raise must.ValidationError(NO_ADDRESS)


def _no_address(form, field):
    """One signs in with either: a number that looks like an address could be taken for somebody else's."""
    if "@" in unicodedata.normalize("NFKC", field.data or ""):
        raise must.ValidationError(_("An employee ID has no @ in it. The address belongs in the field “E-mail”."))


class PersonInput(forms.Form):
    first_name = forms.line(_("First name"), longest=80)
    last_name = forms.line(_("Last name"), longest=80)
    email = email(_("E-mail"), render_kw={"inputmode": "email"})
    employee_id = forms.line(_("Employee ID"), required=False, longest=40, validators=[_no_address])
    phone = forms.line(_("Phone"), required=False, longest=40, render_kw={"inputmode": "tel"})
    hired_on = forms.date(_("First day"), required=False)

    @property
    def record(self):
        return {name: self[name].data for name in ("first_name", "last_name", "email", "employee_id", "phone", "hired_on")}


class PersonChangeInput(PersonInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class LastDayInput(forms.Form):
    last_day = forms.date(_("Last day"))
