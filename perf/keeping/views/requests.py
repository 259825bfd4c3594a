"""A request for the file about somebody: each text is given, blacked out in part, or withheld, and then all is released."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, trail
from ...kernel.doors import fresh, login_required, one
from ...kernel.once import again_is_fine
from ...kernel.web import go
from ...kernel.words import _
from .. import access, queries, requests
from ..inputs import decisions_sent
from ..parcel import parcel
from . import STATES, bp, download


def opened(request_id):
    return one(access.requests_to_decide(current_user), request_id)


def page(asked, status=200, refused=None, typed=None):
    """The texts are shown to whoever has taken the request on; that they were read is on record."""
    texts = queries.texts_of(asked) if asked.state == "in review" else []
    if texts:
        trail.record_reading("read_texts", current_user, asked.person_id, "file_request", asked.id)
    return render_template("keeping/request.html", asked=asked, texts=texts, open_texts=queries.undecided(texts), refused=refused or {},
                           typed=typed or {}, sentences=queries.sentences, fingerprint=queries.fingerprint, tones=STATES,
                           released=queries.decisions(asked).values() if asked.state == "released" else []), status


@bp.get("/requests/<int:request_id>")
@login_required
def request_page(request_id):
    return page(opened(request_id))


@bp.post("/requests/<int:request_id>")
@login_required
def decide(request_id):
    asked, given = opened(request_id), decisions_sent(request.form)
    if request.form.get("do") == "give-rest":
        given |= {key: {"verdict": requests.GIVE, "seen": request.form[f"seen-{key}"]} for key in untouched(asked, request.form)}
    refused = requests.decide_all(asked, given, by=current_user)
    if refused:
        return page(asked, 422, refused, given)
    return go(url_for(".request_page", request_id=request_id), _("Your decisions are saved."))


def untouched(asked, form):
    """The texts that wait, on which the page sent no verdict, no tick and no reason: those alone are given with one button."""
    waiting = [passage.key for passage in queries.undecided(queries.texts_of(asked))]
    return [key for key in waiting if f"seen-{key}" in form and not any(form.get(f"{part}-{key}") for part in ("verdict", "tick", "reason"))]


@bp.post("/requests/<int:request_id>/take")
@login_required
def take(request_id):
    requests.take(opened(request_id), by=current_user)
    return go(url_for(".request_page", request_id=request_id), _("You look through this request now."))


@bp.post("/requests/<int:request_id>/release")
@login_required
def release(request_id):
    asked = opened(request_id)
    requests.release(asked, by=current_user)
    return go(url_for(".request_page", request_id=request_id), _("The file is released. %(name)s is told.", name=asked.person.name))


@bp.post("/requests/<int:request_id>/withdraw")
@login_required
def take_back(request_id):
    requests.withdraw(opened(request_id), by=current_user)
    return go(url_for(".request_page", request_id=request_id), _("The request is noted as withdrawn."))


@bp.post("/requests/<int:request_id>/file")
@login_required
@fresh
@again_is_fine
def hand_over(request_id):
    """For somebody who cannot sign in: HR hands the file over, without what is for the person's own eyes alone."""
    asked = one(access.files_to_hand_over(current_user), request_id)
    content = parcel(asked.person, request=asked, for_others=True)
    trail.record("hand_over_file", current_user, asked.person_id, kind="file_request", row_id=asked.id)
    return download(content, f"file-{asked.id}-{clock.today()}.zip")


@login_required
def back_to_request(request_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page with its form."""
    return go(url_for(".request_page", request_id=opened(request_id).id))


for deed, name in (("take", "take"), ("release", "release"), ("withdraw", "take_back"), ("file", "hand_over")):
    bp.add_url_rule(f"/requests/<int:request_id>/{deed}", f"{name}_again", back_to_request)
