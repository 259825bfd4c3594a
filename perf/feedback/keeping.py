"""What the room tells a person, how long follow-ups are kept, and what erasing somebody takes out of them."""
from datetime import date

import peewee as pw

from ..kernel.records import Due, Keeps, Piece, Section, names, renamed
from ..kernel.words import _
from ..people import queries as people
from . import access, exports
from .models import FollowUp, FollowUpChange

YEARS = 3
TEXTS = (FollowUp.what, FollowUp.what_came_of_it, FollowUpChange.cells)


def everything(person):
    """Those that concern them, with what was done: theirs to read, and nobody else's where HR hands the file over."""
    found = list(access.follow_ups_to_see(person).order_by(FollowUp.made_at, FollowUp.id))
    return [Section("follow-ups", _("Your follow-ups"), exports.HEAD, tuple(exports.row_of(one) for one in found), is_private=True),
            Section("follow-up-changes", _("What was done with your follow-ups"), (_("Follow-up"), _("When"), _("What")),
                    tuple((change.follow_up.what, change.at, _(change.did)) for change in _changes(found)), is_private=True)]


def forgets(person, called):
    """What was agreed for their development goes; where they did something for others, their name does."""
    own, spellings = FollowUp.select().where(FollowUp.about == person.id), people.spellings(person)
    elsewhere = [one for text in TEXTS for one in _naming(text, spellings, person)]
    return [Piece(_("Follow-ups about them"), own.count(), lambda: FollowUp.delete().where(FollowUp.about == person.id).execute(),
                  _others(own, person)),
            Piece(_("Follow-ups of others in which their name stands"), len({one.id for one in elsewhere}),
                  lambda: _rename(spellings, called), _others(elsewhere, person))]


def _changes(found):
    return list(FollowUpChange.select(FollowUpChange, FollowUp).join(FollowUp).where(FollowUpChange.follow_up.in_([one.id for one in found]))
                .order_by(FollowUpChange.at, FollowUpChange.id))


def _naming(text, spellings, person):
    found = FollowUp.select()
    found = found if text.model is FollowUp else found.join(FollowUpChange)
    return list(found.where(names(text, spellings), FollowUp.about != person.id))


def _others(found, person):
    return tuple({number for one in found for number in one.concerned} - {person.id})


def _rename(spellings, called):
    for text in TEXTS:
        text.model.update({text: renamed(text, spellings, called)}).where(names(text, spellings)).execute()


# how long

def past(before):
    """Those that were done before a day; an open one goes as if done with the last day of whom it is about."""
    over = (FollowUp.done_on < before) | (FollowUp.done_on.is_null() & (access.About.left_on < before))
    return [Due(one.id, tuple(sorted(one.concerned, key=lambda number: number != one.about_id)))
            for one in access.with_names().where(over).order_by(FollowUp.id)]


def purge(ids):
    for some in pw.chunked(ids, 400):
        FollowUp.delete().where(FollowUp.id.in_(some)).execute()


def oldest():
    first = access.with_names().select(pw.fn.MIN(pw.fn.COALESCE(FollowUp.done_on, access.About.left_on))).scalar()
    return date.fromisoformat(first) if isinstance(first, str) else first


KEEPS = (Keeps("follow-ups", _("Follow-ups"), _("What was agreed after talks, and what came of it."), past, purge, oldest, years=YEARS,
               from_leaving=False),)
