"""What is not safe about who holds which power, for `flask check` and the administrator's page."""
from ..kernel.safety import HINT, WARNING, Finding
from ..kernel.words import _
from . import queries
from .models import Power


def safety():
    """A power that one person alone holds; nothing where nobody is there yet."""
    if not Power.select().exists():
        return []
    return [*_alone("administrator", HINT, _("Only one person is administrator."),
                    _("When they are ill or leave, nobody looks after backups and settings.")),
            *_alone("hr", WARNING, _("Only one person is HR."),
                    _("What concerns their own record, the executive has to do, and nobody stands in for them."))]


def _alone(power, level, what, why):
    if queries.holders(power).count() == 1:
        yield Finding(f"one-{power}", level, what, why, _("Give the power to a second person, on their page."))
