"""Who may open which lines of the trail."""
from ..kernel import modules
from ..kernel.trail import TrailLine
from . import deeds


def lines_to_read(me):
    """HR reads the whole log but for lines about what is kept from them too; an administrator what concerns the safety of the house, without whom or what it was about."""
    if "hr" in me.powers:
        found = TrailLine.select()
        for kind, numbers in (shown for room in modules.all_rooms() for shown in room.log_shows(me)):
            found = found.where((TrailLine.kind != kind) | TrailLine.row_id.in_(numbers))
        return found
    if "administrator" in me.powers:
        return TrailLine.select().where(TrailLine.verb.in_(deeds.verbs_of(deeds.WITHOUT_CONTENT)))
    return TrailLine.select().where(False)


def sees_whom(me):
    return "hr" in me.powers


def own_lines(me):
    """All that is recorded about oneself: what one did, what concerns one, and what concerns many of whom one is one."""
    concerned = (TrailLine.about_id == me.id) | (TrailLine.actor_id == me.id)
    rows = {}
    for kind, row_id, _name in modules.gather("concerns", me):
        rows.setdefault(kind, []).append(row_id)
    for kind, numbers in rows.items():
        concerned |= (TrailLine.kind == kind) & TrailLine.row_id.in_(numbers)
    return TrailLine.select().where(concerned)


def readings_about(me):
    """That others read something about oneself."""
    others = TrailLine.actor_id.is_null() | (TrailLine.actor_id != me.id)
    return own_lines(me).where(TrailLine.is_reading == True, others)  # noqa: E712
