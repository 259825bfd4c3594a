"""What HR makes of it: themes of comments, and what is done about findings, by whom and by when."""
from ..kernel import clock, live, trail
from ..kernel.db import insert_all, write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from ..people.models import Person
from . import telling
from .models import ExitAction, RemarkTheme, Theme

MOST_THEMES = 40


# themes

@write()
def add_theme(name, *, by):
    if Theme.select().where(Theme.name == name).exists():
        Theme.update(is_archived=False).where(Theme.name == name).execute()
        return Theme.get(Theme.name == name)
    if Theme.select().where(~Theme.is_archived).count() >= MOST_THEMES:
        raise Refused(_("There are %(most)s themes already. Put one away first.", most=MOST_THEMES), "name")
    theme = Theme.create(name=name, order=Theme.select().count())
    trail.record("keep_exit_themes", by)
    return theme


@write()
def put_theme_away(theme, *, by):
    """It is offered no more; comments that carry it keep it, and show it again when it comes back."""
    Theme.update(is_archived=True).where(Theme.id == theme.id).execute()
    trail.record("keep_exit_themes", by)


@write()
def sort_remark(answer, themes, *, by):
    """Say which themes a comment is about: all that hold, the others go. One that was put away meanwhile stays as it is."""
    shown = {number for number, in Theme.select(Theme.id).where(~Theme.is_archived).tuples()}
    if set(themes) - shown:
        raise Refused(_("One of these themes is not there any more. Please look again."), "themes")
    RemarkTheme.delete().where(RemarkTheme.answer == answer, RemarkTheme.theme.in_(shown)).execute()
    insert_all(RemarkTheme, [dict(answer=answer.id, theme=number) for number in sorted(set(themes))])
    trail.record("sort_exit_comment", by, answer.leaving.person_id, kind="leaving", row_id=answer.leaving_id)


# what is done about it

@write()
def put_down(finding, what, *, owner, by_when, by):
    """A finding becomes an action with an owner and a day."""
    _check(owner, by_when)
    action = ExitAction.create(finding=finding, what=what, owner=owner, by_when=by_when, made_by=by, made_on=clock.today())
    trail.record("put_down_exit_action", by, kind="exit-action", row_id=action.id)
    telling.action_given(action, by)
    _moved(action)
    return action


@write()
def change(action, *, finding, what, owner, by_when, version, by):
    now = _seen(action, version)
    if not now.is_open:
        raise Refused(_("This is closed. Say first that it is still open."))
    _check(owner, by_when, now)
    ExitAction.update(finding=finding, what=what, owner=owner, by_when=by_when, version=now.version + 1).where(ExitAction.id == now.id).execute()
    trail.record("change_exit_action", by, kind="exit-action", row_id=now.id)
    if owner.id != now.owner_id:
        telling.action_given(ExitAction.get_by_id(now.id), by)
    _moved(now, owner.id)


@write()
def came_of_it(action, *, state, came_of_it, version, by):
    """Done, dropped or open again, with what came of it: the next report shows it."""
    now = _seen(action, version)
    if state != "open" and not came_of_it.strip():
        raise Refused(_("Please say what came of it; a line is enough. The next report shows it."), "came_of_it")
    ExitAction.update(state=state, came_of_it=came_of_it, done_on=None if state == "open" else clock.today(), version=now.version + 1).where(
        ExitAction.id == now.id).execute()
    is_over = state != "open"
    trail.record("close_exit_action" if is_over else "open_exit_action_again", by, kind="exit-action", row_id=now.id)
    _moved(now)


def _check(owner, by_when, before=None):
    if owner is None or Person.get_by_id(owner.id).has_left:
        raise Refused(_("Choose somebody who is here."), "owner")
    if by_when < clock.today() and (before is None or by_when != before.by_when):
        raise Refused(_("That day has passed. Choose one that is still to come."), "by_when")


def _seen(action, version):
    now = ExitAction.get_by_id(action.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this meanwhile. It is shown as it is now; please look at it, then send yours again."), now)
    return now


def _moved(action, *others):
    live.changed("exit-actions", 0)
    for person in {action.owner_id, *others} - {None}:
        live.changed("home", person)
