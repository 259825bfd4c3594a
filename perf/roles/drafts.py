"""Writing what a role says: a draft is begun, written on, and published from a date; what is published never changes."""
import logging

import peewee as pw

from ..kernel import clock, live, words
from ..kernel.db import insert_all, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import queries
from .models import DRAFT, PUBLISHED, Duty, Role, RoleCompetency, RoleNext, RoleReading, RoleVersion
from .rows import TOPIC, as_seen, keep, next_order, said

log = logging.getLogger(__name__)
COPIED = ("title", "department", "purpose", "qualifications", "pay_min", "pay_max")


# beginning and ending a draft

@write()
def draft_role(title, purpose="", *, by=None):
    """A new role as a draft: nobody but HR sees it before it is published."""
    refuse_title(title)
    role = Role.create(title=title)
    RoleVersion.create(role=role, number=1, title=title, purpose=purpose or "")
    return said("add_role", by, role)


@write()
def copy_role(role, title, *, by=None):
    """A new role that begins with all that another one says, as a draft."""
    refuse_title(title)
    version = _latest(role) or queries.draft_of(role) or first_version(role)
    made = Role.create(title=title)
    _copy(version, RoleVersion.create(role=made, number=1, **{**_says(version), "title": title}), is_same=False)
    return said("copy_role", by, made)


@write()
def begin_draft(role, *, by=None):
    """The draft of a role, with what holds now in it; the one that is there already where somebody has begun."""
    there = queries.draft_of(role)
    if there is not None:
        return there
    version = _latest(role) or first_version(Role.get_by_id(role.id))
    draft = RoleVersion.create(role=role, number=_last_number(role) + 1, **_says(version))
    _copy(version, draft)
    return said("begin_draft", by, draft, role)


@write()
def discard(draft, *, by=None):
    """Throw a draft away; with it goes a role of which nothing else was ever written."""
    now = _standing(draft)
    RoleVersion.delete().where(RoleVersion.id == now.id).execute()
    if not RoleVersion.select().where(RoleVersion.role == now.role_id).exists():
        _take_away(now.role)
    return said("discard_draft", by, now, now.role_id)


def _take_away(role):
    """Where somebody was seated in it meanwhile, the role stays, with nothing in it."""
    if queries.holders(role):
        first_version(role)
    else:
        try:
            role.delete_instance()
        except pw.IntegrityError:
            raise Refused(_("A seat that is planned rests on this role. Take that plan back first.")) from None


def first_version(role, **says):
    """What makes a role one that can be held: a version that has held since always."""
    return RoleVersion.create(role=role, number=_last_number(role) + 1, state=PUBLISHED, title=role.title, published_at=clock.now(), **says)


def refuse_title(title, role=None):
    """No two roles are called the same: today, in a draft, or from a day to come."""
    wanted = words.plain(title)
    if not wanted:
        raise Refused(_("Please fill this in."), "title")
    waiting = RoleVersion.select(RoleVersion.role, RoleVersion.title).where(
        (RoleVersion.state == DRAFT) | (RoleVersion.starts > clock.today()))
    for role_id, taken in [*Role.select(Role.id, Role.title).tuples(), *waiting.tuples()]:
        if words.plain(taken) == wanted and role_id != getattr(role, "id", None):
            raise Refused(_("There is already one called %(name)s. Choose another name, or change that one.", name=taken), "title")


def _latest(role):
    """What a draft begins with: what holds today, else what was published last."""
    return RoleVersion.get_or_none(RoleVersion.id == queries.in_force(role)) or next(iter(queries.versions(role)), None)


def _last_number(role):
    return max([number for number, in RoleVersion.select(RoleVersion.number).where(RoleVersion.role == role).tuples()], default=0)


def _says(version):
    return {name: getattr(version, name) for name in COPIED}


def _copy(version, draft, is_same=True):
    """The lists of one version into another; `is_same`: of the same role, so that a duty stays known as the same one."""
    insert_all(Duty, [dict(of=draft, text=row.text, success=row.success, weight=row.weight, is_essential=row.is_essential, order=order,
                           origin=(row.origin or row.id) if is_same else None) for order, row in enumerate(queries.duties_of(version))])
    insert_all(RoleCompetency, [dict(of=draft, competency=row.competency_id, level=row.level, weight=row.weight, order=order)
                                for order, row in enumerate(queries.needs_of(version))])
    insert_all(RoleNext, [dict(of=draft, role=role_id) for role_id in queries.next_ids(version)])


# writing on it

@write()
def change_draft(draft, *, version, leads_to=(), by=None, **says):
    """Reword what a draft says besides its duties and competencies."""
    _standing(draft)
    now = as_seen(draft, version)
    refuse_title(says["title"], now.role)
    low, high = says.get("pay_min"), says.get("pay_max")
    if low is not None and high is not None and low > high:
        raise Refused(_("The highest pay is lower than the lowest. Please check both."), "pay_max")
    keep(now, **says)
    RoleNext.delete().where(RoleNext.of == now).execute()
    insert_all(RoleNext, [dict(of=now, role=role_id) for role_id in sorted(set(leads_to) - {now.role_id})])
    if not _is_published(now.role_id):
        Role.update(title=now.title, version=Role.version + 1).where(Role.id == now.role_id).execute()
    return said("change_role", by, now, now.role_id)


@write()
def add_duty(draft, text, *, success="", weight=0, is_essential=True, by=None):
    """Add something that the role does; `weight` is its share in ten-thousandths."""
    _standing(draft)
    duty = Duty.create(of=draft, text=text, success=success or "", weight=weight, is_essential=is_essential,
                       order=next_order(Duty, Duty.of == draft))
    return said("change_duties", by, duty, draft.role_id)


@write()
def change_duty(duty, *, version, by=None, **given):
    draft = _standing(duty.of)
    return said("change_duties", by, keep(as_seen(duty, version), **given), draft.role_id)


@write()
def remove_duty(duty, *, by=None):
    draft = _standing(duty.of)
    Duty.delete().where(Duty.id == duty.id).execute()
    return said("change_duties", by, duty, draft.role_id)


@write()
def move_duty(duty, *, up, by=None):
    """Let a duty change places with its neighbour of the same kind."""
    draft = _standing(duty.of)
    rows = [row for row in queries.duties_of(draft) if row.is_essential == duty.is_essential]
    at = next(number for number, row in enumerate(rows) if row.id == duty.id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
        for order, row in enumerate(rows):
            Duty.update(order=order).where(Duty.id == row.id).execute()
    return said("change_duties", by, duty, draft.role_id)


@write()
def need_competency(draft, competency, *, level, weight=queries.WHOLE, version=None, by=None):
    """Say that a role needs a competency, at which level and how much it counts; `version` of a need that was seen there."""
    _standing(draft)
    need = RoleCompetency.get_or_none(RoleCompetency.of == draft, RoleCompetency.competency == competency)
    if need is None:
        need = RoleCompetency.create(of=draft, competency=competency, level=level, weight=weight,
                                     order=next_order(RoleCompetency, RoleCompetency.of == draft))
    else:
        keep(as_seen(need, version), level=level, weight=weight)
    return said("change_needs", by, need, draft.role_id)


@write()
def drop_need(need, *, version, by=None):
    draft = _standing(need.of)
    if RoleCompetency.get_by_id(need.id).version != version:
        raise Changed(_("Somebody else changed what this role needs meanwhile. Please look at it again before you take it off."))
    RoleCompetency.delete().where(RoleCompetency.id == need.id).execute()
    return said("change_needs", by, need, draft.role_id)


def _standing(draft):
    """The draft as it stands inside the write; what is published, or thrown away, is not written on."""
    now = RoleVersion.get_or_none(RoleVersion.id == draft.id)
    if now is None or not now.is_draft:
        raise Refused(_("This draft was published or thrown away meanwhile. Begin a new one on the role's page."))
    return now


def _is_published(role_id):
    return RoleVersion.select().where(RoleVersion.role == role_id, RoleVersion.state == PUBLISHED).exists()


# publishing

@write()
def publish(draft, *, starts=None, seen=None, review_on=None, note="", asks_to_read=True, by=None):
    """Let a draft hold from a day on, today where none is given; one that has passed corrects the past, one to come waits for its day.

    `seen`: the mark of what was looked at; where the draft says something else by now, nothing is published.
    """
    now, starts = _standing(draft), starts or clock.today()
    if seen is not None and seen != queries.digest(now):
        raise Changed(_("Somebody else changed the draft meanwhile. Look at what changes again, then publish it."))
    refuse_title(now.title, now.role)
    keep(now, state=PUBLISHED, starts=starts, review_on=review_on, note=note or "", asks_to_read=asks_to_read,
         published_by_id=getattr(by, "id", None), published_by=getattr(by, "name", ""), published_at=clock.now())
    _let_hold([now.role_id])
    return said("correct_role" if now.is_correction else "publish_role", by, now, now.role_id)


@write()
def new_day(today):
    """What was published for today holds now: titles follow, and whoever holds such a role is asked to read it."""
    if _let_hold():
        live.changed(TOPIC)


def _let_hold(role_ids=None):
    """Bring titles up to date, and ask holders to read; of these roles, or of all."""
    is_renamed = _rename(role_ids)
    is_asked = _ask_to_read(role_ids)
    if is_renamed:
        live.changed("chart")
    return is_renamed or is_asked


def _rename(role_ids):
    """Let each role be called what holds today; again while one gives its name away to another."""
    rows = Role.select(Role.id, Role.title, RoleVersion.title).join(RoleVersion, on=RoleVersion.id == queries.in_force(Role.id))
    waiting = {role_id: title for role_id, now, title in _among(rows, Role.id, role_ids).tuples() if now != title}
    renamed = set()
    while waiting:
        taken = {title for title, in Role.select(Role.title).tuples()}
        free = {role_id: title for role_id, title in waiting.items() if title not in taken}
        if not free:
            log.warning("%s roles keep their title: another role has the new one", len(waiting))
            break
        role_id, title = min(free.items())
        Role.update(title=title, version=Role.version + 1).where(Role.id == role_id).execute()
        renamed.add(role_id)
        del waiting[role_id]
    return bool(renamed)


def _ask_to_read(role_ids):
    """Whoever holds a role whose present version asks for it is asked once; whoever holds it no more is asked no longer."""
    rows = RoleVersion.select(RoleVersion, Role).join(Role).where(
        RoleVersion.asks_to_read, RoleVersion.id == queries.in_force(RoleVersion.role),
        RoleVersion.id.in_(Duty.select(Duty.of)))
    asked = {version.id: set(queries.holders(version.role)) for version in _among(rows, RoleVersion.role, role_ids)}
    known = {(row.of_id, row.person_id): row for row in RoleReading.select().where(RoleReading.of.in_(list(asked)))}
    new = [(version_id, person_id) for version_id, people in asked.items() for person_id in sorted(people) if (version_id, person_id) not in known]
    insert_all(RoleReading, [dict(of=version_id, person_id=person_id, asked_on=clock.today()) for version_id, person_id in new])
    over = [row.id for row in known.values() if row.at is None and row.person_id not in asked[row.of_id]]
    RoleReading.delete().where(RoleReading.id.in_(over)).execute()
    for _version, person_id in new:
        live.changed("home", person_id)
    return bool(new or over)


def _among(rows, column, role_ids):
    return rows if role_ids is None else rows.where(column.in_(role_ids))
