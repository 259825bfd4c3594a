"""What may be typed about leaves of absence."""
from types import SimpleNamespace

import wtforms as wt
from wtforms import validators as must

from ...kernel import forms, words
from ...kernel.words import _

KINDS = {"parental": _("Parental leave"), "illness": _("Illness"), "care": _("Caring for somebody"), "study": _("Study"),
         "sabbatical": _("Sabbatical"), "unpaid": _("Unpaid leave"), "other": _("Other")}


class LeaveInput(forms.Form):
    kind = wt.SelectField(_("Kind"), choices=list(KINDS.items()))
    starts = forms.date(_("First day away"))
    ends = forms.date(_("Last day away"), required=False)


class LeaveChangeInput(LeaveInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())

    def _show_both(self, now):
        """Kind and days of the other version, in words."""
        shown = {"version": now.version}
        if now.kind != self.kind.data:
            shown["kind"] = KINDS.get(now.kind, now.kind)
        for name in ("starts", "ends"):
            if getattr(now, name) != self[name].data:
                shown[name] = words.day(getattr(now, name), near=False) if getattr(now, name) else _("open")
        super()._show_both(SimpleNamespace(**shown))
