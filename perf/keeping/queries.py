"""How long what is kept, who is under hold, who left, what erasing would take away; reads only."""
import hashlib
import re
from collections import Counter, namedtuple
from datetime import timedelta

import peewee as pw

from ..kernel import clock, modules
from ..kernel.records import years_after, years_before
from ..people.models import Person
from .models import OPEN, Erasure, FileDecision, FileRequest, Hold, KeepingPeriod, Purge

Leaver = namedtuple("Leaver", "id first_name last_name left_on due_on is_held number")
Kept = namedtuple("Kept", "record years next_on")
SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’)\]]*(?=\s)|\n+|\Z)\s*", re.DOTALL)
BLACK = "█████"


# periods

def records():
    """Every class of record of every room, also of those that are off: what lies there is kept all the same."""
    return [record for room in modules.all_rooms() for record in room.keeps]


def classes():
    return [record for record in records() if record.years]


def technical():
    """What goes by itself after some days."""
    return [record for record in records() if not record.years]


def periods():
    """The years of each class as HR has set them."""
    return dict(KeepingPeriod.select(KeepingPeriod.key, KeepingPeriod.years).tuples())


def years_of(record, chosen=None):
    return (periods() if chosen is None else chosen).get(record.key, record.years)


def begins_before(record, years, today):
    """Rows whose time began before this day are past it."""
    return years_before(today, years) if record.years else today - timedelta(days=record.days)


def standing():
    """Each class with its years and the day on which the next of it is past its time."""
    chosen, shown = periods(), []
    for record in classes():
        years, oldest = years_of(record, chosen), record.oldest()
        shown.append(Kept(record, years, years_after(oldest, years) + timedelta(days=1) if oldest else None))
    return shown


# holds

def held():
    """(whether everything is under hold, the ids of the persons that are)."""
    found = [row[0] for row in Hold.select(Hold.person).where(Hold.lifted_at.is_null()).tuples()]
    return None in found, {number for number in found if number is not None}


def holds():
    """The holds that stand, with whom they concern and who placed them."""
    placer = Person.alias()
    return list(Hold.select(Hold, Person, placer).join(Person, pw.JOIN.LEFT_OUTER, on=Hold.person).switch(Hold)
                .join(placer, pw.JOIN.LEFT_OUTER, on=(Hold.placed_by == placer.id).alias("placed_by"))
                .where(Hold.lifted_at.is_null()).order_by(Hold.placed_at))


def holds_on(person):
    """The holds that keep this person's records now: their own, and that on everything."""
    return [hold for hold in holds() if hold.person_id in (None, person.id)]


# who left

def leavers(limit=None):
    """Who has left and is not erased, with the day on which their record is past its time: the next first."""
    everything, persons = held()
    years = next((years_of(record) for record in classes() if record.key == "people"), 7)
    rows = (Person.select(Person.id, Person.first_name, Person.last_name, Person.left_on)
            .where(Person.left_on < clock.today(), Person.id.not_in(Erasure.select(Erasure.person)))
            .order_by(Person.left_on, Person.last_name).limit(limit))
    return [Leaver(number, first, last, left, years_after(left, years) + timedelta(days=1), everything or number in persons, None)
            for number, first, last, left in rows.tuples()]


def erased(person):
    return Erasure.get_or_none(Erasure.person == person.id)


def erasures():
    return list(Erasure.select().order_by(Erasure.number.desc()).limit(50))


def purges():
    return list(Purge.select(Purge, Person).join(Person, pw.JOIN.LEFT_OUTER, on=Purge.by).order_by(Purge.id.desc()).limit(20))


def titles():
    """What each class of record is called, by its key."""
    return {record.key: record.title for record in records()}


def by_person(lines):
    """How many rows of whom a purge would take and leave: [(person, taken, held)], by name; rows of nobody are left out."""
    taken, left = Counter(), Counter()
    for line in lines:
        for row in line.free:
            if row.persons and line.record.from_leaving:
                taken[row.persons[0]] += row.count
        for one in line.held:
            if one.due.persons and line.record.from_leaving:
                left[one.due.persons[0]] += one.due.count
    named = Person.select().where(Person.id.in_({*taken, *left})).order_by(Person.last_name, Person.first_name)
    return [(person, taken[person.id], left[person.id]) for person in named]


# erasing

def pieces(person, called):
    """What the rooms would take away of a person, also those that are off."""
    found = [piece for room in modules.all_rooms() for piece in room.forgets(person, called)]
    return [piece for piece in found if piece.count or piece.blocks]


def digest_of(found):
    """Changes with what would be taken away."""
    return hashlib.sha256(repr([(piece.title, piece.count, piece.is_choice, sorted(piece.others)) for piece in found]).encode()).hexdigest()


def next_number(at_least=0):
    """Numbers of former employees are never given twice, not even after a restore."""
    return max(Erasure.select(pw.fn.MAX(Erasure.number)).scalar() or 0, at_least) + 1


# the file about oneself

def sections(person):
    """What every room has to say about a person, their record first; a room that is off as well."""
    rooms = sorted(modules.all_rooms(), key=lambda room: room.name != "people")
    return [section for room in rooms for section in room.everything(person)]


def passages(person):
    """The texts of others, with the title of the part that they belong to."""
    return [(section.title, passage) for section in sections(person) for passage in section.passages]


def fingerprint(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sentences(text):
    """A text in its sentences and lines; joined they are the text again."""
    return SENTENCE.findall(text)


def blacked(text, ticked):
    """The text without the sentences that were ticked; what stood there leaves not even its length."""
    said = [BLACK + " " if number in ticked else sentence for number, sentence in enumerate(sentences(text))]
    return "".join(said).strip()


def decisions(request):
    return {decision.key: decision for decision in FileDecision.select().where(FileDecision.request == request)}


def texts_of(request):
    """Each text of a request with what was decided on it; a decision on a text that has changed since does not count."""
    decided, shown = decisions(request), []
    for title, passage in passages(request.person):
        decision = decided.get(passage.key)
        counts = decision is not None and decision.fingerprint == fingerprint(passage.text)
        shown.append((title, passage, decision if counts else None))
    return shown


def undecided(texts):
    return [passage for _title, passage, decision in texts if decision is None and not passage.is_named_only]


def open_requests(found):
    """Of these requests those that wait, the most urgent first."""
    return list(found.where(FileRequest.state.in_(OPEN)).order_by(FileRequest.due_on, FileRequest.id))


def requests_of(person):
    return list(FileRequest.select().where(FileRequest.person == person.id).order_by(FileRequest.id.desc()))


def named(entries):
    """The persons of entries of the list of who was erased, with the number of each."""
    numbers = {entry["person"]: entry["number"] for entry in entries}
    return [(person, numbers[person.id]) for person in Person.select().where(Person.id.in_(list(numbers)))]
