"""Would this password be guessed? Plain values in, words out."""
import re
import threading
import unicodedata

from zxcvbn import zxcvbn

from ..kernel.words import _

SHORTEST, SHORTEST_BESIDE_A_SECOND, LONGEST = 15, 8, 256
ENOUGH, ENOUGH_BESIDE_A_SECOND = 10, 7      # how many guesses it must withstand, as a power of ten
LOOKED_AT = 26                              # so many signs from either end: looking at more takes long
SIGNS_FOR_LETTERS = str.maketrans("@48({[<3691!|0$5+72", "aabccccegglilossttz")
WITHOUT_SHIFT = str.maketrans("!@#$%^&*()", "1234567890")
NAME_ADDS, MORE_THAN_NAMES = 2, 4           # a name beside a good password; so many letters are more than a year and a sign
NAMES = [{"pattern": "dictionary", "dictionary_name": "user_inputs"}]
SLOW = re.compile(r"[@({\[<!|$+]")          # each more of these doubles the time that is needed
AGAIN_AND_AGAIN = re.compile(r"(.{1,64}?)\1{2,}", re.DOTALL)
_one_at_a_time = threading.Lock()           # zxcvbn keeps the words that it is given in a place that all threads share


def fault(password, known=(), beside_a_second=False):
    """What is wrong with a password, in words; None where nothing is. `known` is what others know about its owner."""
    password = tidy(password)
    shortest = SHORTEST_BESIDE_A_SECOND if beside_a_second else SHORTEST
    if len(password) < shortest:
        return _("At least %(count)d characters, please. Four words that come to your mind make a good one.", count=shortest)
    if len(password) > LONGEST:
        return _("At most %(count)d characters, please.", count=LONGEST)
    power, found = guesses(password, _words_in(known))
    enough = ENOUGH if len(password) >= SHORTEST else ENOUGH_BESIDE_A_SECOND
    return None if power >= enough else _reason(found)


def tidy(password):
    """One way of writing each character; nothing else about a password is changed."""
    return unicodedata.normalize("NFC", password or "")


def is_short(password):
    """Whether it is shorter than what counts without a second factor."""
    return len(tidy(password)) < SHORTEST


def guesses(password, words):
    """(power of ten, patterns) of the easiest way to guess it."""
    told_once = AGAIN_AND_AGAIN.sub(r"\1\1", password)
    seen = [_stronger_end(way, words, bonus) for way, bonus in _ways_to_read(told_once)]
    own = _without(told_once, words)
    if own != told_once:
        is_more = sum(sign.isalpha() for sign in own) >= MORE_THAN_NAMES
        seen.append((_stronger_end(own, words, NAME_ADDS)[0] if is_more else 0, NAMES))
    return min(seen, key=lambda one: one[0])


def _without(text, words):
    """What is left of a password without what others know: somebody's name makes nothing strong."""
    names = sorted((word for word in words if len(word) > 2), key=len, reverse=True)
    return re.sub("|".join(map(re.escape, names)), "", text, flags=re.IGNORECASE).strip() if names else text


def _ways_to_read(text):
    """As it stands, and without what stands between words; where many signs mean letters, with those letters."""
    bare, between = re.sub(r"[\W_]+", "", text), len(set(re.findall(r"[^\w\s]|_", text)))
    if len(set(SLOW.findall(text))) > 2:
        yield SLOW.sub("~", text), 0
        bare, between = re.sub(r"[\W_]+", "", text.translate(SIGNS_FOR_LETTERS)), 0
    else:
        yield text, 0
    if text[::2] == text[1::2]:
        yield text[::2], 0
    if len(re.findall(r"[!@#$%^&*()]", text)) > 2:
        yield text.translate(WITHOUT_SHIFT), 1
    if bare and bare != text:
        yield bare, min(3, between)


def _stronger_end(text, words, bonus):
    """Of a long password either end may be the strong one."""
    seen = _look(text[:LOOKED_AT], words, bonus)
    if len(text) > LOOKED_AT and seen[0] < ENOUGH:
        seen = max(seen, _look(text[-LOOKED_AT:], words, bonus), key=lambda one: one[0])
    return seen


def _look(text, words, bonus):
    with _one_at_a_time:
        seen = zxcvbn(text, user_inputs=words)
    return float(seen["guesses_log10"]) + bonus, seen["sequence"]


def _words_in(known):
    """Each phrase whole, in one piece, and word by word."""
    found = []
    for phrase in filter(None, known):
        lowered = phrase.lower()
        parts = [part for part in re.split(r"[\W_]+", lowered) if len(part) > 1]
        found += [lowered, "".join(parts), *parts]
    return list(dict.fromkeys(found))


def _reason(found):
    kinds = {part["pattern"] for part in found}
    known = {part.get("dictionary_name") for part in found}
    if "user_inputs" in known:
        return _("That is too easy to guess: it is made of names that others know, such as yours or the organisation's. "
                 "Four unrelated words make a good one.")
    if "repeat" in kinds:
        return _("That is too easy to guess: it repeats itself. Four unrelated words make a good one.")
    if kinds & {"sequence", "spatial"}:
        return _("That is too easy to guess: it follows the alphabet, the numbers or the keyboard. Four unrelated words make a good one.")
    return _("That is too easy to guess: it is made of what is tried first, such as common passwords and dates. "
             "Four unrelated words make a good one.")
