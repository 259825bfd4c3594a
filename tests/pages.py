"""Reading pages as a browser does: their links, their forms and what is typed in them."""
import io
import re
import zipfile
from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

NUMBER = re.compile(r"[0-9]+")
TYPED = {"text", "email", "search", "tel", "url", "textarea", "date", "number", "hidden"}


class Form:
    def __init__(self, method, action):
        self.method, self.action, self.fields = method, action, []      # fields: (name, kind, value, is sent)

    def sent(self):
        """What the browser would send as it stands: pairs, with the first button."""
        pairs = [(name, value) for name, kind, value, counts in self.fields if name and counts and kind != "button"]
        return pairs + [(name, value) for name, kind, value, _counts in self.fields if name and kind == "button"][:1]

    def typed(self):
        """The fields in which one can write: names by kind."""
        return {name: kind for name, kind, _value, _counts in self.fields if name and kind in TYPED}


class Page(HTMLParser):
    """The links and forms of one page, and the attributes of its elements."""

    def __init__(self, text, address="/"):
        super().__init__()
        self.address, self.links, self.forms, self.elements, self.values = address, set(), [], [], {}
        self._select = self._area = None
        self._text = []
        self.feed(text)

    def handle_starttag(self, tag, pairs):
        given = dict(pairs)
        self.elements.append((tag, given))
        if tag == "a" and given.get("href"):
            self.links.add(urljoin(self.address, given["href"]))
        if tag == "form":
            self.forms.append(Form(given.get("method", "get").lower(), urljoin(self.address, given.get("action") or self.address)))
        getattr(self, f"_{tag}_starts", lambda given: None)(given)

    def _input_starts(self, given):
        kind = given.get("type", "text")
        counts = kind not in ("checkbox", "radio") or "checked" in given
        self._add(given.get("name"), kind, given.get("value", "on" if kind == "checkbox" else ""), counts)

    def _button_starts(self, given):
        if given.get("type", "submit") == "submit":
            self._add(given.get("name"), "button", given.get("value", ""), False)

    def _select_starts(self, given):
        self._select = [given.get("name"), None]

    def _option_starts(self, given):
        if self._select and (self._select[1] is None or "selected" in given):
            self._select[1] = given.get("value", "")

    def _textarea_starts(self, given):
        self._area, self._text = given.get("name"), []

    def handle_data(self, text):
        if self._area is not None:
            self._text.append(text)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._add(self._area, "textarea", "".join(self._text), True)
            self._area = None
        if tag == "select" and self._select:
            self._add(self._select[0], "select", self._select[1] or "", True)
            self._select = None

    def _add(self, name, kind, value, counts):
        self.values.setdefault(name, []).append(value)
        if self.forms:
            self.forms[-1].fields.append((name, kind, value, counts))


def ways_on(page):
    """The addresses of our own that a page leads to, without anchors."""
    for link in page.links:
        parts = urlsplit(link)
        if not parts.netloc and not parts.scheme and not parts.path.startswith("/static/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def text_of(reply):
    """All that an answer says; what is packed, such as a workbook, unpacked."""
    data = reply.get_data()
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode(errors="replace")


def crawl(browser, addresses, limit=400, alike=400):
    """Every page that can be reached, of those that differ in numbers only so many: (address, status, text).

    First all that are named, then what they lead to, until so many have been opened.
    """
    waiting, seen, kinds, opened = deque(addresses), set(addresses), Counter(), 0
    while waiting and opened < max(limit, len(addresses)):
        address, opened = waiting.popleft(), opened + 1
        reply = browser.get(address)
        yield address, reply.status_code, text_of(reply)
        if reply.mimetype == "text/html" and reply.status_code == 200:
            for link in sorted(set(ways_on(Page(reply.text, address))) - seen):
                seen.add(link)
                kinds[NUMBER.sub("0", link)] += 1
                if kinds[NUMBER.sub("0", link)] <= alike:
                    waiting.append(link)
