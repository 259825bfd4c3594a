"""What may be typed about roles."""
from decimal import Decimal, InvalidOperation

import wtforms as wt
from wtforms import validators as must

from ..kernel import forms, words
from ..kernel.words import _

LEVELS = (1, 2, 3, 4, 5)
WHOLE = 10_000


class RoleInput(forms.Form):
    title = forms.line(_("Title"))
    purpose = forms.text(_("What this role is there for"), longest=1000, render_kw={"rows": 3})


class RoleChangeInput(RoleInput):
    version = wt.IntegerField(_("Version"), [must.InputRequired()], widget=wt.widgets.HiddenInput())


class OneOfMany(forms.Form):
    """One small form among several on a page: its fields' names carry a number, and not each holds what its row does."""

    version = wt.IntegerField(_("Version"), widget=wt.widgets.HiddenInput())

    def stands(self, row):
        """What the fields would hold of the row, each with the words for it."""
        return {}

    def _show_both(self, row):
        self.version.data, self.version.raw_data = row.version, None
        for name, (now, said) in self.stands(row).items():
            if now != self[name].data:
                told = _("Meanwhile it was changed to “%(now)s”. Saving again keeps yours.", now=said) if said else _(
                    "Meanwhile it was emptied. Saving again keeps yours.")
                self[name].errors = [*self[name].errors, told]

    def _choice(self, name, value):
        """A value of a list, with what the list says for it."""
        said = {choice[0]: choice[1] for choice in self[name].choices}
        return value, str(said.get(value or "", value or "")).lstrip("– ")


class ShareField(wt.DecimalField):
    """A number from 0 to 100, with a point or a comma."""

    def process_formdata(self, valuelist):
        try:
            self.data = Decimal(valuelist[0].strip().rstrip("%").replace(",", ".")) if valuelist else None
        except InvalidOperation:
            self.data = None
        if self.data is None or not self.data.is_finite() or not 0 <= self.data <= 100:
            self.data = None
            raise ValueError(_("Please give a number between 0 and 100, such as 25."))


class DutyInput(OneOfMany):
    """A duty; its share is typed in per cent and kept in ten-thousandths."""

    text = forms.line(_("What somebody in this role does"), longest=300)
    success = forms.text(_("How one sees that it goes well"), longest=1000, render_kw={"rows": 2})
    share = ShareField(_("Share of the role, in %"), places=None, render_kw={"inputmode": "decimal", "autocomplete": "off"})
    is_essential = wt.BooleanField(_("Essential: the role is not this role without it"))

    @property
    def given(self):
        return {"text": self.text.data, "success": self.success.data or "", "weight": int(self.share.data * WHOLE / 100),
                "is_essential": self.is_essential.data}

    def stands(self, duty):
        return {"text": (duty.text, duty.text), "success": (duty.success, duty.success),
                "share": (Decimal(duty.weight) / 100, words.percent(Decimal(duty.weight) / WHOLE, 2 if duty.weight % 100 else 0)),
                "is_essential": (duty.is_essential, _("yes") if duty.is_essential else _("no"))}


class NeedInput(OneOfMany):
    version = wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())
    competency = wt.SelectField(_("Competency"), coerce=int)
    level = wt.SelectField(_("Level needed"), coerce=int, choices=[(level, str(level)) for level in LEVELS], default=3)
    weight = wt.SelectField(_("Counts"), coerce=int, default=WHOLE, choices=[
        (WHOLE, _("once")), (2 * WHOLE, _("twice")), (3 * WHOLE, _("three times"))])

    def stands(self, need):
        return {name: self._choice(name, getattr(need, name)) for name in ("level", "weight")}


class CompetencyInput(forms.Form):
    name = forms.line(_("Name"))
    meaning = forms.text(_("What is meant"), longest=1000, render_kw={"rows": 2})
    level_1 = forms.text(_("What one sees at level 1"), longest=1000, render_kw={"rows": 2})
    level_3 = forms.text(_("What one sees at level 3"), longest=1000, render_kw={"rows": 2})
    level_5 = forms.text(_("What one sees at level 5"), longest=1000, render_kw={"rows": 2})


class CompetencyChangeInput(CompetencyInput):
    version = wt.IntegerField(_("Version"), widget=wt.widgets.HiddenInput())


class DepartmentInput(OneOfMany):
    name = forms.line(_("Name"))
    parent = wt.SelectField(_("Part of"), coerce=lambda text: int(text) if text else None)

    def stands(self, department):
        return {"name": (department.name, department.name), "parent": self._choice("parent", department.parent_id)}
