"""Record."""
from ..kernel.modules import Module
from ..kernel.words import _

MODULE = Module(name="audit", title=_("Record"))
