"""What HR does with the records of one person: hold, erase, note a request that came by letter."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock
from ...kernel.doors import fresh, needs, one
from ...kernel.records import years_after
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, erasing, queries, requests
from ..inputs import EraseInput, HoldInput, WishInput
from . import STATES, bp


def page(person, status=200, **forms):
    kept = [(one_class, years_after(person.left_on, one_class.years) if person.left_on else None)
            for one_class in queries.standing() if one_class.record.from_leaving]
    return render_template("keeping/person.html", person=person, kept=kept, holds=queries.holds_on(person), erased=queries.erased(person),
                           requests=queries.requests_of(person), tones=STATES, today=clock.today(),
                           hold=forms.get("hold") or HoldInput(), wish=forms.get("wish") or WishInput()), status


@bp.get("/people/<int:person_id>")
@needs("keep_records")
def person(person_id):
    return page(one(access.people_to_keep(current_user), person_id))


@bp.post("/people/<int:person_id>/hold")
@needs("keep_records")
def hold(person_id):
    held, given = one(access.people_to_keep(current_user), person_id), HoldInput(request.form)
    if given.validate() and given.tries(actions.hold, held, reason=given.reason.data, by=current_user):
        return go(url_for(".person", person_id=person_id), _("Nothing of %(name)s is removed until the hold is lifted.", name=held.name))
    return page(held, given.status, hold=given)


@bp.post("/people/<int:person_id>/ask")
@needs("keep_records")
def ask_for(person_id):
    asking, given = one(access.people_to_keep(current_user), person_id), WishInput(request.form)
    if given.validate() and given.tries(requests.ask, asking, by=current_user, wish=given.wish.data):
        return go(url_for(".request_page", request_id=given.result.id), _("The request is noted."))
    return page(asking, given.status, wish=given)


def erase_page(leaver, given=None, status=200):
    found = erasing.preview(leaver)
    given = given or EraseInput(seen=found.digest, person=leaver, has_choice=bool(found.choices))
    return render_template("keeping/erase.html", person=leaver, preview=found, form=given, erased=queries.erased(leaver)), status


@bp.get("/people/<int:person_id>/erase")
@needs("keep_records")
def erase_preview(person_id):
    return erase_page(one(access.people_to_keep(current_user), person_id))


@bp.post("/people/<int:person_id>/erase")
@needs("keep_records")
@fresh
def erase(person_id):
    leaver = one(access.people_to_keep(current_user), person_id)
    given = EraseInput(request.form, person=leaver, has_choice=bool(erasing.preview(leaver).choices))
    if given.validate() and given.tries(erasing.erase, leaver, by=current_user, seen=given.seen.data, with_written=given.with_written):
        return go(url_for(".person", person_id=person_id), _("Done. From now on the records say: %(name)s.", name=erasing.called(given.result)))
    if given.status == 409:
        given.seen.data, given.seen.raw_data = erasing.preview(leaver).digest, None
    return erase_page(leaver, given, given.status)


@needs("keep_records")
def back_to_person(person_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".person", person_id=one(access.people_to_keep(current_user), person_id).id))


for deed, name in (("hold", "hold"), ("ask", "ask_for")):
    bp.add_url_rule(f"/people/<int:person_id>/{deed}", f"{name}_again", back_to_person)
