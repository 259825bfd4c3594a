"""The list of leavers, as exchange is given it."""
from ....kernel import clock
from ....kernel.intake import keeping
from ....kernel.words import _, n_
from ..shared import LeavingsOffer
from . import columns, plan
from .known import known


class Leavers(LeavingsOffer):
    name, order, columns = "leavers", 40, columns.COLUMNS
    planned = staticmethod(plan.plan)
    template = ("employee_id", "name", "last_day", "kind", "is_regretted", "reason", "contributing")
    next_page = (_("See leavers"), "/exits/", "log-out")

    def title(self):
        return _("Leavers")

    def about(self):
        return [_("One row for each person who has left: who, the last day, the class, the main reason, and whether it was regretted. Words as other "
                  "programs write them are understood; what does not tell is asked once."),
                _("For people who are in Perf and have left. Department, manager and role are taken from the records of the last day. Nobody is asked "
                  "anything, and nobody gets a last day by this list.")]

    def known(self):
        return known(clock.today())

    def guess(self, headings, rows):
        return columns.guess(headings, keeping.remembered(self.name))

    def summed_up(self, plan):
        bare = [line for line in plan.lines if line.state == "new" and not line.says["kind"]]
        return [n_("The class of %(num)s leaving stays open; HR can say it on its page.", "The class of %(num)s leavings stays open; HR can say it on their pages.",
                   len(bare))] if bare else []
