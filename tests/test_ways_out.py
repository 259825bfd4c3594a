"""I01, I10: no statement is put together from text, and nothing reaches out of the house but mail and the provider.

Read from the source, so that a new line shows up here before it does harm.
"""
import ast
import functools
import socket
from pathlib import Path

from tests import world
from tests.test_fuzz import post, takes_long
from tests.test_requests import with_value
from tests.turns import some

ROOT = Path(__file__).resolve().parents[1] / "perf"
SQL = {"execute_sql", "SQL", "execute", "executemany", "raw"}
OUR_OWN_NAMES = {       # where a name stands in a statement: only names of tables and columns that the house wrote itself
    "kernel/db.py": "checks of a copy: its table names come from sqlite_master",
    "migrations/": "names of tables and columns that the file spells out",
}
REACHES_OUT = {"requests", "urllib.request", "urllib3", "httpx", "aiohttp", "http.client", "smtplib", "socket", "ftplib",
               "telnetlib", "subprocess",
               "imaplib", "poplib", "xmlrpc", "webbrowser", "socketserver"}
WAYS_OUT = {            # module: (what it reaches out with, where the address comes from)
    "accounts/provider.py": ({"urllib.request"}, "the issuer in PERF_OIDC_ISSUER"),
    "notices/post.py": ({"smtplib"}, "the server in PERF_SMTP_HOST"),
    "notices/commands.py": ({"smtplib"}, "names the faults of the mail server"),
}


@functools.cache
def sources():
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}


def is_made_up(node):
    """A text that is put together: f"…", "…" % …, "…".format(…), "…" + …"""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Mod, ast.Add)) and any(isinstance(one, (ast.Constant, ast.JoinedStr))
                                                               for one in ast.walk(node))
    return isinstance(node, ast.Call) and getattr(node.func, "attr", None) in ("format", "join", "replace")


def made_up_in(tree):
    """The lines on which a statement is put together, straight or by a name that stands for such a text in this file."""
    named = {target.id for node in ast.walk(tree) if isinstance(node, ast.Assign) and is_made_up(node.value)
             for target in node.targets if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and (getattr(node.func, "attr", None) or getattr(node.func, "id", None))
        if called in SQL and node.args and (is_made_up(node.args[0]) or isinstance(node.args[0], ast.Name)
                                            and node.args[0].id in named):
            yield node.lineno


def test_no_statement_is_put_together_from_text():
    """I01: values go beside a statement, never into it."""
    found = {file: sorted(set(made_up_in(tree))) for file, tree in sources().items()}
    wrong = {file: lines for file, lines in found.items() if lines and not file.startswith(tuple(OUR_OWN_NAMES))}
    assert wrong == {}
    assert all(any(file.startswith(place) and lines for file, lines in found.items())
               for place in OUR_OWN_NAMES), "an exception is no longer needed"


def test_guard_sees_a_statement_that_is_put_together():
    """I01: the guard itself."""
    for line in ('database.execute_sql(f"SELECT {name}")', 'SQL("a = %s" % name)', 'SQL("a = {}".format(name))',
                 'x.execute("SELECT " + name)',
                 'def f(name):\n    text = f"SELECT {name}"\n    database.execute_sql(text)'):
        assert list(made_up_in(ast.parse(line))), line
    assert not list(made_up_in(ast.parse('database.execute_sql("SELECT ?", (name,))')))


def reaching(tree):
    """What a file takes in to reach out with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
        else:
            continue
        yield from (name for name in names if name in REACHES_OUT)


def test_nothing_is_fetched_but_by_the_provider_and_the_mail():
    """I10: `accounts/provider.py` asks the provider of the installation, `notices/post.py` gives letters to its mail server.

    Both addresses come from the environment of the process; no page, list or picture of anybody leads to a request.
    """
    found = {file: set(reaching(tree)) for file, tree in sources().items()}
    known = {file: names for file, (names, _where) in WAYS_OUT.items()}
    assert {file: names for file, names in found.items() if names} == known


def test_ways_out_know_no_request():
    """I10: what reaches out never sees what somebody sent: it takes nothing from Flask's request."""
    for file in WAYS_OUT:
        names = {one.name for node in ast.walk(sources()[file]) if isinstance(node, ast.ImportFrom)
                 and node.module == "flask" for one in node.names}
        assert not names & {"request", "g", "session"}, file


INSIDE = ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "http://0.0.0.0:22/", "//localhost/",
          "file:///etc/passwd", "a@[127.0.0.1]"]


def test_an_address_that_somebody_types_is_never_asked(house, monkeypatch):
    """I10: typed into every field of every form."""
    asked = []
    with world.house_in_use(house) as rows:
        monkeypatch.setattr(socket.socket, "connect", lambda _socket, where: asked.append(where))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_more: asked.append(where) or [])
        writing = [form for _page, form in world.forms(house, rows) if form.method == "post" and not takes_long(form)]
        for turn, form in enumerate(writing):
            for address in some(INSIDE, turn, share=2):
                post(house, form, [(name, value.encode()) for name, value in with_value(form, address)])
    assert asked == [] and len(writing) > 50
