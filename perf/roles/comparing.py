"""What differs between two versions of a role, in words for a page."""
from collections import namedtuple
from decimal import Decimal

from ..kernel import words
from ..kernel.words import _
from . import differences, queries
from .differences import CHANGED, KEPT

Compared = namedtuple("Compared", "texts duties needs steps notes")     # `steps`: (gone, new) titles of the roles it leads to
Line = namedtuple("Line", "kind title texts facts")                     # `texts`: (word for it, parts); `facts`: (word for it, old, new)


def compare(old, new, seen_roles, shows_pay=False):
    """Two versions of one role; of other roles and of pay only what the reader may see."""
    duties, needs = (queries.duties_of(old), queries.duties_of(new)), (queries.needs_of(old), queries.needs_of(new))
    steps = [[role.title for role in queries.leads_to(version, seen_roles)] for version in (old, new)]
    return Compared(
        [(label, differences.of_words(was, now)) for label, was, now in _texts(old, new, shows_pay) if was != now],
        [_duty(*row) for row in differences.of_rows(*duties, _duty_key, lambda a, b: _duty_says(a) == _duty_says(b))],
        [_need(*row) for row in differences.of_rows(*needs, _need_key, lambda a, b: _need_says(a) == _need_says(b))],
        ([title for title in steps[0] if title not in steps[1]], [title for title in steps[1] if title not in steps[0]]),
        _notes(duties, needs))


def is_different(compared):
    return bool(compared.texts or any(compared.steps) or compared.notes
                or any(line.kind != KEPT for line in (*compared.duties, *compared.needs)))


def pay_words(version):
    """The pay band of a version in words, or nothing."""
    low, high = (None if amount is None else words.money(amount) for amount in (version.pay_min, version.pay_max))
    if low and high:
        return _("%(low)s to %(high)s a year", low=low, high=high)
    return (_("at least %(low)s a year", low=low) if low else "") or (_("up to %(high)s a year", high=high) if high else "")


def share_words(duty):
    return words.percent(Decimal(duty.weight) / queries.WHOLE, 2 if duty.weight % 100 else 0)


def _texts(old, new, shows_pay):
    yield _("Title"), old.title, new.title
    yield _("Department"), *(version.department.name if version.department_id else "" for version in (old, new))
    yield _("What it is there for"), old.purpose, new.purpose
    yield _("What somebody brings"), old.qualifications, new.qualifications
    if shows_pay:
        yield _("Pay band"), pay_words(old), pay_words(new)


def _duty_key(duty):
    return duty.origin or duty.id


def _duty_says(duty):
    return duty.text, duty.success, duty.weight, duty.is_essential


def _duty(kind, old, new):
    there = new or old
    texts = [("", differences.of_words(old.text, new.text) if kind == CHANGED else [differences.Part(KEPT, there.text)])]
    if there.success or old and old.success:
        texts.append((_("It goes well when:"), differences.of_words(old.success, new.success) if kind == CHANGED else [
            differences.Part(KEPT, there.success)]))
    kinds = {True: _("essential"), False: _("also part of it")}
    return Line(kind, there.text, texts, [
        (_("Share"), *_pair(old, new, share_words)), (_("Kind"), *_pair(old, new, lambda duty: kinds[duty.is_essential]))])


def _need_key(need):
    return need.competency_id


def _need_says(need):
    return need.level, need.weight


def _need(kind, old, new):
    there = new or old
    return Line(kind, there.competency.name, [("", [differences.Part(KEPT, there.competency.name)])], [
        (_("Level"), *_pair(old, new, lambda need: words.number(need.level))),
        (_("Counts"), *_pair(old, new, lambda need: _("%(times)s times", times=words.number(Decimal(need.weight) / queries.WHOLE))))])


def _pair(old, new, said):
    """What a row says before and after; one of the two where only that one is there, or where both say the same."""
    was, now = old and said(old), new and said(new)
    return (None, was or now) if was is None or now is None or was == now else (was, now)


def _notes(duties, needs):
    notes = [_("The duties stand in another order.")] if differences.is_reordered(*duties, _duty_key) else []
    return notes + ([_("The competencies stand in another order.")] if differences.is_reordered(*needs, _need_key) else [])
