"""HR's side: what still has to be written, and a draft's way from the first word to the day on which it holds."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import clock, records, words
from ...kernel.doors import needs, one
from ...kernel.web import go
from ...kernel.words import _
from .. import access, actions, comparing, drafts, queries, starter
from ..inputs import CopyInput, LookAgainInput, PublishInput, RoleInput
from . import bp, to_draft
from .editor import begun, draft_form, editor


@bp.get("/desk/")
@needs("edit_roles")
def desk():
    """What HR still has to write down, to publish and to look at again."""
    mine = access.roles_to_edit(current_user)
    return render_template("roles/desk.html", roles=queries.roles(mine), held=queries.held_by_role(current_user), overdue=queries.overdue(mine))


@bp.get("/new")
@needs("edit_roles")
def new():
    return render_template("roles/new.html", form=RoleInput())


@bp.post("/new")
@needs("edit_roles")
def add():
    given = RoleInput(request.form)
    if given.validate() and given.tries(drafts.draft_role, by=current_user, **given.data):
        return to_draft(given.result.id, _("The draft is there. Now write down what the role does, then publish it."))
    return render_template("roles/new.html", form=given), 422


@bp.route("/starter", methods=["GET", "POST"])
@needs("edit_roles")
def starters():
    """Roles that are ready to be taken over, with the competencies they need."""
    chosen = [written for written in starter.ROLES if written.key in request.form.getlist("role")]
    if chosen:
        actions.take_over([written.key for written in chosen], by=current_user)
        return go(url_for(".desk"), _("%(titles)s: taken over. Change whatever does not fit.",
                                      titles=words.several(written.title for written in chosen)))
    taken = queries.titles()
    offered = [(written, words.plain(written.title) in taken) for written in starter.ROLES]
    return render_template("roles/starters.html", offered=offered, nothing_chosen=request.method == "POST"), \
        422 if request.method == "POST" else 200


@bp.route("/<int:role_id>/copy", methods=["GET", "POST"])
@needs("edit_roles")
def copy(role_id):
    """A new role that begins with what another one says."""
    copied, given = one(access.roles_to_edit(current_user), role_id), CopyInput(request.form or None)
    if request.method == "POST" and given.validate() and given.tries(drafts.copy_role, copied, given.title.data, by=current_user):
        return to_draft(given.result.id, _("The draft of %(title)s is there, with all that %(other)s says.",
                                           title=given.title.data, other=copied.title))
    return render_template("roles/copy.html", role=copied, form=given), given.status if request.method == "POST" else 200


@bp.post("/<int:role_id>/draft")
@needs("edit_roles")
def begin(role_id):
    drafts.begin_draft(one(access.roles_to_edit(current_user), role_id), by=current_user)
    return to_draft(role_id)


@bp.get("/<int:role_id>/edit")
@needs("edit_roles")
def edit(role_id):
    return editor(begun(role_id))


@bp.post("/<int:role_id>/edit")
@needs("edit_roles")
def change(role_id):
    edited = begun(role_id)
    given = draft_form(edited, request.form)
    if given.validate() and given.tries(drafts.change_draft, edited, version=given.version.data, by=current_user, **given.given):
        if request.form.get("then") == "changes":
            return go(url_for(".changes", role_id=role_id))
        return to_draft(role_id, _("The draft is saved. Nobody but HR sees it before it is published."))
    return editor(edited, given.status, form=given)


@bp.get("/<int:role_id>/changes")
@needs("edit_roles")
def changes(role_id):
    """What a draft changes, whom it concerns, and the day from which it is to hold."""
    return about_to_publish(begun(role_id))


@bp.post("/<int:role_id>/publish")
@needs("edit_roles")
def publish(role_id):
    published, given = begun(role_id), PublishInput(request.form)
    if given.validate() and given.tries(drafts.publish, published, by=current_user, **given.data):
        return go(url_for(".role", role_id=role_id), holds_from(given.result))
    return about_to_publish(published, given.status, given)


@bp.post("/<int:role_id>/discard")
@needs("edit_roles")
def discard(role_id):
    thrown = begun(role_id)
    drafts.discard(thrown, by=current_user)
    return go(url_for(".desk"), _("The draft of %(title)s is thrown away.", title=thrown.title))


@bp.post("/<int:role_id>/remove")
@needs("edit_roles")
def remove(role_id):
    gone = one(access.roles_to_edit(current_user), role_id)
    actions.remove_role(gone, by=current_user)
    return go(url_for(".desk"), _("%(title)s is taken away.", title=gone.title))


@bp.route("/versions/<int:version_id>/again", methods=["GET", "POST"])
@needs("edit_roles")
def look_again(version_id):
    """The role was looked at and still fits: when to look at it next."""
    version = one(access.versions_to_edit(current_user), version_id)
    given = LookAgainInput(request.form or None, review_on=in_a_year(), version=version.version)
    if request.method == "POST" and given.validate() and given.tries(
            actions.look_again, version, seen=given.version.data, on=given.review_on.data, by=current_user):
        return go(url_for(".role", role_id=version.role_id), _("Noted. It comes up again on %(day)s.", day=words.day(given.review_on.data)))
    return render_template("roles/again.html", version=version, form=given), given.status if request.method == "POST" else 200


@needs("edit_roles")
def role_again(role_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page of the role."""
    return go(url_for(".role", role_id=one(access.roles_to_edit(current_user), role_id).id))


@needs("edit_roles")
def publish_again(role_id):
    return go(url_for(".changes", role_id=begun(role_id).role_id))


for rule, name, view in (("/<int:role_id>/remove", "remove", role_again), ("/<int:role_id>/draft", "begin", role_again),
                         ("/<int:role_id>/discard", "discard", role_again), ("/<int:role_id>/publish", "publish", publish_again)):
    bp.add_url_rule(rule, f"{name}_again", view)


def about_to_publish(draft, status=200, form=None):
    role = draft.role
    now, duties = queries.version_in_force(role), queries.duties_of(draft)
    compared = comparing.compare(now, draft, access.roles_to_edit(current_user), shows_pay=True)
    if form is None:
        form = PublishInput(starts=clock.today(), review_on=in_a_year(), asks_to_read=True)
    form.seen.data = queries.digest(draft)
    return render_template("roles/changes.html", role=role, draft=draft, now=now, form=form, compared=compared,
                           is_different=comparing.is_different(compared), shares_sum=queries.shares_sum(duties), duties=duties,
                           holders=queries.holders(role, current_user), to_come=queries.to_come(role)), status


def holds_from(version):
    """What publishing came to, in a sentence."""
    if version.is_to_come:
        return _("%(title)s is published. It holds by itself from %(day)s.", title=version.title, day=words.day(version.starts))
    if queries.version_in_force(version.role).id != version.id:
        return _("%(title)s is corrected from %(day)s on. Today a version holds that began later.", title=version.title,
                 day=words.day(version.starts))
    return _("%(title)s is published and holds from %(day)s.", title=version.title, day=words.day(version.starts))


def in_a_year():
    return records.years_after(clock.today(), 1)
