"""Who may open which roles: everybody reads them, HR writes them."""
from .models import Competency, Department, Duty, Role, RoleCompetency


def roles_to_see(me):
    """What a colleague is here for is no secret."""
    return Role.select()


def competencies_to_see(me):
    return Competency.select()


def departments_to_see(me):
    return Department.select()


def roles_to_edit(me):
    return _of_hr(Role, me)


def duties_to_edit(me):
    return _of_hr(Duty, me)


def needs_to_edit(me):
    return _of_hr(RoleCompetency, me)


def competencies_to_edit(me):
    return _of_hr(Competency, me)


def departments_to_edit(me):
    return _of_hr(Department, me)


def _of_hr(model, me):
    return model.select() if "hr" in me.powers else model.select().where(False)
