"""The templates: a list, the editor, weights, versions, and the way out and in as a file."""
from flask import abort, render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.files import download
from ...kernel.web import fragment, go
from ...kernel.words import _, n_
from .. import access, building, conditions, files, queries, starter, telling, versions
from ..editing import AboutInput, NameInput, SectionInput, WeightsInput
from ..inputs import whole
from . import bp, deed, sent
from .preview import seen_by

MOST_SENT = files.MOST_BYTES + 1
UNSCORED = {"weight": 0}       # of a section, where no weight is asked for


@bp.get("/templates/")
@needs("edit_templates")
def templates():
    return render_template("questions/templates.html", templates=queries.templates(), archived=queries.templates(archived=True),
                           missing=starter.missing())


@deed("/templates/ready-made", "ready_made", lambda: url_for("questions.templates"))
def ready_made():
    count = building.add_ready_made(by=current_user)
    return go(url_for(".templates"), n_("%(num)s template is there to look through.", "%(num)s templates are there to look through.", count))


@bp.route("/templates/new", methods=["GET", "POST"])
@needs("edit_templates")
def new_template():
    form = about_form(sent())
    if request.method == "POST" and form.validate() and form.tries(building.add_template, by=current_user, **form.given):
        return go(url_for(".template", template_id=form.result.id), _("The template is there. Begin with a section."))
    return render_template("questions/about.html", form=form, template=None), form.status if request.method == "POST" else 200


@bp.get("/templates/<int:template_id>")
@needs("edit_templates")
def template(template_id):
    return editor(one(access.templates_to_edit(current_user), template_id))


def editor(found, form=None, status=200):
    """The editor; htmx gets the part of it that is built, everybody else the page with the preview beside it."""
    outline = queries.outline(found)
    shown = {"template": found, "outline": outline, "touched": queries.touched(found.id),
             "form": form or SectionInput(data=UNSCORED if found.kind == "exit" else None),
             "waits": conditions.words_of(outline), "core": queries.core_keys(),
             "running": telling.running(found), "preview": seen_by(found, request.args)}
    page = "questions/template.html"
    return (fragment(f"{page}#builder", **shown) if request.htmx else render_template(page, **shown)), status


@bp.route("/templates/<int:template_id>/about", methods=["GET", "POST"])
@needs("edit_templates")
def about(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    form = about_form(sent(), data={**found.__data__, "scale": found.scale_id})
    if request.method == "POST" and form.validate() and form.tries(
            building.change_template, found, version=form.version.data, by=current_user, **form.given):
        return go(url_for(".template", template_id=template_id), _("Changed. Forms that are open show it already."))
    return render_template("questions/about.html", form=form, template=found, touched=queries.touched(found.id)), \
        form.status if request.method == "POST" else 200


def about_form(*args, **kwargs):
    form = AboutInput(*args, **kwargs)
    form.scale.choices = [(scale.id, scale.name) for scale in queries.scales()]
    return form


@bp.route("/templates/<int:template_id>/weights", methods=["GET", "POST"])
@needs("edit_templates")
def weights(template_id):
    """All weights on one page. With `shares` in the address it answers what typed weights would come to; nothing is kept then."""
    found = one(access.templates_to_edit(current_user), template_id)
    outline = queries.outline(found)
    form = WeightsInput(sent() or (request.args if "shares" in request.args else None),
                        sections=[part.section for part in outline], items=[item for part in outline for item in part.items if item.is_rated],
                        data={"version": found.version})
    if request.method == "POST" and form.validate() and form.tries(
            building.change_weights, found, version=form.version.data, sections=form.of("s"), items=form.of("i"), by=current_user):
        return go(url_for(".template", template_id=template_id), _("The weights hold. Forms that are open show them already."))
    shown = {"template": found, "outline": queries.weighed(outline, form.weights), "form": form, "touched": queries.touched(found.id)}
    return render_template("questions/_shares.html" if request.htmx else "questions/weights.html", **shown), \
        form.status if request.method == "POST" else 200


@bp.get("/templates/<int:template_id>/versions")
@needs("edit_templates")
def template_versions(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    return render_template("questions/versions.html", template=found, versions=versions.versions_of(found))


@bp.get("/templates/<int:template_id>/versions/<int:number>")
@needs("edit_templates")
def template_version(template_id, number):
    found = one(access.templates_to_edit(current_user), template_id)
    version = next((row for row in versions.versions_of(found) if row.number == number), None) or abort(404)
    return render_template("questions/version.html", template=found, version=version, content=versions.as_it_was(version))


@bp.get("/templates/<int:template_id>/file")
@needs("edit_templates")
def give_away(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    return download(files.written(found).encode(), files.file_name(found), "application/json")


@bp.route("/templates/take-in", methods=["GET", "POST"])
@needs("edit_templates")
def take_in():
    refused = None
    if request.method == "POST":
        try:
            sent = request.files.get("file")
            made = files.take_in(sent.read(MOST_SENT) if sent else b"", by=current_user)
            return go(url_for(".template", template_id=made.id), _("“%(name)s” is taken in. Look through it before you launch it.", name=made.name))
        except Refused as no:
            refused = no.words
    return render_template("questions/take_in.html", refused=refused), 422 if refused else 200


@bp.route("/templates/<int:template_id>/copy", methods=["GET", "POST"])
@needs("edit_templates")
def copy_template(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    form = NameInput(sent(), data={"name": files.free_name(found.name)})
    if request.method == "POST" and form.validate() and form.tries(building.copy_template, found, name=form.name.data, by=current_user):
        return go(url_for(".template", template_id=form.result.id), _("This is the copy. The other one stays as it is."))
    return render_template("questions/copy.html", template=found, form=form), form.status if request.method == "POST" else 200


def to_template(template_id):
    return url_for("questions.template", template_id=one(access.templates_to_edit(current_user), template_id).id)


@deed("/templates/<int:template_id>/archive", "archive", to_template)
def archive(template_id):
    building.archive_template(one(access.templates_to_edit(current_user), template_id), by=current_user)
    return go(to_template(template_id), _("Archived: it is not offered for new cycles. Forms that are open go on."))


@deed("/templates/<int:template_id>/bring-back", "bring_back", to_template)
def bring_back(template_id):
    building.bring_template_back(one(access.templates_to_edit(current_user), template_id), by=current_user)
    return go(to_template(template_id), _("It is offered for new cycles again."))


# sections

@deed("/templates/<int:template_id>/sections", "add_section", to_template)
def add_section(template_id):
    found = one(access.templates_to_edit(current_user), template_id)
    form = SectionInput(sent(), data=UNSCORED if found.kind == "exit" else None)
    if form.validate() and form.tries(building.add_section, found, by=current_user, **form.given):
        return go(f"{to_template(template_id)}#part-{form.result.id}", _("The section is there. Put questions into it."))
    return editor(found, form, form.status)


@bp.route("/sections/<int:section_id>", methods=["GET", "POST"])
@needs("edit_templates")
def section(section_id):
    found = one(access.sections_to_edit(current_user), section_id)
    form = SectionInput(sent(), data={**found.__data__, "version": found.template.version})
    if request.method == "POST" and form.validate() and form.tries(
            building.change_section, found, version=form.version.data, by=current_user, **form.given):
        return go(to_template(found.template_id), _("The section is changed. Forms that are open show it already."))
    return render_template("questions/section.html", section=found, form=form, touched=queries.touched(found.template_id),
                           template=found.template), form.status if request.method == "POST" else 200


def to_template_of_section(section_id):
    return to_template(one(access.sections_to_edit(current_user), section_id).template_id)


@deed("/sections/<int:section_id>/move", "move_section", to_template_of_section)
def move_section(section_id):
    found = one(access.sections_to_edit(current_user), section_id)
    place = whole(request.form.get("place"))
    building.move_section(found, -1 if request.form.get("do") == "up" else 1, place=place, by=current_user)
    return go(f"{to_template(found.template_id)}#part-{section_id}")


@deed("/sections/<int:section_id>/remove", "remove_section", to_template_of_section)
def remove_section(section_id):
    found = one(access.sections_to_edit(current_user), section_id)
    is_gone = building.remove_section(found, by=current_user)
    return go(to_template(found.template_id), _("The section is gone.") if is_gone else _(
        "The section is asked no more. Answers to it are kept; submitted forms still show it."))
