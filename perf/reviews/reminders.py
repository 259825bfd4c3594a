"""Whom a review waits for: what the reminders are made of."""
from types import SimpleNamespace

from ..kernel.words import _
from ..people.models import Person
from . import queries

WORDS = {   # how a mail calls what waits: without names
    "self": _("Your self-review"), "manager": _("A review to write"), "share": _("A review to share"),
    "sign": _("Your review to read and to sign"), "approve": _("A review to approve"), "peer": _("Your view on a colleague's work"),
}
OF_THEM = {"self": _("self-review"), "sign": _("signature")}     # how HR reads it, where the entry speaks to the person


def reminders(today):
    """Everything in reviews that waits for somebody who is still here: of whom, what, by when."""
    here = {person.id: person for person in Person.select(Person.id, Person.first_name, Person.last_name, Person.left_on)
            if person.left_on is None or person.left_on >= today}
    return [_reminder(here[number], review, entry) for review in queries.in_work()
            for number in {review.person_id, review.manager_id, review.approver_id} & here.keys()
            for entry in queries.waiting(SimpleNamespace(id=number), review)] + [
        _reminder(here[task.peer_id], task, queries.peer_entry(task))
        for task in queries.peer_tasks() if task.peer_id in here]


def _reminder(person, review, entry):
    """`words` go into a mail; `says` is for the person in the app, `of_them` with `page` for HR."""
    kind = entry["key"].rpartition("-")[2]
    return {"person_id": person.id, "name": person.name, "about": None if review.person_id == person.id else review.person_id,
            "key": entry["key"], "due": entry["on"], "url": entry["url"], "page": f"/reviews/{review.id}",
            "words": WORDS[kind], "says": entry["what"], "of_them": OF_THEM.get(kind, entry["what"])}
