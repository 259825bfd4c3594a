"""Telling people what happened to their account, so that a stranger's doing does not stay unseen."""
from ..notices import actions as notices


def of_safety(person, sentence):
    """A notice in the app, and word by mail at once."""
    notices.tell(person.id, "safety", sentence, "/accounts/second", mail="now")
