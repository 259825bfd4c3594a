"""The pages of the chart: `chart` as a drawing and a list, `days` to compare, `files` to keep, `links` for the board, `scenarios`."""
from flask import Blueprint

bp = Blueprint("orgchart", __name__, url_prefix="/orgchart")


@bp.app_context_processor
def department_names():
    """The names of all departments of two head counts, in order."""
    return {"departments_in": lambda heads: sorted({name for count in heads for name in count if name}, key=str.casefold)}


from . import chart, days, files, links, scenarios  # noqa: E402,F401  each adds its routes to the blueprint
