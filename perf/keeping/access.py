"""Who may open which requests and records of keeping: queries, so that the list and the single row obey one WHERE."""
from ..kernel import modules
from ..people import queries as people
from ..people.models import Person
from .models import FileRequest, Hold


def people_to_keep(me):
    """HR keeps and erases the records of others, never their own."""
    found = Person.select()
    return found.where(Person.id != me.id) if modules.can(me, "keep_records") else found.where(False)


def holds_to_lift(me):
    """Those of others that still stand: who is under hold does not lift it."""
    found = Hold.select().where(Hold.lifted_at.is_null(), Hold.person.is_null() | (Hold.person != me.id))
    return found if modules.can(me, "keep_records") else found.where(False)


def own_requests(me):
    return FileRequest.select().where(FileRequest.person == me.id)


def requests_to_decide(me):
    """HR looks through the texts about others; on the request of the only HR person an executive does."""
    found = FileRequest.select(FileRequest, Person).join(Person, on=FileRequest.person).where(FileRequest.person != me.id)
    if modules.can(me, "keep_records"):
        return found
    return found.where(FileRequest.person.in_(_only_hr())) if "executive" in me.powers else found.where(False)


def deciders(person):
    """Who may look through a person's request, by name."""
    found = list(people.holders("hr"))
    if [person.id] == [one.id for one in found]:
        found = list(people.holders("executive"))
    return [one for one in found if one.id != person.id]


def _only_hr():
    hr = [person.id for person in people.holders("hr")]
    return hr if len(hr) == 1 else []


def files_to_download(me):
    """Files that are released: one's own, and those one may hand over."""
    return own_requests(me).where(FileRequest.state == "released")


def files_to_hand_over(me):
    return requests_to_decide(me).where(FileRequest.state == "released")
