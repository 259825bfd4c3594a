"""`python app.py`: reads the settings of the environment, opens the house, serves it."""
import argparse
import contextlib
import ctypes
import os
import sys
from pathlib import Path

from . import accounts, create_app, settings
from .kernel import serve, store, surroundings

M_MMAP_THRESHOLD = -3
DEMO_PASSWORD = os.environ.get("PERF_DEMO_PASSWORD", "harbour-light-demo")


def run(argv=None):
    given = arguments(argv)
    os.umask(0o077)
    give_memory_back()
    folder = Path(os.environ.get("PERF_DATA", "data"))
    if given.demo:
        folder = Path(os.environ["PERF_DATA"]) if "PERF_DATA" in os.environ else folder / store.DEMO
    try:
        surroundings.refuse_plain_http(given.host, surroundings.read())
        with store.only_one(folder, accept_loss=given.accept_loss) as held:
            app = create_app(folder, LISTENS_ON=given.host, SERVED_AT=served_at(given))
            held.mark(store.OPEN)
            if given.demo:
                prepare_demo(app)
            greet(app)
            serve.serve(app, given.host, given.port)
            held.close()
    except store.CannotStart as reason:
        reason.show()
        sys.exit(reason.exit_code)


def give_memory_back():
    """Checking a password takes 19 MiB for a moment. glibc would keep that for each thread; told so, it gives it back."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(M_MMAP_THRESHOLD, 1024 * 1024)


def arguments(argv):
    parser = argparse.ArgumentParser(prog="perf-reviews", description="Performance management for a small organisation.")
    parser.add_argument("--demo", action="store_true", help="show the product with an invented organisation")
    parser.add_argument("--host", default=os.environ.get("PERF_HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=os.environ.get("PERF_PORT", "8000"))
    parser.add_argument("--accept-loss", action="store_true", help="start although the journal with the latest changes is missing")
    return parser.parse_args(argv)


def prepare_demo(app):
    """Build the invented organisation at the first start, and say what to sign in with."""
    from . import demo
    with app.app_context():
        if settings.organisation() is None:
            print("Building the demonstration …", flush=True)
            demo.build(password=DEMO_PASSWORD)
        print(demo.sign_in_sheet(DEMO_PASSWORD), flush=True)


def served_at(given):
    host = "localhost" if given.host in ("127.0.0.1", "0.0.0.0", "::") else given.host  # noqa: S104  said, not listened on
    return f"http://{f'[{host}]' if ':' in host else host}:{given.port}"


def greet(app):
    print(f"Perf is at {app.config['BASE_URL'] or app.config['SERVED_AT']}/", flush=True)
    if accounts.is_empty():
        print(f"Set-up code for the first visit: {app.config['SETUP_CODE']}", flush=True)
