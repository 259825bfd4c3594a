"""Pages about people: who is here, a person's page, and HR's records, seats and leaves."""
from .blueprint import bp
from . import desk, leaves, people, records, seats  # noqa: F401  each adds its routes
from .desk import several_lead

__all__ = ["bp", "several_lead"]
