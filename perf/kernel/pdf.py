"""PDFs out of pages of our own, by WeasyPrint where it is installed (the extra `pdf`); without it people print.

Nothing is fetched: neither over the network nor from the disk, whatever a text says.
"""
import importlib
import importlib.util
import logging
import threading

from .words import _

_one_at_a_time = threading.Lock()       # a PDF takes a second of one core, and the libraries below promise nothing to threads


class Missing(Exception):
    """No PDF can be made here; `words` say why."""

    def __init__(self, words):
        super().__init__(words)
        self.words = words


def why_not():
    """Why no PDF can be made here, in words for whoever looks after the server; "" where it can. Asked without loading anything large."""
    if importlib.util.find_spec("weasyprint") is None:
        return _("PDFs need the extra “pdf”, which is not installed on this server; the README says how. Printing works without it.")
    return _failed


_failed = ""


def made(html, style):
    """The bytes of a PDF of a whole page, with this style sheet and no other; to be called outside of any write."""
    with _one_at_a_time:
        printer = _printer()
        sheet = printer.CSS(string=style, url_fetcher=_fetch_nothing)
        return printer.HTML(string=html, base_url=None, url_fetcher=_fetch_nothing).write_pdf(stylesheets=[sheet])


def _printer():
    """WeasyPrint, loaded when the first PDF is asked for: it takes half a second and needs Debian's pango."""
    global _failed
    if reason := why_not():
        raise Missing(reason)
    try:
        printer = importlib.import_module("weasyprint")
    except OSError:
        _failed = _("PDFs need Debian's pango, which is missing on this server; the README says how. Printing works without it.")
        raise Missing(_failed) from None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    return printer


class Refusing:
    """What WeasyPrint asks for addresses: it gets nothing, and goes on without."""

    _fail_on_errors = False         # WeasyPrint asks this of a fetcher that failed

    def __call__(self, url, *_args, **_kwargs):
        raise ValueError("a PDF of ours fetches nothing")


_fetch_nothing = Refusing()
