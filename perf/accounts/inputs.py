"""What may be typed at the door."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from ..people.inputs import LONGEST, NO_ADDRESS, looks_like_address
from ..settings.inputs import OrganisationInput
from . import strength


def password(label, autocomplete):
    return wt.PasswordField(label, [must.InputRequired(_("Please fill this in."))],
                            render_kw={"autocomplete": autocomplete})


def an_address(form, field):
    if field.data and not looks_like_address(field.data):
        raise must.ValidationError(NO_ADDRESS)


class SignInInput(forms.Form):
    email = forms.line(_("E-mail or employee ID"), longest=200, render_kw={"autocomplete": "username"})
    password = password(_("Password"), "current-password")


class PasswordInput(forms.Form):
    password = password(_("Choose a password"), "new-password")


class NewPasswordInput(PasswordInput):
    current = password(_("Present password"), "current-password")


class ConfirmInput(forms.Form):
    """Is it really you? Beside whatever else a form holds."""

    confirm_password = password(_("Your password"), "current-password")
    confirm_code = forms.line(_("Code from the app"), required=False, longest=40, render_kw={
        "autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"})


class LostInput(forms.Form):
    name = forms.line(_("E-mail or employee ID"), longest=200, render_kw={"autocomplete": "username"})


class AddressInput(forms.Form):
    email = forms.line(_("New e-mail address"), longest=LONGEST, validators=[an_address], render_kw={
        "autocomplete": "email", "inputmode": "email"})


class SetUpInput(OrganisationInput):
    code = forms.line(_("Set-up code"), longest=40, render_kw={"autocomplete": "off"})
    first_name = forms.line(_("First name"), longest=80)
    last_name = forms.line(_("Last name"), longest=80)
    email = forms.line(_("E-mail"), longest=LONGEST, validators=[an_address])
    password = password(_("Choose a password"), "new-password")

    def validate_password(self, field):
        known = [self.name.data, self.first_name.data, self.last_name.data, self.email.data]
        fault = strength.fault(field.data, known)
        if fault:
            raise must.ValidationError(fault)

    @property
    def organisation(self):
        names = ("name", "purpose", "time_zone", "currency", "fiscal_start", "locale")
        return {name: self[name].data for name in names}


class InviteInput(forms.Form):
    people = wt.SelectMultipleField(_("People"), coerce=forms.row_number, validate_choice=False)


def one_of_two(label, **more):
    """A field of two, of which one is to be filled in: neither is called optional."""
    return wt.StringField(label, [must.Length(max=40, message=_("That is too long: %(max)d characters at the most."))],
                          filters=[forms.tidy], render_kw={"autocapitalize": "off", "spellcheck": "false", **more})


class CodeInput(forms.Form):
    """What the app shows, or a code for the day on which it is not at hand."""

    code = one_of_two(_("Code from the app"), autocomplete="one-time-code", inputmode="numeric")
    recovery = one_of_two(_("Recovery code"), autocomplete="off")

    def validate(self, **more):
        if super().validate(**more) and not self.given:
            self.code.errors = [_("Please type the code.")]
        return not self.errors

    @property
    def given(self):
        return self.code.data or self.recovery.data


class NewAppInput(forms.Form):
    token = wt.HiddenField()
    code = forms.line(_("The code that the app shows now"), longest=40, render_kw={
        "autocomplete": "one-time-code", "inputmode": "numeric"})


class PasskeyInput(forms.Form):
    name = forms.line(_("Name"), longest=60, render_kw={"autocomplete": "off"})
    credential = wt.HiddenField()
