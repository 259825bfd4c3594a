"""Reporting lines as old data may hold them: written past the verbs, which would refuse a circle."""
from perf.people.models import ReportingLine


def hang(seat_id, above_id):
    ReportingLine.delete().where(ReportingLine.position == seat_id, ~ReportingLine.is_dotted).execute()
    ReportingLine.create(position=seat_id, above=above_id)
