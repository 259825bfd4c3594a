"""A follow-up that Mara agreed on with Tomas."""
from datetime import timedelta

import pytest

from perf.feedback import actions
from perf.feedback.models import FollowUp


@pytest.fixture
def agreed(app, tomas, mara, today):
    """One that Tomas does, or as the words that are given say."""
    def agree(what="Ask for the keys a day ahead.", **other):
        given = dict(about=tomas, owner=tomas, agreed_with=mara, by_when=today + timedelta(days=21), by=mara) | other
        return actions.agree_follow_up(what, **given)
    return agree


@pytest.fixture
def keys(agreed):
    return agreed()


def fresh(follow_up):
    return FollowUp.get_by_id(follow_up.id)
