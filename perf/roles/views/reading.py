"""What everybody reads: the roles, what each says and said, and one's own to be confirmed."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel import modules
from ...kernel.doors import login_required, one
from ...kernel.web import fragment, go
from ...kernel.words import _
from .. import access, actions, comparing, queries
from . import bp


@bp.get("/")
@login_required
def roles():
    shown = {"roles": queries.roles(access.roles_to_see(current_user)), "held": queries.held_by_role(current_user),
             "departments": queries.departments()}
    return fragment("roles/_roles_list.html", **shown) if request.htmx else render_template("roles/roles.html", **shown)


@bp.get("/mine")
@login_required
def mine():
    """On to the role that one holds; where there are several, the choice."""
    held = queries.held_by(current_user)
    if len(held) == 1:
        return go(url_for(".role", role_id=held[0].id))
    if held:
        return render_template("roles/mine.html", roles=held)
    return go(url_for(".roles"), _("You hold no role at present. These are all of them."))


@bp.get("/<int:role_id>")
@login_required
def role(role_id):
    read = one(access.roles_to_see(current_user), role_id)
    version, drafted = queries.version_in_force(read), queries.draft_of(read) if modules.can(current_user, "edit_roles") else None
    blocks = modules.gather("of_role", current_user, read)
    shown = {**what_it_says(version), "draft": drafted, "versions": queries.versions(read), "to_come": queries.to_come(read),
             "come_from": queries.come_from(read, access.roles_to_see(current_user)), "blocks": blocks, **who_has_read(version, blocks)}
    return fragment("roles/_role.html", **shown) if request.htmx else render_template("roles/role.html", **shown)


@bp.post("/versions/<int:version_id>/read")
@login_required
def confirm_reading(version_id):
    version = one(access.versions_to_see(current_user), version_id)
    actions.confirm_reading(version, current_user)
    return go(url_for(".role", role_id=version.role_id), _("Thank you. It is noted that you have read it."))


@bp.get("/versions/<int:version_id>/read")
@login_required
def confirm_reading_again(version_id):
    """An address that only takes what is sent, opened anew after a refusal: back to the page of the role."""
    return go(url_for(".role", role_id=one(access.versions_to_see(current_user), version_id).role_id))


@bp.get("/versions/<int:version_id>")
@login_required
def version(version_id):
    """One version as it was written, whether it holds today or not."""
    read = one(access.versions_to_see(current_user), version_id)
    return render_template("roles/version.html", **what_it_says(read), now=queries.version_in_force(read.role))


@bp.get("/versions/<int:version_id>/description")
@login_required
def description(version_id):
    """The role as a job description, for the printer. Pay is never on it."""
    return render_template("roles/description.html", **what_it_says(one(access.versions_to_see(current_user), version_id)))


@bp.get("/<int:role_id>/compare")
@login_required
def compare(role_id):
    """Any two published versions, word by word; the last two where none are chosen."""
    read = one(access.roles_to_see(current_user), role_id)
    found = queries.versions(read)
    old, new = chosen(found, "old", at=1), chosen(found, "new", at=0)
    compared = comparing.compare(old, new, access.roles_to_see(current_user), access.knows_pay(current_user)) if old and new else None
    return render_template("roles/compare.html", role=read, versions=found, old=old, new=new, compared=compared,
                           is_different=compared is not None and comparing.is_different(compared))


def chosen(found, name, at):
    """The version that an address asks for by its number; else the one at that place."""
    asked = request.args.get(name, "")
    return next((version for version in found if str(version.number) == asked), found[at] if len(found) > at else found[-1] if found else None)


def what_it_says(version):
    seen = access.roles_to_see(current_user)
    return {"role": version.role, "version": version, "duties": queries.duties_of(version) if version.id else [],
            "needs": queries.needs_of(version) if version.id else [], "behaviour": queries.behaviour,
            "leads_to": queries.leads_to(version, seen) if version.id else [], "share_words": comparing.share_words,
            "pay": comparing.pay_words(version) if access.knows_pay(current_user) else ""}


def who_has_read(version, blocks):
    """Whether the reader holds the role and has confirmed it; for HR, how it stands with everybody who holds it."""
    seats = {seat.person_id: seat for block in blocks for seat in block["seats"] if seat.person_id}
    is_mine = current_user.id in seats
    shown = {"is_mine": is_mine, "reading": queries.reading_of(version, current_user.id) if is_mine else None,
             "last_read": queries.last_read(version.role, current_user.id) if is_mine else None, "readers": []}
    if modules.can(current_user, "edit_roles") and version.id:
        confirmed = queries.readings(version.role)
        shown["readers"] = [(seat, *confirmed.get(person_id, (None, None))) for person_id, seat in seats.items()]
    return shown
