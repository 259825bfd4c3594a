"""Roles."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="roles", title=_("Roles"))
