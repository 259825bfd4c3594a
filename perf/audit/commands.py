"""The trail, looked through on the server."""
from pathlib import Path

import click
import peewee as pw
from flask.cli import AppGroup

from ..kernel import chain, db, trail

audit = AppGroup("audit", help="Look through the audit log.")


@audit.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--noted", metavar="LINE:MARK", help="A line noted earlier, as `audit head` or a backup's manifest tells it.")
def verify(file, noted):
    """Say whether every line is there and as it was written; without FILE, in the data of this installation."""
    place = db.Database(str(file)) if file else db.database
    try:
        found = chain.verify(place, _parts(noted) if noted else chain.NOTHING)
    except pw.DatabaseError as problem:
        raise click.ClickException(f"This is not data of Perf that can be looked through: {problem}.") from None
    finally:
        if file:
            place.close()
    if found.problem:
        raise click.ClickException(f"The audit log is not whole: {found.problem}.")
    click.echo(f"The audit log is whole: lines {found.first} to {found.last}, ending with {found.last}:{found.last_hash}")


@audit.command("head")
def head():
    """The number and mark of the last line, to be noted outside: they prove later that nothing before it was touched."""
    click.echo("{}:{}".format(*trail.head()))


def _parts(noted):
    number, _colon, mark = noted.partition(":")
    if not (number.isdigit() and len(mark) == 64):
        raise click.BadParameter("write it as the number of a line, a colon and its 64 characters", param_hint="--noted")
    return int(number), mark
