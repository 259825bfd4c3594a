"""How a dated fact about seats is set: from a day on, until the next one that is written down. Each goes through a Record."""
from datetime import timedelta

from ..kernel.errors import Refused
from ..kernel.words import _
from . import queries
from .models import Assignment, Position, ReportingLine

DAY = timedelta(days=1)


def line_from(record, position_id, above_id, day):
    """Let a seat report to another one, or to nobody, from a day on. `day` None: since before anybody wrote it down."""
    rows = solid_lines(position_id, day)
    now = next((row for row in rows if row.starts is None or day is not None and row.starts <= day), None)
    if (now.above_id if now else None) == above_id:
        return
    later = min((row.starts for row in rows if row is not now), default=None)
    until = now.ends if now else later and later - DAY
    if now:
        cut(record, now, day)
    if above_id:
        record.add(ReportingLine, position=position_id, above=above_id, starts=day, ends=until, is_dotted=False)
    Position.update(version=Position.version + 1).where(Position.id == position_id).execute()       # whoever has seen the other line is told


def solid_lines(position_id, day):
    """The solid lines of a seat that hold on a day or later, in their order."""
    rows = ReportingLine.select().where(ReportingLine.position == position_id, ~ReportingLine.is_dotted)
    rows = rows if day is None else rows.where(ReportingLine.ends.is_null() | (ReportingLine.ends >= day))
    return list(rows.order_by(ReportingLine.starts.asc(nulls="first")))


def cut(record, row, day):
    """A fact that holds no longer from a day on; one that would never have held is removed."""
    if day is None or row.starts is not None and row.starts >= day:
        record.drop(row)
    else:
        record.change(type(row), row.id, {"ends": (row.ends, day - DAY)})


def hold_from(record, person_id, position_id, day, ends=None, **more):
    """Let a person hold a seat from a day on."""
    return record.add(Assignment, person=person_id, position=position_id, starts=day, ends=ends,
                      **{"is_interim": False, "is_lead": False, **more})


def seat_from(record, role, department, day):
    """Make a seat that stands from a day on; gives its id."""
    return record.add(Position, role=role.id, department=department and department.id, opened_on=day, closed_on=None, version=1)


def hand_lines_over(record, old_id, new_id, day):
    """Whoever reports to one seat reports to another one from a day on (None: to nobody), and what was planned goes along."""
    rows = ReportingLine.select().where(ReportingLine.above == old_id, ReportingLine.position != (new_id or 0),
                                        ReportingLine.ends.is_null() | (ReportingLine.ends >= day))
    for row in list(rows):
        if row.starts is not None and row.starts >= day and new_id:
            record.change(ReportingLine, row.id, {"above": (old_id, new_id)})
        else:
            cut(record, row, day)
            if new_id:
                record.add(ReportingLine, position=row.position_id, above=new_id, starts=day, ends=row.ends, is_dotted=row.is_dotted)


def end_seat(record, position, day):
    """A seat that stands no longer from a day on, with the lines that hang on it; what somebody held there ends as well."""
    record.change(Position, position.id, {"closed_on": (position.closed_on, day - DAY)})
    for model in (ReportingLine, Assignment):
        for row in list(model.select().where(model.position == position.id, model.ends.is_null() | (model.ends >= day))):
            cut(record, row, day)


def refuse_loops(day):
    """No reporting line bites its own tail, on that day or on any later one that is written down."""
    lines = [row for row in ReportingLine.select(ReportingLine.position, ReportingLine.above, ReportingLine.starts, ReportingLine.ends)
             .where(~ReportingLine.is_dotted).tuples() if day is None or row[3] is None or row[3] >= day]
    days = {starts for _position, _above, starts, _ends in lines if starts and (day is None or starts > day)}
    for on in sorted({*days, *([day] if day else [])}):
        above = {position: seat for position, seat, starts, ends in lines if (starts is None or starts <= on) and (ends is None or ends >= on)}
        loop = next(iter(queries.loops_in(above)), None)
        if loop:
            raise Refused(_("That would make a loop in the reporting line: %(names)s. Choose a seat that is not below this one.",
                            names=" → ".join(_names([*loop, loop[0]], on))), "reports_to")


def _names(ids, day):
    house = queries.chart(day)
    return [house.seats[one].name or house.seats[one].title if one in house.seats else _("a seat that is not there yet") for one in ids]
