"""Roles: what people are here for, what that takes, and the departments they work in."""
from ..kernel import modules, words
from ..kernel.modules import Module
from ..kernel.words import _
from . import queries, starter, views


def nav(me):
    places = [{"desk": "me", "label": _("Roles"), "url": "/roles/", "icon": "briefcase", "order": 45}]
    if modules.can(me, "edit_roles"):
        places += [{"desk": "hr", "label": _("Roles"), "url": "/roles/desk/", "icon": "briefcase", "order": 20}]
    return places


def search(me, text):
    return [{"kind": "role", "title": role.title, "second": "", "url": f"/roles/{role.id}"} for role in queries.find(text)]


def first_steps(me):
    if not modules.can(me, "edit_roles"):
        return []
    held, written = set(views.held_by_role()), queries.with_duties()
    told = _("What each role does and needs. Reviews ask about exactly that; some common roles are ready to be taken over.")
    if held:
        told = words.n_("%(written)s of %(num)s role that people hold has duties.", "%(written)s of %(num)s roles that people hold have duties.",
                        len(held), written=words.number(len(held & written))) + " " + told
    return [{"order": 4, "title": _("Write down the roles"), "url": "/roles/desk/", "text": told, "is_done": bool(held) and held <= written}]


MODULE = Module(name="roles", title=_("Roles"), blueprint=views.bp, nav=nav, search=search, first_steps=first_steps,
                reacts={"founded": lambda first: starter.add_starter_competencies()})
