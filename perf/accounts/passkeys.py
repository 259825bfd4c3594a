"""Passkeys: a key on one's own device, unlocked by finger, face or PIN. It counts as password and second factor in one.

The package `webauthn` is an extra: without it nothing of this shows, and everything else works.
"""
import base64
import hashlib
import importlib.util
import json
import secrets
from collections import namedtuple

from ..kernel import clock, trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.seal import seal, unseal
from ..kernel.words import _
from ..settings import queries as settings
from . import actions, factors, once, sessions, telling
from .models import Account, Passkey

CHALLENGE, CHALLENGE_SECONDS = "passkey challenge", 300
MOST = 20
SIGNING_IN = "sign in"

# Where this house is reached: browsers bind a passkey to the host, and sign what they answer with the origin
Place = namedtuple("Place", "host origin")


def are_installed():
    return importlib.util.find_spec("webauthn") is not None


# Adding one

def options_to_add(person, place):
    """What the browser needs to make a passkey, as JSON, and the token that goes with its answer."""
    import webauthn
    from webauthn.helpers import structs
    challenge, token = _challenge(_adding(person))
    known = [structs.PublicKeyCredentialDescriptor(id=_bytes(row.credential)) for row in _passkeys(person.account_id)]
    choice = structs.AuthenticatorSelectionCriteria(resident_key=structs.ResidentKeyRequirement.REQUIRED,
                                                    user_verification=structs.UserVerificationRequirement.REQUIRED)
    options = webauthn.generate_registration_options(
        rp_id=place.host, rp_name=f"Perf {settings.organisation().name}", user_id=_handle(person.account_id), challenge=challenge,
        user_name=person.email or person.employee_id, user_display_name=person.name, exclude_credentials=known,
        authenticator_selection=choice, timeout=CHALLENGE_SECONDS * 1000)
    return webauthn.options_to_json(options), token


def add(person, place, token, answer, name):
    """Keep the passkey that the browser has made. Returns recovery codes where there were none."""
    import webauthn
    challenge = _used_challenge(token, _adding(person))
    made = _checked(webauthn.verify_registration_response, credential=_parsed(answer), expected_challenge=challenge,
                    expected_rp_id=place.host, expected_origin=place.origin, require_user_verification=True)
    return _keep(person, name, made)


@write()
def _keep(person, name, made):
    if _passkeys(person.account_id).count() >= MOST:
        raise Refused(_("You have %(count)d passkeys. Remove one that you do not use any more.", count=MOST))
    credential = _text(made.credential_id)
    if Passkey.select().where(Passkey.credential == credential).exists():
        raise Refused(_("This device has a passkey for Perf already."))
    Passkey.create(account=person.account_id, name=name, credential=credential, public_key=_text(made.credential_public_key),
                   sign_count=made.sign_count, made_at=clock.now())
    trail.record("add_passkey", person, person)
    telling.of_safety(person, _("The passkey “%(name)s” was added to your account. Whoever holds that device can sign in as you.",
                                name=name))
    return factors.strengthened(person)


@write()
def remove(person, passkey):
    """Take a passkey away; who must have a second factor needs another one first."""
    factors.refuse_last(person)
    Passkey.delete().where(Passkey.id == passkey.id, Passkey.account == person.account_id).execute()
    factors.removed(person, _("The passkey “%(name)s” was removed from your account.", name=passkey.name))


# Signing in with one

def options_to_sign_in(place):
    """What the browser needs to answer with any passkey that it holds for us: it tells nobody who has one."""
    import webauthn
    from webauthn.helpers import structs
    challenge, token = _challenge(SIGNING_IN)
    options = webauthn.generate_authentication_options(rp_id=place.host, challenge=challenge, timeout=CHALLENGE_SECONDS * 1000,
                                                       user_verification=structs.UserVerificationRequirement.REQUIRED)
    return webauthn.options_to_json(options), token


def sign_in(place, token, answer, *, device="", instead_of=None):
    """The secret of a new session, opened by a passkey alone."""
    account = owner_of(place, token, answer)
    if not actions.may_enter(account):
        raise Refused(_("This account is closed. Ask HR to open it again."))
    return _open(account, device, instead_of)


@write()
def _open(account, device, instead_of):
    if instead_of:
        sessions.end_session_of(instead_of)
    return sessions.begin(account, device, has_second=True, is_fresh=True)


def owner_of(place, token, answer):
    """The account whose passkey has answered this challenge, once."""
    import webauthn
    challenge, given = _used_challenge(token, SIGNING_IN), _parsed(answer)
    passkey = Passkey.select(Passkey, Account).join(Account).where(Passkey.credential == str(given.get("id"))).first()
    if passkey is None or not _belongs(given, passkey):
        raise Refused(_("Perf does not know this passkey. It may have been removed; sign in with your password."))
    seen = _checked(webauthn.verify_authentication_response, credential=given, expected_challenge=challenge,
                    expected_rp_id=place.host, expected_origin=place.origin, require_user_verification=True,
                    credential_public_key=_bytes(passkey.public_key), credential_current_sign_count=passkey.sign_count)
    _note_use(passkey, seen.new_sign_count)
    return passkey.account


@write()
def _note_use(passkey, count):
    Passkey.update(sign_count=count, used_at=clock.now()).where(Passkey.id == passkey.id).execute()


def _belongs(answer, passkey):
    handle = (answer.get("response") or {}).get("userHandle")
    return handle in (None, "", _text(_handle(passkey.account_id)))


# Challenges

def _challenge(purpose):
    """A new challenge, and the sealed token by which we know it again: for one purpose, a few minutes, in one browser."""
    challenge = secrets.token_bytes(32)
    return challenge, seal(json.dumps({"for": purpose, "challenge": _text(challenge)}), CHALLENGE)


def _used_challenge(token, purpose):
    known = json.loads(unseal(token or "", CHALLENGE, CHALLENGE_SECONDS) or "{}")
    if known.get("for") != purpose:
        raise Refused(_("That took too long. Please try again."))
    once.use_up(known["challenge"], CHALLENGE_SECONDS)
    return _bytes(known["challenge"])


def _adding(person):
    return f"add to account {person.account_id}"


def _checked(verify, **given):
    from webauthn.helpers.exceptions import WebAuthnException
    try:
        return verify(**given)
    except (WebAuthnException, ValueError, TypeError, KeyError):
        raise Refused(_("The device's answer could not be checked. Please try again.")) from None


def _parsed(answer):
    try:
        given = json.loads(answer or "")
    except ValueError:
        given = None
    if not isinstance(given, dict) or not isinstance(given.get("response"), dict):
        raise Refused(_("The device gave no answer. Please try again."))
    return given


def _passkeys(account_id):
    return Passkey.select().where(Passkey.account == account_id)


def _handle(account_id):
    """What a device keeps to know the account by: says nothing to anybody else."""
    return hashlib.sha256(f"perf account {account_id}".encode()).digest()


def _text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
