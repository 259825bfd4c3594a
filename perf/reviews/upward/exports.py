"""What upward feedback gives out as a table: what was published, and nothing besides."""
from decimal import Decimal

from ...kernel.tables import Table
from ...kernel.words import _
from ...questions.unnamed import queries as unnamed
from . import access, queries
from .models import UpwardManager, UpwardRound


def published(me):
    """Each figure of what one may read: by manager, by department, and of the whole organisation."""
    for round_ in access.rounds_to_read(me).where(UpwardRound.state == "closed").order_by(UpwardRound.closes_on, UpwardRound.id):
        groups, told = queries.told_of_groups(me, round_)
        parts = {(queries.ALL, None): _("The whole organisation"), **{(queries.GROUP, number): name for name, number in groups}}
        yield from _rows(round_, told, parts)
        for one in queries.results(me, round_):
            parts = {(queries.ONE, one.manager.person_id): one.manager.person.name}
            yield from _rows(round_, unnamed.told(round_.gathering_id, set(parts)), parts)


def _rows(round_, told, parts):
    for one in told:
        for part, name in parts.items():
            if part in one.figures:
                figure = one.figures[part]
                yield round_.name, round_.closes_on, name, one.question.section_title, one.question.prompt, Decimal(figure.halves) / 2, figure.count


def texts(me):
    for one in access.results_to_read(me).order_by(UpwardRound.closes_on, UpwardManager.id):
        for told in unnamed.told(one.round.gathering_id, (), one.person_id):
            for text in told.remarks:
                yield one.round.name, one.round.closes_on, one.person.name, told.question.prompt, text


def persons(me):
    return {number for number, in access.results_to_read(me).select(UpwardManager.person).tuples()}


TABLES = (
    Table("upward", _("Upward feedback"), (_("Round"), _("Closed"), _("About"), _("Section"), _("Question"), _("Mean, rounded to halves"),
                                           _("Answers")), published, persons),
    Table("upward_texts", _("Texts of upward feedback"), (_("Round"), _("Closed"), _("About"), _("Question"), _("Text")), texts, persons),
)
