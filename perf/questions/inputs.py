"""What may be typed into a sheet. What may be typed into the editor of a template stands in `editing`."""
import re

import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _

LONGEST = 20_000
OF_ONE = re.compile(r"a([0-9]{1,18})-")


def whole(text, smallest=0, largest=2**31):
    """A whole number from a form, or None."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 and smallest <= int(text) <= largest else None


class AnswerInput(forms.Form):
    """One answer as a page sends it: `rating` is a level or "na"."""

    rating = wt.StringField()
    text = wt.TextAreaField(_("Your text"), [must.Length(max=LONGEST, message=_(
        "That is too long: %(max)d characters at the most. Shorten it, or put the rest under another question.")),
        forms.not_too_tall])
    choice = wt.StringField(validators=[must.Length(max=200)])
    version = wt.StringField()
    tab = wt.StringField(validators=[must.Length(max=40)])
    sequence = wt.StringField()

    def validate_rating(self, field):
        if field.data not in (None, "", "na") and whole(field.data) is None:
            raise must.ValidationError(_("That level is not on the scale. Choose one of those shown."))

    def validate_version(self, field):
        if whole(field.data) is None:
            raise must.ValidationError(_("The page is out of date. Reload it; what you typed is kept."))

    @property
    def given(self):
        """The answer in the words of the verb. Line ends become one sign, so that equal texts stay equal."""
        return dict(rating=whole(self.rating.data), is_na=self.rating.data == "na",
                    text=(self.text.data or "").replace("\r\n", "\n"), choice=(self.choice.data or "").strip(),
                    version=whole(self.version.data), tab=self.tab.data or "", sequence=whole(self.sequence.data) or 0)


def named_in(form):
    """The answers that a whole page's form names."""
    return {int(found[1]) for name in form if (found := OF_ONE.match(name))}


def one_of_many(form, answer_id):
    """The input of one answer out of the whole page's form, as a browser without scripts sends it."""
    prefix = f"a{answer_id}-"
    own = {name[len(prefix):]: " ".join(form.getlist(name)) for name in form if name.startswith(prefix)}
    return AnswerInput(data=own) if "version" in own else None
