"""Exits: who leaves and why, what they say of it, and what is made of that."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import exports, keeping
from .lists import offer

MODULE = Module(name="exits", title=_("Leaving"), optional=True, imports=offer.LISTS, exports=exports.TABLES,
                everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                about_it=_("Exit interviews, what is to be done when somebody leaves, turnover, and reports on why people go."))
