"""The page on which HR writes a draft: one form for what it says, and small ones for each duty and each competency."""
from decimal import Decimal

from flask import abort, render_template
from flask_login import current_user

from ...kernel import modules
from ...kernel.doors import one
from ...kernel.words import _
from .. import access, queries
from ..inputs import DraftInput, DutyInput, NeedInput
from ..models import Role
from . import level_names, times_words
from .departments import department_choices


def begun(role_id):
    """The draft of a role that HR may write; where none is begun there is no such page."""
    return queries.draft_of(one(access.roles_to_edit(current_user), role_id)) or abort(404)


def editor(edited, status=200, form=None, new_duty=None, duty_forms=(), new_need=None, level_forms=()):
    found, role = queries.duties_of(edited), edited.role
    forms = [(duty, dict(duty_forms).get(duty.id) or duty_form(duty)) for duty in found]
    return render_template("roles/edit.html", role=role, draft=edited, form=form or draft_form(edited), duties=forms,
                           shares_sum=queries.shares_sum(found), new_duty=new_duty or DutyInput(prefix="new-", is_essential=True),
                           needs=[(need, dict(level_forms).get(need.id) or level_form(need)) for need in queries.needs_of(edited)],
                           new_need=new_need or need_form(edited), level_names=level_names(), times=times_words(),
                           to_come=queries.to_come(role), is_new=not queries.versions(role), stays=stays(role)), status


def draft_form(edited, typed=None):
    stands = {} if typed is not None else {name: getattr(edited, name) for name in (
        "title", "purpose", "qualifications", "pay_min", "pay_max", "version")}
    if typed is None:
        stands |= {"department": edited.department_id, "leads_to": queries.next_ids(edited)}
    form = DraftInput(typed, **stands)
    form.department.choices = [("", _("None in particular")), *department_choices()]
    others = access.roles_to_edit(current_user).where(Role.id != edited.role_id).order_by(Role.title)
    form.leads_to.choices = [(role.id, role.title) for role in others]
    return form


def duty_form(duty):
    return DutyInput(prefix=f"duty-{duty.id}-", text=duty.text, success=duty.success, is_essential=duty.is_essential,
                     share=Decimal(duty.weight) / 100, version=duty.version)


def need_form(edited, typed=None):
    """Offers what the role does not name yet, and what was chosen, though somebody else was quicker to add it."""
    given, left = NeedInput(typed), {competency.id for competency in queries.competencies_left(edited)}
    given.level.choices = list(level_names().items())
    given.competency.choices = [(offered.id, offered.name) for offered in queries.competencies(access.competencies_to_see(current_user))
                                if offered.id in left or offered.id == given.competency.data]
    return given


def level_form(need, typed=None):
    """The level that stands on a role, to be changed in place: each with what one sees there."""
    stands = {"level": need.level, "weight": need.weight, "version": need.version} if typed is None else {}
    given = NeedInput(typed, prefix=f"need-{need.id}-", **stands)
    del given.competency
    given.level.choices = [(level, name, {"hint": getattr(need.competency, f"level_{level}", None) or (
        _("Between levels %(low)s and %(high)s.", low=level - 1, high=level + 1) if level in (2, 4) else "")})
        for level, name in level_names().items()]
    return given


def stays(role):
    """Whether a role is part of the records, as the room that knows says it."""
    return any(block["keeps"] for block in modules.gather("of_role", current_user, role))
