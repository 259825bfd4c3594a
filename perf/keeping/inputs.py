"""What may be typed about keeping, holds, erasing and requests."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _


class HoldInput(forms.Form):
    reason = forms.text(_("Why this has to be kept"), required=True, longest=600, render_kw={"rows": 3})


class WishInput(forms.Form):
    wish = forms.text(_("What you would like to see"), longest=1000, render_kw={"rows": 3})


class PurgeInput(forms.Form):
    seen = wt.HiddenField(validators=[must.InputRequired(_("Please read the preview again."))])
    agreed = wt.BooleanField(_("I have read what is removed. It cannot be taken back."),
                             [must.InputRequired(_("Please tick this once you have read the list."))])


class EraseInput(forms.Form):
    seen = wt.HiddenField(validators=[must.InputRequired(_("Please read the preview again."))])
    typed = forms.line(_("Type their family name"), longest=80)
    written = wt.RadioField(_("What they wrote in the records of others"), choices=[
        ("keep", _("It stays where it is, without their name")), ("remove", _("It is removed as well"))],
        validators=[must.InputRequired(_("Please choose what happens to it."))])

    def __init__(self, *args, person, has_choice, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if not has_choice:
            del self.written

    def validate_typed(self, field):
        if field.data.casefold() != self.person.last_name.casefold():
            raise must.ValidationError(_("That is not the family name: %(name)s.", name=self.person.last_name))

    @property
    def with_written(self):
        return "written" in self and self.written.data == "remove"


def periods_input(kept):
    """The form with one field for each class of record."""
    fields = {f"years_{one.record.key}": wt.IntegerField(one.record.title, [must.InputRequired(_("How many years?"))],
                                                         default=one.years, render_kw={"min": 1, "max": 100, "inputmode": "numeric"})
              for one in kept}
    fields["seen"] = wt.HiddenField()
    return type("PeriodsInput", (PeriodsForm,), fields)


class PeriodsForm(forms.Form):
    @property
    def years(self):
        return {name.removeprefix("years_"): number for name, number in self.data.items() if name != "seen"}


def decisions_sent(form):
    """What the page of a request sends: for each text verdict, ticked sentences, reason and what was looked at."""
    keys = [name.removeprefix("seen-") for name in form if name.startswith("seen-")]
    touched = [key for key in keys if any(form.get(f"{part}-{key}") for part in ("verdict", "tick", "reason"))]
    return {key: {"verdict": form.get(f"verdict-{key}", ""), "seen": form.get(f"seen-{key}", ""), "reason": form.get(f"reason-{key}", "")[:600],
                  "ticked": [int(number) for number in form.getlist(f"tick-{key}") if number.isascii() and number.isdigit() and len(number) < 6]}
            for key in touched}
