"""What erasing somebody takes out of the forms: texts go, ratings and choices stay for the figures."""
from ..kernel.records import Piece, names, renamed
from ..kernel.words import _
from ..people import queries as people
from .models import Answer, Question, Sheet


def forgets(person, called):
    """Texts about the person, texts they wrote about others, and their name in the texts of others."""
    about = Sheet.select().where(Sheet.subject == person.id)
    written = Sheet.select().where(Sheet.author == person.id, Sheet.subject != person.id)
    spellings = people.spellings(person)
    elsewhere = Sheet.select().where(Sheet.subject != person.id, Sheet.author != person.id, _hold_text(names(Answer.text, spellings))
                                     | names(Sheet.na_reason, spellings) | _hold_text(names(Answer.return_note, spellings))
                                     | _hold_text(Answer.question.in_(_of_person().where(names(Question.prompt, spellings)))))
    return [_texts(_("Texts in forms about them"), about, others=_ids(about, Sheet.author) - {person.id}),
            _goals(about),
            _texts(_("Texts that they wrote in the forms of others"), written, others=_ids(written, Sheet.subject), is_choice=True),
            Piece(_("Forms of others in which their name stands"), elsewhere.count(), lambda: _rename(spellings, called),
                  tuple(_ids(elsewhere, Sheet.subject) | _ids(elsewhere, Sheet.author)))]


def _texts(title, sheets, **more):
    ids, others = [sheet.id for sheet in sheets], tuple(more.pop("others"))
    count = Answer.select().where(_with_text(ids)).count() + sheets.where(Sheet.na_reason != "").count()
    return Piece(title, count, lambda: _clear(ids), others, **more)


def _goals(about):
    """What forms ask of a person's own, such as the titles of their goals, and where those stood."""
    ids = [sheet.id for sheet in about]
    own = _of_person().where(Question.id.in_(Answer.select(Answer.question).where(Answer.sheet.in_(ids))))
    return Piece(_("Goals of theirs that forms ask about"), own.count(), lambda: _clear_goals(ids, [row[0] for row in own.tuples()]))


def _of_person():
    return Question.select(Question.id).where(Question.about_id.is_null(False))


def _clear_goals(ids, own):
    Answer.update(standing="").where(Answer.sheet.in_(ids), Answer.standing != "").execute()
    for number in own:      # a fingerprint tells words as well to whoever guesses them
        Question.update(prompt=_("A goal"), help="", fingerprint=f"erased-{number}").where(Question.id == number).execute()


def _with_text(ids):
    """Answers in words; the answer to a question for a number is a figure."""
    figures = Question.select(Question.id).where(Question.kind == "number")
    return Answer.sheet.in_(ids) & (((Answer.text != "") & Answer.question.not_in(figures)) | (Answer.return_note != ""))


def _clear(ids):
    figures = Question.select(Question.id).where(Question.kind == "number")
    Answer.update(text="", version=Answer.version + 1).where(Answer.sheet.in_(ids), Answer.text != "", Answer.question.not_in(figures)).execute()
    Answer.update(return_note="").where(Answer.sheet.in_(ids), Answer.return_note != "").execute()
    Sheet.update(na_reason="").where(Sheet.id.in_(ids), Sheet.na_reason != "").execute()


def _rename(spellings, called):
    for field in (Answer.text, Answer.return_note, Sheet.na_reason):
        field.model.update({field: renamed(field, spellings, called)}).where(names(field, spellings)).execute()
    in_goals = Question.about_id.is_null(False) & names(Question.prompt, spellings)
    Question.update(prompt=renamed(Question.prompt, spellings, called)).where(in_goals).execute()


def _hold_text(where):
    return Sheet.id.in_(Answer.select(Answer.sheet).where(where))


def _ids(sheets, field):
    return {row[0] for row in sheets.select(field).tuples()}
