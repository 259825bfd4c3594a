"""What may be typed about roles."""
from decimal import Decimal, InvalidOperation

import wtforms as wt
from wtforms import validators as must

from ..kernel import clock, forms, words
from ..kernel.words import _

LEVELS = (1, 2, 3, 4, 5)
WHOLE = 10_000


class RoleInput(forms.Form):
    title = forms.line(_("Title"))
    purpose = forms.text(_("What this role is there for"), longest=1000, render_kw={"rows": 3})


class CopyInput(forms.Form):
    title = forms.line(_("Title of the new role"))


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


class DraftInput(OneOfMany):
    """What a role says besides its duties and competencies."""

    title = forms.line(_("Title"))
    department = wt.SelectField(_("Department"), coerce=lambda text: int(text) if text else None)
    purpose = forms.text(_("What this role is there for"), longest=1000, render_kw={"rows": 3})
    qualifications = forms.text(_("What somebody brings: training, licences, languages"), longest=2000, render_kw={"rows": 3})
    pay_min = forms.money(_("Lowest pay a year"))
    pay_max = forms.money(_("Highest pay a year"))
    leads_to = wt.SelectMultipleField(_("Roles that it leads to"), coerce=int)

    @property
    def given(self):
        return {"title": self.title.data, "department": self.department.data, "purpose": self.purpose.data or "",
                "qualifications": self.qualifications.data or "", "pay_min": self.pay_min.data, "pay_max": self.pay_max.data,
                "leads_to": self.leads_to.data or ()}

    def stands(self, draft):
        texts = {name: (getattr(draft, name), getattr(draft, name)) for name in ("title", "purpose", "qualifications")}
        pays = {name: (getattr(draft, name), words.amount(getattr(draft, name)) if getattr(draft, name) is not None else "")
                for name in ("pay_min", "pay_max")}
        titles = {role_id: title for role_id, title, *_more in self.leads_to.choices}
        steps = sorted(step.role_id for step in draft.steps)
        self.leads_to.data = sorted(self.leads_to.data or ())
        return {**texts, **pays, "department": self._choice("department", draft.department_id),
                "leads_to": (steps, words.several(titles.get(role_id, "") for role_id in steps))}


class PublishInput(forms.Form):
    starts = forms.date(_("Holds from"))
    note = forms.line(_("What changed, in a sentence"), required=False, longest=300)
    review_on = forms.date(_("Look at it again on"), required=False)
    asks_to_read = wt.BooleanField(_("Ask whoever holds it to confirm that they have read it"))
    seen = wt.HiddenField()

    def validate_review_on(self, field):
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise must.ValidationError(_("Choose a date after the one from which it holds."))


class LookAgainInput(forms.Form):
    review_on = forms.date(_("Look at it again on"))
    version = wt.IntegerField(_("Version"), widget=wt.widgets.HiddenInput())

    def validate_review_on(self, field):
        if field.data and field.data <= clock.today():
            raise must.ValidationError(_("Choose a date to come."))


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
    corrects_past = wt.BooleanField(_("It was written wrongly: correct it for the past as well"))

    def stands(self, department):
        return {"name": (department.name, department.name), "parent": self._choice("parent", department.parent_id)}
