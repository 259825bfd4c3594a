"""What may be typed into a question for leavers, in a template and in the library."""
import wtforms as wt
from wtforms import validators as must

from ..kernel import forms
from ..kernel.words import _
from . import conditions
from .editing import COMMENT_CHOICES, KIND_CHOICES, TOPIC_CHOICES, version
from .library import KINDS

LEVELLED = ("agreement", "recommend", "rating")     # these may be left to a comment, and be not applicable
OF_LEAVERS = [one for kind in (*KINDS, "rating") for one in KIND_CHOICES if one[0] == kind]


class Worded(forms.Form):
    prompt = forms.line(_("Question"), longest=300)
    help = forms.text(_("Help beneath it"), longest=600, render_kw={"rows": 2})
    options = forms.text(_("Choices, one a line"), longest=9000, render_kw={"rows": 6})
    topic = wt.SelectField(_("Topic"), choices=TOPIC_CHOICES, default="")
    version = version()

    def validate_options(self, field):
        if any(len(line) > 200 for line in self.option_lines) or len(self.option_lines) > 40:
            raise must.ValidationError(_("At the most 40 choices, of 200 characters each."))

    @property
    def option_lines(self):
        return [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]

    @property
    def words_given(self):
        return {"prompt": self.prompt.data, "help": self.help.data or "", "options": self.option_lines, "topic": self.topic.data}


class LibraryInput(Worded):
    """A question of the library; its kind is chosen once."""

    kind = wt.SelectField(_("Kind of answer"), choices=[one for one in OF_LEAVERS if one[0] in KINDS])


class LeaverItemInput(Worded):
    """A question of a template for leavers, with what it waits for: an earlier question, and the answers after which it is asked.

    Without scripts in two steps: the question is chosen, its answers are shown, and ticked.
    """

    kind = wt.SelectField(_("Kind of answer"), choices=OF_LEAVERS)
    asks_comment = wt.SelectField(_("Comment beside the level"), choices=COMMENT_CHOICES)
    is_required = wt.BooleanField(_("Must be answered before submitting"))
    may_be_na = wt.BooleanField(_("May be marked as not applicable"))
    waits_for = wt.SelectField(_("Shown only after an answer to"), default=0, coerce=lambda text: int(text) if str(text).isdigit() else 0)

    def __init__(self, sent=None, *, section, item=None, **kwargs):
        super().__init__(sent, **kwargs)
        self.section, self.item = section, item
        self.earlier = conditions.earlier(section, item)
        self.waits_for.choices = [(0, _("Nothing: it is always asked"))] + [(one.id, one.prompt) for one in self.earlier]
        self.asks_on = bool(sent) and sent.get("do") == "answers"
        said = item.shown_if if item and not sent else None
        if not sent:
            self.waits_for.data = said["item"] if said else 0
        stands = {said["item"]: said["is"]} if said else {}
        self.chosen = {one.id: set(sent.getlist(f"is-{one.id}") if sent else stands.get(one.id, ())) for one in self.earlier}

    @property
    def answers(self):
        """For each earlier question: its number, its words, what it can be answered with, and what of that is ticked."""
        return [(one.id, one.prompt, conditions.answers_of(one), self.chosen[one.id]) for one in self.earlier]

    @property
    def given(self):
        on = self.waits_for.data
        return {**self.words_given, "asks_comment": self.asks_comment.data, "is_required": self.is_required.data, "may_be_na": self.may_be_na.data,
                "shown_if": {"item": on, "is": sorted(self.chosen.get(on, ()))} if on else None}


class PickInput(forms.Form):
    """Questions of the library, ticked."""

    chosen = wt.SelectMultipleField(_("Questions"), coerce=lambda text: int(text) if str(text).isdigit() else 0)
