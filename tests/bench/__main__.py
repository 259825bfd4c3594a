"""The main pages with 300 people, against two references on the same server: `python -m tests.bench`. Prints a table.

Client and servers share the machine. Each figure is the median of several rounds taken in turn, so that drift touches all alike.
"""
import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "browser"), str(Path(__file__).parent)]
from stage import ROOT, Stage, free_port  # noqa: E402

CLIENTS, SECONDS, ROUNDS = 4, 1.5, 5
PASSWORD = "bench-pass-word-1234"
AIMS = {"one answer saved": ("bare", 0.25), "review form": ("rows", 1 / 3), "cycle page": ("rows", 1 / 3),
        "people list": ("rows", 1 / 3), "organisation chart": ("rows", 1 / 3)}


class Line:
    """One kept connection, read by hand so that the client costs little."""

    def __init__(self, port, cookie=""):
        self.port, self.cookie = port, cookie
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.rest = b""

    def ask(self, path, form=None, **headers):
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: localhost:{self.port}", "Sec-Fetch-Site: same-origin",
                 f"Cookie: {self.cookie}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        return self.read()

    def read(self):
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length:
            body = self.exactly(int(length[1]))
        elif re.search(rb"(?i)transfer-encoding: chunked", head):
            body = self.chunks()
        else:
            body = b""
        return status, head, body

    def exactly(self, count):
        while len(self.rest) < count:
            self.more()
        body, self.rest = self.rest[:count], self.rest[count:]
        return body

    def chunks(self):
        body = b""
        while True:
            while b"\r\n" not in self.rest:
                self.more()
            size, _, self.rest = self.rest.partition(b"\r\n")
            piece = self.exactly(int(size, 16) + 2)[:-2]
            if not piece:
                return body
            body += piece

    def more(self):
        got = self.socket.recv(1 << 18)
        if not got:
            raise ConnectionError("the server closed the connection")
        self.rest += got


def sign_in(port, email):
    status, head, _body = Line(port).ask("/sign-in", {"email": email, "password": PASSWORD})
    assert status == 303, status
    return re.search(rb"(?i)set-cookie: (__Host-session=[^;]+)", head)[1].decode()


def rate(make, seconds=SECONDS, clients=CLIENTS):
    """Answers a second of several clients at once. make(number) gives a function that asks once."""
    counts, end = [0] * clients, time.monotonic() + seconds

    def run(number):
        ask = make(number)
        while time.monotonic() < end:
            ask()
            counts[number] += 1
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.monotonic() - began)


def getter(port, path, cookie=""):
    def make(_number):
        line = Line(port, cookie)

        def ask():
            status, _head, _body = line.ask(path)
            assert status == 200, (path, status)
        return ask
    return make


def saver(port, cookie, sheet_path):
    """Each client saves its own answer of one sheet again and again."""
    _status, _head, body = Line(port, cookie).ask(sheet_path)
    found = re.findall(r'data-answer="(\d+)" data-version="(\d+)"', body.decode())

    def make(number):
        line, (answer, version) = Line(port, cookie), found[number]
        state = {"version": int(version), "count": 0}

        def ask():
            state["count"] += 1
            status, _head, body = line.ask(f"/questions/answers/{answer}", {
                "rating": 1 + state["count"] % 5, "text": f"Seen {state['count']} times.", "choice": "", "version": state["version"],
                "tab": f"bench-{number}", "sequence": state["count"]}, HX_Request="true")
            assert status == 200, (status, body[:300])
            state["version"] += 1
        return ask
    return make


def measured(port, cookies, paths, reference_port):
    kinds = {"bare": getter(reference_port, "/bare"), "rows": getter(reference_port, "/rows"),
             "one answer saved": saver(port, cookies["mara"], paths["form"]),
             "review form": getter(port, paths["form"], cookies["mara"]),
             "cycle page": getter(port, paths["cycle"], cookies["hana"]),
             "people list": getter(port, "/people/", cookies["zora"]),
             "organisation chart": getter(port, "/orgchart/", cookies["zora"]),
             "home": getter(port, "/", cookies["mara"]), "a person's page": getter(port, paths["person"], cookies["hana"]),
             "a review": getter(port, paths["review"], cookies["hana"])}
    found = {name: [] for name in kinds}
    for _round in range(ROUNDS):
        for name, make in kinds.items():
            found[name].append(rate(make))
    return {name: statistics.median(rates) for name, rates in found.items()}


def report(rates, memory, first_answer, visit):
    print(f"{'page':<22}{'answers/s':>10}{'of bare':>9}{'of 300 rows':>13}   aim")
    for name, value in rates.items():
        aim = AIMS.get(name)
        reached = f"{'reached' if value / rates[aim[0]] >= aim[1] else 'MISSED'} ({aim[1]:.2f} of {aim[0]})" if aim else ""
        print(f"{name:<22}{value:>10.0f}{value / rates['bare']:>9.2f}{value / rates['rows']:>13.2f}   {reached}")
    print(f"memory at rest {memory:.0f} MB (aim 120) · first answer {first_answer:.2f} s after start (aim 1.5) · "
          f"first visit on a phone {visit[0] / 1000:.1f} kB in {visit[1]} requests (aim 60 kB, 12)")


def first_visit(port):
    """Bytes on the wire and requests of a phone's first visit: sign-in, then home, with what both need, counted once."""
    total, seen, line = 0, 0, Line(port)
    status, head, body = line.ask("/sign-in", Accept_Encoding="gzip")
    total, seen = len(head) + len(body), 1
    import gzip
    page = gzip.decompress(body).decode() if b"gzip" in head else body.decode()
    status, head, body = line.ask("/sign-in", {"email": "tomas@demo.example", "password": PASSWORD}, Accept_Encoding="gzip")
    total, seen = total + len(head) + len(body), seen + 1
    line.cookie = re.search(rb"(?i)set-cookie: (__Host-session=[^;]+)", head)[1].decode()
    status, head, body = line.ask("/", Accept_Encoding="gzip")
    total, seen = total + len(head) + len(body), seen + 1
    page += gzip.decompress(body).decode() if b"gzip" in head else body.decode()
    for path in sorted({found.split("#")[0] for found in re.findall(r'(?:href|src)="(/(?:static|manifest)[^"]+)"', page)}):
        _status, head, body = line.ask(path, Accept_Encoding="gzip")
        total, seen = total + len(head) + len(body), seen + 1
    return total, seen


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def pages_of(folder):
    """Which rows the benchmark looks at; asked in a process of its own, so that no two SQLite libraries meet on the file."""
    code = ("import json, sys, perf\nfrom perf.reviews.models import Review, Cycle\nfrom perf.people.models import Person\n"
            "perf.create_app(sys.argv[1])\nmara = Person.get(Person.email == 'mara@demo.example')\n"
            "tomas = Person.get(Person.email == 'tomas@demo.example')\n"
            "running = Cycle.get(Cycle.state == 'open')\nown = Review.get(Review.cycle == running, Review.person == tomas)\n"
            "old = Review.select().where(Review.state == 'closed', Review.person == tomas).first()\n"
            "print(json.dumps({'form': f'/questions/sheets/{own.manager_sheet_id}', 'cycle': f'/reviews/cycles/{running.id}',"
            "'person': f'/people/{tomas.id}', 'review': f'/reviews/{old.id}'}))")
    found = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(found.stdout)


def main():
    global SECONDS, ROUNDS
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=300)
    parser.add_argument("--cycles", type=int, default=3, help="finished cycles")
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--data", help="a data directory to keep and use again")
    given = parser.parse_args()
    if given.quick:
        ROUNDS, SECONDS = 1, 0.7
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(given.data or f"{scratch}/data")
        if not (folder / "perf.db").exists():
            subprocess.run([sys.executable, "-m", "flask", "--app", "app", "demo", "--people", str(given.people), "--cycles",
                            str(given.cycles), "--password", PASSWORD], cwd=ROOT, check=True, stdout=subprocess.DEVNULL,
                           env={**os.environ, "PERF_DATA": str(folder)})
        port = free_port()
        reference = subprocess.Popen([sys.executable, Path(__file__).parent / "reference.py", f"{scratch}/rows.db", str(port)])
        stage, began = Stage(folder), time.monotonic()
        try:
            stage.start()
            first_answer = time.monotonic() - began
            cookies = {name: sign_in(stage.port, f"{name}@demo.example") for name in ("mara", "hana", "zora")}
            paths = pages_of_copy(folder, scratch)
            rates = measured(stage.port, cookies, paths, port)
            visit = first_visit(stage.port)
            time.sleep(1)
            report(rates, resident(stage.process.pid), first_answer, visit)
        finally:
            stage.stop()
            reference.terminate()


def pages_of_copy(folder, scratch):
    copy = Path(scratch) / "copy"
    subprocess.run(["cp", "-r", str(folder), str(copy)], check=True)
    return pages_of(copy)


if __name__ == "__main__":
    main()
