"""Templates as files: what is given away comes in again unchanged, and no hostile file gets anything in."""
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perf.kernel.errors import Refused
from perf.questions import building, files, items, versions
from perf.questions.models import Item, Scale, Section, Template
from perf.people.models import Person
from perf.reviews import actions as reviews
from tests import world


@pytest.fixture
def template(app):
    found = Template.get(Template.kind == "annual")
    section = Section.get(Section.template == found)
    items.add_item(section, "choices", "Which of these?", options=["One", "Two, with “marks”"], authors="peer upward")
    items.add_item(section, "rating", "For HR", is_for_hr=True, anchors={"2": "Not yet."})
    return Template.get_by_id(found.id)


def content(template):
    return json.loads(files.written(template))


def changed(found, path, value):
    """A content with one place of it changed: ("sections", 0, "title")."""
    at = found
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return found


def sent(found):
    return json.dumps(found).encode()


def test_template_that_was_given_away_comes_in_unchanged(template, hana):
    made = files.take_in(files.written(template).encode(), by=hana)
    assert made.id != template.id and made.name == "Annual review (2)" and made.scale_id == template.scale_id
    assert {**content(made), "name": ""} == {**content(template), "name": ""}


def test_scale_that_we_lack_comes_along_under_a_free_name(template):
    found = changed(content(template), ("scale", "levels", 0, "label"), "Far from it")
    made = files.take_in(sent(found))
    assert (made.scale.name, made.scale.levels[0]["label"]) == ("Five levels (2)", "Far from it")
    assert files.take_in(sent(found)).scale_id == made.scale_id


def test_file_names_nobody(template, mara):
    items.mend_item(Item.get(Item.prompt == "For HR"), version=template.version, prompt="For HR alone", by=mara)
    text = files.written(template)
    assert not [person.last_name for person in Person.select() if person.last_name in text]


DEEP = b"[" * 200_000 + b"]" * 200_000
BROKEN = [
    b"", b"\x00\xff\xfe", b"no JSON", b"[]", b"null", b'{"format": "perf-template"}', b"x" * (files.MOST_BYTES + 1), DEEP[:files.MOST_BYTES],
    b'{"format": "perf-template", "format_version": NaN}', b'{"format": "perf-template", "format_version": 2}',
    b'{"format": "perf-template", "format_version": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("bytes_sent", BROKEN, ids=range(len(BROKEN)))
def test_what_is_no_template_is_refused_in_words(app, bytes_sent):
    with pytest.raises(Refused) as no:
        files.take_in(bytes_sent)
    assert no.value.words.endswith(".")


WRONG = [
    (("name",), ""), (("name",), "x" * 121), (("name",), 7), (("name",), "Line\nline"), (("name",), "A\x07bell"), (("name",), "Turned \u202egnirts"),
    (("name",), "Half \ud800"), (("kind",), "party"), (("kind",), ["annual"]), (("about",), None), (("sections",), []), (("sections",), {}),
    (("sections",), [[]]), (("sections", 0, "weight"), -1), (("sections", 0, "weight"), 1.5), (("sections", 0, "weight"), True),
    (("sections", 0, "weight"), 10 ** 30), (("sections", 0, "items"), "all"), (("sections", 0, "items", 0, "kind"), "riddle"),
    (("sections", 0, "items", 0, "authors"), []), (("sections", 0, "items", 0, "authors"), ["boss"]), (("sections", 0, "items", 0, "is_for_hr"), True),
    (("sections", 0, "items", 0, "is_required"), "yes"), (("sections", 0, "items", 1, "options"), [1]), (("sections", 0, "items", 0, "anchors"), {"11": "x"}),
    (("sections", 0, "items", 0, "anchors"), {"1": None}), (("sections", 0, "items", 1, "kind"), "choice"),
    (("scale",), None), (("scale", "levels"), []), (("scale", "levels", 0, "value"), 2), (("scale", "levels", 1, "from"), 100),
    (("scale", "levels", 1, "from"), None), (("scale", "levels", 0, "label"), " "), (("sections", 0, "items"), [{}] * 101),
]


@pytest.mark.parametrize("path, value", WRONG, ids=lambda one: None)
def test_one_wrong_place_refuses_the_whole_file(template, path, value):
    before = world.dump()
    with pytest.raises(Refused):
        files.take_in(sent(changed(content(template), path, value)))
    assert world.dump() == before


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(st.data())
def test_whatever_stands_anywhere_in_a_file_it_is_taken_in_whole_or_refused(template, data):
    """Never an error of ours; what came in is written out as it was taken."""
    found = content(template)
    at, path = found, []
    while isinstance(at, (dict, list)) and at:
        path.append(data.draw(st.sampled_from(sorted(at)) if isinstance(at, dict) else st.integers(0, len(at) - 1)))
        at = at[path[-1]]
        if data.draw(st.booleans()):
            break
    value = data.draw(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=2),
                                st.dictionaries(st.text(max_size=2), st.integers(), max_size=2)))
    with world.undone():
        try:
            made = files.take_in(sent(changed(found, path, value)))
        except Refused:
            return
        kept = versions.content(made)
        assert kept == {**kept, **files.read(files.written(made).encode())}


def test_way_out_and_in_through_the_pages(browser_of, template):
    hana = browser_of("hana")
    given = hana.get(f"/questions/templates/{template.id}/file")
    assert given.headers["Content-Disposition"] == 'attachment; filename="template-annual-review.json"' and given.mimetype == "application/json"
    taken = hana.post("/questions/templates/take-in", data={"file": (io.BytesIO(given.data), "t.json")}, follow_redirects=True)
    assert taken.status_code == 200 and "Annual review (2)" in taken.text
    refused = hana.post("/questions/templates/take-in", data={"file": (io.BytesIO(b"<html>"), "t.json")})
    assert refused.status_code == 422 and "no JSON text" in refused.text


def test_archived_template_is_not_offered_and_not_launched(browser_of, template, hana):
    planned = reviews.plan_cycle(by=hana, name="Next", template=template, self_weight=0, manager_weight=1, **world_dates())
    building.archive_template(template, by=hana)
    assert ">Annual review</option>" not in browser_of("hana").get("/reviews/cycles/new").text
    with pytest.raises(Refused) as no:
        reviews.launch(planned, by=hana)
    assert "archived" in no.value.words
    building.bring_template_back(template, by=hana)
    assert ">Annual review</option>" in browser_of("hana").get("/reviews/cycles/new").text
    assert reviews.launch(planned, by=hana) > 0 and Scale.select().count() == 1


def world_dates():
    day = date.today()
    return dict(period_start=date(day.year - 1, 1, 1), period_end=date(day.year - 1, 12, 31), self_due=day + timedelta(14),
                manager_due=day + timedelta(28), share_by=day + timedelta(42), close_on=day + timedelta(63))
