"""A person's reviews over the years, and one review from before."""
from flask import abort, render_template, request
from flask_login import current_user

from ...kernel import trail
from ...kernel.doors import login_required, one
from ...kernel.web import fragment
from ...people import access as people
from ...people.models import Person
from .. import access, history
from ..earlier.cells import says
from ..inputs import FileInput
from ..models import EarlierReview
from . import bp


@bp.get("/people/<int:person_id>/history")
@login_required
def person_history(person_id):
    """One's own always, even where it is empty; of others only where there is something for this reader."""
    person = whose(person_id)
    note_scores(person)
    shown = {"person": person, "history": history.History(current_user, person), "scale_words": says, "address": history.address}
    if request.htmx:
        return fragment("reviews/history.html#history", **shown)
    return render_template("reviews/history.html", **shown)


def whose(person_id):
    person = Person.get_or_none(Person.id == person_id) or abort(404)
    if person.id == current_user.id or history.shows_any(current_user, person):
        return person
    return abort(404) if "hr" not in current_user.powers else one(people.people_to_see(current_user), person_id)


def note_scores(person):
    """The page shows scores of years at once, so whoever is neither the person nor leads them leaves a line that the person can open."""
    if not access.reads_daily(current_user, person.id):
        trail.record_reading("read_history", current_user, person.id, kind="person", row_id=person.id)


@bp.get("/earlier/<int:earlier_id>")
@login_required
def earlier(earlier_id):
    return earlier_page(one(access.earlier_to_see(current_user), earlier_id))


def earlier_page(found, attach=None, status=200):
    found = history.with_names(EarlierReview.select()).where(EarlierReview.id == found.id).get()
    note_reading_earlier(found)
    return render_template("reviews/earlier.html", earlier=found, title=history.named(found), scale=says(found.worst, found.best),
                           files=list(access.files_of_earlier(found)), attach=attach or FileInput(),
                           may_add=access.earlier_to_decide(current_user).where(EarlierReview.id == found.id).exists()), status


def note_reading_earlier(found):
    if not access.reads_daily(current_user, found.person_id):
        trail.record_reading("read_earlier_review", current_user, found.person_id, kind="earlier_review", row_id=found.id)
