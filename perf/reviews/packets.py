"""The packet of a review: all that a reader may keep of it on paper, in the order of the forms, never a draft."""
from collections import namedtuple

from ..kernel.words import _
from ..questions.models import Sheet
from . import access, queries

Form = namedtuple("Form", "kind title sheet progress")
ORDER = (("manager", _("The manager's form")), ("self", _("Self-review")))


def packet(me, review):
    """What the packet of a review holds for this reader, as a template shows it."""
    sheets = {kind: pair for kind, pair in queries.sheets_of(review, access.sheets_to_read(me, review), me).items() if pair[0].state in access.GIVEN}
    stand, manager = states(review), sheets.get("manager")
    given = {kind for kind, state in stand.items() if state in access.GIVEN}
    colleagues, remarks = queries.peers_shown(me, review), access.reads_remarks(me, review)
    peers = [Form("peer", _("A colleague's form"), sheet, progress) for _name, sheet, progress in colleagues["forms"]]
    return {"review": review, "forms": [Form(kind, title, *sheets[kind]) for kind, title in ORDER if kind in sheets] + peers, "peers": colleagues,
            "calculation": manager and manager[1], "weighed": weighed(review, sheets, given, access.stands(me, review)),
            "shows_score": bool(manager) or review.is_shared,
            "own_score": sheets["self"][1].score.overall if "self" in sheets else None, "states": stand,
            "signatures": queries.signatures(review), "events": queries.events(review, me), "reads_remarks": remarks,
            "appeals": queries.appeals_of(review) if remarks else [], "versions": queries.versions_of(review) if remarks else [],
            "files": list(access.files_of(me, review))}


def weighed(review, sheets, given, stands, others=None):
    """The sources with their shares; None where one that was given and counts is not for this reader: what is left would mislead.

    `stands`: what the reader is to the review.
    """
    others = others or queries.others_of(review)
    counting = {kind for kind in ("self", "manager") if getattr(review.cycle, f"{kind}_weight")} & given
    if "manager" not in sheets or counting - set(sheets) or others.peers is not None and not access.reads_peers_score(stands, review):
        return None
    overall = {kind: progress.score.overall for kind, (_sheet, progress) in sheets.items()}
    return queries.review_score(review, overall.get("self"), overall.get("manager"), others)[1]


def states(review):
    return dict(Sheet.select(Sheet.kind, Sheet.state).where(Sheet.id.in_([review.self_sheet_id, review.manager_sheet_id])).tuples())
