"""What the pages are measured against: a bare Flask page, and one that reads 300 rows by sqlite3 and renders them by Jinja."""
import sqlite3
import sys
import threading

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask, render_template_string

ROWS = 300
PAGE = """<!doctype html><title>Rows</title><table>{% for row in rows %}<tr><td>{{ row[0] }}</td><td>{{ row[1] }}</td>
<td>{{ row[2] }}</td><td>{{ row[3] }}</td><td>{{ row[4] }}</td></tr>{% endfor %}</table>"""

app = Flask(__name__)
local = threading.local()


def connection(path):
    """One connection a thread, kept, on a file of its own that apsw never opens."""
    if not hasattr(local, "connection"):
        local.connection = sqlite3.connect(path)
    return local.connection


def prepare(path):
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, role TEXT, department TEXT, manager TEXT)")
        made.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?)",
                         [(n, f"Person {n}", "Case Worker", "Family Services", f"Person {n // 8}") for n in range(ROWS)])


@app.get("/bare")
def bare():
    return "<!doctype html><title>Bare</title><p>Hello</p>"


@app.get("/rows")
def rows():
    found = connection(sys.argv[1]).execute("SELECT id, name, role, department, manager FROM person ORDER BY name").fetchall()
    return render_template_string(PAGE, rows=found)


if __name__ == "__main__":
    prepare(sys.argv[1])
    uvicorn.run(WSGIMiddleware(app, workers=10), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", lifespan="off")
