"""What may be typed about seats and who holds them."""
from types import SimpleNamespace

import wtforms as wt
from wtforms import validators as must

from ...kernel import clock, forms
from ...kernel.words import _
from .persons import PersonInput

MOST_SEATS = 20


def number_or_none(text):
    return int(text) if text else None


class DayField(forms.DateField):
    """A day from which something holds: today, where none is named."""

    def __init__(self, label, validators=(), **more):
        super().__init__(label, validators, default=clock.today, **more)

    def process_formdata(self, valuelist):
        if valuelist and not valuelist[0].strip():
            valuelist = [clock.today().isoformat()]
        super().process_formdata(valuelist)


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


class ComeBackInput(SeatFields, forms.Form):
    hired_on = forms.date(_("New first day"))


class SeatInput(SeatFields, forms.Form):
    held = wt.IntegerField(_("Seat until now"), [must.Optional()], widget=wt.widgets.HiddenInput())
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())
    on = DayField(_("From"))
    is_promotion = wt.BooleanField(_("This is a promotion"))
    note = forms.line(_("Note"), required=False, longest=300)
    announced = wt.BooleanField(_("Tell everybody now"))
    leaves_seat = wt.BooleanField(_("Their present seat stays open as a vacancy, with those who report to it"))

    def validate(self, **more):
        if not super().validate(**more):
            return False
        if not self.names_seat:
            self.title.errors = [_("Please name the role, or choose a vacant seat.")]
        return self.names_seat

    @property
    def seen(self):
        return self.held.data, self.version.data

    @property
    def deed(self):
        """Where to, from when, and what is said about it."""
        return {**self.seat, "leaves_seat": self.leaves_seat.data, "on": self.day, "is_promotion": self.is_promotion.data,
                "note": self.note.data or "", "announced": self.announced.data}

    @property
    def day(self):
        return self.on.data

    def _show_both(self, now):
        """The seat above is a number in its field; beside it stands whose it is."""
        self.held.data, self.held.raw_data = now.held, None
        shown = {"version": now.version, "title": now.title, "department": now.department}
        if now.reports_to != self.reports_to.data:
            shown["reports_to"] = dict(self.reports_to.choices).get(now.reports_to or "", _("a seat that is no longer there"))
        super()._show_both(SimpleNamespace(**shown))


class OpenSeatsInput(forms.Form):
    title = forms.line(_("Role"), render_kw={"list": "known-roles", "autocomplete": "off"})
    department = forms.line(_("Department"), required=False, render_kw={"list": "known-departments", "autocomplete": "off"})
    reports_to = wt.SelectField(_("Reports to"), coerce=number_or_none)
    on = DayField(_("From"))
    count = wt.IntegerField(_("How many"), [must.InputRequired(_("Please fill this in.")), must.NumberRange(
        1, MOST_SEATS, _("Between 1 and %(most)s at once.", most=MOST_SEATS))], default=1, render_kw={"min": 1, "max": MOST_SEATS})
    announced = wt.BooleanField(_("Tell everybody now"))

    def offer(self, seats):
        self.reports_to.choices = [("", _("Nobody")), *seats]


class CorrectSeatInput(forms.Form):
    title = forms.line(_("Role"), render_kw={"list": "known-roles", "autocomplete": "off"})
    department = forms.line(_("Department"), required=False, render_kw={"list": "known-departments", "autocomplete": "off"})
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class OfPerson:
    """Somebody who is here."""

    person = wt.SelectField(_("Who"), coerce=number_or_none, validators=[must.InputRequired(_("Please choose somebody."))])

    def offer(self, people=(), seats=()):
        self.person.choices = [("", _("Choose somebody")), *people]


class OfSeat:
    """Another seat."""

    def offer(self, people=(), seats=()):
        self.above.choices = [("", _("Choose a seat")), *seats]


class StandInInput(OfPerson, forms.Form):
    starts = DayField(_("From"))
    ends = forms.date(_("Until"), required=False)
    note = forms.line(_("Note"), required=False, longest=300)


class ShareInput(OfPerson, forms.Form):
    starts = DayField(_("From"))
    leads = wt.BooleanField(_("They are the manager of those below this seat"))


class DotInput(OfSeat, forms.Form):
    above = wt.SelectField(_("Also reports to"), coerce=number_or_none, validators=[must.InputRequired(_("Please choose a seat."))])
    starts = DayField(_("From"))
    ends = forms.date(_("Until"), required=False)


class UnderInput(forms.Form):
    reports_to = wt.SelectField(_("Reports to"), coerce=number_or_none)
    on = DayField(_("From"))
    announced = wt.BooleanField(_("Tell everybody now"))

    def offer(self, people=(), seats=()):
        self.reports_to.choices = [("", _("Nobody")), *seats]


class CloseInput(forms.Form):
    on = DayField(_("Not there any more from"))
    announced = wt.BooleanField(_("Tell everybody now"))

    def offer(self, people=(), seats=()):
        pass


class EndInput(forms.Form):
    last_day = forms.date(_("Last day"))


class HeadInput(forms.Form):
    position = wt.SelectField(_("Headed by"), coerce=number_or_none)

    def offer(self, seats):
        self.position.choices = [("", _("Nobody is named")), *seats]
