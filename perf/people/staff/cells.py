"""What the cells of a staff list say: names, numbers, addresses, dates, whether somebody is still here."""
import re

from ...kernel import words
from ...kernel.intake.dates import day, order_of, two_numbers  # noqa: F401  the staff list reads its cells through this file
from ...kernel.intake.names import name_key, number_key, split_name  # noqa: F401
from ...kernel.words import _

HERE = re.compile(r"^(active|current|employed|full.?time|part.?time|permanent|on leave|leave of absence|probation\w*|temporary|"
                  r"seasonal|volunteer|aktiv|actif|active|activo|activa|attivo|ativo|yes|true|1|a)$")
GONE = re.compile(r"terminat|resign|\bleft\b|former|inactive|inaktiv|inactif|inactivo|retired|dismiss|laid off|separated|"
                  r"ex-?employee|deceased|ausgeschieden|\bbaja\b|no longer|offboard|^(no|false|0|t|i)$")
BOARDS = re.compile(r"\b(board|directors|trustees|committee|council|shareholders?|vorstand|beirat|aufsichtsrat|conseil|"
                    r"consejo|junta|kuratorium|owners?|members|vacant|vacancy|open|tba)\b")
EMAIL = re.compile(r"[^@\s,;<>()\"]+@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")


def email(text):
    """(address, None) or (None, why not)."""
    text = text.strip().removeprefix("mailto:").lower()
    if match := re.fullmatch(r".*<(.+)>", text):
        text = match.group(1).strip()
    if EMAIL.fullmatch(text) and len(text) <= 200:
        return text, None
    return None, _("“%(cell)s” is not an e-mail address. Write it as ana@example.org.", cell=text[:60])


def is_board(name):
    """Whether a “manager” is a body or an empty seat rather than a person."""
    return bool(BOARDS.search(words.plain(name)))


def standing(text):
    """here, gone, or "" where the word is not known."""
    flat = words.plain(text)
    return "here" if HERE.match(flat) else "gone" if GONE.search(flat) else ""
