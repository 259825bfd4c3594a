"""Who may open which roles: everybody reads what is published, HR writes."""
from .models import DRAFT, PUBLISHED, Competency, Department, Duty, Role, RoleCompetency, RoleVersion

KNOW_PAY = {"hr", "executive"}


def roles_to_see(me):
    """What a colleague is here for is no secret; a role that is only being drafted is."""
    if "hr" in me.powers:
        return Role.select()
    published, draft = RoleVersion.alias(), RoleVersion.alias()
    only_drafted = draft.select(draft.role).where(
        draft.state == DRAFT, draft.role.not_in(published.select(published.role).where(published.state == PUBLISHED)))
    return Role.select().where(Role.id.not_in(only_drafted))


def versions_to_see(me):
    """What is published, also what held once and what is to come; drafts are HR's."""
    return RoleVersion.select() if "hr" in me.powers else RoleVersion.select().where(RoleVersion.state == PUBLISHED)


def knows_pay(me):
    """Whether pay bands are shown to somebody at all."""
    return bool(KNOW_PAY & me.powers)


def competencies_to_see(me):
    return Competency.select()


def departments_to_see(me):
    return Department.select()


def roles_to_edit(me):
    return _of_hr(Role, me)


def versions_to_edit(me):
    """What is published; of it HR only sets when it is looked at again."""
    return _of_hr(RoleVersion, me).where(RoleVersion.state == PUBLISHED)


def duties_to_edit(me):
    return _of_draft(Duty, me)


def needs_to_edit(me):
    return _of_draft(RoleCompetency, me)


def competencies_to_edit(me):
    return _of_hr(Competency, me)


def departments_to_edit(me):
    return _of_hr(Department, me)


def _of_hr(model, me):
    return model.select() if "hr" in me.powers else model.select().where(False)


def _of_draft(model, me):
    """Rows of drafts: what is published never changes any more."""
    rows = model.select(model, RoleVersion).join(RoleVersion).where(RoleVersion.state == DRAFT)
    return rows if "hr" in me.powers else rows.where(False)
