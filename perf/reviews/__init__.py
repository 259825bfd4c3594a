"""Reviews."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="reviews", title=_("Reviews"), optional=True)
