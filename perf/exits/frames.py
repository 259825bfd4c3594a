"""What a leaver reads before anything else: who will see this, and how it is reported; and what stands around the form."""
from flask import request, url_for

from ..kernel import clock, words
from ..kernel.words import _, n_
from . import access, codes, links, queries
from .models import FEW, ExitCase, Leaving


def frame(me, sheet):
    """The frame of a sheet that is an exit interview, or None."""
    leaving = queries.leaving_of_sheet(sheet.id)
    if leaving is None or sheet.id != leaving.own_sheet_id and not access.leavings_to_read(me).where(Leaving.id == leaving.id).exists():
        return None
    is_own, is_guest = sheet.id == leaving.own_sheet_id, (request.endpoint or "").startswith("questions.guest")
    if is_own and not leaving.may_answer or not is_own and leaving.state not in ("open", "done"):
        return _closed(leaving, is_own)
    if is_own and not is_guest and links.opened_elsewhere(leaving):
        return {"back": url_for("exits.mine"), "check": url_for("exits.mine"), "is_elsewhere": True, "closed_words": links.elsewhere_words()}
    return {
        "title": _("Your exit interview") if is_own else leaving.name, "crumb": _("Leaving"),
        "back": url_for("exits.by_link") if is_guest else url_for("exits.mine") if is_own else url_for("exits.interview", leaving_id=leaving.id),
        "check": url_for("exits.check_by_link") if is_guest else url_for("exits.check", leaving_id=leaving.id),
        "lede": _("Last day %(day)s", day=words.day(leaving.last_day, near=False)),
        "due_words": due_words(leaving) if is_own else _("you write down what is said"),
        "readers": readers(leaving, sheet), "hr_readers": readers(leaving, sheet), "comment_label": _("What would you add?"),
        "topics": [f"leaving-{leaving.id}"], "note": "exits/_promise_note.html", "leaving": leaving, "is_own": is_own, "is_scored": False,
        "is_guest": is_guest, "code": codes.told(codes.latest(leaving.id)) if is_own and not is_guest else "",
        "promise": promise(leaving), "is_open": sheet.is_open, "closed_words": _("This is sent. Thank you."),
    }


def _closed(leaving, is_own):
    back = url_for("exits.mine") if is_own else url_for("exits.interview", leaving_id=leaving.id)
    return {"back": back, "check": back, "closed_words": _("This is sent. Thank you.") if leaving.result == "given" else _("Nothing is asked any more.")} if not \
        leaving.is_open or leaving.result else None


def due_words(leaving):
    if leaving.asks_until is None:
        return ""
    return _("open until %(day)s", day=words.weekday(leaving.asks_until))


def readers(leaving, sheet):
    """The line beside a text box: the leaver alone until it is sent, then those who read it."""
    who = words.several(reader_names(queries.as_now(leaving)))
    if sheet.id == leaving.own_sheet_id:
        return _("Only you until you send it; then %(names)s. Never your manager.", names=who)
    return _("You now; once you send it, %(names)s too. Never the manager of %(leaver)s.", names=who, leaver=leaving.name)


def reader_names(leaving):
    """By name where they are few: who it is matters to whoever writes."""
    found = [one.name for one in access.readers(leaving)]
    may = leaving.interviewer_id != leaving.manager_id and not leaving.for_executive        # of the executives they stand there already
    if leaving.interviewer_id and may and leaving.interviewer.name not in found:
        found.append(leaving.interviewer.name)
    return found or [_("the board")]


def promise(leaving):
    """What becomes of the answers: each a sentence, read before anything is typed."""
    names = words.several(reader_names(queries.as_now(leaving)))
    said = [_("%(names)s will read what you send, with your name. Your manager%(manager)s never does.", names=names,
              manager=f", {leaving.manager}," if leaving.manager else "")]
    if leaving.for_executive:
        said.append(_("What you say is about HR, or you are of HR yourself. So HR does not read it, and it goes into no report."))
    else:
        said.append(_("Others see figures only: together with those of other leavers, once a period is over, from %(few)s answers on, and none from which "
                      "you could be reckoned out. What you write in words is not shown to them.", few=FEW))
    said += [_("You may leave out whatever you like, or say that you would rather not answer at all. Nobody holds that against you, and nothing depends "
               "on it: neither your last pay nor your reference."),
             _("It saves itself while you type. Until you send it nobody but you can read it; what you never send is deleted.")]
    return said


def report_rule(leaving):
    """Before the box for something serious: it is not the interview, and goes with the name."""
    names = words.several([one.name for one in access.case_readers(_case_of(queries.as_now(leaving)))])
    executive = words.several([one.name for one in access.case_readers(_case_of(leaving, True))])
    return names, executive


def _case_of(leaving, is_about_hr=False):
    return ExitCase(person=leaving.person_id, about_id=leaving.manager_id, is_about_hr=is_about_hr or leaving.for_executive
                    or access.is_for_executive(leaving.person, leaving.manager_id))


def when(leaving):
    """When somebody leaves, as people say it."""
    days = (leaving.last_day - clock.today()).days
    if days < 0:
        return _("left %(day)s", day=words.day(leaving.last_day))
    if days == 0:
        return _("today is the last day")
    return n_("leaves in %(num)s day", "leaves in %(num)s days", days)
