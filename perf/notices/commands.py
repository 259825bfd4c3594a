"""What whoever runs the house can ask on the command line."""
import smtplib
from email.policy import SMTP as SENT

import click
from flask.cli import with_appcontext

from ..kernel import clock
from ..kernel.words import _
from . import post
from .models import Mail


@click.command("mail-test")
@click.argument("address")
@with_appcontext
def mail_test(address):
    """Send one mail to ADDRESS now, and print what the mail server says."""
    try:
        where = post.server()
    except post.Unusable as problem:
        raise click.ClickException(str(problem)) from None
    if where is None:
        raise click.ClickException("No mail server is set up. Name it in PERF_SMTP_HOST and PERF_MAIL_FROM.")
    if not post.is_address(address):
        raise click.ClickException(f"{address!r} is not an address to which a mail can be sent.")
    click.echo(f"{where.host}:{where.port}, {where.tls}{', as ' + where.user if where.user else ''}, from {where.sender}")
    try:
        _send(where, address)
    except (OSError, smtplib.SMTPException, ValueError) as problem:
        raise click.ClickException(f"{type(problem).__name__}: {_said(problem)}") from None
    click.echo(f"The mail server has taken the mail for {address}. Look whether it arrives, and whether as spam.")


def _send(where, address):
    """Send it step by step, so that the server's own answers can be printed."""
    made = Mail(id=0, to=address, subject=_("A test"), made_at=clock.now(),
                text=_("This is a test. Mails of Perf reach you; there is nothing to do."))
    client = post.connect(where)
    try:
        client.ehlo_or_helo_if_needed()
        for name, answer in (("MAIL", client.mail(where.sender)), ("RCPT", client.rcpt(post.in_ascii(address)))):
            _print(name, answer)
            if answer[0] not in (250, 251):
                raise smtplib.SMTPResponseException(*answer)
        _print("DATA", client.data(post.letter(made, where).as_bytes(policy=SENT)))
        client.quit()
    finally:
        client.close()


def _print(name, answer):
    click.echo(f"  {name} {answer[0]} {answer[1].decode('utf-8', 'replace')}")


def _said(problem):
    said = getattr(problem, "smtp_error", None) or str(problem)
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
