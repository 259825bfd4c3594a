"""What the server says of itself: where something went wrong, never what was sent, typed or kept (TRUST L03)."""
import logging
import sys
import traceback


class Plain(logging.Formatter):
    """One line an entry. An error is told by its kind and its place; its own words may quote a text or a secret."""

    def format(self, record):
        return plain(super().format(record))

    def formatException(self, exc_info):
        return " < ".join(_told(exc_info[1]))

    def formatStack(self, stack_info):
        return ""


def install_logs():
    """Everything that is logged in this process, by Perf or by what it stands on, leaves in this form."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def plain(text):
    """A text in which no sign can begin a new line or steer a terminal."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def _told(problem):
    """The kind of an error and of those behind it, each with the way to where it arose, the innermost first."""
    passed = set()
    while problem is not None and id(problem) not in passed:
        passed.add(id(problem))
        frames = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}"
                  for frame in traceback.extract_tb(problem.__traceback__)]
        yield f"{type(problem).__name__} at {' / '.join(reversed(frames[-12:]))}"
        problem = problem.__cause__ or problem.__context__
