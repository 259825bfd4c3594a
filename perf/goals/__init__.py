"""Goals: of the organisation, its departments and its people, and how they hang together."""
from ..kernel.modules import Module
from ..kernel.words import _
from . import asking, views

MODULE = Module(name="goals", title=_("Goals"), blueprint=views.bp, optional=True,
                subjects={"goals": asking.SUBJECTS}, evidence=asking.evidence,
                about_it=_("What is to be reached, from the organisation down to each person, with check-ins."))
