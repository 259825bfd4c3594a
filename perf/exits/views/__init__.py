"""The pages of leaving."""
from . import actions, analysis, cases, desk, guests, own, reports, setup  # noqa: F401
from .blueprint import bp  # noqa: F401
