"""R15: whatever is sent to a form or asked of a page, the house answers; it never breaks.

Hypothesis makes up what is sent: each form on any page of the cast, each way of leaving a field out, doubling it,
filling it with something of another kind, with bytes that are no text.
3 examples a form, 200 with `python -m tests --long`.
"""
import itertools
import os
import re
import time
from datetime import timedelta
from urllib.parse import parse_qsl, quote_from_bytes, urlsplit

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from perf.accounts.models import Session
from perf.kernel import clock
from tests import world
from tests.pages import Page
from tests.test_requests import DATES, NUMBERS, TEXTS
from tests.turns import some

EXAMPLES = 200 if os.environ.get("PERF_LONG") else 3
SLOW = 12       # examples of a form that takes a password, which takes long on purpose
sharp = settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=not os.environ.get("PERF_LONG"),
                 suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate, Phase.shrink])
few = settings(sharp, max_examples=min(EXAMPLES, SLOW))


@pytest.fixture(scope="module")
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


# what is sent

words = st.text(max_size=40)
huge = st.builds(lambda sign, times: sign * times, st.text(min_size=1, max_size=3),
                 st.sampled_from([121, 2_001, 20_001, 200_000]))
numbers = st.one_of(st.integers().map(str), st.floats().map(str), st.sampled_from(NUMBERS))
days = st.one_of(st.dates().map(str), st.sampled_from(DATES), st.dates().map(lambda day: f"{day:%d.%m.%Y}"))
raw = st.one_of(st.binary(max_size=12), st.sampled_from([b"\xed\xa0\x80", b"\xff\xfe", b"\xc0\x80", b"a\x00b",
                                                         b"\xf0\x9f\x91"]))
anything = st.one_of(words, st.sampled_from(TEXTS), numbers, days, huge, st.just(""))
OF_KIND = {"date": days | words, "number": numbers | words}


def as_bytes(value):
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


def values(kind, known):
    """What goes into a field: mostly of its kind, something known, something of another kind, no text at all."""
    is_chosen = kind in ("select", "radio", "checkbox", "button", "hidden")
    usual = st.sampled_from(known) if is_chosen else OF_KIND.get(kind, words)
    return st.one_of(st.sampled_from(known), usual, anything, raw)


@st.composite
def bodies(draw, form):
    """A form as somebody could send it: (name, bytes) pairs."""
    known = {}
    for name, kind, value, _counts in form.fields:
        known.setdefault(name, (kind, []))[1].append(value)
    pairs = [(name, as_bytes(value)) for name, value in form.sent() if name in known]
    touched = draw(st.lists(st.sampled_from(sorted(filter(None, known))), min_size=1, max_size=8)) if any(known) else []
    for name in touched:
        deed = draw(st.sampled_from(["fill", "fill", "fill", "leave out", "double"]))
        rest = [pair for pair in pairs if pair[0] != name]
        filled = [(name, as_bytes(draw(values(*known[name]))))
                  for _time in range({"fill": 1, "leave out": 0, "double": 2}[deed])]
        pairs = rest + filled
    strange = draw(st.lists(st.tuples(strange_names, anything), max_size=2))
    return pairs + [(name, as_bytes(value)) for name, value in strange]


strange_names = st.one_of(st.sampled_from(["id", "person", "version", "state", "role", "_method", "__proto__", "a[]",
                                           "a.b", "submit_id",
                                           "confirm_password"]), st.text(min_size=1, max_size=8))


def urlencoded(pairs):
    return "&".join(f"{quote_from_bytes(as_bytes(name))}={quote_from_bytes(value)}" for name, value in pairs)


def multipart(pairs, files):
    """The same as a form with files sends it."""
    lines = []
    for name, value, more in [(name, value, "") for name, value in pairs] + files:
        named = as_bytes(name).replace(b'"', b"%22").replace(b"\r", b"%0D").replace(b"\n", b"%0A")
        lines.append(b'--edge\r\nContent-Disposition: form-data; name="' + named + b'"' + as_bytes(more) + b"\r\n\r\n"
                     + value + b"\r\n")
    return b"".join(lines) + b"--edge--\r\n"


def post(house, form, pairs, files=(), is_htmx=False):
    """Send it, take back what it did, and give the answer."""
    with_files = any(kind == "file" for _name, kind, _value, _counts in form.fields) or files
    body, kind = (multipart(pairs, list(files)), "multipart/form-data; boundary=edge") if with_files else \
        (urlencoded(pairs), "application/x-www-form-urlencoded")
    with world.undone():
        fresh_sessions()
        return world.browser(house, form.name).post(form.action, data=body, content_type=kind,
                                                    headers={"HX-Request": "true"} if is_htmx else {})


def fresh_sessions():
    """Everybody has just shown that it is really them, or the dangerous forms would never be reached."""
    Session.update(fresh_until=clock.now() + timedelta(hours=1), seen_at=clock.now()).execute()


# every form

def told(form):
    """A form in words, for whoever reads of a failure."""
    kinds = {name: kind for name, kind, _value, _counts in form.fields if name}
    fields = ", ".join(f"{name} ({kind})" for name, kind in kinds.items())
    return f"{form.method.upper()} {form.action} as {form.name}: {fields}"


def breaks(form, house, examples):
    """What a form broke at, or None."""
    @examples
    @given(pairs=bodies(form), files=uploads(form), is_htmx=st.booleans())
    def tried(pairs, files, is_htmx):
        reply = post(house, form, pairs, files, is_htmx)
        assert reply.status_code < 500, f"{reply.status_code} at {told(form)}\n sent {pairs} {files}"
    try:
        tried()
    except AssertionError as failure:
        return str(failure)[:2_000]


def uploads(form):
    """Files for the fields that take one."""
    named = [name for name, kind, _value, _counts in form.fields if kind == "file"]
    one = st.tuples(st.sampled_from(named or ["file"]), st.one_of(raw, words.map(as_bytes), st.binary(max_size=300)),
                    st.sampled_from(['"a.csv"', '"../../a.xlsx"', '""', '"a\x00b"',
                                     '"<svg>.html"']).map(lambda name: f"; filename={name}"))
    return st.lists(one, max_size=2) if named else st.just([])


def takes_long(form):
    return any(kind == "password" for _name, kind, _value, _counts in form.fields) or "safety" in form.action


def test_whatever_a_form_is_sent_it_answers(in_use):
    """R15, I08: no answer of 500 or above, at any form of any page."""
    house, rows = in_use
    found = [form for _address, form in world.forms(house, rows) if form.method == "post"]
    assert len(found) > 60
    wrong = [told for form in found if (told := breaks(form, house, few if takes_long(form) else sharp))]
    assert wrong == [], "\n\n".join(wrong)


# every question that a page takes

def asked_of_pages(house, rows):
    """{path: names of what can be asked of it}, from the forms that search and the links that narrow."""
    found = {}
    for address in world.pages(house.app, rows):
        reply = world.browser(house, "hana").get(address)
        if reply.mimetype == "text/html" and reply.status_code == 200:
            page = Page(reply.text, address)
            for link in (*page.links, address):
                found.setdefault(urlsplit(link).path, set()).update(name for name, _value in parse_qsl(urlsplit(link).query))
            for form in page.forms:
                if form.method == "get":
                    found.setdefault(urlsplit(form.action).path, set()).update(name for name, *_more in form.fields if name)
    return {path: sorted(names) for path, names in found.items() if names and path.startswith("/")}


ALWAYS = ["page", "show", "before", "next", "q"]


@pytest.fixture(scope="module")
def questions(in_use):
    """{path: what can be asked of it} of one page of each kind."""
    found = asked_of_pages(*in_use)
    assert {"/search", "/people/", "/orgchart/list", "/orgchart/drawing", "/orgchart/compare", "/audit/all"} <= set(found)
    return {path: found[path] for path in sorted({re.sub(r"/\d+", "/0", path): path for path in found}.values())}


def test_no_single_question_breaks_a_page(in_use, questions):
    """R15, I09: figures that no row has, days that are none, in each question of each page."""
    hana, wrong, turn = world.browser(in_use[0], "hana"), [], itertools.count()
    for path, names in questions.items():
        for name in sorted({*names, *ALWAYS}):
            for value in some((*NUMBERS, str(2**63 - 1), str(10**17), *DATES[:3]), next(turn)):
                with world.undone():
                    fresh_sessions()
                    reply = hana.get(path, query_string={name: value})
                wrong += [f"{reply.status_code} at {path}?{name}={value[:30]}"] if reply.status_code >= 500 else []
    assert wrong == []


def test_whatever_a_page_is_asked_it_answers(in_use, questions):
    """R15, I08: the questions of searches, filters, links to further pages."""
    wrong = [problem for path, names in questions.items() if (problem := breaks_when_asked(in_use[0], path, names))]
    assert wrong == [], "\n\n".join(wrong)


def breaks_when_asked(house, path, names):
    pair = st.tuples(st.sampled_from([*names * 3, *ALWAYS]),
                     st.one_of(words, numbers, days, raw, st.sampled_from(TEXTS)).map(as_bytes))

    @sharp
    @given(pairs=st.lists(pair, min_size=1, max_size=4), is_htmx=st.booleans())
    def tried(pairs, is_htmx):
        with world.undone():
            fresh_sessions()
            headers = {"HX-Request": "true"} if is_htmx else {}
            reply = world.browser(house, "hana").get(f"{path}?{urlencoded(pairs)}", headers=headers)
        assert reply.status_code < 500, f"{reply.status_code} at GET {path}\n asked {pairs}"
    try:
        tried()
    except AssertionError as failure:
        return str(failure)[:2_000]


# caps (I08)

NAMELESS = b"--edge\r\nContent-Disposition: form-data\r\n\r\n1\r\n--edge--\r\n"
PARTS = b'--edge\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'
INNER = (b'--edge\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n'
         + b"--in\r\n\r\n" * 5_000 + b"--in--\r\n--edge--\r\n")
ODD_BODIES = {      # (body, kind, answers)
    "more fields than any form has": (b"a=1&" * 10_001, "application/x-www-form-urlencoded", {413}),
    "a quarter of a million names": (b"a=&" * 250_000, "application/x-www-form-urlencoded", {413}),
    "more parts than any form has": (PARTS * 1_001 + b"--edge--\r\n", "multipart/form-data; boundary=edge", {413}),
    "parts without a name": (NAMELESS, "multipart/form-data; boundary=edge", {400}),
    "a file without a name": (NAMELESS.replace(b"form-data", b'form-data; filename="a"'),
                              "multipart/form-data; boundary=edge", {400}),
    "parts in parts": (INNER, "multipart/form-data; boundary=edge", {400, 413, 422}),
    "edges and nothing else": (b"--edge\r\n" * 100_000, "multipart/form-data; boundary=edge", {400, 413, 422}),
    "headings without end": (PARTS[:-7] + b"X: y\r\n" * 150_000, "multipart/form-data; boundary=edge", {400, 413, 422}),
    "an edge that never comes": (b"x" * 900_000, "multipart/form-data; boundary=edge", {400, 413, 422}),
    "no edge at all": (PARTS, "multipart/form-data", {400, 422}),
    "half a body": (PARTS[:-3], "multipart/form-data; boundary=edge", {400, 413, 422}),
}


@pytest.mark.parametrize("kind", ODD_BODIES)
def test_body_that_no_form_sends_is_refused_in_a_moment(in_use, kind):
    """I08: fields in thousands, parts in parts, parts without a name."""
    body, content_type, answers = ODD_BODIES[kind]
    began = time.process_time()
    reply = world.browser(in_use[0], "visitor").post("/sign-in", data=body, content_type=content_type)
    assert reply.status_code in answers and time.process_time() - began < 1, reply.status_code


def test_text_of_thousands_of_lines_is_refused_and_stays(in_use):
    """I08: characters and lines are counted, in the live form as elsewhere."""
    house, rows = in_use
    for text in ("x" * 20_001, "\n" * 1_001 + "x"):
        with world.undone():
            answer = world.browser(house, "mara").post(f"/questions/answers/{rows['answer_id']}",
                                                       data={"text": text, "version": "1"},
                                                       headers={"HX-Request": "true"})
            values = world.browser(house, "adam").post("/settings/values", data={"values": f"Care: {text}"})
        assert (answer.status_code, values.status_code) == (422, 422)
        assert "20000 characters" in answer.text or "1000 at the most" in answer.text
        assert text.strip()[-1] in values.text and "at the most" in values.text


@pytest.mark.parametrize("figure", ["NaN", "1e309", "-0", "-1", "1.5", str(2**63), "9" * 5000, "٣", "0x3", "Infinity",
                                    "3 OR 1=1", "6", "1_0"])
def test_figure_that_is_none_is_never_kept(in_use, figure):
    """I09: a level off the scale, a month or a weight that is none: refused by the server, nothing written."""
    house, rows = in_use
    organisation = next(form for form in Page(world.browser(house, "adam").get("/settings/").text, "/settings/").forms
                        if "fiscal_start" in
                        {field[0] for field in form.fields})
    tries = [("mara", f"/questions/answers/{rows['answer_id']}", {"rating": figure, "version": "1", "text": ""})]
    if figure not in ("6", "1_0", "٣"):     # as a month these are one
        tries.append(("adam", organisation.action, {**dict(organisation.sent()), "fiscal_start": figure}))
    for name, address, data in tries:
        with world.undone():
            before = world.dump(without=NOTED)
            reply = world.browser(house, name).post(address, data=data)
            assert reply.status_code in (400, 422) and world.dump(without=NOTED) == before, address


NOTED = {"trail_line", "submission", "session.seen_at", "session.fresh_until"}
