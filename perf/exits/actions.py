"""What HR does with a leaving: begin it, say what it was, plan the interview, finish it; and what follows when a last day is taken back."""
from datetime import timedelta

from ..kernel import clock, live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..people import actions as people_actions
from ..people.models import Person, Stay
from ..questions import actions as questions
from ..questions.models import OPEN_STATES, Sheet, Template
from . import access, checklist, codes, queries, starter, telling
from .models import CLASSES, MOST_CONTRIBUTING, REASONS, WAYS, ExitLink, ExitSet, Leaving, LeavingReason, LeavingTask

LONG_AGO = timedelta(days=60)       # a last day noted so long after it is history, and nobody is to be asked
FACTS = ("department_id", "department", "manager_id", "manager", "role_id", "role", "for_executive")
OPEN_FOR = timedelta(days=30)       # how long after the last day the questions stay open, unless HR says otherwise


@write()
def begin(person, *, last_day=None, by=None):
    """Somebody is leaving. Where no last day is noted yet it is noted now, which frees their seat from the day after."""
    now = Person.get_by_id(person.id)
    refuse_own(now, by)
    if queries.open_leaving(now.id):
        raise Refused(_("The leaving of %(name)s is there already.", name=now.name), "person")
    if now.left_on is None:
        if last_day is None:
            raise Refused(_("No last day is noted for %(name)s yet. Say which day it is.", name=now.name), "last_day")
        people_actions.let_go(now, last_day=last_day, by=by)        # begins the leaving by itself, through `noted`
        found = queries.open_leaving(now.id)
        if found:
            return found
    elif last_day is not None and last_day != now.left_on:
        raise Refused(_("Another last day is noted for %(name)s. Take it back on their page first.", name=now.name), "last_day")
    return _begin(Person.get_by_id(now.id), by)


def noted(person, last_day, by=None):
    """A last day was noted (inside that verb): the leaving begins by itself, unless it is history."""
    if last_day >= clock.today() - LONG_AGO and not queries.open_leaving(person.id):
        _begin(Person.get_by_id(person.id), by)


def _begin(person, by):
    asked = ExitSet.get_or_none(ExitSet.leavers == "voluntary")
    leaving = Leaving.create(person=person, last_day=person.left_on, hired_on=person.hired_on, started_by=by, started_at=clock.now(),
                             template=asked and asked.template_id, way=asked.way if asked else "link", **queries.facts_on(person, person.left_on))
    checklist.give_tasks(leaving)
    if by is not None:                  # by itself it is a part of what noted the last day, and stands there
        trail.record("begin_leaving", by, person, kind="leaving", row_id=leaving.id)
    telling.begun(leaving, by)
    told(leaving)
    return leaving


@write()
def decide(leaving, *, kind, is_regretted, main="", contributing=(), is_volunteer=False, version, by):
    """HR decides what a leaving was (PRACTICE 10): class, regretted or not, one main reason and up to two more."""
    now = seen(leaving, version)
    refuse_own(now.person, by)
    if now.state == "stays":
        raise Refused(_("%(name)s stays, so there is nothing to decide.", name=now.name))
    if kind not in (*CLASSES, ""):
        raise Refused(_("There is no such class. Choose one of those shown."), "kind")
    more = [reason for reason in dict.fromkeys(contributing) if reason != main]
    if {main, *more} - {""} - set(REASONS):
        raise Refused(_("There is no such reason. Choose one of those shown."), "main")
    if more and not main:
        raise Refused(_("Choose the main reason first; others can only contribute to it."), "main")
    if len(more) > MOST_CONTRIBUTING:
        raise Refused(_("At most %(most)s reasons contribute. Choose those that weighed most.", most=MOST_CONTRIBUTING), "contributing")
    Leaving.update(kind=kind, is_regretted=is_regretted, is_volunteer=is_volunteer, version=now.version + 1).where(Leaving.id == now.id).execute()
    LeavingReason.delete().where(LeavingReason.leaving == now).execute()
    for reason in [main, *more] if main else []:
        LeavingReason.create(leaving=now, reason=reason, is_main=reason == main)
    _ask_as_usual(Leaving.get_by_id(now.id), by)
    trail.record("decide_leaving", by, now.person_id, kind="leaving", row_id=now.id)
    told(now)


def _ask_as_usual(now, by):
    """Another class is asked other questions, as long as nothing was planned or begun for the one before."""
    if now.own_sheet_id or now.interview_sheet_id or now.result or not now.is_open:
        return
    usual = ExitSet.get_or_none(ExitSet.leavers == ("volunteer" if now.is_volunteer else now.kind or "voluntary"))
    if usual:
        Leaving.update(template=usual.template_id, way=usual.way).where(Leaving.id == now.id).execute()


@write()
def plan(leaving, *, way, template=None, interviewer=None, asks_from=None, asks_until=None, version, by):
    """How the leaver is asked: by a link, by an interviewer, both, or not at all; with which questions, by whom, and when."""
    now = freeze(seen(leaving, version))
    refuse_own(now.person, by)
    _refuse_over(now)
    if way not in WAYS:
        raise Refused(_("Choose one of the ways shown."), "way")
    if way != "none" and template is None:
        raise Refused(_("Choose the questions that are asked."), "template")
    if way in ("interview", "both"):
        check_interviewer(now, interviewer)
    if way in ("link", "both"):
        _check_days(now, asks_from, asks_until)
    _lay_sheets(now, way, template, interviewer)
    until = asks_until or max(now.last_day, asks_from or now.last_day, clock.today()) + OPEN_FOR
    Leaving.update(way=way, template=template if way != "none" else None, interviewer=interviewer if way in ("interview", "both") else None,
                   asks_from=asks_from if way in ("link", "both") else None, asks_until=until if way in ("link", "both") else None,
                   version=now.version + 1).where(Leaving.id == now.id).execute()
    if way in ("link", "both"):
        codes.give(now.id, by)
    else:
        end_links(now)
    trail.record("plan_exit_interview", by, now.person_id, kind="leaving", row_id=now.id)
    after = queries.whole(now.id)
    telling.planned(now, after, by)
    told(after)
    return after


def check_interviewer(leaving, person):
    """Anybody who is here, but never the leaver nor their manager, who must not read the answers (PRACTICE 4)."""
    if person is None:
        raise Refused(_("Choose who talks with %(name)s.", name=leaving.name), "interviewer")
    chosen = Person.get_by_id(person.id)
    if chosen.has_left:
        raise Refused(_("%(name)s has left. Choose somebody who is here.", name=chosen.name), "interviewer")
    if chosen.id == leaving.person_id:
        raise Refused(_("Nobody interviews themselves. Choose somebody else."), "interviewer")
    if chosen.id == leaving.manager_id:
        raise Refused(_("%(name)s is the manager, and what leavers say is never read by their own manager. Choose somebody else.",
                        name=chosen.name), "interviewer")
    if leaving.for_executive and chosen.id not in {one.id for one in access.readers(leaving)}:
        raise Refused(_("What %(name)s says is about HR or by HR, so the executive alone reads it. Choose one who may: %(who)s.", name=leaving.name,
                        who=", ".join(one.name for one in access.readers(leaving)) or "–"), "interviewer")


def _check_days(leaving, asks_from, asks_until):
    if asks_until and asks_until < clock.today():
        raise Refused(_("That day has passed. Choose one that is still to come."), "asks_until")
    if asks_from and asks_until and asks_from > asks_until:
        raise Refused(_("The questions would close before they open. Check both days."), "asks_until")


def _lay_sheets(now, way, template, interviewer):
    """The sheets that this way needs: made where they are missing, taken away where nothing was written yet."""
    wanted = {"own_sheet": now.person_id if way in ("link", "both") else None,
              "interview_sheet": interviewer.id if way in ("interview", "both") else None}
    for name, author in wanted.items():
        sheet = Sheet.get_or_none(Sheet.id == getattr(now, f"{name}_id"))
        fits = sheet and author == sheet.author_id and template is not None and sheet.template_id == template.id
        if sheet and not fits:
            _take_sheet(sheet, name)
            Leaving.update({name: None}).where(Leaving.id == now.id).execute()
        if author and not fits:
            [made] = questions.make_sheets(template, [dict(author=author, subject=now.person_id, kind="leaver", role=now.role_id)], room="exits")
            Leaving.update({name: made}).where(Leaving.id == now.id).execute()


def _take_sheet(sheet, name):
    if sheet.state != "not started":
        raise Refused(_("The leaver has begun to answer these questions. They stay as they are.") if name == "own_sheet" else
                      _("The interviewer has begun to write. Their form stays as it is."), "way")
    questions.drop_sheets([sheet.id])


def ask_anew(now, by):
    """Inside a verb: an empty form in place of the one that was begun."""
    begun = Sheet.get_by_id(now.own_sheet_id)
    [made] = questions.make_sheets(begun.template, [dict(author=now.person_id, subject=now.person_id, kind="leaver", role=now.role_id)], room="exits")
    Leaving.update(own_sheet=made, version=now.version + 1).where(Leaving.id == now.id).execute()
    questions.drop_sheets([begun.id])
    trail.record("ask_leaver_anew", by, now.person_id, kind="leaving", row_id=now.id)
    told(now)


@write()
def note_declined(leaving, *, version, by=None):
    """The leaver would rather not: a result too. Nobody is asked again."""
    now = seen(leaving, version) if version is not None else queries.whole(leaving.id)
    refuse_own(now.person, by)
    decline(now, by)


def decline(now, by):
    """Inside a verb: nothing is asked any more, and what was begun and never sent is gone."""
    if now.state != "done":
        _refuse_over(now)
    if now.result == "given" and not now.is_asked:
        raise Refused(_("The answers have been sent already, and they stay."))
    if now.result == "declined":
        raise Refused(_("It says already that the leaver would rather not."))
    _drop_drafts(now)
    result = {} if now.result else {"result": "declined", "result_on": clock.today()}       # what an interviewer has sent stays
    Leaving.update(**result, version=now.version + 1).where(Leaving.id == now.id).execute()
    end_links(now)
    trail.record("decline_exit_interview", by, now.person_id, kind="leaving", row_id=now.id)
    telling.answered(queries.whole(now.id))
    told(now)


@write()
def finish(leaving, *, version, by):
    """All is done: class decided, check list through. What is still being asked goes on until its last day."""
    now = seen(leaving, version)
    refuse_own(now.person, by)
    _refuse_over(now)
    if not now.kind or now.is_regretted is None:
        raise Refused(_("Say first what the leaving was: its class, and whether it is regretted. Turnover is counted by it."))
    open_tasks = checklist.how_many_open(now)
    if open_tasks:
        raise Refused(_("Not everything on the check list is done: %(num)s left. Tick them, or say that they are not needed.", num=open_tasks))
    Leaving.update(state="done", version=now.version + 1).where(Leaving.id == now.id).execute()
    trail.record("finish_leaving", by, now.person_id, kind="leaving", row_id=now.id)
    told(now)


@write()
def open_again(leaving, *, version, by):
    """Something is still to be done after all."""
    now = seen(leaving, version)
    refuse_own(now.person, by)
    if now.state != "done":
        raise Refused(_("This leaving is open already."))
    if queries.open_leaving(now.person_id):
        raise Refused(_("Another leaving of the same person is open. Finish that one first."))
    Leaving.update(state="open", version=now.version + 1).where(Leaving.id == now.id).execute()
    trail.record("open_leaving_again", by, now.person_id, kind="leaving", row_id=now.id)
    told(now)


def stays(person):
    """A last day was taken back (inside that verb): nobody is asked any more. Who comes back has left all the same."""
    left = Stay.select(Stay.ends).where(Stay.person == person.id)
    _take_back(Leaving.person == person.id, Leaving.last_day == person.left_on, Leaving.last_day.not_in(left))


def last_day_undone(person_id, last_day):
    """A list that brought a last day was taken back (inside that verb)."""
    _take_back(Leaving.person == person_id, Leaving.last_day == last_day)


def _take_back(*which):
    for now in list(Leaving.select().where(Leaving.state.in_(("open", "done")), *which)):
        telling.stays(now)
        if _is_untouched(now):
            Leaving.delete().where(Leaving.id == now.id).execute()      # it began by itself, and nobody has done anything about it
        else:
            _drop_drafts(now)
            end_links(now)
            Leaving.update(state="stays", version=Leaving.version + 1).where(Leaving.id == now.id).execute()
        told(now)


def _is_untouched(now):
    done = LeavingTask.select().where(LeavingTask.leaving == now, LeavingTask.done_on.is_null(False) | LeavingTask.is_needless)
    return now.version == 1 and not now.sheet_ids and not now.kind and not done.exists() and not now.cases.exists() and not now.links.exists()


def _drop_drafts(now):
    """What was typed and never sent was its author's alone."""
    drafts = list(Sheet.select().where(Sheet.id.in_(now.sheet_ids), Sheet.state.in_(OPEN_STATES)))
    for name in ("own_sheet", "interview_sheet"):
        if getattr(now, f"{name}_id") in {one.id for one in drafts}:
            Leaving.update({name: None}).where(Leaving.id == now.id).execute()
    questions.drop_sheets([one.id for one in drafts])


def end_links(now):
    ExitLink.update(ends_at=clock.now()).where(ExitLink.leaving == now.id, ExitLink.ends_at > clock.now()).execute()


def new_day(today):
    """Where and under whom somebody worked is taken as of the last day, as long as it can still change; what ran out is not waited for."""
    still = (Leaving.state == "open", Leaving.result == "", Leaving.last_day >= today - timedelta(days=1))
    for now in list(access.with_names().where(*still)):         # all read first: SQLite refuses to write under an open read that others overtook
        freeze(now)
    drafts = Sheet.select(Sheet.id).where(Sheet.room == "exits", Sheet.state.in_(OPEN_STATES))
    over = (Leaving.own_sheet.in_(drafts), Leaving.asks_until < today, Leaving.state.in_(("open", "done")))
    for now in list(access.with_names().where(*over)):
        _run_out(now)


@write()
def freeze(now):
    """Keep who the manager is and who reads it, as things stand; answers with the leaving."""
    before = {name: getattr(now, name) for name in FACTS}
    facts = {name: getattr(queries.as_now(now), name) for name in FACTS}
    if facts != before:
        Leaving.update(**facts).where(Leaving.id == now.id).execute()
    return now


@write()
def _run_out(now):
    """The time of the link is over and nothing was sent: the draft goes, and HR sees that nothing came."""
    own = Sheet.get_or_none(Sheet.id == now.own_sheet_id)
    if own and own.is_open:
        Leaving.update(own_sheet=None, asks_until=None, way="interview" if now.interview_sheet_id else "none", version=Leaving.version + 1).where(
            Leaving.id == now.id).execute()
        questions.drop_sheets([own.id])
        telling.settle(now)
        told(now)


# what the verbs share

def seen(leaving, version):
    """The leaving as it is inside the write; refused where somebody changed it since the page was read."""
    now = queries.whole(leaving.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this leaving meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def refuse_own(person, by):
    """Nobody of HR looks after their own leaving (four eyes)."""
    if by is not None and person is not None and by.id == person.id:
        raise Refused(_("This is your own leaving. Another person of HR, or the executive, looks after it."))


def _refuse_over(now):
    if now.state != "open":
        raise Refused(_("This leaving is finished. Open it again first.") if now.state == "done" else _("%(name)s stays, so nothing is asked.", name=now.name))


def told(leaving):
    live.changed("leaving", leaving.id)
    live.changed("leavings", 0)


@write()
def keep_sets(wanted, *, by):
    """Which questions leavers of each class are asked, and how: {class: (template id or None, way)}."""
    known = {number for number, in Template.select(Template.id).where(~Template.is_archived).tuples()}
    for leavers, (template, way) in wanted.items():
        if template is not None and template not in known or way not in WAYS:
            raise Refused(_("That template is not there any more. Choose another one."), f"template_{leavers}")
        ExitSet.insert(leavers=leavers, template=template, way=way).on_conflict(
            conflict_target=(ExitSet.leavers,), update={ExitSet.template: template, ExitSet.way: way}).execute()
    trail.record("keep_exit_sets", by)



@write()
def add_ready_made(*, by):
    """The ready-made questions and check list, where there are none: what HR has chosen stays."""
    questions.add_ready_made(by=by)
    starter.add_starter()
    trail.record("keep_exit_sets", by)
