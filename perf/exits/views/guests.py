"""The leaver's way without an account: a link, what becomes of the answers, the questions, sending, or rather not."""
from flask import abort, render_template, request, url_for

from ...kernel.cookies import keep, named
from ...kernel.doors import public
from ...kernel.web import go
from ...kernel.words import _
from ...questions.models import Sheet
from .. import answering, codes, frames, links, queries
from ..inputs import CodeInput, VersionInput
from .blueprint import COOKIE, bp
from .own import check_page, report_page


def guest_sheet(cookies):
    """The sheet that whoever brings these cookies may fill in without an account: offered to `questions` through the registry."""
    link, may = links.link_of(cookies.get(named(COOKIE), "")[:100])
    return Sheet.get_by_id(link.leaving.own_sheet_id) if may and link.leaving.may_answer else None


@bp.get("/by-link/<secret>")
@public
def land(secret):
    """The secret goes from the address into the browser's keeping, so that it stays in no history."""
    return remember(go(url_for(".by_link")), secret)


@bp.get("/by-link/")
@public
def by_link():
    return page()


def page(code=None, status=200):
    """Who will see this and how it is reported; then the way to the questions, or the code of the first device, or that it is over."""
    link, may = links.link_of(kept())
    found = link and queries.whole(link.leaving_id)
    return render_template("exits/by_link.html", link=link, one=found, may=may, promise=frames.promise(found) if found else (), form=code or CodeInput(),
                           code=codes.told(link) if may else "", needs_code=bool(link) and links.needs_code(link), sheets=queries.sheets_of(found) if may else {}), status


@bp.post("/by-link/")
@public
def begin_by_link():
    """Begin; or, on another device, go on with the code."""
    form = CodeInput(request.form)
    if "code" not in request.form:
        if form.tries(links.open_link, kept()):
            return remember(go(url_for("questions.guest")), form.result)
        return page(form, form.status)
    if form.validate() and form.tries(links.go_on, kept(), form.code.data):
        if form.result:
            return remember(go(url_for("questions.guest")), form.result)
        form.code.errors = [_("That is not the code. The first device shows it above the questions, under “Go on on another device”; after five wrong ones only that one goes on.")]
    return page(form, 422)


@bp.route("/by-link/check", methods=["GET", "POST"])
@public
def check_by_link():
    found = guest()
    sheet = Sheet.get_by_id(found.own_sheet_id)
    return check_page(found, sheet, None, url_for("questions.guest"), url_for(".check_by_link"), url_for(".by_link"), refused_for(found))


@bp.post("/by-link/decline")
@public
def decline_by_link():
    """Whoever holds the link may say so, unless somebody has begun whose words would be lost."""
    link, may = links.link_of(kept())
    form = VersionInput()
    if link and not may and links.needs_code(link) or link and is_of_another(link.leaving):
        return go(url_for(".by_link"), another_words(link.leaving) if is_of_another(link.leaving) else None)
    form.tries(answering.decline_by, link.leaving if link else abort(404))
    return go(url_for(".by_link"), " ".join(form.form_errors) or _("It is noted. You are not asked again."))


@bp.get("/by-link/decline")
@public
def decline_by_link_again():
    return go(url_for(".by_link"))


@bp.route("/by-link/report", methods=["GET", "POST"])
@public
def report_by_link():
    link, may = links.link_of(kept())
    found = queries.whole(link.leaving_id) if may else abort(404)
    return report_page(found, url_for(".by_link"), url_for(".report_by_link"), None, refused_for(found))


def guest():
    """The leaving that this browser answers for, while its questions are open."""
    link, may = links.link_of(kept())
    return queries.whole(link.leaving_id) if may and link.leaving.may_answer else abort(404)


def is_of_another(leaving):
    """Whether a page was read for one leaver, and another one's link was opened in the same browser since."""
    return request.method == "POST" and request.form.get("for", str(leaving.id)) != str(leaving.id)


def another_words(leaving):
    return _("Another link was opened in this browser meanwhile, so this would go out in the name of %(name)s. Open your own link again, then send it.", name=leaving.name)


def refused_for(leaving):
    return another_words(leaving) if is_of_another(leaving) else ""


def kept():
    return request.cookies.get(named(COOKIE), "")[:100]


def remember(response, secret):
    return keep(response, named(COOKIE), secret, links.KEPT_FOR.total_seconds())
