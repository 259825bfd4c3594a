"""Who may write which answers: the list and the single row obey one WHERE."""
from flask import abort

from ..kernel import modules
from ..kernel.db import prepared
from .models import Answer, Item, LibraryQuestion, Question, Scale, Section, Sheet, Template


def sheets_to_write(person):
    """The sheets that a person is the author of."""
    return Sheet.select(Sheet, Template).join(Template).where(Sheet.author == person.id)


def answers_of(person, sheet):
    """The answers of one of the person's own sheets."""
    return answers_to_write(person).where(Answer.sheet == sheet)


def answers_to_write(person):
    """The answers of the person's own sheets. When one may still be changed is the verb's to say."""
    return (Answer.select(Answer, Sheet, Question).join(Sheet).switch(Answer).join(Question)
            .where(Sheet.author == person.id, Answer.is_retired == False))  # noqa: E712


def refuse_mixed(sheet, numbers):
    """What is sent for one sheet names answers of that sheet alone; anything else refuses the whole (TRUST Z11)."""
    own = {number for number, in Answer.select(Answer.id).where(Answer.sheet == sheet).tuples()}
    if set(numbers) - own:
        abort(404)


class _Me:
    """Stands for the person where a query is prepared before anybody asks."""

    def __init__(self, number):
        self.id = number


@prepared
def _answer(me, answer_id):
    return answers_to_write(_Me(me)).where(Answer.id == answer_id)


def answer_to_write(person, answer_id):
    """One of `answers_to_write`, by the same WHERE, prepared: this is the door of every save."""
    rows = _answer(me=person.id, answer_id=answer_id) or abort(404)
    made, row = [], list(rows[0])
    for model in (Answer, Sheet, Question):
        fields = model._meta.sorted_field_names
        made.append(model(__no_default__=True, **dict(zip(fields, row))))
        del row[:len(fields)]
    answer, answer.sheet, answer.question = made
    return answer if modules.is_on(answer.sheet.room) else abort(404)


def templates_to_edit(person):
    """HR keeps the templates."""
    found = Template.select()
    return found if "hr" in person.powers else found.where(False)


def sections_to_edit(person):
    return Section.select(Section, Template).join(Template).where(Template.id.in_(templates_to_edit(person).select(Template.id)))


def leavers_sections_to_edit(person):
    """Sections of templates for leavers, who alone are asked out of the library."""
    return sections_to_edit(person).where(Template.kind == "exit")


def items_to_edit(person):
    return (Item.select(Item, Section, Template).join(Section).join(Template)
            .where(Template.id.in_(templates_to_edit(person).select(Template.id)), Item.is_retired == False))  # noqa: E712


def retired_items_to_edit(person):
    return (Item.select(Item, Section, Template).join(Section).join(Template)
            .where(Template.id.in_(templates_to_edit(person).select(Template.id)), Item.is_retired == True))  # noqa: E712


def library_to_edit(person):
    """HR keeps the library of questions for leavers."""
    return LibraryQuestion.select() if "hr" in person.powers else LibraryQuestion.select().where(False)


def scales_to_edit(person):
    """HR keeps the rating scales."""
    return Scale.select() if "hr" in person.powers else Scale.select().where(False)
