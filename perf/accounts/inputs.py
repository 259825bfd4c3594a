"""What may be typed at the door."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from ..settings.inputs import OrganisationInput


def password(label, autocomplete):
    return wt.PasswordField(label, [must.InputRequired(_("Please fill this in."))],
                            render_kw={"autocomplete": autocomplete})


class SignInInput(forms.Form):
    email = forms.line(_("E-mail or employee ID"), longest=200, render_kw={"autocomplete": "username"})
    password = password(_("Password"), "current-password")


class PasswordInput(forms.Form):
    password = password(_("Choose a password"), "new-password")


class NewPasswordInput(PasswordInput):
    current = password(_("Present password"), "current-password")


class SetUpInput(OrganisationInput):
    code = forms.line(_("Set-up code"), longest=40, render_kw={"autocomplete": "off"})
    first_name = forms.line(_("First name"), longest=80)
    last_name = forms.line(_("Last name"), longest=80)
    email = forms.line(_("E-mail"), longest=200, validators=[must.Regexp(
        r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("That is not an e-mail address. It looks like name@example.org."))])
    password = password(_("Choose a password"), "new-password")

    @property
    def organisation(self):
        names = ("name", "purpose", "time_zone", "currency", "fiscal_start", "locale")
        return {name: self[name].data for name in names}


class InviteInput(forms.Form):
    people = wt.SelectMultipleField(_("People"), coerce=forms.row_number, validate_choice=False)
