"""The guards of the house: rules that every room keeps, each shown below to catch what it is there for."""
import ast
import functools
import importlib
import pkgutil
import re
from pathlib import Path

import peewee as pw
import pytest
from flask.testing import FlaskClient
from jinja2 import Environment

import perf
from perf.kernel import clock, db, modules, trail
from perf.settings import actions as settings
from tests import turns, world

ROOT = Path(perf.__file__).parent
TEMPLATES = ROOT.parent / "templates"

# 1. imports

FLOORS = {
    "kernel": 0, "settings": 1, "notices": 2, "roles": 3, "people": 4, "accounts": 5, "audit": 6, "questions": 6,
    "goals": 7, "feedback": 7, "recognition": 7, "orgchart": 7, "reviews": 8, "exits": 8, "growth": 9, "pay": 9,
    "exchange": 10, "keeping": 10, "home": 10,
}
OFFERED = {"models", "queries", "actions"}
ALSO_OFFERED = {("roles", "drafts"),                # verbs as well: of roles that HR alone sees
                ("people", "access"),               # who may see whom is asked by every room
                ("people", "facts")}                # and who sat where on another day
PARTS_OFFERED = {("questions", "unnamed")}          # a part of a room that others lean on as on a room: its models, queries, actions
BARE = {"scoring", "publishing", "solving"}         # plain values in, plain values out
TOP = {"__init__", "start", "demo"}                 # know every room
NO_ROOMS = {"migrations", "demo", "__pycache__"}


def imports(path, source):
    """The modules of ours that a file imports, as paths below perf: ("roles", "models")."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            base = inside[:len(inside) - node.level] if node.level else tuple(node.module.split("."))[:1] == ("perf",) and ()
            if base is False:
                continue
            told = tuple((node.module or "").split(".")) if node.module else ()
            told = base + (told if node.level else told[1:])
            for name in node.names:
                yield tuple(part for part in told if part), name.name
        elif isinstance(node, ast.Import):
            yield from ((tuple(name.name.split("."))[1:], "") for name in node.names if name.name.split(".")[0] == "perf")


def wrong_imports(path, source):
    """What a file of a room imports against the rules, in words."""
    room, kind = path.relative_to(ROOT).parts[0], path.stem
    for module, name in imports(path, source):
        other, part = (module + (name,))[0], (module + (name,))[1] if len(module + (name,)) > 1 else ""
        if (other, part) in PARTS_OFFERED and other != room:
            part = (module + (name, ""))[2]
        if kind in BARE and (other, part) != (room, "") and name not in BARE:
            yield f"{room}/{path.name} is bare arithmetic, yet imports {other}"
        elif other == room or other == "kernel":
            continue
        elif other not in FLOORS:
            yield f"{room}/{path.name} imports {other}, which stands on no floor"
        elif FLOORS[other] >= FLOORS[room]:
            yield f"{room}/{path.name} imports {other}, which is not below it"
        elif part not in OFFERED and (other, part) not in ALSO_OFFERED and not (kind == part in ("starter", "inputs")):
            yield f"{room}/{path.name} takes {part} from {other}, which keeps it to itself"


def files_of_rooms():
    return [path for path in sorted(ROOT.glob("*/**/*.py")) if path.relative_to(ROOT).parts[0] not in NO_ROOMS]


def test_rooms_import_only_from_lower_floors():
    assert [wrong for path in files_of_rooms() for wrong in wrong_imports(path, path.read_text())] == []


def test_every_room_stands_on_a_floor_and_every_file_in_a_room():
    assert {path.relative_to(ROOT).parts[0] for path in files_of_rooms()} <= set(FLOORS)
    assert {path.stem for path in ROOT.glob("*.py")} <= TOP
    registered = [FLOORS[room.name] for room in perf.MODULES]
    assert registered == sorted(registered)


@pytest.mark.parametrize("path, source", [
    ("roles/queries.py", "from ..people import queries"), ("kernel/web.py", "from ..settings import queries"),
    ("people/queries.py", "from ..roles import views"), ("people/queries.py", "from perf.roles.inputs import RoleInput"),
    ("reviews/scoring.py", "from ..kernel import clock"), ("goals/actions.py", "from ..feedback import models"),
    ("reviews/upward/actions.py", "from ...questions.unnamed import publishing"), ("questions/unnamed/solving.py", "from ..models import Sheet"),
    ("questions/unnamed/queries.py", "from ...reviews import queries"),
    ("reviews/views/cycles.py", "from ...home import queries"), ("orgchart/queries.py", "from ..people.staff.offer import STAFF"),
])
def test_guard_sees_a_wrong_import(path, source):
    assert list(wrong_imports(ROOT / path, source))


# 2. doors

PUBLIC = {      # what anybody may open; everything else asks who is there
    "accounts.sign_in", "accounts.enter", "accounts.set_up", "accounts.found", "accounts.invitation", "accounts.accept",
    "accounts.land", "accounts.lost", "accounts.say_lost", "accounts.land_address",
    "accounts.ask_second", "accounts.enter_second", "accounts.passkey_to_sign_in", "accounts.enter_by_passkey",
    "accounts.sign_in_by_provider", "accounts.accept_by_provider", "accounts.come_back",
    "reviews.land", "reviews.by_link", "reviews.open_link", "reviews.sign_by_link", "reviews.respond_by_link",
    "questions.guest", "questions.guest_saves_all", "questions.guest_saves_answer",
    "exits.land", "exits.by_link", "exits.begin_by_link", "exits.check_by_link", "exits.decline_by_link", "exits.decline_by_link_again", "exits.report_by_link",
    "orgchart.land", "orgchart.shared", "home.healthz", "home.manifest", "static_files.static_file",
}


def without_door(app):
    """The endpoints that ask nobody, or say they are public without standing on the list."""
    doors = {endpoint: getattr(view, "door", None) for endpoint, view in app.view_functions.items()}
    return {endpoint for endpoint, door in doors.items() if door is None or (door == "public") != (endpoint in PUBLIC)}


def test_every_route_asks_who_is_there(app):
    assert without_door(app) == set()


def test_every_door_is_a_right_that_somebody_can_hold(app):
    from perf.people.queries import RIGHTS
    rights = set().union(*RIGHTS.values())
    doors = {view.door for view in app.view_functions.values()} - {"public", "signed in"}
    assert doors <= rights


def test_guard_sees_a_route_without_a_door(app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "people.people", lambda: "everybody's names")
    assert without_door(app) == {"people.people"}


# 4. names

def test_name_of_a_room_is_its_folder_its_addresses_and_its_templates(app):
    for room in perf.MODULES:
        assert (ROOT / room.name).is_dir()
        if room.blueprint:
            assert room.blueprint.name == room.name
            for rule in app.url_map.iter_rules():
                if rule.endpoint.split(".")[0] == room.name and room.name not in ("home", "accounts"):   # both stand at the front
                    assert rule.rule.startswith(f"/{room.name}/"), rule


def test_templates_style_sheets_and_tests_belong_to_a_room():
    rooms = {room.name for room in perf.MODULES}
    assert {path.name for path in TEMPLATES.iterdir() if path.is_dir()} <= rooms | {"ui"}
    assert {path.stem for path in (ROOT.parent / "static/css/rooms").glob("*.css")} <= rooms
    tests = {path.parent.name for path in (ROOT.parent / "tests").glob("*/test_*.py")}
    assert tests <= rooms | {"kernel", "browser", "faults", "bench"}


def test_a_room_shows_only_its_own_templates_and_those_of_the_house():
    for path in files_of_rooms():
        room = path.relative_to(ROOT).parts[0]
        shown = re.findall(r"""(?:render_template|fragment|reply)\(\s*["']([\w/]+\.html)""", path.read_text())
        assert {name.split("/")[0] for name in shown if "/" in name} <= {room, "ui"}, path


# 5. migrations

def tables_of_models():
    for found in pkgutil.walk_packages(perf.__path__, "perf."):
        if found.name.endswith(".models") or found.name in ("perf.kernel.trail", "perf.kernel.once"):
            importlib.import_module(found.name)
    known, waiting = [], [db.Model]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        known += [model for model in below if model.__module__.startswith("perf.")]
    return known


def schema():
    """Each table and index, written one way; what an index is called does not matter."""
    rows = db.database.execute_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'").fetchall()
    return sorted(re.sub(r'index "\w+"', "index", re.sub(r"\s+", " ", sql.lower())) for sql, in rows if "schema_migration" not in sql)


def test_migrations_build_exactly_the_tables_that_the_models_describe(app, tmp_path):
    migrated = schema()
    db.database.close()
    db.open_at(tmp_path / "models.db")
    db.database.create_tables(tables_of_models())
    described = schema()
    assert migrated == described


def test_guard_sees_a_column_that_no_migration_made(app):
    before = schema()
    db.database.execute_sql("ALTER TABLE person ADD COLUMN shoe_size INTEGER")
    assert schema() != before


def test_rebuilt_tables_keep_every_reference(app):
    assert db.database.execute_sql("PRAGMA foreign_key_check").fetchall() == []


# 6. switches

IS_SHOWN_BY = {"questions.write": "reviews", "questions.save_all": "reviews"}     # a sheet opens in the room that asks


def answers(house, rows, names, of=lambda *place: True):
    browsers = world.browsers(house)
    return {(name, page): (endpoint, browsers[name].get(page).status_code) for who, name in enumerate(names)
            for place, (page, endpoint) in enumerate(world.pages(house.app, rows).items()) if of(endpoint, place, who)}


def room_of(endpoint):
    return IS_SHOWN_BY.get(endpoint, endpoint.split(".")[0])


def test_every_optional_room_can_be_off_while_the_rest_goes_on(house):
    optional = [room.name for room in perf.MODULES if room.optional]
    everybody = ("hana", "mara", "tomas", "adam")
    with world.house_in_use(house) as rows:
        before = answers(house, rows, everybody)
        kept = world.dump(without={"room_switch", "trail_line", "session"})
        for turn, off in enumerate([[name] for name in optional] + [optional]):
            for name in off:
                settings.switch_room(name, False, by=None)
            is_tried = functools.partial(is_tried_with, off, turn)
            for where, (endpoint, status) in answers(house, rows, everybody if off == optional else ("hana",), is_tried).items():
                assert status == (404 if room_of(endpoint) in off else before[where][1]), (off, where)
            assert writes_of(house, rows, off) <= {404}
            for name in off:
                settings.switch_room(name, True, by=None)
        assert world.dump(without={"room_switch", "trail_line", "session"}) == kept


def is_tried_with(off, turn, endpoint, place, who):
    """Every page of the rooms that are off and of home; of the others those whose turn it is."""
    return room_of(endpoint) in (*off, "home") or turns.is_its_turn(place, turn + who)


def writes_of(house, rows, off):
    """The statuses of every write in the rooms that are off, sent by HR."""
    hana = world.browsers(house)["hana"]
    return {hana.post(world.address(house.app, rule, rows)).status_code
            for method, endpoint, rule in world.routes(house.app) if method == "POST" and endpoint.split(".")[0] in off}


def test_room_that_is_off_is_not_asked(app, monkeypatch):
    settings.switch_room("reviews", False, by=None)
    asked = {room.name for room in modules.rooms_on()}
    assert "reviews" not in asked and "people" in asked


# 7. reading changes nothing, and writes come from our own pages

def test_reading_changes_nothing_but_last_seen_and_the_trail(house):
    """B02: by GET and HEAD, as everybody."""
    with world.house_in_use(house) as rows:
        later = clock.now().replace(microsecond=0) + 2 * world.TOUCHED
        browsers = world.browsers(house)
        with clock.at(later):
            before = world.dump(without={"trail_line", "session.seen_at"})
            for name in ("hana", "mara", "tomas", "adam", "visitor"):
                for page in world.pages(house.app, rows):
                    browsers[name].open(page, method="HEAD" if name == "adam" else "GET")
                assert world.dump(without={"trail_line", "session.seen_at"}) == before, name
        assert world.dump(without={"trail_line"}) != before


def test_page_is_not_shown_where_its_line_in_the_trail_cannot_be_written(house, monkeypatch):
    """B02, I13: the line goes before the page."""
    def full(*args, **kwargs):
        raise pw.OperationalError("disk full")
    with world.house_in_use(house) as rows:
        browsers = world.browsers(house)
        monkeypatch.setattr(trail, "record", full)
        reply = browsers["hana"].get(f"/reviews/{rows['shared']}")
        assert reply.status_code == 503 and "Seen in daily work" not in reply.text
        assert browsers["tomas"].get(f"/reviews/{rows['shared']}").status_code == 200


FOREIGN = [     # what a browser sends with a write that does not come from our own page
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "https://evil.example"}, {"Origin": "http://localhost.evil.example"}, {"Origin": "null"}, {"Origin": ""}, {},
    {"Sec-Fetch-Site": "cross-site", "HX-Request": "true"}, {"HX-Request": "true"},
]


def test_every_write_refuses_a_foreign_origin(house):
    """B01, B03: signed in or not, sign-in and sign-out among them; nothing is written."""
    with world.house_in_use(house) as rows:
        browsers = world.browsers(house)
        before = world.dump()
        for turn, (method, endpoint, rule) in enumerate(world.routes(house.app)):
            if method not in ("GET", "HEAD", "OPTIONS"):
                page = world.address(house.app, rule, rows)
                for name, headers in [("visitor", headers) for headers in turns.some(FOREIGN, turn)] + [("hana", FOREIGN[0])]:
                    reply = FlaskClient.open(browsers[name], page, method=method, headers=headers)
                    assert reply.status_code == 403, (page, name, headers)
        assert world.dump() == before


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"},
                                     {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}])
def test_write_from_our_own_page_is_taken(browser_of, headers):
    reply = FlaskClient.open(browser_of("adam"), "/settings/holidays", method="POST", headers=headers,
                             data={"day": "2031-05-01", "name": "May Day"})
    assert reply.status_code == 303


# 8. templates

BARRED = {
    "inline script": r"<script(?![^>]*\bsrc=)", "style element": r"<style\b", "style attribute": r"""[\s"']style\s*=""",
    "event attribute": r"""[\s"']on[a-z]+\s*=\s*["'{]""", "script address": r"javascript:", "raw output": r"\|\s*safe\b",
    "autoescape off": r"autoescape\s+false", "scripted htmx": r"hx-on|\bjs:|hx-vals=.js", "bare htmx attribute": r"""[\s"']hx-""",
}
MARKUP = {"orgchart/queries.py"}        # joins closing tags, nothing that anybody typed


def barred(source):
    return [name for name, pattern in BARRED.items() if re.search(pattern, source, re.IGNORECASE)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_template_parses_and_holds_nothing_inline(path):
    """B07, B08, I02: in every template."""
    source = path.read_text()
    Environment(extensions=["jinja2.ext.do"]).parse(source)
    assert barred(source) == []


@pytest.mark.parametrize("source", [
    "<script>alert(1)</script>", "<p style='color:red'>", '<a onclick="go()">', "{{ text|safe }}", "{{ text | safe }}", "<style>p{}</style>",
    '<a href="javascript:go()">', '<b data-hx-on:click="x">', '<b hx-get="/">', "{% autoescape false %}",
])
def test_guard_sees_what_a_template_must_not_hold(source):
    assert barred(source)


def test_nothing_is_marked_as_safe_in_code():
    """I02, I03: no text is taken for markup; there is no renderer of marked-up text either."""
    marked = {path.relative_to(ROOT).as_posix() for path in files_of_rooms()
              if re.search(r"\bMarkup\(|\|safe|render_template_string", path.read_text())}
    assert marked <= MARKUP
