"""What may be sent and chosen on the way of an import."""
import wtforms as wt

from ..kernel import forms
from ..kernel.words import _


class UploadInput(forms.Form):
    file = wt.FileField(_("Your spreadsheet"), description=_("CSV or Excel workbook (.xlsx), up to 5 MB. Nothing is changed yet."))

    def validate_file(self, field):
        if not getattr(field.data, "filename", ""):
            raise wt.ValidationError(_("Please choose a file."))


def columns_chosen(form):
    """{column: field} of a posted page of columns."""
    chosen = {}
    for name, value in form.items():
        if name.startswith("column-") and name[7:].isascii() and name[7:].isdigit() and len(name) < 12:
            chosen[int(name[7:])] = value
    return {at: name for at, name in chosen.items() if name}
