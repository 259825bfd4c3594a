"""Goals: of the organisation, its departments and its people, and how they hang together."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import exports, keeping, views
from .sheets import offer

MODULE = Module(name="goals", title=_("Goals"), blueprint=views.bp, optional=True, imports=offer.LISTS, exports=exports.TABLES,
                everything=keeping.everything, forgets=keeping.forgets, keeps=keeping.KEEPS,
                about_it=_("What is to be reached, from the organisation down to each person, with check-ins."))
