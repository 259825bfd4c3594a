"""By what the log can be narrowed down."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from . import deeds


class FilterInput(forms.Form):
    person = wt.SelectField(_("Person"), [must.Optional()], default="", filters=[forms.tidy])
    group = wt.SelectField(_("What"), [must.Optional()], default="", filters=[forms.tidy])
    since = forms.date(_("From"), required=False)
    until = forms.date(_("To"), required=False)

    def offer(self, people, groups):
        named = [(str(one.id), ", ".join(filter(None, (one.last_name, one.first_name)))) for one in people]
        self.person.choices = [("", _("Everybody")), *named]
        self.group.choices = [("", _("Everything")), *[(name, deeds.GROUPS[name]) for name in groups]]
        return self

    @property
    def wanted(self):
        """What was asked for; a field that is wrong narrows nothing."""
        given = {field.name: field.data for field in self if field.data and not field.errors}
        return {**given, "person": int(given["person"])} if "person" in given else given
