"""What can be done with persons and seats: one verb, one transaction, its consequences."""
from .moves import (close_position, correct_seat, dot, move, name_head, name_lead, open_position, open_seats, place, place_under, replace_seat,
                    seat, share, stand_in, take_out, undot)
from .plans import announce, cancel, new_day
from .powers import KEEPS_RUNNING, POWER_WORDS, give_power, take_power
from .records import CHART, add_person, change_person, keep_emails, plain_name
from .stays import be_away, change_away, come_back, let_go, take_back_last_day, take_on, was_not_away

__all__ = [
    "CHART", "KEEPS_RUNNING", "POWER_WORDS", "add_person", "announce", "be_away", "cancel", "change_away", "change_person",
    "close_position", "come_back", "correct_seat", "dot", "give_power", "keep_emails", "let_go", "move", "name_head", "name_lead", "new_day",
    "open_position", "open_seats", "place", "place_under", "plain_name", "replace_seat", "seat", "share", "stand_in", "take_back_last_day",
    "take_on", "take_out", "take_power", "undot", "was_not_away"]
