"""The second factor: what an app on one's phone shows, a passkey, or a code for the day the phone is lost."""
import hmac
import unicodedata
from datetime import timezone

import pyotp

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.seal import unseal
from ..kernel.words import _, n_
from ..settings import queries as settings
from . import queries, sessions, telling, throttle
from .models import Account, Authenticator, Passkey, RecoveryCode

STEP_SECONDS, STEPS_BESIDE = 30, 1
SEED = "authenticator"      # what a seed is sealed for


def is_enrolled(account):
    """Whether this account asks for more than a password."""
    return how_many(account) > 0


def has_one(person):
    account = Account.get_or_none(Account.person == person)
    return bool(account) and is_enrolled(account)


def how_many(account):
    return sum(model.select().where(model.account == account).count() for model in (Authenticator, Passkey))


def must_enrol(person):
    """HR, administrators and executives reach nothing before a second factor stands by their password (TRUST A10)."""
    return bool(person.powers & queries.POWERFUL) and not person.has_second and not is_demo()


def is_required(person):
    return bool(person.powers & queries.POWERFUL) and not is_demo()


def standing(account_id):
    """What a person has set up: app, passkeys, how many recovery codes are left."""
    return {"app": Authenticator.get_or_none(Authenticator.account == account_id),
            "passkeys": list(Passkey.select().where(Passkey.account == account_id).order_by(Passkey.made_at, Passkey.id)),
            "codes_left": codes_left(account_id)}


def codes_left(account):
    return RecoveryCode.select().where(RecoveryCode.account == account, RecoveryCode.used_at.is_null()).count()


def is_demo():
    """The invented organisation shows the product to whoever looks: it asks nobody for a phone."""
    house = settings.organisation()
    return house is None or house.is_demo


# Showing it

def enter(pending, code, *, device="", mark=""):
    """The second step of signing in. Returns the secret of the full session that takes the place of the waiting one.

    Wrong codes are counted for the account, wherever they come from: who gets here knows the password.
    """
    account = queries.pending(pending)
    if account is None:
        raise Refused(_("That took too long. Please sign in again with your password."), "code")
    with throttle.counted("code", str(account.id), f"account {account.id}", device=queries.known_device(account, mark), field="code"):
        if not check(account, code):
            trail.record("second_factor_failed", None, account.person)
            raise Refused(_("That code does not count. Each one counts once: wait for the next and try again."), "code")
    return complete(account, pending, device)


@write()
def complete(account, pending, device):
    """Everything was shown: a new full session instead of the one that waited."""
    sessions.end_session_of(pending)
    return sessions.begin(account, device, has_second=True, is_fresh=True)


@write()
def check(account, code):
    """Whether this is a code of the account's app or one of its recovery codes. A code that was right is used up by it."""
    given = plain(code)
    return _app_shows(account, given) or _is_recovery_code(account, given)


def plain(code):
    """A code as typed, without the blanks and dashes that make it easier to read."""
    text = unicodedata.normalize("NFKC", code or "").lower()
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())


def _app_shows(account, code):
    app = Authenticator.get_or_none(Authenticator.account == account)
    seed = unseal(app.seed, SEED) if app else None
    step = step_of(seed, code) if seed else None
    if step is None:
        return False
    counts = Authenticator.update(last_step=step).where(Authenticator.id == app.id, Authenticator.last_step < step)
    return counts.execute() == 1


def step_of(seed, code):
    """The half minute, now or just beside it, for which the app shows this code."""
    made, here = pyotp.TOTP(seed), int(clock.now().replace(tzinfo=timezone.utc).timestamp()) // STEP_SECONDS
    near = range(here - STEPS_BESIDE, here + STEPS_BESIDE + 1)
    fits = [step for step in near if hmac.compare_digest(made.generate_otp(step), code)]
    return max(fits, default=None)


def _is_recovery_code(account, code):
    used = (RecoveryCode.update(used_at=clock.now())
            .where(RecoveryCode.code == mark(account.id, code), RecoveryCode.used_at.is_null()).execute())
    if used:
        left, person = codes_left(account), account.person
        trail.record("use_recovery_code", person, person)
        telling.of_safety(person, n_("A recovery code of your account was used. %(num)s is left.",
                                     "A recovery code of your account was used. %(num)s are left.", left))
    return bool(used)


def mark(account_id, code):
    return queries.digest(f"{account_id} {code}")
