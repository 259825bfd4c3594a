"""The library: questions for leavers by topic, for HR; and the page on which some of them are put into a template."""
from flask import render_template, request, url_for
from flask_login import current_user

from ...kernel.doors import needs, one
from ...kernel.errors import Refused
from ...kernel.web import fragment, go
from ...kernel.words import _, n_
from .. import access, library as verbs, queries
from ..asking_leavers import LibraryInput, PickInput
from . import bp, deed, sent
from .templates import to_template_of_section


@bp.get("/library/")
@needs("edit_templates")
def library():
    shown = {"shelves": queries.library(), "archived": queries.library(archived=True)}
    return fragment("questions/library.html#shelf", **shown) if request.htmx else render_template("questions/library.html", **shown)


@bp.route("/library/new", methods=["GET", "POST"])
@needs("edit_templates")
def new_library_question():
    form = LibraryInput(sent(), data={"kind": "agreement"})
    if request.method == "POST" and form.validate() and form.tries(verbs.add_question, form.kind.data, by=current_user, **form.words_given):
        return go(url_for(".library"), _("The question is in the library. Templates can ask it now."))
    return render_template("questions/library_question.html", form=form, question=None), form.status if request.method == "POST" else 200


@bp.route("/library/<int:library_id>", methods=["GET", "POST"])
@needs("edit_templates")
def library_question(library_id):
    found = one(access.library_to_edit(current_user), library_id)
    form = LibraryInput(sent(), data={**found.__data__, "options": "\n".join(found.options)})
    form.kind.choices = [choice for choice in form.kind.choices if choice[0] == found.kind]
    form.kind.data = found.kind
    if request.method == "POST" and form.validate() and form.tries(
            verbs.mend_question, found, version=form.version.data, by=current_user, **as_it_stays(found, form.words_given)):
        return go(url_for(".library"), _("Mended. Templates that ask it keep the words that they have."))
    return render_template("questions/library_question.html", form=form, question=found, uses=queries.templates_with_key(found.key)), \
        form.status if request.method == "POST" else 200


def as_it_stays(question, given):
    """What the form of a question shows: choices only where it has some."""
    return given if question.kind in ("choice", "choices") else {**given, "options": []}


def to_library(library_id):
    one(access.library_to_edit(current_user), library_id)
    return url_for("questions.library")


@deed("/library/<int:library_id>/archive", "archive_library_question", to_library)
def archive_library_question(library_id):
    verbs.archive_question(one(access.library_to_edit(current_user), library_id), by=current_user)
    return go(url_for(".library"), _("Archived: it is not offered any more. Templates that ask it go on, and it can be brought back."))


@deed("/library/<int:library_id>/bring-back", "bring_library_question_back", to_library)
def bring_library_question_back(library_id):
    verbs.bring_question_back(one(access.library_to_edit(current_user), library_id), by=current_user)
    return go(url_for(".library"), _("It is offered again."))


@bp.route("/sections/<int:section_id>/library", methods=["GET", "POST"])
@needs("edit_templates")
def from_library(section_id):
    section = one(access.leavers_sections_to_edit(current_user), section_id)
    shelves, form = queries.library(), PickInput(sent())
    form.chosen.choices = [(question.id, question.prompt) for _topic, some in shelves for question in some]
    if request.method == "POST" and form.validate() and form.tries(verbs.add_to_template, section, form.chosen.data, by=current_user):
        return go(f"{to_template_of_section(section_id)}#item-{form.result[0].id}", n_(
            "%(num)s question is in. Forms that are open show it already.", "%(num)s questions are in. Forms that are open show them already.",
            len(form.result)))
    return render_template("questions/from_library.html", section=section, template=section.template, shelves=shelves, form=form,
                           asked=queries.keys_of(section.template_id)), form.status if request.method == "POST" else 200


def to_kept(item_id):
    return f"{url_for('questions.template', template_id=one(access.items_to_edit(current_user), item_id).section.template_id)}#item-{item_id}"


@deed("/items/<int:item_id>/keep", "keep_in_library", to_kept)
def keep_in_library(item_id):
    found = one(access.items_to_edit(current_user), item_id)
    try:
        verbs.keep_in_library(found, by=current_user)
    except Refused as no:
        return go(to_kept(item_id), no.words)
    return go(to_kept(item_id), _("It is in the library now: other templates can ask it, and its answers are counted together."))
