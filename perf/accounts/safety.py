"""What is not safe about accounts, for `flask check` and the administrator's page."""
from ..kernel.safety import SERIOUS, Finding
from ..kernel.words import _, n_
from ..people.models import Power
from ..settings import queries as settings
from . import queries, second
from .models import Account


def safety():
    """Accounts with a power and without a second factor; the demonstration asks nobody for one."""
    house = settings.organisation()
    if house is None or house.is_demo:
        return []
    powerful = Account.select().where(Account.is_enabled, Account.person.in_(Power.select(Power.person).where(Power.name.in_(queries.POWERFUL))))
    without = [account for account in powerful if not second.is_enrolled(account)]
    return [Finding("no-second-factor", SERIOUS, n_("%(num)s account of HR, an executive or an administrator has no second factor.",
                                                    "%(num)s accounts of HR, executives or administrators have no second factor.", len(without)),
                    _("Until they set one up they reach no data; whoever knows their password could set it up in their place."),
                    _("Ask them to sign in and set it up."))] if without else []
