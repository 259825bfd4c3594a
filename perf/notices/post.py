"""The mail server: how it is reached, and how a mail is written for it. Nothing here is called within a request."""
import os
import re
import smtplib
import ssl
from collections import namedtuple
from datetime import timezone
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from ..kernel.words import _
from ..settings import queries as settings

LOCAL = ("localhost", "127.0.0.1", "::1")
PORTS = {"tls": 465, "starttls": 587, "none": 25}
SECONDS = 20            # so long a slow server is waited for
LINE = 72
ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")

Server = namedtuple("Server", "host port user password tls sender")


class Unusable(Exception):
    """What is wrong with the settings of the mail server, in words for whoever runs the house."""


def server():
    """The mail server that the environment names, or None where there is none."""
    given = {name: os.environ.get(f"PERF_{name}", "").strip() for name in
             ("SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_TLS", "MAIL_FROM")}
    if not given["SMTP_HOST"]:
        return None
    is_local = given["SMTP_HOST"] in LOCAL
    tls = given["SMTP_TLS"].lower() or ("none" if is_local and not given["SMTP_USER"] else "starttls")
    _check(given, tls, is_local)
    port = int(given["SMTP_PORT"] or PORTS[tls])
    return Server(given["SMTP_HOST"], port, given["SMTP_USER"], _password(), tls, given["MAIL_FROM"])


def _check(given, tls, is_local):
    if tls not in PORTS:
        raise Unusable(_("PERF_SMTP_TLS is one of starttls, tls and none."))
    if tls == "none" and not is_local:
        raise Unusable(_("PERF_SMTP_TLS may be none for a mail server on this machine alone: others could read on the way."))
    if given["SMTP_PORT"] and not (given["SMTP_PORT"].isascii() and given["SMTP_PORT"].isdigit()):
        raise Unusable(_("PERF_SMTP_PORT is a number, such as 587."))
    if not is_address(given["MAIL_FROM"]):
        raise Unusable(_("PERF_MAIL_FROM names the address that mails come from, such as perf@example.org."))


def _password():
    file = os.environ.get("PERF_SMTP_PASSWORD_FILE")
    if not file:
        return os.environ.get("PERF_SMTP_PASSWORD", "")
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeError) as problem:
        raise Unusable(_("The file that PERF_SMTP_PASSWORD_FILE names cannot be read.")) from problem


def is_address(text):
    """Whether a mail can be sent to this: one address, nothing that would end its line or begin another one."""
    return bool(text) and len(text) <= 254 and text.isprintable() and ADDRESS.fullmatch(text) is not None


def connect(where):
    """An open way to the mail server, encrypted and signed in where that is set; raises what smtplib raises."""
    own_name, safely = where.sender.rpartition("@")[2], ssl.create_default_context()
    if where.tls == "tls":
        client = smtplib.SMTP_SSL(where.host, where.port, own_name, timeout=SECONDS, context=safely)
    else:
        client = smtplib.SMTP(where.host, where.port, own_name, timeout=SECONDS)
    try:
        if where.tls == "starttls":
            client.starttls(context=safely)
        if where.user:
            client.login(where.user, where.password)
    except BaseException:
        client.close()
        raise
    return client


def letter(mail, where):
    """A mail of the outbox as it goes out. Its Message-ID follows from the row, so a server can drop a double."""
    made, domain = EmailMessage(), where.sender.rpartition("@")[2]
    house = settings.organisation()
    made["From"] = Address(display_name=one_line(house.name if house else _("Perf")), addr_spec=where.sender)
    made["To"] = in_ascii(mail.to)
    made["Subject"] = one_line(mail.subject)
    made["Date"] = format_datetime(mail.made_at.replace(tzinfo=timezone.utc))
    made["Message-ID"] = f"<perf-{mail.id}-{mail.made_at:%Y%m%dT%H%M%S%f}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(flowed(mail.text), charset="utf-8", cte="quoted-printable", params={"format": "flowed"})
    return made


def one_line(text):
    """A text for a header: whatever is not to be seen becomes a blank, and nothing in it counts as encoded already.

    The library would decode such a word, and the line break hidden in it would begin a header of its own.
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).replace("=?", "= ?").split())


def in_ascii(address):
    """An address whose domain is written the way that every server takes."""
    local, _at, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def flowed(text):
    """Long lines broken where a reader may join them again (RFC 3676); addresses of pages stay whole."""
    return "\n".join(part for line in text.splitlines() for part in _broken(line.rstrip()))


def _broken(line):
    parts, now = [], ""
    for word in line.split(" "):
        if now and len(now) + len(word) >= LINE:
            parts.append(now + " ")
            now = word
        else:
            now = f"{now} {word}" if now else word
    return [f" {part}" if part.startswith((" ", ">", "From ")) else part for part in [*parts, now]]
