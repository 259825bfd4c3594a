"""The pages of goals: one's own and the team's, a single goal, the tree, and HR's."""
from . import desk, making, one, own, tree
from .blueprint import bp

__all__ = ["bp", "desk", "making", "one", "own", "tree"]
