"""What a template was after each change, in the form of its file, and the change in words."""
import json

import peewee as pw

from ..kernel import clock
from ..people.models import Person
from . import queries
from .models import Scale, Template, TemplateVersion

FORMAT, FORMAT_VERSION = "perf-template", 1
OF_ITEM = ("kind", "prompt", "help", "weight", "is_required", "may_be_na", "asks_comment", "is_for_hr")
OF_LEAVERS = ("key", "topic")          # told, with `shown_if`, only where they say something, as versions of before have it


def content(template):
    """All that a template asks, as plain values: what its file holds. No person is in it. Weights are in ten-thousandths."""
    scale, outline = Scale.get_by_id(template.scale_id), queries.outline(template)
    numbers = {item.id: number for number, item in enumerate((item for one in outline for item in one.items), 1)}
    return {"format": FORMAT, "format_version": FORMAT_VERSION, "name": template.name, "kind": template.kind, "about": template.about,
            "scale": {"name": scale.name, "levels": scale.levels},
            "sections": [{"title": one.section.title, "about": one.section.about, "weight": one.section.weight,
                          "items": [_item(item, numbers) for item in one.items]} for one in outline]}


def _item(item, numbers):
    """`shown_if` names the question that it waits for by its number in the template, counted from 1 through all sections."""
    on = item.shown_if and numbers.get(item.shown_if["item"])
    more = {name: getattr(item, name) for name in OF_LEAVERS if getattr(item, name)}
    if on:
        more["shown_if"] = {"question": on, "is": item.shown_if["is"]}
    return {**{name: getattr(item, name) for name in OF_ITEM}, "options": item.options, "authors": item.authors.split(),
            "anchors": {str(level): words for level, words in item.anchors.items()}, **more}


def remember(template_id, did, by=None, **told):
    """Keep what the template is now under its number, with what was done: `named` what it was done to, `changes` field by field."""
    template = Template.get_by_id(template_id)
    TemplateVersion.create(template=template, number=template.version, at=clock.now(), by=by,
                           told_json=json.dumps({"did": did, **told}, ensure_ascii=False),
                           content_json=json.dumps(content(template), ensure_ascii=False))


def versions_of(template):
    """All versions of a template, the latest first, each with who made it."""
    return list(TemplateVersion.select(TemplateVersion, Person).join(Person, pw.JOIN.LEFT_OUTER)
                .where(TemplateVersion.template == template).order_by(TemplateVersion.number.desc()))


def told(version):
    return json.loads(version.told_json)


def as_it_was(version):
    return json.loads(version.content_json)
