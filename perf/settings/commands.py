"""The server's own commands: `flask backup`, `flask backup verify`, `flask restore`, `flask check`."""
import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from ..kernel import age, backup, safety
from . import actions

HOUR = 3600
MIGRATIONS = Path(__file__).resolve().parents[1] / "migrations"


@click.group("backup", invoke_without_command=True)
@click.option("--to", "into", type=click.Path(file_okay=False, path_type=Path), help="The folder to put it into.")
@click.pass_context
def backup_command(ctx, into):
    """Make a backup of everything and verify it; it may run while Perf does."""
    if ctx.invoked_subcommand is None:
        made = in_words(actions.back_up, into=into)
        click.echo(f"{made} is made and verified ({size_of(made)}). It holds the secret key: keep it as safe as the server.")


@backup_command.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_command(file):
    """Look at all of a backup: its list, each file's digest, the database inside."""
    found = backup.verify(file, passphrase_for(file))
    if found.trouble:
        raise click.ClickException(f"{file} is not sound: " + " ".join(found.trouble))
    rows = sum(found.manifest["rows"].values())
    click.echo(f"{file} is sound: made {found.manifest['made_at'].replace('T', ' ')} UTC by version {found.manifest['version']}, "
               f"{len(found.manifest['files'])} files, {rows} rows.")
    if found.manifest.get("trail"):
        click.echo(f"Its audit log ends with {found.manifest['trail']} (flask audit verify --noted …)")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of the present data, which is kept aside.")
def restore_command(file, replace):
    """Put a backup into PERF_DATA. Stop Perf first."""
    folder = current_app.config["DATA"]
    aside = in_words(backup.restore, file, folder, replace, scripts=MIGRATIONS, passphrase=passphrase_for(file))
    click.echo(f"{file} is restored into {folder}. Everybody signs in anew, and links that were open then have ended.")
    if aside:
        click.echo(f"The data that was there is in {aside}. Delete it once you are sure.")
    if {"PERF_SECRET_KEY", "PERF_SECRET_KEY_FILE"} & set(os.environ):
        click.echo("The secret key comes from the environment. It must be the one of that time, or second factors have to be set up anew.")


@click.command("check")
@with_appcontext
def check_command():
    """List what is not safe in this installation; ends with 1 where something is serious."""
    found = safety.findings(current_app.config)
    for one in found:
        click.echo(f"{one.level.upper()}: {one.what}\n  Why: {one.why}\n  Do: {one.mend}")
    if any(one.level == safety.SERIOUS for one in found):
        raise SystemExit(1)
    click.echo("Nothing serious." if found else "Nothing to mend.")


def in_words(deed, *args, **kwargs):
    try:
        return deed(*args, **kwargs)
    except backup.CannotBackUp as problem:
        raise click.ClickException(str(problem)) from problem


def passphrase_for(file):
    """The passphrase of an encrypted file, from PERF_PASSPHRASE_FILE or asked; None for a plain one."""
    if not age.is_encrypted(file):
        return None
    path = os.environ.get("PERF_PASSPHRASE_FILE")
    return Path(path).read_text().rstrip("\r\n") if path else click.prompt("Passphrase", hide_input=True)


def size_of(path):
    return f"{path.stat().st_size / 2 ** 20:.1f} MiB"


ALL = (backup_command, restore_command, check_command)
