"""Keeping from the command line: for who runs the server, and for those without an account."""
from pathlib import Path

import click
from flask.cli import with_appcontext

from ..kernel import clock, trail
from ..people.models import Person
from . import actions, erasing
from .parcel import parcel
from .plan import plan


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Say what is past its time, and remove nothing.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@with_appcontext
def purge_command(dry_run, yes):
    """Remove what is past the time that it is kept."""
    found = plan(clock.today())
    for line in found.lines:
        click.echo(f"{line.record.title}: {sum(row.count for row in line.free)} to remove, "
                   f"{sum(one.due.count for one in line.held)} held")
    if dry_run or not found.rows:
        click.echo("Nothing was removed.")
        return
    if not yes:
        click.confirm(f"Remove {found.rows} records of {len(found.people)} people? It cannot be taken back.", abort=True)
    actions.purge(seen=found.digest, by=None)
    click.echo("Removed.")


@click.command("erase")
@click.option("--again", is_flag=True, required=True, help="Erase everybody of the list once more, after a restore.")
@with_appcontext
def erase_command(again):
    """After a restore: erase again whoever was erased before, by the list beside the database."""
    done, refused = erasing.erase_again()
    click.echo(f"{done} erased again.")
    if refused:
        raise click.ClickException("Not erased, because by these data they have not left, or are under hold: person "
                                   + ", ".join(str(number) for number in refused))


@click.command("everything-about")
@click.argument("name")
@click.option("--to", required=True, type=click.Path(file_okay=False, exists=True), help="The folder to write to.")
@with_appcontext
def everything_command(name, to):
    """Write the file about a person (e-mail, employee ID or name): what they may read themselves."""
    person = _person(name)
    path = Path(to) / f"about-{person.id}-{clock.today()}.zip"
    path.touch(mode=0o600)
    path.write_bytes(parcel(person))
    trail.record("export_own_file", None, person)
    click.echo(f"{path}: texts of others are not in it; HR looks through them at /keeping/people/{person.id}")


def _person(name):
    found = [one for one in Person.select() if name.casefold() in (one.name.casefold(), (one.email or "").casefold(), one.employee_id)]
    if not found:
        raise click.ClickException("Nobody is called that. Give the e-mail address or the employee ID.")
    if len(found) > 1:
        raise click.ClickException(f"{len(found)} people are called that. Give the e-mail address or the employee ID.")
    return found[0]


COMMANDS = (purge_command, erase_command, everything_command)

