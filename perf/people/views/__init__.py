"""Pages about people: `directory` for everybody, `person` for one, `records`, `seats` and `desk` for HR."""
from flask import Blueprint

bp = Blueprint("people", __name__, url_prefix="/people")

from . import desk, directory, person, records, seats  # noqa: E402,F401  each adds its routes to the blueprint
