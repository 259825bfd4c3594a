"""Notices: what each person is told, in the app, by the mail of the day, and by reminders."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, commands, digest, keeping, outbox, queries, safety, views


def nav(me):
    return [{"desk": "me", "label": _("Notices"), "url": "/notices/", "icon": "bell", "order": 15,
             "badge": "notices/_unread.html", "unread": views.unread(me)}]


def cards(me):
    """HR sees who has not acted after the last reminder."""
    silent = queries.silent() if "hr" in me.powers else []
    return [{"template": "notices/_silent.html", "order": 20, "silent": silent}] if silent else []


MODULE = Module(name="notices", title=_("Notices"), blueprint=views.bp, nav=nav, cards=cards, daily=actions.new_day,
                jobs=((10, outbox.deliver), (60, digest.run)), commands=(commands.mail_test,),
                everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                safety=safety.findings)
