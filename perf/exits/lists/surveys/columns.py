"""What each column of a survey may be, and our guess: a fact of the leaving, a reason that was ticked, a question; by its words and its cells."""
import re

from ....kernel import words
from ....kernel.intake import columns as intake
from ....kernel.intake import personal
from ....kernel.intake.shapes import Column, Guess
from ....kernel.words import _
from .. import said
from . import cells
from .questions import NEW, field_of

FIXED = (
    Column("label", _("Number or name of the row"), _("So that the same row is known again."), also="id number no respondent respondentid responseid surveyid recordid rowid"),
    Column("last_day", _("Last day"), _("A year or a month is enough."), also=(
        "lastday enddate terminationdate dateoftermination leavedate leavingdate dateleft exitdate separationdate ceasedate cessationdate yearleft "
        "lastworkingday dateofexit year surveydate")),
    Column("hired_on", _("First day"), _("A year is enough."), also="firstday hiredate startdate datehired dateofhire joindate commencementdate datejoined yearstarted"),
    Column("kind", _("Class"), _("Voluntary, involuntary, end of contract or grant, retirement, other."), also=(
        "class separationtype typeofseparation terminationtype exittype leavingtype typeofleaving turnovertype")),
    Column("is_regretted", _("Regretted"), _("Yes or no."), also="regretted isregretted regrettable regrettedloss"),
    Column("reason", _("Main reason, in words"), also="reason mainreason reasonforleaving leavingreason exitreason primaryreason reasonforceasingemployment"),
    Column("role", _("Role"), also="role position jobtitle job title occupation"),
    Column("department", _("Department"), _("A unit, a region, a site."), also="department dept region team unit division businessunit area location site institute workarea"),
    Column("manager", _("Manager"), also="manager managername supervisor linemanager reportsto"),
)
FIXED_BY_NAME = {column.name: column for column in FIXED}
TICKED, THERE, ASKED = _("A reason that was ticked"), _("A question that is there already"), _("A new question")
REASONS = tuple(Column(f"reason-{name}", _("%(reason)s (reason)", reason=label), many=True, group=TICKED) for name, label in said.REASONS.items())
FACTOR = Column("factor", _("As the list calls it (reason)"), many=True, group=TICKED)
KINDS = tuple(Column(NEW + kind, label, many=True, group=ASKED) for kind, label in (
    ("agreement", _("Agree or disagree (new)")), ("recommend", _("Recommends us, 0 to 10 (new)")),
    ("rating", _("A number (new)")), ("yesno", _("Yes or no (new)")), ("choice", _("One of several (new)")),
    ("text", _("In words (new)"))))
CALLED = intake.called(FIXED)
LEVELS = ("agreement", "recommend", "rating")
OF_FAMILY = ("family", "health")                # a reason for leaving is no record of somebody's family or health
ONLY_FAMILY = tuple(column for column in REASONS if column.name == "reason-family")
LEAST_TICKED = 3                                # so many ticked columns are a block of reasons
A_QUESTION = re.compile(r"\?|^(why|what|how|which|when|would|did|do|were|was|is|please|comment|describe|i |my )|comments?$|feedback|suggest")
ABOUT_SOMEBODY = _("This may be about the person rather than an answer. Say which question it is if it is one.")
OPINION = re.compile(r"safety|support|satisf|friendly|balance|wellness|benefit|cover")
COUNTED = re.compile(r"\b(number|how many|no\.?) (of )?(children|kids|dependants)")
NUMBERED = ("label", "last_day", "hired_on")   # facts that are numbers, as answers may be
EMPTY = _("The column is empty.")


def looked_at(headings, rows):
    """[(kind, {cell: how often})] of each column."""
    found = [cells.counted(rows, at) for at in range(len(headings))]
    return [(cells.kind_of(texts, heading), texts) for heading, texts in zip(headings, found)]


def offered(headings, looks, known):
    """What each column may be: Columns for each heading."""
    there = {kind: [] for kind in (*LEVELS, "yesno", "choice", "choices", "text")}
    for one in known.questions:
        there[one.kind].append(Column(field_of(one), one.prompt, group=THERE))
    return [_offered(heading, kind, texts, looks, there) for heading, (kind, texts) in zip(headings, looks)]


def _offered(heading, kind, texts, looks, there):
    bare = _bare(heading, kind, texts)
    if bare:
        return ONLY_FAMILY if _is_reason(heading, bare, kind, looks) else ()
    if kind == "tick":
        return (*FIXED, *REASONS, FACTOR, *there["yesno"], *[one for one in KINDS if one.name == "ask-yesno"])
    own = there[kind] if kind in LEVELS else [*there["choice"], *there["choices"], *there["text"]]
    return (*FIXED, *own, *KINDS)


def _bare(heading, kind, texts):
    """(kind, why) where a column tells of the person what is none of our business; what somebody agrees with is an opinion."""
    bare = personal.told_by(heading, personal.GIVEAWAYS) or kind in LEVELS and COUNTED.search(words.plain(heading)) and personal.GIVEAWAYS["children"]
    is_opinion = kind == "agreement" and any(map(cells.agrees_in_words, texts)) or kind in LEVELS and OPINION.search(words.plain(heading))
    return None if bare and is_opinion and bare[0] in OF_FAMILY else bare


def _is_reason(heading, bare, kind, looks):
    """“Ill health” ticked in a block of reasons says why somebody left."""
    is_block = sum(one == "tick" for one, _texts in looks) >= LEAST_TICKED
    return kind == "tick" and bare[0] in OF_FAMILY and is_block and said.reason(heading) == ("family", True)


def guess(headings, looks, offers, remembered, known):
    """One Guess a column; what is nobody's business is not even offered."""
    found = []
    for heading, (kind, texts), offer in zip(headings, looks, offers):
        bare, names = _bare(heading, kind, texts), {column.name for column in offer}
        kept = intake.as_kept(remembered.get(words.plain(heading)), names) if offer else None
        if not offer:
            found.append(Guess(why=bare[1], never=True))
        else:
            found.append(kept or _by_words(heading, kind, texts, names, known))
    _fuller_first(headings, looks, found)
    intake.only_once(headings, found, [column.name for column in (*REASONS, FACTOR, *KINDS)])
    return found


def _by_words(heading, kind, texts, names, known):
    if not texts:
        return Guess(why=EMPTY)
    small = intake.compact(heading)
    if kind == "tick" and CALLED.get(small) not in NUMBERED:
        return _of_tick(heading, names, known)
    if there := _there(heading, kind, known):
        return Guess(field_of(there))
    if kind in LEVELS:
        return Guess(CALLED[small] if CALLED.get(small) in NUMBERED and not any(map(cells.agrees_in_words, texts)) else NEW + kind)
    if fixed := CALLED.get(small) or (intake.by_part(heading, CALLED) or Guess()).field:
        return Guess(fixed)
    if kind == "choice" and "kind" in names and all(map(said.kind, texts)) and len(texts) > 1:
        return Guess("kind")                    # whatever the heading: every cell says how somebody went
    if kind == "text" or A_QUESTION.search(words.plain(heading)):
        is_text = kind == "text" and (A_QUESTION.search(words.plain(heading)) or sum(map(len, texts)) / len(texts) > 25)
        return Guess(NEW + kind) if kind and (kind != "text" or is_text) else Guess(why=ABOUT_SOMEBODY)
    return Guess(why=ABOUT_SOMEBODY)


def _of_tick(heading, names, known):
    """A question is answered by yes or no; anything else that is ticked is why somebody left."""
    if names == {column.name for column in ONLY_FAMILY}:
        return Guess("reason-family")
    if there := _there(heading, "yesno", known):
        return Guess(field_of(there))
    if "?" in heading or len(heading.split()) > 6:
        return Guess(NEW + "yesno")
    if intake.compact(heading) in FIXED_BY_NAME["is_regretted"].also.split():
        return Guess("is_regretted")
    name, is_sure = said.reason(heading)
    return Guess(f"reason-{name}") if is_sure else Guess("factor")


def _there(heading, kind, known):
    """The question of that kind that is called so."""
    small = intake.compact(heading)
    return next((one for one in known.questions if one.kind == kind and small in (intake.compact(one.prompt), intake.compact(one.key),
                                                                                intake.compact(one.key.removeprefix("list-")))), None)


def _fuller_first(headings, looks, found):
    """Of two columns that may be the same fact, the one that says something in most rows."""
    best = {}
    for at, one in enumerate(found):
        if one.field in FIXED_BY_NAME and not one.remembered:
            best.setdefault(one.field, []).append(at)
    for ats in best.values():
        fullest = max(ats, key=lambda at: (sum(looks[at][1].values()), -at))
        for at in ats:
            if at != fullest:
                found[at] = Guess(why=_("“%(heading)s” is used for this already.", heading=headings[fullest]))
