"""Import."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="exchange", title=_("Import"))
