"""Perf: performance management that a small organisation can run itself."""
import os
import secrets
from pathlib import Path

import click
import flask_login
from flask import Flask, request
from flask.cli import with_appcontext
from jinja2 import select_autoescape

from . import accounts, audit, exchange, exits, feedback, goals, home, keeping, notices, orgchart, people, questions, reviews, roles, settings
from .kernel import access_log, assets, backup, clock, db, doors, hosts, live, modules, once, seal, store, surroundings, web, words
from .kernel.failures import install_failures
from .kernel.watch import install_watch

__version__ = "0.2.0.dev0"

# From the ground up; the floors are written down in tests/test_house.py
MODULES = [room.MODULE for room in (settings, notices, roles, people, accounts, audit, questions, goals, feedback, orgchart, reviews, exits, exchange,
                                keeping, home)]
ROOT = Path(__file__).resolve().parent
BODY_CAP = 1024 * 1024


def create_app(data=None, **config):
    """The house at one data directory (default: PERF_DATA or ./data), ready to answer."""
    base = ROOT if (ROOT / "templates").is_dir() else ROOT.parent
    app = Flask("perf", static_folder=None, template_folder=base / "templates", root_path=str(ROOT))
    app.url_map.converters["int"] = web.RowNumber
    said = {**surroundings.read(), "OIDC": accounts.provider.read()}
    folder, opens = store.prepare(data or os.environ.get("PERF_DATA", "data")), not surroundings.works_on_closed_data()
    app.config.update(said, DATA=folder, MAX_CONTENT_LENGTH=BODY_CAP, MAX_FORM_MEMORY_SIZE=BODY_CAP, VERSION=__version__,
                      SETUP_CODE=os.environ.get("PERF_SETUP_CODE") or secrets.token_hex(4),
                      SECRET_KEY=store.secret(folder) if opens else None)
    app.config.update(config)
    app.assets = assets.Assets(base / "static")
    app.before_request(_open)       # before anything that a room may want to do first
    install_rooms(app)
    install_pages(app)
    if opens:
        store.look_from_outside(folder)
        store.inspect(folder, ROOT / "migrations")
        open_house(folder)
    return app


def open_house(folder):
    """Open the data, bring its tables up to date, and let the settings be read anew."""
    db.open_at(folder / store.FILE)
    store.migrate(folder, ROOT / "migrations")
    move_in(folder)


def move_in(folder):
    """What the house keeps in memory of data whose tables are up to date."""
    seal.keep_to(store.secret(folder))
    settings.refresh()
    with backup.just_restored(folder) as restored:
        if restored:
            settings.note_restore()


def install_rooms(app):
    app.register_blueprint(assets.bp)
    for room in MODULES:
        modules.register(room)
        if room.blueprint:
            app.register_blueprint(room.blueprint)
        for command in room.commands:
            app.cli.add_command(command)
    app.cli.add_command(demo_command)


def install_pages(app):
    app.request_class = web.HouseRequest
    app.jinja_env.autoescape = select_autoescape(default=True, default_for_string=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.cache = {}        # of all templates: to find out which to forget would take longer than they take room
    app.jinja_env.globals.update(_=words._, n_=words.n_, asset=app.assets.url, words=words, clock=clock, said=web.said,
                                 can=modules.can, room_on=modules.is_on, org=settings.organisation,
                                 live_ticket=lambda me, topics: live.ticket(app.config["SECRET_KEY"], me.id, topics))
    hosts.behind_proxies(app)
    access_log.install_access_log(app)
    app.after_request(web.finish)
    app.jinja_env.globals.update(here_is=web.here_is, copy_key=web.copy_key)
    app.context_processor(lambda: {"me": flask_login.current_user._get_current_object()})      # a template asks dozens of times who it is
    doors.install_doors(app)
    install_failures(app)
    install_watch(app)
    once.install_once(app)


def _open():
    db.database.connect(reuse_if_open=True)
    hosts.refuse_unknown_host()
    hosts.refuse_plain_http()
    web.refuse_foreign()
    web.refuse_broken_text()
    if request.blueprint and not modules.is_on(request.blueprint) and request.blueprint != assets.bp.name:
        web.abort(404)


def main(argv=None):
    """Serve the house, as `python app.py` and `perf-reviews` do."""
    from .start import run
    run(argv)


@click.command("demo")
@click.option("--people", default=60, show_default=True, help="How many people the organisation has.")
@click.option("--seed", default=7, show_default=True, help="The same seed builds the same organisation.")
@click.option("--password", default=None, help="What everybody signs in with; made up and printed where it is not given.")
@click.option("--cycles", default=2, show_default=True, help="How many finished review cycles it looks back on.")
@with_appcontext
def demo_command(people, seed, password, cycles):
    """Fill an empty data directory with an invented organisation."""
    from . import demo
    if settings.organisation():
        raise click.ClickException("This data directory holds an organisation already. Name an empty one in PERF_DATA.")
    click.echo(demo.build(people=people, seed=seed, password=password, finished=cycles))
