"""What a person gets of upward feedback about themselves, how long it is kept, and what erasing somebody takes out of it."""
from ...kernel.records import Due, Keeps, Piece, Section, names, renamed
from ...kernel.words import _
from ...people import queries as people
from ...questions.unnamed import actions as unnamed
from ...questions.unnamed import queries as known
from . import queries
from .models import SignedAnswer, UpwardManager, UpwardRound, UpwardWriter

SAID = (_("Round"), _("Closed"), _("Question"), _("Mean, rounded to halves"), _("Answers"), _("Text"), _("Signed by"))


def everything(person):
    """About whom one was asked, what one signed with one's name, and what one reads as a manager. Whether one answered is nobody's to tell."""
    asked = (UpwardWriter.select(UpwardWriter, UpwardManager, UpwardRound).join(UpwardManager).join(UpwardRound)
             .where(UpwardWriter.person == person.id).order_by(UpwardRound.id))
    rows = [(one.manager.round.name, one.manager.round.opens_on, one.manager.round.closes_on, one.manager.person.name) for one in asked]
    signed = (SignedAnswer.select(SignedAnswer, UpwardManager, UpwardRound).join(UpwardManager).join(UpwardRound)
              .where(SignedAnswer.person == person.id, UpwardRound.state == "closed").order_by(SignedAnswer.id))
    given = [(one.manager.round.name, one.manager.person.name, one.question.prompt, one.rating, one.text) for one in signed]
    return [Section("upward-asked", _("Upward feedback for which you were asked"), (_("Round"), _("From"), _("Until"), _("About")), tuple(rows)),
            Section("upward-signed", _("Upward feedback that you gave with your name"), (_("Round"), _("About"), _("Question"), _("Rating"), _("Text")),
                    tuple(given), is_private=True),
            Section("upward-results", _("What was said to you as a manager"), SAID, tuple(row for one in queries.own_results(person) for row in _said(one)))]


def _said(result):
    head = result.round.name, result.round.closes_on
    for one in queries.told_of(result):
        figure = one.figures.get((queries.ONE, result.person_id))
        if figure:
            yield (*head, one.question.prompt, figure.halves / 2, figure.count, "", "")
        for text in one.remarks:
            yield (*head, one.question.prompt, None, None, text, "")
    for name, said in queries.signed(result):
        for question, rating, text in said:
            yield (*head, question.prompt, rating, None, text, name)


def forgets(person, called):
    """Texts about them and by them, that they were asked, and that they answered; published figures stay."""
    about = UpwardManager.select(UpwardManager.id).where(UpwardManager.person == person.id)
    asked = UpwardWriter.select().where(UpwardWriter.person == person.id)
    by_them = SignedAnswer.select().where(SignedAnswer.person == person.id)
    to_them = SignedAnswer.select().where(SignedAnswer.manager.in_(about), SignedAnswer.text != "")
    return [Piece(_("Texts of upward feedback about them"), known.texts_about(person.id) + to_them.count(), lambda: _clear(person, about)),
            Piece(_("That they were asked for upward feedback"), asked.count(), lambda: _forget_asked(person)),
            Piece(_("Upward feedback that they gave with their name"), by_them.count(),
                  lambda: SignedAnswer.delete().where(SignedAnswer.person == person.id).execute(),
                  tuple({one.manager.person_id for one in by_them}), is_choice=True),
            _elsewhere(person, called)]


def _clear(person, about):
    unnamed.clear_texts_about(person.id)
    SignedAnswer.update(text="").where(SignedAnswer.manager.in_(about)).execute()


def _forget_asked(person):
    unnamed.forget_marks_of(person.id)
    UpwardWriter.delete().where(UpwardWriter.person == person.id).execute()


def _elsewhere(person, called):
    """Their name in what was said about others."""
    spellings = people.spellings(person)
    signed = SignedAnswer.select().where(names(SignedAnswer.text, spellings), SignedAnswer.person != person.id)

    def rename():
        unnamed.rename_in_texts(spellings, called)
        SignedAnswer.update(text=renamed(SignedAnswer.text, spellings, called)).where(names(SignedAnswer.text, spellings)).execute()
    others = {one.manager.person_id for one in signed} | known.named_about(spellings)
    return Piece(_("Upward feedback of others in which their name stands"), signed.count() + known.count_naming(spellings), rename, tuple(others))


# how long

def past(before):
    """Rounds that closed before that day: each concerns its managers."""
    rows = UpwardRound.select().where(UpwardRound.state == "closed", UpwardRound.closes_on < before).order_by(UpwardRound.id)
    return [Due(one.id, tuple(person for person, in one.managers.select(UpwardManager.person).tuples())) for one in rows]


def oldest():
    return UpwardRound.select(UpwardRound.closes_on).where(UpwardRound.state == "closed").order_by(UpwardRound.closes_on).limit(1).scalar()


def purge(ids):
    """Rounds with all that was published of them."""
    for round_ in UpwardRound.select().where(UpwardRound.id.in_(ids)):
        gathering = round_.gathering_id
        UpwardRound.delete().where(UpwardRound.id == round_.id).execute()
        unnamed.drop(gathering)


KEEPS = (Keeps("upward", _("Upward feedback"), _("What was published of each round: figures and texts."), past, purge, oldest, from_leaving=False),
         Keeps("upward-waiting", _("Upward feedback that was too little to show"), _("Answers without a name, until a later round makes them enough."),
               lambda before: [Due(number, count=count) for number, count in known.waiting_since(before, "upward")], unnamed.drop_waiting,
               years=0, days=730, from_leaving=False))
