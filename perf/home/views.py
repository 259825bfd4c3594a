"""Home, search, and the page about oneself."""
from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask_login import current_user

from ..kernel import db, modules
from ..kernel.doors import login_required, public
from ..kernel.web import fragment
from ..notices import queries as notices
from ..settings import queries as settings
from . import queries

bp = Blueprint("home", __name__)


@bp.get("/")
@login_required
def home():
    return render_template("home/home.html", due=queries.due(current_user), cards=queries.cards(current_user),
                           steps=queries.first_steps(current_user), snoozed=notices.snoozed(current_user.id))


@bp.get("/desk/")
@login_required
def desk():
    work = queries.places(current_user, "hr")
    if not work:
        return redirect(url_for(".home"), 303)
    return render_template("home/desk.html", work=work, steps=queries.first_steps(current_user))


@bp.get("/me")
@login_required
def about_me():
    return render_template("home/me.html", my_work=queries.places(current_user, "me"),
                           desk_work=queries.places(current_user, "hr"))


@bp.get("/search")
@login_required
def search():
    words = request.args.get("q", "")[:100]
    found = queries.found(current_user, words)
    if request.htmx:
        return fragment("home/search.html#results", words=words, found=found)
    return render_template("home/search.html", words=words, found=found)


@bp.get("/keys")
@login_required
def keys():
    return render_template("home/keys.html")


@bp.get("/healthz")
@public
def healthz():
    db.check()
    return {"status": "ok"}


@bp.get("/manifest.webmanifest")
@public
def manifest():
    """So that the phone's home screen can hold Perf like an app."""
    house = settings.organisation()
    icons = [{"src": current_app.assets.url("icons/app.svg"), "sizes": "any", "type": "image/svg+xml"}]
    response = jsonify(name=house.name if house else "Perf", short_name="Perf", start_url=url_for(".home"),
                       display="standalone", background_color="#faf7f1", theme_color="#faf7f1", icons=icons)
    response.mimetype = "application/manifest+json"
    return response


@bp.app_context_processor
def rail():
    """What layout shows on every page: the places of the desk one sits at."""
    return {"places": queries.places, "waiting": lambda me: sum(modules.gather("waits", me)), "all_due": queries.due}
