"""What can be done with a gathering: begin it, answer once, close it, take it back."""
import hashlib
import json
import secrets

from ...kernel import clock, db
from ...kernel.db import insert_all, write
from ...kernel.errors import Busy, Refused
from ...kernel.records import names, renamed
from ...kernel.words import _
from ...settings import queries as settings
from .. import asking
from . import publishing, queries
from .models import Answered, Figure, Gathering, Remark, UnnamedAnswer, UnnamedQuestion

KINDS = ("rating", "text")      # what can be asked without a name: a choice or a number would soon be one person's alone
_left_over = False              # whether the journal could not be emptied after the last sending
COPIED = ("section_id", "section_title", "section_about", "section_weight", "kind", "prompt", "help", "levels_json", "weight", "weight_base")


@write()
def begin(outline, author, levels_json, *, room, minimum, minimum_texts, minimum_all):
    """Begin a gathering that asks what an outline [(section, items)] asks one kind of author. How few answers are too few is fixed from here on.

    Everybody is asked the same: the duties and competencies of a role would differ, and could not be counted together.
    """
    asked = [one for one in asking.questions(outline, levels_json, author, {"duties": [], "needs": []}, settings.values()) if one["kind"] in KINDS]
    if not asked:
        raise Refused(_("The template asks nothing that can be asked without a name. Choose another one."))
    gathering = Gathering.create(room=room, minimum=minimum, minimum_texts=minimum_texts, minimum_all=minimum_all)
    insert_all(UnnamedQuestion, [
        {"gathering": gathering.id, "number": number, "fingerprint": fingerprint(one), "takes_text": one["asks_comment"] != "no" or one["kind"] == "text",
         **{name: one[name] for name in COPIED}} for number, one in enumerate(asked)])
    return gathering


def fingerprint(one):
    """The same for the same question in another gathering, so that answers to both can be pooled."""
    return hashlib.sha256(json.dumps([one["kind"], one["prompt"], one["levels_json"]]).encode()).hexdigest()


def send(gathering_id, about, person_id, said):
    """Keep what somebody answers about a subject: {question id: (level or None, text)}. It counts once.

    Mark and answers are two writes, and nothing of the first is left in the journal when the second comes (models.py says why).
    """
    said = fitting(gathering_id, said)
    _mark(gathering_id, about, person_id)
    try:
        if not db.empty_journal():
            raise Busy(_("The server is very busy just now. Nothing was sent; please try again in a moment."))
        _keep(gathering_id, about, said)
    except BaseException:
        _take_mark_back(gathering_id, about, person_id)
        raise
    tidy()


def pass_by(gathering_id, about, person_id):
    """Somebody would rather not answer: marked as if they had, so that nobody can tell the one from the other."""
    _mark(gathering_id, about, person_id)
    tidy()


def tidy():
    """Let the journal forget the steps between; where somebody was reading, `tidy_again` does it a little later."""
    global _left_over
    _left_over = not db.empty_journal()


def tidy_again():
    if _left_over:
        tidy()


def fitting(gathering_id, said):
    """What was said, in the questions of this gathering; anything that they do not offer is refused."""
    asked = {one.id: one for one in queries.questions(gathering_id)}
    rows = []
    for number, (rating, text) in said.items():
        question = asked.get(number)
        levels = {level["value"] for level in question.levels} if question and question.kind == "rating" else set()
        if question is None or rating is not None and rating not in levels or text and not question.takes_text:
            raise Refused(_("That answer is not offered. Reload the page; what you typed is kept in this browser."))
        rows += [{"question": number, "rating": rating, "text": ""}] if rating is not None else []
        rows += [{"question": number, "rating": None, "text": text}] if text else []      # never in one row: they need no joining
    if not rows:
        raise Refused(_("Nothing is answered yet. Answer at least one question, or choose to say nothing this time."))
    return rows


@write()
def _mark(gathering_id, about, person_id):
    if not Gathering.select().where(Gathering.id == gathering_id, Gathering.state == "open").exists():
        raise Refused(_("This has closed, so nothing can be sent any more."))
    marks = set(Answered.select(Answered.about, Answered.person_id).where(Answered.gathering == gathering_id).tuples())
    if (about, person_id) in marks:
        raise Refused(_("You have done this already, and it counts once. Nothing was sent a second time."))
    _write_marks(gathering_id, marks | {(about, person_id)})


@write()
def _take_mark_back(gathering_id, about, person_id):
    """The answers did not get in: the next try is a first one."""
    marks = set(Answered.select(Answered.about, Answered.person_id).where(Answered.gathering == gathering_id).tuples())
    _write_marks(gathering_id, marks - {(about, person_id)})


def _write_marks(gathering_id, marks):
    """All anew and in the order of people, so that where a mark lies does not tell when it came."""
    Answered.delete().where(Answered.gathering == gathering_id).execute()
    insert_all(Answered, [dict(gathering=gathering_id, about=about, person_id=person) for about, person in sorted(marks)])


@write()
def _keep(gathering_id, about, said):
    """All open answers anew, under new keys and in their order: what came last lies anywhere among them."""
    kept = UnnamedAnswer.select(UnnamedAnswer.about, UnnamedAnswer.question, UnnamedAnswer.rating, UnnamedAnswer.text)
    rows = list(kept.where(UnnamedAnswer.gathering == gathering_id).tuples())
    rows += [(about, one["question"], one["rating"], one["text"]) for one in said]
    UnnamedAnswer.delete().where(UnnamedAnswer.gathering == gathering_id).execute()
    keyed = sorted((secrets.token_hex(16), row) for row in rows)
    insert_all(UnnamedAnswer, [dict(key=key, gathering=gathering_id, about=subject, question=question, rating=rating, text=text)
                               for key, (subject, question, rating, text) in keyed])


@write()
def close(gathering_id, groups):
    """Publish what may be shown, once and for good. groups: {subject: the group that it belongs to, or None}."""
    how = dict(state="closed", closed_on=clock.today(), groups_json=json.dumps(sorted(groups.items())))
    if not Gathering.update(**how).where(Gathering.id == gathering_id, Gathering.state == "open").execute():
        raise Refused(_("This has closed already."))
    gathering = Gathering.get_by_id(gathering_id)
    for question in queries.questions(gathering_id):
        if question.kind == "rating":
            _publish_ratings(gathering, question, groups)
        if question.takes_text:
            _publish_texts(gathering, question)
    Answered.delete().where(Answered.gathering == gathering_id).execute()
    _drop_what_is_done(gathering.room)


def _publish_ratings(gathering, question, groups):
    now, earlier = queries.asked(gathering, question, groups), queries.asked_earlier(gathering, question)
    limits = publishing.Limits(gathering.minimum, gathering.minimum_all, len(question.levels))
    insert_all(Figure, [dict(gathering=gathering.id, question=question.id, part=one.part, part_id=one.part_id, count=one.count,
                             halves=one.halves, levels_json=json.dumps(one.levels) if one.levels else "",
                             with_earlier_json=json.dumps(one.with_earlier))
                        for one in publishing.publish(now, earlier, limits)])


def _publish_texts(gathering, question):
    """The texts about each subject to whom there are enough, those of earlier gatherings that waited for more with them."""
    for about, texts in queries.texts_waiting(gathering, question).items():
        if len(texts) >= gathering.minimum_texts:
            keyed = sorted((secrets.token_hex(16), text) for _key, text in texts)
            insert_all(Remark, [dict(key=key, gathering=gathering.id, question=question.id, about=about, text=text) for key, text in keyed])
            UnnamedAnswer.delete().where(UnnamedAnswer.key.in_([key for key, _text in texts])).execute()


def _drop_what_is_done(room):
    """Of a question that was answered often enough everywhere, the ratings go: what was published takes their place.

    While some wait for a later gathering, those beside them stay as well: the proof then needs them.
    """
    found, waiting = queries.questions_with_ratings(room), set()
    for question in found:
        asked = queries.asked(question.gathering, question)
        waiting |= {question.fingerprint} if any(publishing.is_free(asked, subject) for subject in asked.ratings) else set()
    done = [question.id for question in found if question.fingerprint not in waiting]
    UnnamedAnswer.delete().where(UnnamedAnswer.question.in_(done), UnnamedAnswer.rating.is_null(False)).execute()


@write()
def drop_waiting(gathering_ids):
    """What waited too long for more answers to be pooled with."""
    UnnamedAnswer.delete().where(UnnamedAnswer.gathering.in_(gathering_ids)).execute()


@write()
def drop(gathering_id):
    """Take a gathering back with all that was said in it, unread."""
    Gathering.delete().where(Gathering.id == gathering_id).execute()


@write()
def forget_marks_of(person_id):
    """Somebody is erased: that they have answered goes; what was answered is nobody's already."""
    Answered.delete().where(Answered.person_id == person_id).execute()


@write()
def clear_texts_about(about):
    """The subject is erased: what was written about them goes, figures stay."""
    Remark.delete().where(Remark.about == about).execute()
    UnnamedAnswer.delete().where(UnnamedAnswer.about == about, UnnamedAnswer.text != "").execute()


@write()
def rename_in_texts(spellings, called):
    """Somebody is erased whose name stands in texts about others."""
    for model in (Remark, UnnamedAnswer):
        model.update(text=renamed(model.text, spellings, called)).where(names(model.text, spellings)).execute()
