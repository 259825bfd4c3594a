"""The check list: what is to be done whenever somebody leaves, and what of it is done for one of them."""
from datetime import timedelta

from ..kernel import clock, live, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from .models import TASK_OWNERS, ChecklistItem, Leaving, LeavingTask

MOST = 60


def items():
    return list(ChecklistItem.select().order_by(ChecklistItem.order, ChecklistItem.id))


def give_tasks(leaving):
    """Inside a verb: the list as it is now becomes this leaving's own; what should have been done before it was known is due at once."""
    whom, today = {"manager": leaving.manager_id, "leaver": leaving.person_id}, clock.today()
    insert_all(LeavingTask, [dict(leaving=leaving.id, what=one.what, owner="hr" if one.owner == "manager" and not leaving.manager_id else one.owner,
                                  person=whom.get(one.owner), due=max(leaving.last_day + timedelta(days=one.days), today), order=place)
                             for place, one in enumerate(items())])


def tasks_of(leaving):
    return list(LeavingTask.select().where(LeavingTask.leaving == leaving).order_by(LeavingTask.due, LeavingTask.order, LeavingTask.id))


def how_many_open(leaving):
    return LeavingTask.select().where(LeavingTask.leaving == leaving, LeavingTask.done_on.is_null(), ~LeavingTask.is_needless).count()


@write()
def tick(task, *, is_done=True, by):
    """Done, or not done after all."""
    now = _of_open(task)
    LeavingTask.update(done_on=clock.today() if is_done else None, done_by=by if is_done else None, is_needless=False,
                       version=now.version + 1).where(LeavingTask.id == now.id).execute()
    trail.record("tick_leaving_task" if is_done else "untick_leaving_task", by, now.leaving.person_id, kind="leaving", row_id=now.leaving_id)
    _moved(now, by)


@write()
def need_not(task, *, by):
    """This one is not needed here."""
    now = _of_open(task)
    LeavingTask.update(is_needless=True, done_on=None, done_by=None, version=now.version + 1).where(LeavingTask.id == now.id).execute()
    trail.record("drop_leaving_task", by, now.leaving.person_id, kind="leaving", row_id=now.leaving_id)
    _moved(now, by)


@write()
def add_task(leaving, what, *, owner, due, by):
    """Something more, for this leaving alone."""
    if Leaving.get_by_id(leaving.id).state != "open":
        raise Refused(_("This leaving is finished. Open it again first."), "what")
    if leaving.tasks.count() >= MOST:
        raise Refused(_("A check list has %(most)s lines at the most.", most=MOST), "what")
    whom = {"manager": leaving.manager_id, "leaver": leaving.person_id}
    if owner == "manager" and not leaving.manager_id:
        raise Refused(_("%(name)s has no manager here. Choose somebody else who does it.", name=leaving.name), "owner")
    task = LeavingTask.create(leaving=leaving, what=what, owner=owner, person=whom.get(owner), due=due, order=leaving.tasks.count())
    trail.record("add_leaving_task", by, leaving.person_id, kind="leaving", row_id=leaving.id)
    _moved(task, by)
    return task


def _of_open(task):
    now = LeavingTask.select(LeavingTask, Leaving).join(Leaving).where(LeavingTask.id == task.id).get()
    if now.leaving.state != "open":
        raise Refused(_("This leaving is finished. Open it again first."))
    return now


def _moved(task, by):
    live.changed("leaving", task.leaving_id)
    for person in {task.person_id, by.id} - {None}:
        live.changed("home", person)


# the list itself

@write()
def add_item(what, *, owner, days, by):
    if ChecklistItem.select().count() >= MOST:
        raise Refused(_("A check list has %(most)s lines at the most.", most=MOST), "what")
    check_item(owner, days)
    item = ChecklistItem.create(what=what, owner=owner, days=days, order=ChecklistItem.select().count())
    trail.record("change_checklist", by)
    return item


@write()
def change_item(item, *, what, owner, days, version, by):
    """For leavings that begin from now on; those that go on keep their own list."""
    now = ChecklistItem.get_by_id(item.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this line meanwhile. Please look at it, then send yours again."), now)
    check_item(owner, days)
    ChecklistItem.update(what=what, owner=owner, days=days, version=now.version + 1).where(ChecklistItem.id == now.id).execute()
    trail.record("change_checklist", by)


@write()
def move_item(item, step, *, by):
    order = [one.id for one in items()]
    at = order.index(item.id)
    if 0 <= at + step < len(order):
        order.insert(at + step, order.pop(at))
        for place, number in enumerate(order):
            ChecklistItem.update(order=place).where(ChecklistItem.id == number).execute()
        trail.record("change_checklist", by)


@write()
def remove_item(item, *, by):
    ChecklistItem.delete().where(ChecklistItem.id == item.id).execute()
    trail.record("change_checklist", by)


def check_item(owner, days):
    if owner not in TASK_OWNERS:
        raise Refused(_("Choose one of those shown."), "owner")
    if not -365 <= days <= 365:
        raise Refused(_("At most a year before or after the last day."), "days")
