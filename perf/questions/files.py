"""Templates as files, to give away and take in. A file is judged whole before anything of it is kept; no person stands in it."""
import json
import re
import unicodedata
from types import SimpleNamespace

from ..kernel import trail
from ..kernel.db import write
from ..kernel.errors import Refused
from ..kernel.words import _
from . import building, conditions, items, scales, scoring, versions
from .models import AUTHORS, COMMENTS, KINDS, TEMPLATE_KINDS, TOPICS, LibraryQuestion, Scale, Template

MOST_BYTES, MOST_WEIGHT, MOST_ASKED = 400_000, 10 ** 10, 3_000
KEY = re.compile(r"[a-z0-9_]{0,60}")


def written(template):
    """A template as the text of its file."""
    return json.dumps(versions.content(template), ensure_ascii=False, indent=1) + "\n"


def file_name(template):
    plain = unicodedata.normalize("NFKD", template.name).encode("ascii", "ignore").decode().lower()
    return f"template-{re.sub('[^a-z0-9]+', '-', plain).strip('-')[:60] or template.id}.json"


@write()
def take_in(sent, *, by=None):
    """A new template out of a file's bytes. Its scale is one that we have with the same levels, or comes along."""
    content = read(sent)
    content["name"] = free_name(content["name"])
    template = building.build(content, _scale(content["scale"]))
    versions.remember(template.id, "take_template_in", by)
    trail.record("take_template_in", by, kind="template", row_id=template.id)
    return template


def free_name(name):
    """A name that no template has yet."""
    taken, number, found = {template.name for template in Template.select(Template.name)}, 1, name
    while found in taken:
        number += 1
        found = f"{name[:110]} ({number})"
    return found


def _scale(said):
    levels = said["levels"]
    for scale in Scale.select():
        if scale.levels == levels:
            return scale.id
    return Scale.create(name=scales.free_name(said["name"]), levels_json=json.dumps(levels, ensure_ascii=False)).id


# judging a file

def read(sent):
    """What a file says as plain values of our own, or a refusal in words."""
    if len(sent) > MOST_BYTES:
        raise Refused(_("The file is larger than any template: %(most)s kB at the most.", most=MOST_BYTES // 1000), "file")
    try:
        found = json.loads(sent.decode("utf-8-sig"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Refused(_("This is not the file of a template: it is no JSON text. Give a template away in Perf, and take that file."), "file") from None
    if not isinstance(found, dict) or found.get("format") != versions.FORMAT:
        raise Refused(_("This is not the file of a template. Give a template away in Perf, and take that file."), "file")
    if found.get("format_version") != versions.FORMAT_VERSION:
        raise Refused(_("This file was written by another version of Perf. Update the older of the two, and give the template away again."), "file")
    return _template(found)


def _no_constant(name):
    raise ValueError(name)


def _template(found):
    kind = _one_of(found, "kind", TEMPLATE_KINDS)
    content = {"name": _line(found, "name", 120), "kind": kind, "about": _lines(found, "about", 300),
               "scale": _read_scale(_dict(found.get("scale"), "scale")),
               "sections": [_section(_dict(one, "sections"), kind) for one in _list(found, "sections", building.MOST_SECTIONS)]}
    _check_together([item for section in content["sections"] for item in section["items"]], content["scale"]["levels"])
    return content


def _check_together(asked, levels):
    """What one question says of another: it waits for an answer that an earlier one offers; and no key is asked twice."""
    for number, item in enumerate(asked, 1):
        waits = item.get("shown_if")
        on = asked[waits["question"] - 1] if waits and waits["question"] < number else None
        if waits and (on is None or set(waits["is"]) - {answer for answer, _words in conditions.offered(on["kind"], on["options"], levels)}):
            raise wrong("shown_if")
    keys = [item["key"] for item in asked if "key" in item]
    if len(set(keys)) < len(keys):
        raise wrong("key")


def _read_scale(said):
    """Where no threshold is said, the usual one holds; it stays unsaid, so that the same scale is found again."""
    levels = [_level(_dict(one, "levels")) for one in _list(said, "levels", 10)]
    usual = scoring.usual_starts(len(levels))
    scales.check_levels([{**level, "from": level.get("from", start)} for level, start in zip(levels, usual)])
    return {"name": _line(said, "name", 80), "levels": levels}


def _level(said):
    level = {"value": _whole(said, "value", 1, 10), "label": _line(said, "label", 60), "anchor": _lines(said, "anchor", 400)}
    return {**level, "from": _whole(said, "from", 1, 1000)} if "from" in said else level


def _section(said, kind):
    return {"title": _line(said, "title", 120), "about": _lines(said, "about", 300), "weight": _whole(said, "weight", 0, MOST_WEIGHT),
            "items": [_item(_dict(one, "items"), kind) for one in _list(said, "items", items.MOST_ITEMS, least=0)]}


def _item(said, template_kind):
    item = {"kind": _one_of(said, "kind", KINDS), "prompt": _line(said, "prompt", 300), "help": _lines(said, "help", 600),
            "options": [_line({"options": one}, "options", 200) for one in _list(said, "options", 40, least=0)],
            "weight": _whole(said, "weight", 0, MOST_WEIGHT), "asks_comment": _one_of(said, "asks_comment", COMMENTS),
            "authors": [_one_of({"authors": one}, "authors", AUTHORS) for one in _list(said, "authors", len(AUTHORS))],
            "anchors": {_level_name(level): _lines({"anchors": words}, "anchors", 400) for level, words in _dict(said.get("anchors"), "anchors").items()},
            "topic": _one_of({"topic": said.get("topic", "")}, "topic", ("", *TOPICS)), "shown_if": _condition(said.get("shown_if")),
            **{name: _yes_or_no(said, name) for name in ("is_required", "may_be_na", "is_for_hr")}}
    item["key"] = _key(said.get("key", ""), item)
    item["authors"] = [author for author in AUTHORS if author in item["authors"]]
    checked = items.fitting(item["kind"], options=item["options"], is_for_hr=item["is_for_hr"], weight=item["weight"],
                               asks_comment=item["asks_comment"], authors=" ".join(item["authors"]))
    fits = items.fitting_template(SimpleNamespace(kind=template_kind), item["kind"], {**checked, "shown_if_json": item["shown_if"]})
    item = {**item, "weight": fits["weight"], "authors": fits["authors"].split(), "is_for_hr": fits["is_for_hr"]}
    return {name: value for name, value in item.items() if value or name not in (*versions.OF_LEAVERS, "shown_if")}


def _condition(said):
    if said is None:
        return None
    found = _dict(said, "shown_if")
    return {"question": _whole(found, "question", 1, MOST_ASKED), "is": [_line({"shown_if": one}, "shown_if", 10) for one in _list(found, "is", 40)]}


def _key(value, item):
    """Of a question of the library. Where ours says something else under that key, the question is one of its own: its figures do not compare."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise wrong("key")
    ours = LibraryQuestion.get_or_none(LibraryQuestion.key == value)
    is_other = ours and (ours.kind, ours.prompt, ours.options) != (item["kind"], item["prompt"], item["options"])
    return "" if is_other else value


# single values

def wrong(name):
    return Refused(_("Something in the file is not as a template has it: “%(name)s”. Nothing was taken in.", name=name), "file")


def _dict(value, name):
    if not isinstance(value, dict) or len(value) > 40:
        raise wrong(name)
    return value


def _list(said, name, most, least=1):
    value = said.get(name)
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise wrong(name)
    return value


def _lines(said, name, longest):
    """A text; no control character but the end of a line, none that turns the direction of writing."""
    value = said.get(name)
    if not isinstance(value, str) or len(value) > longest or any(_is_hidden(sign) for sign in value if sign != "\n"):
        raise wrong(name)
    return unicodedata.normalize("NFC", value).strip()


def _line(said, name, longest):
    value = _lines(said, name, longest)
    if not value or "\n" in value:
        raise wrong(name)
    return value


def _is_hidden(sign):
    return unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp") or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"


def _whole(said, name, least, most):
    value = said.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise wrong(name)
    return value


def _yes_or_no(said, name):
    if not isinstance(said.get(name), bool):
        raise wrong(name)
    return said[name]


def _one_of(said, name, known):
    value = said.get(name)
    if not isinstance(value, str) or value not in known:
        raise wrong(name)
    return value


def _level_name(level):
    if level not in {str(number) for number in range(1, 11)}:
        raise wrong("anchors")
    return level
