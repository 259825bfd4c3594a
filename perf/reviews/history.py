"""A person's reviews over the years, ours and those from before, as far as a reader may see them; scores drawn by their scale."""
from collections import namedtuple
from decimal import Decimal
from functools import cached_property

import peewee as pw

from ..kernel import charts, words
from ..kernel.words import _
from ..people.models import Person
from ..questions import queries as questions
from . import access
from .earlier.cells import says
from .models import Cycle, EarlierReview, Review

Entry = namedtuple("Entry", "id title starts ends score worst best label state is_earlier has_arithmetic")    # score: hundredths or None


class History:
    """What the page shows: entries, the newest first, and a chart for each scale."""

    def __init__(self, me, person):
        self.me, self.person = me, person

    @cached_property
    def entries(self):
        found = [*self._ours(), *self._earlier()]
        return sorted(found, key=lambda one: (one.ends, one.starts, not one.is_earlier, one.id), reverse=True)

    def _ours(self):
        seen = access.reviews_to_see(self.me).where(Review.person == self.person.id, Cycle.state != "planning", Review.state != "withdrawn")
        reviews = list(seen)
        stands = access.stands_to(self.me, reviews)
        levels = questions.scales_of([review.manager_sheet_id for review in reviews])
        for review in reviews:
            given = review.state != "in progress" and bool(stands[review.id] & access.READS["manager"][access.stage_of(review)])
            score = review.score if given or review.is_shared else None
            yield Entry(review.id, review.cycle.name, review.cycle.period_start, review.cycle.period_end, score, 1,
                        levels.get(review.manager_sheet_id, 5), review.score_label if score is not None else "", review.state, False, given)

    def _earlier(self):
        for one in access.earlier_to_see(self.me).where(EarlierReview.person == self.person.id):
            yield Entry(one.id, named(one), one.period_start, one.period_end, one.score, one.worst, one.best, one.label, "closed", True, False)

    @property
    def charts(self):
        """[(scale in words, chart)]: scores on different scales are drawn apart, that with the most of them first."""
        groups = {}
        for one in self.entries:
            if one.score is not None:
                groups.setdefault((one.worst, one.best), []).append(one)
        shown = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
        return [(says(*scale), charts.line([_point(one) for one in found], *scale)) for scale, found in shown]


def _point(one):
    figure = words.hundredths(one.score)
    told = _("%(title)s: %(score)s on the scale %(scale)s", title=one.title, score=figure, scale=says(one.worst, one.best))
    told = ", ".join(filter(None, (told, one.label, _("brought in") if one.is_earlier else "")))
    return charts.Point(one.ends, Decimal(one.score) / 100, figure, str(one.ends.year), told, address(one), one.is_earlier)


def address(one):
    """Where an entry opens: to its arithmetic where the reader reads it, else to the review."""
    if one.is_earlier:
        return f"/reviews/earlier/{one.id}"
    return f"/reviews/{one.id}/packet#calculation" if one.has_arithmetic else f"/reviews/{one.id}"


def named(earlier):
    """A year of its own is called by its number, any other period by its days."""
    starts, ends = earlier.period_start, earlier.period_end
    if (starts.month, starts.day, ends.month, ends.day, starts.year) == (1, 1, 12, 31, ends.year):
        return str(ends.year)
    return _("%(start)s to %(end)s", start=words.day(starts, near=False, year=True), end=words.day(ends, near=False, year=True))


def shows_any(me, person):
    """Whether there is anything of a person for this reader."""
    return (access.reviews_to_see(me).where(Review.person == person.id, Cycle.state != "planning").exists()
            or access.earlier_to_see(me).where(EarlierReview.person == person.id).exists())


def earlier_of(me, person):
    return list(access.earlier_to_see(me).where(EarlierReview.person == person.id).order_by(EarlierReview.period_end.desc()))


def latest_before(me, person, day):
    """The latest review from before Perf whose period was over by a day, as far as one may read it, or None."""
    return (access.earlier_to_see(me).where(EarlierReview.person == person.id, EarlierReview.period_end <= day)
            .order_by(EarlierReview.period_end.desc()).first())


def imports_of(person):
    """The lists that brought reviews of somebody in: their lines of the trail concern them."""
    rows = (EarlierReview.select(EarlierReview.import_id).where(EarlierReview.person == person.id, EarlierReview.import_id.is_null(False))
            .distinct().order_by(EarlierReview.import_id))
    return [("import", number, _("Reviews from earlier years")) for number, in rows.tuples()]


def with_names(found):
    """Earlier reviews with the person and who brought them in."""
    by = Person.alias()
    return (found.select(EarlierReview, Person, by).join(Person, on=EarlierReview.person).switch(EarlierReview)
            .join(by, pw.JOIN.LEFT_OUTER, on=(EarlierReview.brought_in_by == by.id), attr="brought_in_by"))
