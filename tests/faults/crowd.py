"""People who type: signed-in browsers in this process or before the real server, and what was acknowledged to them."""
import http.client
import re
import threading
from urllib.parse import urlencode

COOKIE = "__Host-session"
TYPISTS = ("mara", "tomas", "piet")     # people without powers; Zora's review is signed meanwhile


def typists(built, port, kept):
    """Everybody at their own review, and Mara at the one that she writes."""
    sheets = [*((name, built.sheets[name]) for name in (*TYPISTS, "zora")), ("mara", built.manager)]
    return [Typist(name, Far(port, built.secrets[name]), sheet, kept) for name, sheet in sheets]


class Kept:
    """What was acknowledged: the version and text of each answer, and the rows that a deed has made."""

    def __init__(self):
        self.lock, self.answers, self.rows, self.count = threading.Lock(), {}, set(), 0

    def answer(self, number, version, text):
        with self.lock:
            self.answers[number] = version, text
            self.count += 1

    def row(self, table, number):
        with self.lock:
            self.rows.add((table, number))
            self.count += 1


class Typist:
    """One person who types: saves the answers of one sheet in turn, and notes what the server has acknowledged."""

    def __init__(self, name, ask, sheet, kept):
        self.name, self.ask, self.kept, self.count = name, ask, kept, 0
        status, page = ask(f"/questions/sheets/{sheet}")
        if status != 200:
            raise Stopped(f"{name} is answered {status}: {page[-600:]}")
        self.versions = {int(number): int(version) for number, version in
                         re.findall(r'data-answer="(\d+)" data-version="(\d+)"', page.decode())}
        self.numbers = list(self.versions)

    def save(self):
        """Save the next answer; returns the status of the server's reply."""
        number = self.numbers[self.count % len(self.numbers)]
        self.count += 1
        text = f"{self.name} {self.count} of {number} " + "Seen in daily work. " * (self.count % 40)
        form = {"rating": "", "text": text.strip(), "choice": "", "version": self.versions[number]}
        status, page = self.ask(f"/questions/answers/{number}", form, HX_Request="true")
        self.page = page
        if status == 200:
            self.versions[number] += 1
            self.saved = number, self.versions[number]
            self.kept.answer(*self.saved, text.strip())
        elif status == 422:
            self.numbers.remove(number)     # a question that wants more than words
        return status


class Browser:
    """A signed-in browser inside this process: asks a page, or sends a form."""

    def __init__(self, app, secret):
        self.client = app.test_client()
        self.client.set_cookie(COOKIE, secret, secure=True, domain="localhost")

    def __call__(self, path, form=None, **headers):
        ask = self.client.get if form is None else self.client.post
        answer = ask(path, data=form, headers=sent_by_browsers(headers))
        return answer.status_code, answer.get_data()


class Far:
    """A signed-in browser of the real server, on one kept connection."""

    def __init__(self, port, secret):
        self.line, self.cookie = http.client.HTTPConnection("localhost", port, timeout=30), f"{COOKIE}={secret}"

    def __call__(self, path, form=None, **headers):
        headers = {"Cookie": self.cookie, **sent_by_browsers(headers)}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self.line.request("GET" if form is None else "POST", path, None if form is None else urlencode(form), headers)
            answer = self.line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as problem:
            raise Stopped(str(problem)) from problem


def sent_by_browsers(headers):
    return {"Sec-Fetch-Site": "same-origin", **{name.replace("_", "-"): value for name, value in headers.items()}}


class Stopped(Exception):
    """The house answers no more."""
