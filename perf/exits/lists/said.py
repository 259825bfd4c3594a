"""What the words of a list say of a leaving: its class, why it was, whether it was regretted. Sure of some, a guess for others."""
import re

from ...kernel import words
from .. import wording

KINDS, REASONS = wording.CLASSES, wording.REASONS

STILL_HERE = re.compile(r"still ?-?employed|^(currently )?(active|employed|current|here)\b|^on leave\b")
# in this order: what is said first counts
KIND_WORDS = (
    ("retirement", r"retir|pension|\bver\b|ruhestand|jubila"),
    ("involuntary", r"involuntar"),
    ("voluntary", r"voluntar|resign|\bquit|own wish|gave notice|kundigung durch (arbeitnehmer|mitarbeiter)|demission|dimission|renuncia"),
    ("end", r"contract|fixed.?term|expire|\bgrant|end of (term|project|season|internship|funding)|befristung|temporary"),
    ("involuntary", r"terminat|dismiss|for cause|laid off|lay.?off|redundan|fired|discharg|position (closed|eliminated)|licenci|despido"),
    ("other", r"^other|deceas|death|died|transfer|sonstige|autre|otro"),
)
REASON_WORDS = (
    ("contract_end", r"contract|fixed.?term|expir|\bgrant|(end of|no) (funding|project|season)"),
    ("redundancy", r"redundan|laid off|lay.?off|restructur|position (closed|eliminated|abolished)|downsiz"),
    ("conduct", r"conduct|attendance|absen|no.?call|no.?show|abandon|theft|fraud|harass|policy violation|insubordinat"),
    ("performance", r"perform|probation|not meeting|skills? lacking"),
    ("retirement", r"retir|pension"),
    ("growth", r"career|promotion"),
    ("relocation", r"relocat|\bmov(e|ed|ing)\b|overseas|interstate|abroad|out of (the )?area"),
    ("commute", r"commut|remote|work location|travel time|distance|home.?office|too far"),
    ("family", r"family|matern|patern|parent|\bcar(e|ing) (for|of)|child|medical|health|illness|\bill\b|sick|injur|personal reasons|traumatic"),
    ("study", r"school|stud(y|ies)|universit|college|education\b|degree|training course"),
    ("benefits", r"benefit|insurance|pension plan"),
    ("pay", r"money|\bpay\b|salar|wage|compensation|remuneration|better offer"),
    ("manager", r"manager|supervisor|leadership|\bboss\b"),
    ("workload", r"workload|work.?life|balance|overwork|burn.?out|stress|long hours|too much work"),
    ("mismatch", r"mismatch|not (a good )?fit|role (was )?not|not as expected|wrong (job|role)"),
    ("culture", r"cultur|conflict|bully|toxic|atmosphere|colleagues|team climate|values"),
    ("growth", r"advanc|growth|other employer|another (job|employer|company)|new (job|challenge|opportunit)|better (job|opportunit|position)"),
    ("other", r"^other( reasons?)?$|deceas|death|died"),
)
GUESSES = (     # what may mean several things: asked, with this chosen already
    ("growth", r"another position|new position|different (job|position)"), ("culture", r"unhappy|dissatisf|morale"), ("workload", r"\bhours\b|shift"),
    ("other", r"military|army|service"), ("conduct", r"gangster|attraction|arrest|criminal"),
)
YES, NO = frozenset("yes y true 1 x regretted si oui ja sim ✓ ✔".split()), frozenset(
    "no n false 0 non nein nao nee unregretted nonregretted notregretted".split())


def is_still_here(text):
    return bool(STILL_HERE.search(words.plain(text)))


def kind(text):
    """The class that the words say, or ""."""
    return _first(KIND_WORDS, text) or _same(KINDS, text)


def reason(text):
    """(reason, whether that is sure); ("other", False) where the words say nothing that is known."""
    sure = _same(REASONS, text) or _first(REASON_WORDS, text)
    return (sure, True) if sure else (_first(GUESSES, text) or "other", False)


def yes_or_no(text):
    """True, False, or None where it is neither."""
    small = re.sub(r"[\s\-.]", "", words.plain(text))
    return True if small in YES else False if small in NO else None


def _same(names, text):
    """What is called exactly so: the words that Perf itself writes into a list that is taken along."""
    flat = words.plain(text)
    return next((name for name, label in names.items() if flat in (name.replace("_", " "), words.plain(label))), "")


def _first(rules, text):
    flat = words.plain(text)
    return next((name for name, pattern in rules if re.search(pattern, flat)), "")
