"""People: persons, their seats, and the powers over the house."""
from ..kernel import modules, words
from ..kernel.modules import Module
from ..kernel.words import _
from . import access, actions, exports, keeping, queries, safety, views
from .staff.offer import STAFF
from .views.desk import several_lead


def nav(me):
    places = [{"desk": "me", "label": _("People"), "url": "/people/", "icon": "users", "order": 40, "tab": True}]
    if modules.can(me, "manage_people"):
        places += [{"desk": "hr", "label": _("People"), "url": "/people/desk/", "icon": "users", "order": 10}]
    return places


def of_role(me, role):
    """Who holds a role; without a role, how many hold each."""
    if role is None:
        return [{"counts": queries.count_by_role()}]
    return [{"template": "people/_holders.html", "seats": queries.in_role(role), "keeps": queries.has_seats(role)}]


def search(me, text):
    house = queries.chart()
    found = queries.find(text)
    return [{"kind": "person", "title": person.name, "url": f"/people/{person.id}",
             "second": house.of_person[person.id].title if person.id in house.of_person else ""} for person in found]


def first_steps(me):
    if not modules.can(me, "manage_people"):
        return []
    house, count = queries.chart(), access.people_here(me).count()
    amiss = lines_amiss(house, count)
    return [
        {"order": 1, "title": _("Bring in your people"), "url": "/exchange/", "is_done": count > 1,
         "text": _("Take over the staff list that you have as a spreadsheet, or add people one by one.")},
        {"order": 2, "title": _("Check who reports to whom"), "url": "/people/desk/", "is_done": count > 1 and not amiss,
         "text": amiss or _("Everybody needs a seat, and the lines should meet at one person. Reviews go to the manager that this gives.")}]


def lines_amiss(house, count):
    """What keeps the reporting lines from being right, in a sentence; nothing where they are."""
    leading, seated = queries.leaders(house), len(house.of_person)
    if count < 2:
        return ""
    if seated < count:
        return words.n_("%(num)s person has no seat yet.", "%(num)s people have no seat yet.", count - seated)
    if queries.circling(house):
        return _("Some seats report to each other in a circle, so nobody leads them.")
    return several_lead(leading) if len(leading) > 1 else ""


MODULE = Module(name="people", title=_("People"), blueprint=views.bp, nav=nav, of_role=of_role, search=search,
                first_steps=first_steps, imports=(STAFF,), exports=exports.TABLES, powers_of=queries.rights_of, address=queries.email_of,
                holders=queries.ids_with, daily=actions.new_day, everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                safety=safety.safety)
