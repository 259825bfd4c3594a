"""Notices and mails in the file about oneself; they go by themselves after a while, and at once when somebody is erased."""
import peewee as pw

from ..kernel.records import Due, Keeps, Piece, Section
from ..kernel.words import _
from .models import Mail, MailChoice, Notice, Reminded, Snooze

NOTICE_DAYS, MAIL_DAYS = 365, 30


def everything(person):
    """What one was told, and what one wants to be told."""
    told = Notice.select(Notice.at, Notice.sentence, Notice.read_at, Notice.mailed_at).where(Notice.person_id == person.id).order_by(Notice.id)
    wants = [(one.social, one.quiet_from, one.quiet_to) for one in MailChoice.select().where(MailChoice.person_id == person.id)]
    return [Section("notices", _("Your notices"), (_("When"), _("What"), _("Read"), _("Sent by mail")), tuple(told.tuples()), is_private=True),
            Section("mail-choices", _("What you want by mail"), (_("Social mail"), _("Quiet from (hour)"), _("Quiet until (hour)")),
                    tuple(wants), is_private=True)]


def forgets(person, called):
    """What they were told, and what others were told that names them."""
    named = Notice.sentence.contains(person.name)
    to = (Mail.to == (person.email or "")) | Mail.text.contains(person.name) | Mail.subject.contains(person.name)
    return [_piece(_("Notices"), Notice, (Notice.person_id == person.id) | (Notice.about_id == person.id) | named),
            _piece(_("Mails"), Mail, to), _piece(_("Choices of mail"), MailChoice, MailChoice.person_id == person.id),
            _piece(_("Reminders"), Reminded, Reminded.person_id == person.id),
            _piece(_("Reminders put off"), Snooze, Snooze.person_id == person.id)]


def _piece(title, model, where):
    return Piece(title, model.select().where(where).count(), lambda: model.delete().where(where).execute())


def old_notices(before):
    return [Due(number, (person,)) for number, person in Notice.select(Notice.id, Notice.person_id).where(Notice.at < before).tuples()]


def old_reminders(before):
    return [Due(number, (person,)) for number, person in Reminded.select(Reminded.id, Reminded.person_id).where(Reminded.day < before).tuples()]


def old_mails(before):
    """Mails that were sent or given up."""
    over = Mail.sent_at.is_null(False) | Mail.gave_up_at.is_null(False)
    return [Due(number) for number, in Mail.select(Mail.id).where(Mail.made_at < before, over).tuples()]


def drop(model):
    def purge(ids):
        for some in pw.chunked(ids, 400):
            model.delete().where(model.id.in_(some)).execute()
    return purge


KEEPS = (Keeps("notices", _("Notices"), _("What somebody was told in the app."), old_notices, drop(Notice), years=0, days=NOTICE_DAYS,
               from_leaving=False),
         Keeps("reminders", _("Reminders"), _("That somebody was reminded of something."), old_reminders, drop(Reminded), years=0,
               days=NOTICE_DAYS, from_leaving=False),
         Keeps("mails", _("Mails"), _("That a mail was sent; what it said is emptied at once."), old_mails, drop(Mail), years=0,
               days=MAIL_DAYS, from_leaving=False))
