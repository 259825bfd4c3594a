"""What the pages of an import show; the rooms say what a list means."""
import json
from functools import cached_property

from ..kernel import modules
from ..kernel.intake.models import Import
from ..people.models import Person
from ..settings import queries as settings
from . import reading
from .models import Upload

PAGE, PAST = 100, 50


def offers():
    """Every kind of spreadsheet that the rooms take in."""
    return sorted((offer for room in modules.rooms_on() for offer in room.imports), key=lambda offer: offer.order)


def offer(kind):
    """The offer of that name, or None."""
    return next((found for found in offers() if found.name == kind), None)


class Job:
    """An upload with its list, its choices and the plan that follows from them."""

    def __init__(self, upload):
        self.upload, self.offer = upload, offer(upload.kind)
        self.sheet = reading.unpacked(bytes(upload.sheet))

    @property
    def matching(self):
        return {int(column): name for column, name in json.loads(self.upload.matching).items()}

    @property
    def choices(self):
        return self.offer.choices(self.matching, json.loads(self.upload.clear), json.loads(self.upload.answers), prefers())

    @cached_property
    def offered(self):
        """What each column may be."""
        return self.offer.offered(self.sheet.headings, self.sheet.rows)

    def plan(self):
        return self.offer.plan(self.sheet, self.choices)


def prefers():
    """Whether dates are written with the month first where the organisation is."""
    house = settings.organisation()
    return "mdy" if house and house.locale == "en_US" else "dmy"


def samples(sheet, column, count=3):
    """The first different cells of a column."""
    found = dict.fromkeys(row[column] for row in sheet.rows[:200] if row[column])
    return [text[:40] for text in list(found)[:count]]


def columns(job, chosen=None):
    """Each column with its guess, what it feeds and a few cells; those in use first, then what may be used, then the rest."""
    guesses, chosen = job.offer.guess(job.sheet.headings, job.sheet.rows), job.matching if chosen is None else chosen
    found = [{"at": at, "heading": heading, "guess": one, "field": "" if one.never else chosen.get(at, ""),
              "fields": job.offered[at], "samples": samples(job.sheet, at)}
             for at, (heading, one) in enumerate(zip(job.sheet.headings, guesses))]
    return {"used": [one for one in found if one["field"]],
            "open": [one for one in found if not one["field"] and not one["guess"].never],
            "never": [one for one in found if one["guess"].never]}


def shown(plan, state, page):
    """One page of the rows of a state, and how many pages there are."""
    lines = [line for line in plan.lines if line.state == state]
    pages = max(1, -(-len(lines) // PAGE))
    page = min(max(page, 1), pages)
    return lines[(page - 1) * PAGE:page * PAGE], page, pages


def past():
    """The imports so far, of every kind that is offered, the latest first: [(offer, import, who, what it counted)]."""
    found, few = {one.name: one for one in offers()}, (Import.id, Import.kind, Import.by_id, Import.at, Import.file_name,
                                                          Import.state, Import.summary)
    rows = list(Import.select(*few).where(Import.kind.in_(list(found))).order_by(Import.id.desc()).limit(PAST))
    names = {person.id: person.name for person in Person.select().where(Person.id.in_({kept.by_id for kept in rows} - {None}))}
    return [(found[kept.kind], kept, names.get(kept.by_id, ""), json.loads(kept.summary)) for kept in rows]


def kept_one(import_id):
    """An import with its offer and who did it, or None."""
    kept = Import.get_or_none(Import.id == import_id)
    if kept is None or offer(kept.kind) is None:
        return None
    by = Person.get_or_none(Person.id == kept.by_id)
    return offer(kept.kind), kept, by.name if by else ""


def refused_rows_of(me, kept):
    """The upload whose refused rows can still be downloaded after the import."""
    return Upload.select().where(Upload.owner == me.id, Upload.import_id == kept.id, Upload.refused != "").first()
