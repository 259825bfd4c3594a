"""Roles: what people are here for, what that takes, and the departments they work in."""
from ..kernel import modules, words
from ..kernel.modules import Module
from ..kernel.words import _
from . import access, drafts, exports, keeping, queries, starter, views
from .sheets.offer import LISTS


def nav(me):
    places = [{"desk": "me", "label": _("My role"), "url": "/roles/mine", "icon": "target", "order": 44},
              {"desk": "me", "label": _("Roles"), "url": "/roles/", "icon": "briefcase", "order": 45}]
    if modules.can(me, "edit_roles"):
        places += [{"desk": "hr", "label": _("Roles"), "url": "/roles/desk/", "icon": "briefcase", "order": 20}]
    return places


def due(me):
    """One's role to be read where it has changed; for HR the roles that should be looked at again."""
    found = [{"what": _("Read your role: %(title)s", title=version.title), "whom": _("it holds since %(day)s", day=words.day(version.starts)),
              "on": None, "url": f"/roles/{version.role_id}", "action": _("Read it")}
             for version in queries.to_read(me.id) if me.id in queries.holders(version.role, me)]
    late = queries.overdue(access.roles_to_edit(me)) if modules.can(me, "edit_roles") else []
    return found + [{"what": words.n_("Look at %(num)s role again", "Look at %(num)s roles again", len(late)),
                     "whom": words.several([title for _id, title, _day in late][:3]), "on": late[0][2], "url": "/roles/desk/#overdue",
                     "action": _("Open")}] if late else found


def search(me, text):
    return [{"kind": "role", "title": role.title, "second": "", "url": f"/roles/{role.id}"}
            for role in queries.find(access.roles_to_see(me), text)]


def first_steps(me):
    if not modules.can(me, "edit_roles"):
        return []
    held, written = set(queries.held_by_role(me)), queries.with_duties()
    told = _("What each role does and needs. Reviews ask about exactly that; some common roles are ready to be taken over.")
    if held:
        told = words.n_("%(written)s of %(num)s role that people hold has duties.", "%(written)s of %(num)s roles that people hold have duties.",
                        len(held), written=words.number(len(held & written))) + " " + told
    return [{"order": 4, "title": _("Write down the roles"), "url": "/roles/desk/", "text": told, "is_done": bool(held) and held <= written}]


MODULE = Module(name="roles", title=_("Roles"), blueprint=views.bp, nav=nav, due=due, search=search, first_steps=first_steps, imports=LISTS,
                exports=exports.TABLES,
                daily=drafts.new_day, everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                reacts={"founded": lambda first: starter.add_starter_competencies()})
