"""What a new house begins with when somebody leaves: the check list, and which questions leavers of each class are asked."""
from ..kernel.db import write
from ..questions.models import Template
from .models import ChecklistItem, ExitSet

# what, who does it, how many days before (-) or after the last day
CHECKLIST = (
    ("Agree who tells the team, the partners and those we are here for, and when", "manager", -20),
    ("Say goodbye: announce the last day, and plan an hour for it", "manager", -14),
    ("Offer an exit interview, and say who reads what is said", "hr", -14),
    ("Write the handover: what is open, who takes it on, where things lie", "leaver", -10),
    ("Go through the handover together", "manager", -5),
    ("Work out the last pay, leave days that are left, and open expenses", "hr", -5),
    ("Prepare the certificate or reference", "hr", -3),
    ("Give back keys, devices, cards and papers", "leaver", 0),
    ("Close accounts and pass on shared passwords, mailboxes and calendars", "administrator", 0),
    ("Take the name off the website, bank signatures and lists of contacts", "administrator", 1),
    ("Send the certificate, the last payslip and what the authorities need", "hr", 14),
)
# class of leavers: name of the ready-made set, how they are asked
SETS = {"voluntary": ("Exit interview", "link"), "involuntary": ("Exit, short", "link"), "end": ("End of contract or grant", "link"),
        "retirement": ("Retirement", "link"), "other": ("Exit, short", "link"), "volunteer": ("Volunteers", "link")}


@write()
def add_starter():
    """A check list where there is none, and a set for each class that has none: what HR has chosen stays."""
    if not ChecklistItem.select().exists():
        for order, (what, owner, days) in enumerate(CHECKLIST):
            ChecklistItem.create(what=what, owner=owner, days=days, order=order)
    for leavers, (name, way) in SETS.items():
        template = Template.get_or_none(Template.name == name, Template.kind == "exit")
        if template:
            ExitSet.get_or_create(leavers=leavers, defaults={"template": template, "way": way})
