"""People: persons, their seats, and the powers over the house."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import queries


MODULE = Module(name="people", title=_("People"), powers_of=queries.rights_of)
