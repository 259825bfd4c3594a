"""What may be typed on the settings page."""
import unicodedata
from zoneinfo import available_timezones

import wtforms as wt
from babel import Locale
from babel.numbers import list_currencies
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _

LOCALES = ("en_GB", "en_US", "en_IE", "en_CA", "en_AU", "en_NZ", "en_ZA", "en_IN")


def _place(form, field):
    if field.data not in available_timezones():
        raise must.ValidationError(_("We do not know that time zone. Choose one from the list, such as Europe/Berlin."))


def _currency(form, field):
    field.data = (field.data or "").upper()
    if field.data not in list_currencies():
        raise must.ValidationError(_("We do not know that currency. Give its three letters, such as EUR."))


class OrganisationInput(forms.Form):
    name = forms.line(_("Name of the organisation"))
    purpose = forms.line(_("What it is there for, in one sentence"), required=False, longest=300)
    time_zone = forms.line(_("Time zone"), longest=60, validators=[_place])
    currency = forms.line(_("Currency"), longest=3, validators=[_currency])
    fiscal_start = wt.SelectField(_("The fiscal year begins in"), coerce=int)
    locale = wt.SelectField(_("Dates and numbers as in"), choices=[
        (code, Locale.parse(code).territories[code[-2:]]) for code in LOCALES])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = Locale("en").months["stand-alone"]["wide"]
        self.fiscal_start.choices = [(number, names[number]) for number in range(1, 13)]


class OrganisationChangeInput(OrganisationInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()])


class HolidayInput(forms.Form):
    day = forms.date(_("Day"))
    name = forms.line(_("What is celebrated"), longest=80)


class ValuesInput(forms.Form):
    values = forms.text(_("One value a line: the name, a colon, what it means"), longest=4000)

    @property
    def pairs(self):
        lines = [line.partition(":") for line in (self.values.data or "").splitlines() if line.strip()]
        return [(name.strip()[:60], meaning.strip()[:300]) for name, _colon, meaning in lines]


PASSPHRASE_LENGTH = 15


def _same_signs(text):
    """One way of writing each sign, as a terminal sends it; blanks at the ends belong to it."""
    return unicodedata.normalize("NFC", text or "")


class BackupInput(forms.Form):
    passphrase = wt.PasswordField(_("Passphrase"), [
        must.InputRequired(_("Please choose a passphrase.")),
        must.Length(min=PASSPHRASE_LENGTH, max=256, message=_("Please use at least 15 characters; four or five words are easy to keep."))],
        filters=[_same_signs], render_kw={"autocomplete": "new-password"})
    again = wt.PasswordField(_("The same once more"), [must.EqualTo("passphrase", _("The two are not the same."))],
                             filters=[_same_signs], render_kw={"autocomplete": "new-password"})
