"""Organisation chart."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="orgchart", title=_("Organisation chart"))
