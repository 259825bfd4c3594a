"""What accounts tells a person about their sign-ins, and what of it goes by itself or when they are erased."""
import peewee as pw

from ..kernel.records import Due, Keeps, Piece, Section
from ..kernel.words import _
from . import queries, throttle
from .models import (Account, AddressChange, AskedReset, Authenticator, FailedSignIn, Identity, Invitation, KnownDevice,
                     LostPassword, Passkey, Session)

SIGN_IN_DAYS, DEVICE_DAYS = 30, 365


def everything(person):
    """One's account, where one is signed in, and the links that were made: for nobody else's eyes."""
    account = Account.get_or_none(Account.person == person.id)
    about = [(account.opened_at, account.signed_in_at, _("open") if account.is_enabled else _("closed"))] if account else []
    sessions = [(one.device, one.started_at, one.seen_at) for one in queries.sessions_of(account.id)] if account else []
    links = [(link.made_at, link.ends_at, link.used_at) for link in Invitation.select().where(Invitation.person == person.id)]
    ways = _ways_in(account) if account else []
    return [Section("account", _("Your account"), (_("Opened"), _("Last signed in"), _("State")), tuple(about), is_private=True),
            Section("ways", _("How you show that it is you"), (_("What"), _("Since"), _("Last used")), tuple(ways), is_private=True),
            Section("sessions", _("Where you are signed in"), (_("Device"), _("Since"), _("Last used")), tuple(sessions), is_private=True),
            Section("links", _("Links to choose a password"), (_("Made"), _("Ends"), _("Used")), tuple(links), is_private=True)]


def _ways_in(account):
    """App, passkeys and sign-ins elsewhere: that they are there, never what they are made of."""
    apps = [(_("Authenticator app"), app.made_at, None) for app in Authenticator.select().where(Authenticator.account == account)]
    keys = [(_("Passkey “%(name)s”", name=key.name), key.made_at, key.used_at) for key in Passkey.select().where(Passkey.account == account)]
    known = [(one.shown_as or one.issuer, one.made_at, one.used_at) for one in Identity.select().where(Identity.account == account)]
    return [*apps, *keys, *known]


def forgets(person, called):
    """All of it: who has left signs in no more."""
    typed = [name.strip().lower() for name in (person.email, person.employee_id) if name]
    return [_piece(_("Account with its sessions"), Account, Account.person == person.id),
            _piece(_("Links to choose a password"), Invitation, Invitation.person == person.id),
            _piece(_("Requests for a new password"), AskedReset, (AskedReset.person == person.id) | (AskedReset.by == person.id)),
            _piece(_("Requests for a new password"), LostPassword, LostPassword.name.in_([*typed, person.email, person.employee_id])),
            _piece(_("Changes of address that were not confirmed"), AddressChange, AddressChange.person == person.id),
            _piece(_("Sign-ins that failed"), FailedSignIn, FailedSignIn.name.in_(throttle.marks_of(typed)))]


def _piece(title, model, where):
    return Piece(title, model.select().where(where).count(), lambda: model.delete().where(where).execute())


def old_sessions(before):
    rows = Session.select(Session.id, Account.person).join(Account).where(Session.seen_at < before).order_by(Session.id)
    return [Due(number, (person,)) for number, person in rows.tuples()]


def old_links(before):
    rows = Invitation.select(Invitation.id, Invitation.person).where(Invitation.ends_at < before).order_by(Invitation.id)
    return [Due(number, (person,)) for number, person in rows.tuples()]


def old_devices(before):
    rows = KnownDevice.select(KnownDevice.id, Account.person).join(Account).where(KnownDevice.seen_at < before).order_by(KnownDevice.id)
    return [Due(number, (person,)) for number, person in rows.tuples()]


def old_failures(before):
    return [Due(number) for number, in FailedSignIn.select(FailedSignIn.id).where(FailedSignIn.at < before).order_by(FailedSignIn.id).tuples()]


def drop(model):
    def purge(ids):
        for some in pw.chunked(ids, 400):
            model.delete().where(model.id.in_(some)).execute()
    return purge


KEEPS = (Keeps("sessions", _("Sessions"), _("Browsers that were signed in, with the kind of device."), old_sessions, drop(Session),
               years=0, days=SIGN_IN_DAYS, from_leaving=False),
         Keeps("links", _("Links"), _("Invitations and links to choose a password, used or too old."), old_links, drop(Invitation),
               years=0, days=SIGN_IN_DAYS, from_leaving=False),
         Keeps("devices", _("Known browsers"), _("So that a stranger's wrong tries do not shut somebody out."), old_devices, drop(KnownDevice),
               years=0, days=DEVICE_DAYS, from_leaving=False),
         Keeps("failures", _("Sign-ins that failed"), _("Counted to slow down guessing; without a name."), old_failures,
               drop(FailedSignIn), years=0, days=1, from_leaving=False))
