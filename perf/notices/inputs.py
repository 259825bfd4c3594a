"""What may be typed about mails and reminders."""
import wtforms as wt

from ..kernel import forms, words
from ..kernel.words import _


def _hour(text):
    return int(text) if text else None


class ChoicesInput(forms.Form):
    social = wt.BooleanField(_("Tell me by mail of thanks and other friendly news"))
    quiet_from = wt.SelectField(_("No mail from"), coerce=_hour)
    quiet_to = wt.SelectField(_("No mail until"), coerce=_hour)
    quiet_days = wt.BooleanField(_("No mail on weekends and days off"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hours = [("", _("no quiet hours")), *[(str(hour), words.wall(hour)) for hour in range(24)]]
        self.quiet_from.choices = self.quiet_to.choices = hours
