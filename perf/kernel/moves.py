"""What may be done when: rooms write the life of their things down as one table of moves, and every verb asks it inside its own write."""
from .errors import Refused
from .words import _


class Life:
    """A table of moves by verb. A move has at least `verb`, `before` (the states in which it may be done) and `refusal` in words."""

    def __init__(self, moves):
        self.by_verb = {move.verb: move for move in moves}

    def check(self, verb, state):
        """The move; refused in the table's words where it is not the time for it."""
        move = self.by_verb[verb]
        if state not in move.before:
            raise Refused(_(move.refusal))
        return move

    def may(self, verb, state):
        return state in self.by_verb[verb].before
