"""What can be done with rating scales. A mended one reaches the open forms; what was submitted keeps the words it was rated on."""
import json

from ..kernel import live, trail
from ..kernel.db import write
from ..kernel.errors import Changed, Refused
from ..kernel.words import _
from . import asked, queries, versions
from .models import Scale, Template


@write()
def add_scale(name, levels, *, by=None):
    _check_name(name)
    check_levels(levels)
    scale = Scale.create(name=name, levels_json=_text(levels))
    trail.record("add_scale", by, kind="scale", row_id=scale.id)
    return scale


@write()
def change_scale(scale, *, name, levels, version, by=None):
    """Mend names, meanings and thresholds. How many levels there are stays once anything was rated on them."""
    now = Scale.get_by_id(scale.id)
    if now.version != version:
        raise Changed(_("Somebody else changed this scale meanwhile. Look at what is different, and save again."), now)
    _check_name(name, now.id)
    check_levels(levels)
    if len(levels) != len(now.levels) and queries.is_rated_by(now):
        raise Refused(_("Something was rated on this scale already, so it keeps its %(count)s levels: a 4 of 5 is no 4 of 10. Copy the "
                        "scale, and use the copy in new templates.", count=len(now.levels)))
    Scale.update(name=name, levels_json=_text(levels), version=version + 1).where(Scale.id == now.id).execute()
    _reach_templates(now.id, by)
    trail.record("change_scale", by, kind="scale", row_id=now.id)


def _reach_templates(scale_id, by):
    for template in Template.select().where(Template.scale == scale_id):
        Template.update(version=Template.version + 1).where(Template.id == template.id).execute()
        asked.bring_up(template.id)
        versions.remember(template.id, "change_scale", by)
        live.changed("template", template.id)


@write()
def remove_scale(scale, *, by=None):
    if Template.select().where(Template.scale == scale).exists():
        raise Refused(_("Templates use this scale. Give them another one first."))
    Scale.delete().where(Scale.id == scale.id).execute()
    trail.record("remove_scale", by, kind="scale", row_id=scale.id)


def check_levels(levels):
    """Two to ten levels from 1 on, each with a name, and thresholds that rise strictly from 1.00."""
    starts = [level.get("from") for level in levels]
    fits = (2 <= len(levels) <= 10 and [level["value"] for level in levels] == list(range(1, len(levels) + 1))
            and all(level["label"] for level in levels) and None not in starts and starts[0] == 100
            and all(one < other for one, other in zip(starts, starts[1:])) and starts[-1] <= len(levels) * 100)
    if not fits:
        raise Refused(_("A scale has two to ten levels, each with a name, and each begins at a higher score than the one before it; "
                        "the first begins at 1.00."))


def free_name(name):
    """A name that no scale has yet."""
    taken, number, found = {scale.name for scale in Scale.select(Scale.name)}, 1, name
    while found in taken:
        number += 1
        found = f"{name[:74]} ({number})"
    return found


def _check_name(name, own=None):
    if Scale.select().where(Scale.name == name, Scale.id != (own or 0)).exists():
        raise Refused(_("There is a scale of that name already. Choose another name."), "name")


def _text(levels):
    return json.dumps(levels, ensure_ascii=False)
