"""What may be typed about rounds of upward feedback, and into the form of one who answers."""
import wtforms as wt
from wtforms import validators as must

from ...kernel import forms
from ...kernel.words import _

LONGEST = 4_000         # of one text: what is read without a name had better be short


def _few(label, fewest):
    return wt.IntegerField(label, [must.InputRequired(_("Please fill this in.")), must.NumberRange(
        fewest, 100, _("A whole number from %(few)s to 100: with fewer, people could be recognised.", few=fewest))])


class RoundInput(forms.Form):
    name = forms.line(_("Name of the round"))
    template = wt.SelectField(_("Template"), coerce=int)
    opens_on = forms.date(_("First day"))
    closes_on = forms.date(_("Last day"))
    minimum = _few(_("Fewest answers to show a figure"), 3)
    minimum_texts = _few(_("Fewest texts to show what was written"), 5)
    above_reads = wt.BooleanField(_("Whoever leads a manager reads that manager's results too"))
    managers = wt.SelectMultipleField(_("Only about these managers"), coerce=int)
    version = wt.IntegerField(validators=[must.Optional()])

    @property
    def plan(self):
        return {name: self[name].data for name in ("name", "template", "opens_on", "closes_on", "minimum", "minimum_texts", "above_reads")}


class ClosingInput(forms.Form):
    closes_on = forms.date(_("New last day"))


def level(text):
    """A level of the scale, or None where nothing was chosen."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else None


def answers_input(questions, *args, **kwargs):
    """The form of one round: for each question a level, a text, or both; nothing has to be answered."""
    fields = {"signed": wt.StringField()}
    for one in questions:
        if one.kind == "rating":
            fields[f"q{one.id}_rating"] = wt.StringField(one.prompt)
        if one.takes_text:
            fields[f"q{one.id}_text"] = forms.text(one.prompt, longest=LONGEST)
    return type("AnswersInput", (_Answers,), fields)(*args, **kwargs)


class _Answers(forms.Form):
    def said(self, questions):
        """{question id: (level or None, text)} of what was answered."""
        found = {one.id: (level(self[f"q{one.id}_rating"].data) if one.kind == "rating" else None,
                          (self[f"q{one.id}_text"].data or "").replace("\r\n", "\n") if one.takes_text else "") for one in questions}
        return {number: given for number, given in found.items() if given != (None, "")}

    @property
    def is_signed(self):
        return self.signed.data == "yes"
