"""What may be typed into the editor of a template, and into a rating scale."""
import re
from decimal import Decimal

import wtforms as wt
from wtforms import validators as must

from ..kernel import forms, modules, words
from ..kernel.words import _
from .models import OF_PERSON, UNSCORED_LEVELS

WHOLE, MOST_WEIGHT, PLACES = 10_000, 1_000_000, 4
WEIGHT = re.compile(r"[0-9]{1,7}([.,][0-9]{1,4})?")
THRESHOLD = re.compile(r"[0-9]{1,2}([.,][0-9]{1,2})?")
LEVELS = range(1, 11)
MOST = {"label": 60, "anchor": 400, "from": 8}      # characters
KIND_CHOICES = (("rating", _("Rating")), ("duties", _("A rating for each duty of the role")),
                ("competencies", _("A rating for each competency of the role")), ("values", _("A rating for each of our values")),
                ("goals", _("A rating for each goal of the person")),
                ("text", _("Text")), ("choice", _("One choice")), ("choices", _("Several choices")), ("yesno", _("Yes or no")),
                ("number", _("Number")), ("agreement", _("How far one agrees")), ("recommend", _("How likely, from 0 to 10")))
AUTHOR_CHOICES = (("self", _("The employee")), ("manager", _("The manager")), ("peer", _("Peers")),
                  ("upward", _("Reports, about their manager")), ("leaver", _("Whoever leaves")))
TEMPLATE_KIND_CHOICES = (("annual", _("Annual review")), ("midyear", _("Mid-year conversation")), ("probation", _("Probation review")),
                         ("days", _("30, 60, 90 days")), ("project", _("Project review")), ("upward", _("Upward feedback")),
                         ("peer", _("Peer feedback")), ("board", _("Executive director, by the board")), ("exit", _("Questions for leavers")))
TOPIC_CHOICES = (("", _("No topic")), ("work", _("The work")), ("manager", _("The manager")), ("team", _("The team")), ("growth", _("Growth")),
                 ("recognition", _("Recognition")), ("pay", _("Pay and benefits")), ("conditions", _("Working conditions")),
                 ("communication", _("Communication")), ("leaving", _("Leaving")), ("other", _("Other")))
COMMENT_CHOICES = (("optional", _("A comment is welcome")), ("required", _("A comment is needed")), ("no", _("No comment")))


def weight_of(text):
    """A weight as people write it, in whole ten-thousandths, or None where it is none."""
    text = (text or "").strip()
    if not WEIGHT.fullmatch(text):
        return None
    value = int(Decimal(text.replace(",", ".")) * WHOLE)
    return value if value <= MOST_WEIGHT * WHOLE else None


def weight_text(weight):
    """A weight as it is typed: without needless decimals."""
    text = f"{Decimal(weight) / WHOLE:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def hundredths_of(text):
    """A threshold such as 2.50 in whole hundredths, or None."""
    text = (text or "").strip()
    return int(Decimal(text.replace(",", ".")) * 100) if THRESHOLD.fullmatch(text) else None


class WeightField(wt.Field):
    """Any positive number with up to four decimals, 0 for what is not scored; kept in whole ten-thousandths."""

    widget = wt.widgets.TextInput()

    def _value(self):
        return self.raw_data[0] if self.raw_data else weight_text(self.data or 0)

    def process_formdata(self, valuelist):
        if not valuelist and self.data is not None:     # a question that is not rated has no such box
            return
        self.data = weight_of(valuelist[0]) if valuelist else None
        if self.data is None:
            raise ValueError(not_a_weight())


def not_a_weight():
    return _("Please write a number from 0 to %(most)s, with four decimals at the most, such as 30 or 12.5.", most=words.number(MOST_WEIGHT))


def too_long(name):
    return _("That is too long: %(max)d characters at the most.", max=MOST[name])


def weight(label, **more):
    return WeightField(label, render_kw={"inputmode": "decimal", "autocomplete": "off", "maxlength": 13}, **more)


def version():
    return wt.IntegerField(_("Version"), [must.Optional()], widget=wt.widgets.HiddenInput())


class AboutInput(forms.Form):
    name = forms.line(_("Name"))
    kind = wt.SelectField(_("What it is for"), choices=TEMPLATE_KIND_CHOICES)
    scale = wt.SelectField(_("Rating scale"), coerce=lambda text: int(text) if str(text).isdigit() else 0)
    about = forms.text(_("In a sentence or two"), longest=300, render_kw={"rows": 2})
    version = version()

    @property
    def given(self):
        return {"name": self.name.data, "kind": self.kind.data, "scale": self.scale.data, "about": self.about.data or ""}


class NameInput(forms.Form):
    name = forms.line(_("Name of the copy"))


class SectionInput(forms.Form):
    title = forms.line(_("Heading"))
    about = forms.text(_("What stands beneath the heading"), longest=300, render_kw={"rows": 2})
    weight = weight(_("Weight of the section, 0 where nothing in it is scored"))
    version = version()

    @property
    def given(self):
        return {"title": self.title.data, "about": self.about.data or "", "weight": self.weight.data}


class ItemInput(forms.Form):
    asks_on = False     # a form that only asks for more of itself; leavers' questions have one
    prompt = forms.line(_("Question"), longest=300)
    help = forms.text(_("Help beneath it"), longest=600, render_kw={"rows": 2})
    options = forms.text(_("Choices, one a line"), longest=2000, render_kw={"rows": 4})
    authors = wt.SelectMultipleField(_("Who answers"), choices=[one for one in AUTHOR_CHOICES if one[0] != "leaver"])
    asks_comment = wt.SelectField(_("Comment beside the rating"), choices=COMMENT_CHOICES)
    weight = weight(_("Weight inside its section, 0 for a rating that is not scored"))
    is_required = wt.BooleanField(_("Must be answered before submitting"))
    may_be_na = wt.BooleanField(_("May be marked as not applicable"))
    is_for_hr = wt.BooleanField(_("For HR alone"))
    version = version()

    def __init__(self, *args, anchors=(), **kwargs):
        super().__init__(*args, **kwargs)
        sent = args[0] if args and args[0] else {}
        self.anchors = {level: forms.tidy(sent.get(f"anchor-{level}")) for level in LEVELS} if sent else dict(anchors)

    def validate(self, **kwargs):
        fits, are_short = super().validate(**kwargs), all(len(text) <= MOST["anchor"] for text in self.anchors.values())
        if not are_short:
            self.form_errors.append(too_long("anchor"))
        return fits and are_short

    def validate_authors(self, field):
        if not field.data:
            raise must.ValidationError(_("Choose at least one who answers."))

    def validate_options(self, field):
        if any(len(line) > 200 for line in self.option_lines) or len(self.option_lines) > 40:
            raise must.ValidationError(_("At the most 40 choices, of 200 characters each."))

    @property
    def option_lines(self):
        return [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]

    @property
    def given(self):
        return {"prompt": self.prompt.data, "help": self.help.data or "", "options": self.option_lines, "authors": " ".join(self.authors.data),
                "asks_comment": self.asks_comment.data, "weight": self.weight.data, "is_required": self.is_required.data,
                "may_be_na": self.may_be_na.data, "is_for_hr": self.is_for_hr.data,
                "anchors": {str(level): text for level, text in self.anchors.items() if text}}


class NewItemInput(ItemInput):
    kind = wt.SelectField(_("Kind of answer"), choices=KIND_CHOICES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind.choices = [one for one in KIND_CHOICES if one[0] not in UNSCORED_LEVELS and (
            one[0] not in OF_PERSON or modules.subjects(one[0]))]     # nobody tells what is switched off


class WeightsInput(forms.Form):
    """The weights of a whole template: fields `s12` and `i34` by the numbers of sections and items."""

    version = version()

    def __init__(self, sent, *, sections, items, **kwargs):
        super().__init__(sent or None, **kwargs)
        self.typed = {f"s{row.id}": weight_text(row.weight) for row in sections} | {f"i{row.id}": weight_text(row.weight) for row in items}
        self.wrong = set()
        if sent:
            self.typed = {name: sent.get(name, text).strip() for name, text in self.typed.items()}
        self.weights = {name: weight_of(text) for name, text in self.typed.items()}

    def validate(self, **kwargs):
        fits = super().validate(**kwargs)
        self.wrong = {name for name, value in self.weights.items() if value is None}
        if self.wrong:
            self.form_errors.append(not_a_weight())
        return fits and not self.wrong

    def of(self, kind):
        return {int(name[1:]): value for name, value in self.weights.items() if name[0] == kind}


class ScaleInput(forms.Form):
    """A scale: its name, and up to ten rows of label, threshold and what the level means."""

    name = forms.line(_("Name of the scale"), longest=80)
    version = version()

    def __init__(self, sent=None, *, levels=(), **kwargs):
        super().__init__(sent or None, **kwargs)
        self.rows = [_typed(sent, number) if sent else _stands(levels, number) for number in LEVELS]
        self.wrong = {}

    def validate(self, **kwargs):
        fits = super().validate(**kwargs)
        self.wrong = dict(_wrong_rows(self.rows))
        self.form_errors += list(dict.fromkeys(self.wrong.values()))
        return fits and not self.wrong

    @property
    def levels(self):
        """The levels as a scale keeps them; a threshold that was left out is half a level below."""
        return [{"value": number, "label": row["label"], "anchor": row["anchor"], "from": starts_at(number, row["from"])}
                for number, row in enumerate(self.rows, 1) if row["label"]]


def starts_at(number, text):
    return 100 if number == 1 else hundredths_of(text) if text else number * 100 - 50


def _typed(sent, number):
    return {name: forms.tidy(sent.get(f"{name}-{number}")) for name in MOST}


def _stands(levels, number):
    level = levels[number - 1] if number <= len(levels) else None
    return {"label": level.label, "anchor": level.anchor, "from": f"{Decimal(level.start) / 100:.2f}"} if level else dict.fromkeys(("label", "anchor", "from"), "")


def _wrong_rows(rows):
    """(number of the row, what is wrong with it)."""
    count = sum(bool(row["label"]) for row in rows)
    last = 100
    for number, row in enumerate(rows, 1):
        for name in ("label", "anchor"):
            if len(row[name]) > MOST[name]:
                yield number, too_long(name)
        if not row["label"]:
            if row["anchor"] or row["from"] or any(later["label"] for later in rows[number:]):
                yield number, _("Give every level a name, from the first on without a gap.")
            continue
        start = starts_at(number, row["from"])
        if start is None or number > 1 and start <= last or start > count * 100:
            yield number, _("Each level begins at a higher score than the one before it, up to the highest level, such as 2.50.")
        last = start or last
    if count < 2:
        yield 2, _("A scale has two to ten levels.")
