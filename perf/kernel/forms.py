"""The base of what may be typed: limits that hold everywhere, and refusals beside the field they concern."""
import re
import unicodedata

import wtforms as wt
from wtforms import validators as must

from . import words
from .errors import Refused
from .words import _

TEXT_CAP, MOST_LINES = 20_000, 1_000
MOST_MONEY = 10 ** 13       # in minor units: beyond that it is a slip of the finger
NEVER_SHOWN = ("password", "passphrase", "code", "submit_id")


def tidy(text):
    """One way of writing each character, no blanks around; what was not sent counts as empty."""
    return unicodedata.normalize("NFC", text or "").strip()


class Translations:
    """WTForms' own sentences, through our words."""

    def gettext(self, text):
        return _(text)

    def ngettext(self, one, many, count):
        return _(one if count == 1 else many)


class Form(wt.Form):
    class Meta(wt.Form.Meta):
        def get_translations(self, form):
            return Translations()

    status, headers = 422, {}

    def tries(self, verb, *args, **kwargs):
        """Do the verb; where it refuses, put its words beside the field and say False. `status` is then the answer's."""
        try:
            self.result = verb(*args, **kwargs)
            return True
        except Refused as no:
            self.status, self.headers = no.status, no.headers
            if no.field in self:
                self[no.field].errors = [*self[no.field].errors, no.words]
            else:
                self.form_errors.append(no.words)
            if getattr(no, "row", None) is not None:
                self._show_both(no.row)
            return False

    def _show_both(self, row):
        """Somebody else was quicker: what was typed stays, what stands there now is said beside it, and the next save counts."""
        for field in self:
            now = getattr(row, field.name, None)
            if field.name == "version":
                field.data, field.raw_data = now, None
            elif hasattr(row, field.name) and now != field.data:
                field.errors = [*field.errors, _("Meanwhile it was changed to “%(now)s”. Saving again keeps yours.", now=now)]


def to_send_again(sent):
    """What somebody has typed, as pairs that a page can hold hidden until they send it once more: never a password or a code."""
    return [(name, value) for name, value in sent.items(multi=True) if not any(part in name for part in NEVER_SHOWN)]


def row_number(text):
    """The number of a row that a form names, or ValueError where it cannot be one."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(_("That is not on the list."))
    return int(text)


def line(label, required=True, longest=120, **more):
    """One line of text."""
    return _text(wt.StringField, label, required, longest, more)


def text(label, required=False, longest=TEXT_CAP, **more):
    """Several lines of text."""
    return _text(wt.TextAreaField, label, required, longest, more)


def _text(kind, label, required, longest, more):
    checks = [must.InputRequired(_("Please fill this in.")), _not_blank] if required else [must.Optional()]
    checks += [must.Length(max=longest, message=_("That is too long: %(max)d characters at the most.")), not_too_tall]
    return kind(label, checks + more.pop("validators", []), filters=[tidy], **more)


def _not_blank(form, field):
    """Nothing but blanks is nothing."""
    if not field.data:
        raise must.ValidationError(_("Please fill this in."))


def not_too_tall(form, field):
    """Thousands of empty lines would push everything else off the page."""
    if (field.data or "").count("\n") >= MOST_LINES:
        raise must.ValidationError(_("That has too many lines: %(max)d at the most.", max=MOST_LINES))


def date(label, required=True, **more):
    checks = [must.InputRequired(_("Please choose a date."))] if required else [must.Optional()]
    return DateField(label, checks, **more)


class DateField(wt.DateField):
    """A date, with words of our own where it is not one; years far off are slips of the finger."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("That is not a date. Write it as 2026-12-31.")) from None
        if self.data and not 1900 <= self.data.year <= 2200:
            self.data, _year = None, self.data.year
            raise ValueError(_("The year %(year)s is too far off. Please check it.", year=_year))


class MoneyField(wt.Field):
    """An amount of the organisation's currency, kept in whole minor units; typed as 42,000 or 42.000,00 or 42 000."""

    widget = wt.widgets.TextInput()

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return words.amount(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist):
        typed = tidy(valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            self.data = minor_units(typed, words.minor_places())
            if self.data is None or self.data > MOST_MONEY:
                self.data = None
                raise ValueError(_("Please give an amount in %(currency)s, such as %(example)s.", currency=words.currency(),
                                   example=words.amount(42_000 * 10 ** words.minor_places())))


def money(label, **more):
    return MoneyField(label, [must.Optional()], render_kw={"inputmode": "decimal", "autocomplete": "off"}, **more)


def minor_units(typed, places):
    """Whole minor units of an amount as people write it, or None. The last mark is the decimal one, unless it stands before three digits."""
    text = re.sub(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))", "", typed.strip())
    found = re.fullmatch(r"(\d+|\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d{1,2}))?", text, re.ASCII)
    if not found or found[2] and found[2] == found[3] or len(found[4] or "") > places:
        return None
    whole, part = re.sub(r"[.,]", "", found[1]), (found[4] or "").ljust(places, "0")
    return int(whole + part) if len(whole) < 20 else None
