"""Small tools to try lists of departments, roles and levels."""
from perf.roles.sheets.offer import LISTS
from tests.exchange.lists import sheet_of

DEPARTMENTS, ROLES, LEVELS = LISTS


def planned(offer, *rows, answers=None, clear=()):
    """(sheet, choices, plan) of a list; columns as guessed, open questions as guessed."""
    sheet, answers = sheet_of(*rows), dict(answers or {})
    matching = {at: one.field for at, one in enumerate(offer.guess(sheet.headings, sheet.rows)) if one.field}
    plan = offer.plan(sheet, offer.choices(matching, clear, answers))
    answers.update({question.key: question.guess for question in plan.open if question.key not in answers})
    choices = offer.choices(matching, clear, answers)
    return sheet, choices, offer.plan(sheet, choices)


def take_in(offer, *rows, by=None, **more):
    """Import a list; gives the import, or None where nothing would change."""
    sheet, choices, plan = planned(offer, *rows, **more)
    return offer.apply(sheet, choices, seen=plan.digest, by=by) if plan.does_something else None


def states(plan):
    return {line.number: line.state for line in plan.lines}
