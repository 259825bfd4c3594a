"""Signing in through a provider that people know already, by OpenID Connect: Google Workspace, Microsoft 365, any other.

An account is found by the provider's own number for a person (issuer and subject), never by an e-mail address: addresses are
given anew, and some providers let people write what they like there. So the first time, somebody shows who they are with
something of ours: the link of their invitation, or a session that they have. Nobody gets an account because a provider knows them.
"""
import json
import secrets
from collections import namedtuple
from hashlib import sha256

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.seal import seal, unseal
from ..kernel.words import _
from . import actions, links, once, provider, queries, second, sessions, telling
from .models import Account, Identity, Invitation, Passkey

JOURNEY, JOURNEY_SECONDS = "journey to the provider", 600
MANY_FACTORS = {"http://schemas.openid.net/pape/policies/2007/06/multi-factor", "https://refeds.org/profile/mfa"}

# Somebody whom the provider has told us of
Known = namedtuple("Known", "issuer subject email is_mfa")


# There and back

def leave(back, **journey):
    """Where to send the browser, and the sealed token that it keeps until it comes back."""
    journey |= {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = provider.text(sha256(journey["verifier"].encode()).digest())
    address = provider.address_to_ask(redirect_uri=back, state=journey["state"], nonce=journey["nonce"], code_challenge=challenge,
                                      code_challenge_method="S256", response_type="code", scope="openid email")
    return address, seal(json.dumps(journey), JOURNEY)


def come_back(back, token, said):
    """The journey as it began, and whom the provider told us of. Each journey ends once."""
    journey = json.loads(unseal(token or "", JOURNEY, JOURNEY_SECONDS) or "{}")
    if not journey or not secrets.compare_digest(journey["state"].encode(), said.get("state", "").encode()):
        raise Refused(_("That took too long, or began in another window. Please start again."))
    once.use_up(journey["state"], JOURNEY_SECONDS)
    if "code" not in said:
        raise Refused(_("%(provider)s did not let you in. Please try again.", provider=provider.settings().name))
    claims = provider.claims(said["code"], back, journey["verifier"], journey["nonce"])
    return journey, _known(claims)


def _known(claims):
    """Whom the claims are about. An address that the provider knows to be unproven is a warning about all of it."""
    if claims.get("email_verified") in (False, "false"):
        raise Refused(_("Your e-mail address is not confirmed at %(provider)s. Confirm it there first, then come back.",
                        provider=provider.settings().name))
    email, ways, level = claims.get("email"), claims.get("amr"), claims.get("acr")
    is_mfa = isinstance(ways, list) and "mfa" in ways or level in MANY_FACTORS
    return Known(claims["iss"], claims["sub"], email.strip().lower() if isinstance(email, str) else "", is_mfa)


# What one can do with it

def sign_in(known, *, device="", instead_of=None):
    """The secret of a new session, pending where a second factor is due: the provider's counts only where it says so."""
    identity = Identity.select(Identity, Account).join(Account).where(_is(known)).first()
    if identity is None:
        raise Refused(_("Perf does not know you by this sign-in yet. Open your invitation and choose it there; or sign in as you "
                        "are used to and add it under My account."))
    if not actions.may_enter(identity.account):
        raise Refused(_("This account is closed. Ask HR to open it again."))
    is_pending = second.is_enrolled(identity.account) and not known.is_mfa
    return _open(identity.account, known, device, instead_of, is_pending=is_pending)


@write()
def accept(known, secret, *, device="", instead_of=None):
    """Take an invitation: from now on this identity opens the person's account, with or without a password."""
    invitation = queries.invitation_of(secret)
    if invitation is None:
        raise Refused(_("This link has been used or is too old. Ask HR for a new one."))
    person, account = invitation.person, Account.get_or_none(Account.person == invitation.person)
    _refuse_beside_a_second(account)
    _refuse_other_address(person, known, is_new=account is None)
    account = _account_of(person)
    Invitation.update(used_at=clock.now()).where(Invitation.id == invitation.id).execute()
    links.end_links(person)
    _keep(account, known)
    return _open(account, known, device, instead_of, is_pending=second.is_enrolled(account))


def _refuse_other_address(person, known, is_new):
    """A provider need not tell a newcomer's address; an account that is there already goes to nobody of another one."""
    if person.email and not known.email and not is_new:
        raise Refused(_("%(provider)s does not tell Perf your e-mail address, so this link cannot be used with it.",
                        provider=provider.settings().name))
    if known.email and person.email and known.email != person.email.lower():
        raise Refused(_("At %(provider)s you are %(other)s, but this invitation is for %(email)s. Choose the other account there, "
                        "or choose a password here.", provider=provider.settings().name, other=known.email, email=person.email))


def _refuse_beside_a_second(account):
    """A link and a stranger's sign-in together never stand in for the second factor (TRUST A08)."""
    if account and second.is_enrolled(account):
        raise Refused(_("Your account has a second factor, which this way in would pass by. Choose a password here, then add the "
                        "sign-in under My account.") if provider.takes_passwords() else
                      _("Your account has a second factor, which this way in would pass by. Sign in as you are used to; "
                        "if your phone is lost, HR or whoever runs the server can take the second factor away first."))


def _account_of(person):
    account, _is_new = Account.get_or_create(person=person, defaults={"password": "", "opened_at": clock.now()})
    if not account.is_enabled:
        raise Refused(_("This account is closed. Ask HR to open it again."))
    sessions.end_all(person)
    return account


@write()
def add(person, known):
    """Let somebody who is signed in come in by this identity as well."""
    _keep(Account.get_by_id(person.account_id), known)


def _keep(account, known):
    there = Identity.get_or_none(_is(known))
    if there and there.account_id != account.id:
        raise Refused(_("This sign-in at %(provider)s belongs to somebody else here.", provider=provider.settings().name))
    if there:
        return
    if Identity.select().where(Identity.account == account, Identity.issuer == known.issuer).exists():
        raise Refused(_("You come in by another sign-in at %(provider)s. Remove that one first.", provider=provider.settings().name))
    Identity.create(account=account, issuer=known.issuer, subject=known.subject, shown_as=known.email[:200], made_at=clock.now())
    trail.record("add_identity", account.person, account.person)
    telling.of_safety(account.person, _("From now on you can sign in to Perf with %(provider)s.", provider=provider.settings().name))


@write()
def remove(person, identity):
    """Come in by it no more; the last way in stays."""
    account = Account.get_by_id(person.account_id)
    has_password = account.password and provider.takes_passwords()
    if not has_password and not Passkey.select().where(Passkey.account == account).exists():
        raise Refused(_("It is your only way in. Ask HR for a link with which you choose a password first.") if provider.takes_passwords()
                      else _("It is your only way in. Add a passkey first, then remove it."))
    Identity.delete().where(Identity.id == identity.id, Identity.account == account).execute()
    trail.record("remove_identity", person, person)
    telling.of_safety(person, _("You can no longer sign in to Perf with %(provider)s.", provider=provider.name_of(identity.issuer)))


def of(account_id):
    return list(Identity.select().where(Identity.account == account_id).order_by(Identity.made_at))


@write()
def _open(account, known, device, instead_of, *, is_pending):
    if instead_of:
        sessions.end_session_of(instead_of)
    Identity.update(used_at=clock.now()).where(_is(known)).execute()
    return sessions.begin(account, device, has_second=known.is_mfa, is_pending=is_pending, is_fresh=not is_pending)


def _is(known):
    return (Identity.issuer == known.issuer) & (Identity.subject == known.subject)
