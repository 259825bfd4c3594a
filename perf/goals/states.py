"""The life of a goal (PRACTICE 6) as one table, and the rhythm of its check-ins. Every verb asks here whether it may be done now."""
from collections import namedtuple
from datetime import date, timedelta

from ..kernel.moves import Life
from ..kernel.words import _

Move = namedtuple("Move", "verb before after refusal")

OUTCOMES = ("achieved", "partly", "missed")
CLOSED = (*OUTCOMES, "cancelled")
IN_FORCE = ("agreed",)
SHOWN = (*IN_FORCE, *CLOSED)            # what everybody sees of goals that are not private
STATES = ("draft", "proposed", *SHOWN)

MOVES = (
    Move("change_draft", ("draft",), "draft", _("This goal is agreed or proposed already. Propose a change, or withdraw it first.")),
    Move("propose_goal", ("draft",), "proposed", _("This goal is proposed or agreed already.")),
    Move("withdraw_goal", ("proposed",), "draft", _("Only a goal that is still proposed can be withdrawn.")),
    Move("drop_draft", ("draft",), None, _("Only a draft can be thrown away. A goal that was agreed is closed or cancelled, and stays in the history.")),
    Move("agree_goal", ("proposed",), "agreed", _("This goal does not wait for an agreement any more.")),
    Move("return_goal", ("proposed",), "draft", _("This goal does not wait for an agreement any more.")),
    Move("change_goal", ("agreed",), "agreed", _("Only a goal that is agreed and not closed can be changed.")),
    Move("check_in", ("agreed",), "agreed", _("A check-in is for a goal that is agreed and not closed.")),
    Move("ask", ("agreed",), "agreed", _("This goal is closed, so nothing is asked about it any more. Open it again first.")),
    Move("answer", ("agreed",), "agreed", _("This goal is closed, so the question waits for no answer any more.")),
    Move("close_goal", ("agreed",), "…", _("Only a goal that is agreed and not closed yet can be closed.")),
    Move("cancel_goal", ("agreed",), "cancelled", _("Only a goal that is agreed and not closed yet can be cancelled.")),
    Move("reopen_goal", CLOSED, "agreed", _("Only a goal that is closed or cancelled can be opened again.")),
)
LIFE = Life(MOVES)
check, may, BY_VERB = LIFE.check, LIFE.may, LIFE.by_verb

# days between check-ins, and after how many days a missed one makes a goal stale
RHYTHMS = {"weekly": 7, "fortnightly": 14, "monthly": 1, "quarterly": 3, "never": None, "missed": 3}
CHOICES = ("weekly", "fortnightly", "monthly", "quarterly", "never")


def next_after(rhythm, day):
    """The day of the next check-in after one; None where none is expected."""
    if rhythm == "never":
        return None
    step = RHYTHMS[rhythm]
    return day + timedelta(days=step) if rhythm in ("weekly", "fortnightly") else months_after(day, step)


def months_after(day, months):
    """The same day some months on; the last of a month that is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
