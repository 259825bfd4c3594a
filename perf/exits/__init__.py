"""Exits: who leaves and why, what they say of it, and what is made of that."""
from ..kernel.modules import Module
from ..kernel.words import _
from .lists import offer

MODULE = Module(name="exits", title=_("Leaving"), optional=True, imports=offer.LISTS,
                about_it=_("Exit interviews, what is to be done when somebody leaves, turnover, and reports on why people go."))
