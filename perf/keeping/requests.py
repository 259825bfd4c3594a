"""Asking for the texts of others about oneself: asked, in review, released or withdrawn; each step on record."""
import json
from calendar import monthrange
from datetime import timedelta

from ..kernel import clock, live, trail, words
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..notices import actions as notices
from . import access, queries
from .models import OPEN, FileDecision, FileRequest

READY_DAYS = 30
GIVE, BLACK, WITHHOLD = "give", "black", "withhold"
QUEUE, MINE = "/keeping/requests/", "/keeping/mine"


@write()
def ask(person, *, by, wish=""):
    """Ask for what others wrote; HR notes it for somebody who asks by letter. It is answered within a month."""
    if queries.erased(person):
        raise Refused(_("This person was erased; there is nothing left to give."))
    if FileRequest.select().where(FileRequest.person == person.id, FileRequest.state.in_(OPEN)).exists():
        raise Refused(_("A request is open already; it is answered first."))
    made = FileRequest.create(person=person, asked_at=clock.now(), wish=wish.strip(), due_on=a_month_after(clock.today()),
                              entered_by=None if by is not None and by.id == person.id else by)
    trail.record("ask_file", by, person, kind="file_request", row_id=made.id)
    for decider in access.deciders(person):
        if by is None or decider.id != by.id:
            notices.tell(decider.id, "keeping", _("%(name)s asks for the file about themselves. Please answer by %(day)s.", name=person.name,
                                                  day=words.day(made.due_on)), f"{QUEUE}{made.id}", about=person.id)
    _moved(made)
    return made


@write()
def take(request, *, by):
    """Begin to look through the texts."""
    _step(request, "asked", "in review", taken_by=by)
    trail.record("take_file_request", by, request.person_id, kind="file_request", row_id=request.id)


@write()
def decide(request, key, *, verdict, ticked=(), reason="", seen, by, among=None):
    """What becomes of one text: given, blacked out in part, or withheld. `seen` stands for the text that was looked at.

    `among` are the texts of the request where whoever calls has read them in the same transaction.
    """
    _refuse_unless(request, "in review")
    text = (_texts(request.person) if among is None else among).get(key)
    if text is None:
        raise Refused(_("This text is not part of the file any more. Reload the page."))
    if seen != queries.fingerprint(text):
        raise Changed(_("This text was changed since you looked at it. It stands here as it is now; please decide anew."))
    ticked = sorted({number for number in ticked if 0 <= number < len(queries.sentences(text))}) if verdict == BLACK else []
    _refuse_unclear(verdict, ticked, reason)
    FileDecision.delete().where(FileDecision.request == request.id, FileDecision.key == key).execute()
    return FileDecision.create(request=request.id, key=key, verdict=verdict, ticked_json=json.dumps(ticked), by=by,
                               reason="" if verdict == GIVE else reason.strip(), fingerprint=seen)


@write()
def decide_all(request, given, *, by):
    """Many at once, as the page sends them: {key: what `decide` takes}. Returns the words of refusal by key; the others are kept."""
    refused, texts = {}, _texts(request.person)
    for key, one in given.items():
        try:
            decide(request, key, by=by, among=texts, **one)
        except Refused as no:
            refused[key] = no.words
    return refused


def _texts(person):
    """What others wrote about a person, to be decided on: {key: text}."""
    return {passage.key: passage.text for _title, passage in queries.passages(person) if not passage.is_named_only}


def _refuse_unclear(verdict, ticked, reason):
    if verdict not in (GIVE, BLACK, WITHHOLD):
        raise Refused(_("Please choose: give it, black out parts, or withhold it."), "verdict")
    if verdict == BLACK and not ticked:
        raise Refused(_("Tick the sentences that tell of others, or give the whole text."), "verdict")
    if verdict != GIVE and not reason.strip():
        raise Refused(_("Please say why; the person reads it."), "reason")


@write()
def release(request, *, by):
    """Give the file out: for thirty days, exactly the texts as they were decided on."""
    _refuse_unless(request, "in review")
    texts = queries.texts_of(request)
    if queries.undecided(texts):
        raise Refused(_("Some texts still wait for a decision; they are marked below."))
    for _title, passage, decision in texts:
        if decision is not None:
            given = {GIVE: passage.text, BLACK: queries.blacked(passage.text, decision.ticked)}.get(decision.verdict, "")
            FileDecision.update(where=passage.where[:400], text=given, author="" if passage.hides_author else passage.author).where(
                FileDecision.id == decision.id).execute()
    FileDecision.delete().where(FileDecision.request == request.id, FileDecision.where == "").execute()     # texts that are gone by now
    _step(request, "in review", "released", released_by=by, closed_at=clock.now(), ends_on=clock.today() + timedelta(READY_DAYS))
    trail.record("release_file", by, request.person_id, kind="file_request", row_id=request.id)
    notices.tell(request.person_id, "keeping", _("The file about you is ready. You can download it until %(day)s.",
                                                 day=words.day(clock.today() + timedelta(READY_DAYS))), MINE)


@write()
def withdraw(request, *, by):
    """The person no longer wants it; what was decided so far is forgotten."""
    changed = FileRequest.update(state="withdrawn", closed_at=clock.now()).where(
        FileRequest.id == request.id, FileRequest.state.in_(OPEN)).execute()
    if not changed:
        raise Refused(_("This request is answered already."))
    FileDecision.delete().where(FileDecision.request == request.id).execute()
    trail.record("withdraw_file_request", by, request.person_id, kind="file_request", row_id=request.id)
    _moved(request)


def forget_released(today):
    """After the thirty days the texts that were given out are not kept a second time."""
    over = FileRequest.select(FileRequest.id).where(FileRequest.ends_on < today)
    FileDecision.update(text="").where(FileDecision.request.in_(over), FileDecision.text != "").execute()


def a_month_after(day):
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _refuse_unless(request, state):
    now = FileRequest.get_by_id(request.id)
    if now.state != state:
        raise Refused(_("Somebody else has moved this request on meanwhile. Reload the page."))


def _step(request, before, after, **more):
    changed = FileRequest.update(state=after, **more).where(FileRequest.id == request.id, FileRequest.state == before).execute()
    if not changed:
        raise Refused(_("Somebody else has moved this request on meanwhile. Reload the page."))
    _moved(request)


def _moved(request):
    live.changed("file-request", request.id)
    live.changed("home", request.person_id)
