"""Settings: the organisation, its days off, its values, and which parts are on."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import actions, commands, exports, views
from .actions import note_restore
from .queries import organisation, refresh


def nav(me):
    if "administrator" in me.powers:
        return [{"desk": "hr", "label": _("Settings"), "url": "/settings/", "icon": "settings", "order": 90}]
    return []


MODULE = Module(name="settings", title=_("Settings"), exports=exports.TABLES, blueprint=views.bp, nav=nav, commands=commands.ALL,
                jobs=((commands.HOUR, actions.back_up_daily),))

__all__ = ["MODULE", "note_restore", "organisation", "refresh"]
