"""Setting up a second factor, and taking it away."""
import secrets

import pyotp
import segno

from ..kernel import clock, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Refused
from ..kernel.seal import seal, unseal
from ..kernel.words import _
from ..settings import queries as settings
from . import queries, second, sessions, telling
from .models import Account, Authenticator, Passkey, RecoveryCode, Session

CODES, LENGTH = 10, 16                         # 16 of 31 signs: 79 bits
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"      # none that is mistaken for another
OFFERED_SECONDS = 3600


def offer(person, token=None):
    """A new seed, or that of the token, with what the page shows of it: the address for the app, also as a picture."""
    seed = unseal(token or "", _offered_to(person), OFFERED_SECONDS) or pyotp.random_base32(32)
    house = settings.organisation()
    address = pyotp.TOTP(seed).provisioning_uri(name=person.email or person.employee_id, issuer_name=f"Perf {house.name}")
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return {"token": seal(seed, _offered_to(person)), "address": address, "picture": picture,
            "seed": " ".join(seed[at:at + 4] for at in range(0, len(seed), 4))}


def enrol(person, token, code):
    """Use the app from now on, once it has shown a right code. Returns recovery codes where there were none."""
    seed = unseal(token or "", _offered_to(person), OFFERED_SECONDS)
    if seed is None:
        raise Refused(_("This picture was too old. Here is a new one: please scan it again."), "code")
    step = second.step_of(seed, second.plain(code))
    if step is None:
        raise Refused(_("That is not what the app shows now. Wait for its next code and type that; "
                        "the clock of your phone should be set by itself."), "code")
    return _keep_app(person, seed, step)


@write()
def _keep_app(person, seed, step):
    if Authenticator.select().where(Authenticator.account == person.account_id).exists():
        raise Refused(_("You have an app already. Remove it first if you want to use another one."), "code")
    Authenticator.create(account=person.account_id, seed=seal(seed, second.SEED), last_step=step, made_at=clock.now())
    trail.record("add_second_factor", person, person)
    telling.of_safety(person, _("An authenticator app was added to your account. From now on its codes are asked for."))
    return strengthened(person)


def strengthened(person):
    """A factor was added: this session has shown it, every other one ends. Returns recovery codes where there were none."""
    Session.update(has_second=True).where(Session.id == person.session_id).execute()
    _end_others(person)
    return [] if second.codes_left(person.account_id) else _make_codes(person.account_id)


@write()
def renew_codes(person):
    """Ten new recovery codes; the old ones stop working."""
    if not second.is_enrolled(person.account_id):
        raise Refused(_("Set up an app or a passkey first: recovery codes stand in for it."))
    trail.record("renew_recovery_codes", person, person)
    telling.of_safety(person, _("New recovery codes were made for your account. The old ones do not work any more."))
    return _make_codes(person.account_id)


def _make_codes(account_id):
    RecoveryCode.delete().where(RecoveryCode.account == account_id).execute()
    made = ["".join(secrets.choice(SIGNS) for _sign in range(LENGTH)) for _code in range(CODES)]
    insert_all(RecoveryCode, [{"account": account_id, "code": second.mark(account_id, code)} for code in made])
    return ["-".join(code[at:at + 4] for at in range(0, LENGTH, 4)) for code in made]


@write()
def remove_app(person):
    """Stop using the app; whoever must have a second factor needs another one first."""
    refuse_last(person)
    Authenticator.delete().where(Authenticator.account == person.account_id).execute()
    removed(person, _("The authenticator app was removed from your account."))


def refuse_last(person):
    """The last factor of those who must have one stays until there is another."""
    if second.how_many(person.account_id) > 1:
        return
    if second.is_required(person):
        raise Refused(_("HR, administrators and executives keep a second factor. "
                        "Add another one first, then remove this one."))
    if Account.get_by_id(person.account_id).has_short_password:
        raise Refused(_("Your password is a short one, which counts only beside a second factor. Choose a longer one first."))


def removed(person, sentence):
    """What follows when one takes a factor away: other sessions end, and codes without a factor are of no use."""
    trail.record("remove_second_factor", person, person)
    telling.of_safety(person, sentence)
    _end_others(person)
    if not second.is_enrolled(person.account_id):
        RecoveryCode.delete().where(RecoveryCode.account == person.account_id).execute()


@write()
def take_away(person, *, by):
    """For somebody whose phone is lost: the password alone lets them in again. `by` is None for the command on the server."""
    account = Account.get_or_none(Account.person == person)
    if account is None or not second.is_enrolled(account):
        raise Refused(_("%(name)s has no second factor.", name=person.name))
    if by is not None:
        _refuse_taking_from(person, by)
    for model in (Authenticator, Passkey, RecoveryCode):
        model.delete().where(model.account == account).execute()
    sessions.end_all(person)
    trail.record("take_second_factor", by, person)
    who = by.name if by else _("the administrator of the server")
    telling.of_safety(person, _("The second factor of your account was taken away by %(who)s. If you did not ask for that, "
                                "change your password and tell HR.", who=who))


def _refuse_taking_from(person, by):
    if person.id == by.id:
        raise Refused(_("Your own second factor is changed under My account."))
    if queries.counts_as_powerful(person):
        raise Refused(_("%(name)s is HR, executive or administrator, or was lately. For their safety it takes the command on the server: "
                        "flask --app app reset-mfa %(email)s", name=person.name, email=person.email or person.employee_id))


def _end_others(person):
    sessions.end_all(person, but=person.session_id)


def _offered_to(person):
    return f"authenticator offered to account {person.account_id}"
