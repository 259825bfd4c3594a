"""What may be typed about people, their seats and their leaves."""
from .leaves import KINDS, LeaveChangeInput, LeaveInput
from .persons import (LONGEST, NO_ADDRESS, LastDayInput, PersonChangeInput, PersonInput, emails_named_in, looks_like_address)
from .seats import (CloseInput, ComeBackInput, CorrectSeatInput, DotInput, EndInput, HeadInput, NewPersonInput, OpenSeatsInput, SeatInput,
                    ShareInput, StandInInput, UnderInput)

__all__ = [
    "KINDS", "LONGEST", "NO_ADDRESS", "CloseInput", "ComeBackInput", "CorrectSeatInput", "DotInput", "EndInput", "HeadInput", "LastDayInput",
    "LeaveChangeInput", "LeaveInput", "NewPersonInput", "OpenSeatsInput", "PersonChangeInput", "PersonInput", "SeatInput", "ShareInput",
    "StandInInput", "UnderInput", "emails_named_in", "looks_like_address"]
