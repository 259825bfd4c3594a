"""Who may write which answers: the list and the single row obey one WHERE."""
from .models import Answer, Item, Question, Section, Sheet, Template


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


def templates_to_edit(person):
    """HR keeps the templates."""
    found = Template.select()
    return found if "hr" in person.powers else found.where(False)


def sections_to_edit(person):
    return Section.select(Section, Template).join(Template).where(Template.id.in_(templates_to_edit(person).select(Template.id)))


def items_to_edit(person):
    return (Item.select(Item, Section, Template).join(Section).join(Template)
            .where(Template.id.in_(templates_to_edit(person).select(Template.id)), Item.is_retired == False))  # noqa: E712
