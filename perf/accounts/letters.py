"""What accounts tell people, as notices and as mails."""
from ..kernel.words import _
from ..notices import actions as notices
from ..notices import queries as mail
from ..people import queries as people
from . import queries
from .models import Invitation


def tell_of_reset(person, by):
    """Whoever's password can be set anew by a link in another's hands learns of it at once."""
    who = by.name if by else _("The administrator of the server")
    notices.tell(person.id, "safety", _("%(who)s made a link for you that sets your password anew. If you did not ask for it, "
                                        "change your password.", who=who), "/accounts/mine", mail="now", about=by and by.id)


def ask_to_confirm(others, person, by):
    for other in others:
        notices.tell(other.id, "safety", _("%(who)s asks for a new password link for %(name)s. Please confirm it, or refuse.",
                                           who=by.name, name=person.name), "/accounts/resets", mail="now", about=person.id)


def tell_of_refusal(asked, by):
    notices.tell(asked.by_id, "safety", _("%(who)s refused the new password link for %(name)s.", who=by.name, name=asked.person.name),
                 "/accounts/", about=asked.person_id)


def send_link(person, secret):
    """The link itself, to the person's own address; says whether the mail went in."""
    made = Invitation.get(Invitation.secret == queries.digest(secret))
    link = f"{mail.base_url()}/invitation/{secret}"
    if made.is_reset:
        subject, text = _("A new password for Perf"), _(
            "Hello %(name)s,\n\nwith this link you choose a new password. It works once, within 30 minutes:\n\n%(link)s\n\n"
            "If you did not ask for it, you need do nothing: without the link your password stays as it is.",
            name=person.first_name, link=link)
    else:
        subject, text = _("Your account in Perf"), _(
            "Hello %(name)s,\n\nyou can sign in to Perf from now on. With this link you choose a password. It works once, "
            "for seven days:\n\n%(link)s\n\nYou will sign in with %(email)s.", name=person.first_name, link=link, email=person.email)
    return notices.write_to(person.email, subject, text, until=made.ends_at)


def send_words_instead(person):
    """For an account into which a mail alone lets nobody."""
    notices.write_to(person.email, _("A new password for Perf"), _(
        "Hello %(name)s,\n\nsomebody, perhaps you, said that your password for Perf is lost. For the safety of your account "
        "a mail alone cannot set it anew: please ask HR or the administrator. If it was not you, you need do nothing.",
        name=person.first_name))


def send_confirmation(email, person, secret):
    notices.write_to(email, _("Is this your address?"), _(
        "Hello %(name)s,\n\nopen this link while you are signed in to Perf, to use this address from now on. "
        "It works for a day:\n\n%(link)s\n\nIf you know nothing of this, you need do nothing.",
        name=person.first_name, link=f"{mail.base_url()}/accounts/address/{secret}"))


def tell_of_address(person, old, by):
    """An address has changed: the old one gets a mail; where another changed it, the person and, of the powerful, HR learn of it."""
    if old and mail.mail_works() and mail.base_url():
        notices.write_to(old, _("Your address in Perf was changed"), _(
            "Hello %(name)s,\n\nfrom now on Perf writes to another address instead of this one, and you sign in with it. "
            "If you did not want that, tell HR at once.", name=person.first_name))
    if by is None or by.id == person.id:
        return
    told = {person.id: _("%(who)s changed the e-mail address with which you sign in.", who=by.name)}
    if queries.counts_as_powerful(person):
        told |= {holder.id: _("%(who)s changed the e-mail address with which %(name)s signs in.", who=by.name, name=person.name)
                 for holder in people.holders("hr") if holder.id not in (by.id, person.id)}
    for person_id, sentence in told.items():
        notices.tell(person_id, "safety", sentence, f"/people/{person.id}", about=person.id)


def tell_of_closing(person, by):
    """The account of one of the powerful was closed: whose it is learns of it by mail, the others of them also in the app."""
    notices.tell(person.id, "safety", _("%(who)s closed your account.", who=by.name), "/accounts/mine", mail=None, about=by.id)
    if person.email and mail.mail_works() and mail.base_url():
        notices.write_to(person.email, _("Your account in Perf was closed"), _(
            "Hello %(name)s,\n\n%(who)s closed your account in Perf: you cannot sign in any more. "
            "If you did not expect that, tell another administrator, executive or HR person at once.",
            name=person.first_name, who=by.name))
    for other in queries.powerful(besides=(person.id, by.id)):
        notices.tell(other.id, "safety", _("%(who)s closed the account of %(name)s.", who=by.name, name=person.name),
                     f"/people/{person.id}", mail="now", about=person.id)
