"""Questions."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="questions", title=_("Questions"))
