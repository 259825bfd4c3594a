"""What the environment says about this installation, read once at the start and refused in words where it makes no sense."""
import os
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

NAME = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9._-]*[a-z0-9])?)(?::[0-9]{1,5})?")
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})
SECRET_BYTES, FEW_SIGNS = 32, 8
SAMPLES = ("change-me", "changeme", "change_me", "replace", "example", "sample", "your-secret", "yoursecret", "put-a-long", "password",
           "secret-key", "secret_key", "0123456789", "abcdefgh")


class CannotStart(click.ClickException):
    """Why the house cannot open, in words for who runs it; `exit_code` tells the same to a script."""

    FOLDER, RUNNING, FOREIGN, OPEN_TO_OTHERS, SECRET, SETTING, DEBUG, PLAIN_HTTP = range(10, 18)
    NO_DATABASE, DAMAGED, NEWER, JOURNAL_GONE, NO_SPACE, COPY_FAILED, READ_ONLY, RESTORING, UPGRADE_FAILED = range(20, 29)

    def __init__(self, words, code=FOLDER):
        super().__init__(words)
        self.exit_code = code

    def show(self, file=None):
        click.echo(f"Perf did not start: {self.message}", err=True, file=file)


def read(environ=os.environ):
    """The settings of the environment as the app's configuration."""
    refuse_debug(environ)
    return {"BASE_URL": base_url(environ.get("PERF_URL", "")), "HOSTS": hosts(environ.get("PERF_HOSTS", "")),
            "PROXIES": count("PERF_PROXIES", environ), "ALLOW_HTTP": switch("PERF_ALLOW_HTTP", environ),
            "ACCESS_LOG": switch("PERF_ACCESS_LOG", environ),
            "BACKUPS": Path(environ["PERF_BACKUPS"]).absolute() if environ.get("PERF_BACKUPS") else None}


def refuse_debug(environ):
    """Debug mode shows code and values to whoever causes an error (TRUST I12)."""
    if environ.get("FLASK_DEBUG", "").lower() not in ("", "0", "false", "no"):
        raise CannotStart("FLASK_DEBUG is set. It would show code and data to anybody who causes an error. Unset it.", CannotStart.DEBUG)


def base_url(text):
    """The address that people type, without a slash at its end; "" where it is not said."""
    text = text.strip().rstrip("/")
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and host_of(parts.netloc) and not (parts.path or parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good:
        raise CannotStart(f"PERF_URL is “{text}”, which is not an address of a whole host. Write it as "
                          "https://perf.example.org, with nothing behind the name: Perf does not run below a path.", CannotStart.SETTING)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def hosts(text):
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    wrong = [name for name in names if host_of(name) != name]
    if wrong:
        raise CannotStart(f"PERF_HOSTS names “{wrong[0]}”. Give names of hosts alone, without http:// and port, with commas "
                          "between them.", CannotStart.SETTING)
    return frozenset(names)


def host_of(text):
    """The name in a Host header, without its port; None where that is not a name."""
    match = NAME.fullmatch((text or "").lower())
    return match[1] if match else None


def count(name, environ):
    text = environ.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdigit() and int(text) <= 9):
        raise CannotStart(f"{name} is “{text}”. Give the number of proxies in front of Perf: 0, 1 or 2.", CannotStart.SETTING)
    return int(text)


def switch(name, environ):
    text = environ.get(name, "").strip()
    if text not in ("", "0", "1"):
        raise CannotStart(f"{name} is “{text}”. Give 1 for yes, or leave it out.", CannotStart.SETTING)
    return text == "1"


def works_on_closed_data():
    """Whether this is a command that must not open the data: `restore`, which replaces it, and `backup verify`, which needs none."""
    words = sys.argv[1:] if click.get_current_context(silent=True) else []
    return "restore" in words or {"backup", "verify"} <= set(words)


def given_secret(environ=os.environ):
    """The key from PERF_SECRET_KEY or the file that PERF_SECRET_KEY_FILE names; None where neither is set."""
    text, path = environ.get("PERF_SECRET_KEY"), environ.get("PERF_SECRET_KEY_FILE")
    if text is not None and path is not None:
        raise CannotStart("PERF_SECRET_KEY and PERF_SECRET_KEY_FILE are both set. Keep one of them.", CannotStart.SECRET)
    if path is not None:
        try:
            text = Path(path).read_text()
        except (OSError, UnicodeDecodeError) as problem:
            raise CannotStart(f"the file {path} that PERF_SECRET_KEY_FILE names cannot be read ({problem}).", CannotStart.SECRET) from problem
    return None if text is None else good_secret(text.strip(), "PERF_SECRET_KEY" if path is None else path)


def good_secret(text, where):
    """The key, refused where somebody could guess it (TRUST L05)."""
    if len(text.encode()) < SECRET_BYTES:
        wrong = f"is shorter than {SECRET_BYTES} bytes"
    elif len(set(text)) < FEW_SIGNS or any(sample in text.lower() for sample in SAMPLES):
        wrong = "looks like a sample that others know as well"
    else:
        return text
    raise CannotStart(f"the secret key in {where} {wrong}. Make one with: "
                      "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'", CannotStart.SECRET)


def is_for_all_to_reach(host):
    """Whether listening on this address lets other machines in."""
    return host.strip("[]") not in ("localhost", "::1") and not host.startswith("127.")


def refuse_plain_http(host, config):
    """Other machines may come in through https, or where somebody has said that plain http is wanted."""
    if is_for_all_to_reach(host) and not config["ALLOW_HTTP"] and not config["BASE_URL"].startswith("https://"):
        raise CannotStart(
            f"with --host {host} other machines would reach Perf over plain http, and could not sign in. Put a proxy with a "
            "certificate in front and say its address in PERF_URL=https://…, or leave --host out to use Perf on this machine "
            "alone. PERF_ALLOW_HTTP=1 allows plain http; passwords and reviews can then be read on the way.", CannotStart.PLAIN_HTTP)
