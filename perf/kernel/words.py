"""Language, dates, numbers and money, as the organisation's place writes them."""
import gettext
import unicodedata
from datetime import datetime, timedelta
from datetime import time as clock_time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import dates as babel_dates
from babel import numbers as babel_numbers

from . import clock

_place = {"locale": "en_GB", "currency": "EUR"}
_translations = gettext.NullTranslations()


def _(text, **values):
    """A sentence in the reader's language, with `%(name)s` filled in."""
    said = _translations.gettext(text)
    return said % values if values else said


def n_(one, many, count, **values):
    """The singular or plural of a sentence; `%(num)s` is the count."""
    return _translations.ngettext(one, many, count) % {"num": number(count), **values}


def keep_to(locale, currency):
    _place.update(locale=locale, currency=currency)
    for kept in (number, decimals, _long_day, _short_day, _long_weekday, _short_weekday, _clock_time):
        kept.cache_clear()


def day(value, near=True, year=None):
    """"3 June"; near today "tomorrow"; with the year where it is not this one."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    today = clock.today()
    if near and abs((value - today).days) <= 1:
        return {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}[(value - today).days]
    return _long_day(value) if (year if year is not None else value.year != today.year) else _short_day(value)


def weekday(value):
    """"Friday, 4 December", for what is due."""
    if abs((value - clock.today()).days) <= 1:
        return day(value)
    return _long_weekday(value) if value.year != clock.today().year else _short_weekday(value)


def time(moment):
    """"14:02" of a stored moment."""
    wall = clock.local(moment)
    return _clock_time(wall.hour, wall.minute)


def wall(hour, minute=0):
    """"22:00" of an hour of the day, as the organisation's clocks show it."""
    return _clock_time(hour, minute)


def moment(value):
    return f"{day(value)}, {time(value)}" if value else ""


def exactly(value):
    """"23 November 2026, 14:02 (Europe/London)", for what is kept and printed."""
    return f"{day(value, near=False, year=True)}, {time(value)} ({clock.zone()})" if value else ""


def ago(value):
    """"3 hours ago", for what has just been."""
    delta = min(value - clock.now(), timedelta(0))
    return babel_dates.format_timedelta(delta, add_direction=True, locale=_place["locale"])


@lru_cache(maxsize=4096)
def number(value):
    return babel_numbers.format_decimal(value, locale=_place["locale"])


@lru_cache(maxsize=8192)
def decimals(value, places=2):
    """A Decimal with exactly so many places, rounded half up, once, for the eye."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "0." + "0" * places if places else "0"
    return babel_numbers.format_decimal(rounded, pattern, locale=_place["locale"], decimal_quantization=False)


def quantity(value):
    """A Decimal with as many of its decimals as it needs, four at the most: "1,250.5"."""
    return babel_numbers.format_decimal(value, "#,##0.####", locale=_place["locale"])


def place():
    """The locale by which numbers and dates are written."""
    return _place["locale"]


@lru_cache(maxsize=1024)
def hundredths(value):
    """A score kept as whole hundredths, with its two decimals."""
    return decimals(Decimal(value) / 100)


def percent(share, places=0):
    """A Decimal share of 1 as "33.3 %"."""
    return f"{decimals(Decimal(share) * 100, places)} %"


def currency():
    """The organisation's currency, as three letters."""
    return _place["currency"]


def minor_places(currency=None):
    """How many decimals money has: 2 for cents, 0 for yen."""
    return babel_numbers.get_currency_precision(currency or _place["currency"])


def money(minor, currency=None):
    currency = currency or _place["currency"]
    return babel_numbers.format_currency(Decimal(minor).scaleb(-minor_places(currency)), currency, locale=_place["locale"])


def amount(minor, currency=None):
    """"42,000" or "42,000.50", as somebody types it into a field."""
    places = minor_places(currency)
    whole = Decimal(minor).scaleb(-places)
    pattern = "#,##0" if whole == whole.to_integral_value() else "#,##0." + "0" * places
    return babel_numbers.format_decimal(whole, pattern, locale=_place["locale"])


def size(count):
    """"12.3 MB" of a number of bytes."""
    for unit, step in (("GB", 10 ** 9), ("MB", 10 ** 6), ("kB", 10 ** 3)):
        if count >= step:
            return f"{decimals(Decimal(count) / step, 1)} {unit}"
    return _("%(count)s bytes", count=count)


def several(items):
    """"Ana, Luis and Mara"."""
    items = [str(item) for item in items]
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])


def plain(text):
    """A text for comparing and searching: no accents, no case, single spaces."""
    flat = unicodedata.normalize("NFKD", text or "")
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).casefold().split())


# writing a date takes Babel a good part of a millisecond; a page shows the same few again and again

@lru_cache(maxsize=2048)
def _long_day(value):
    return babel_dates.format_date(value, "long", locale=_place["locale"])


@lru_cache(maxsize=2048)
def _short_day(value):
    return babel_dates.format_skeleton("MMMMd", value, locale=_place["locale"])


@lru_cache(maxsize=2048)
def _long_weekday(value):
    return babel_dates.format_date(value, "full", locale=_place["locale"])


@lru_cache(maxsize=2048)
def _short_weekday(value):
    return babel_dates.format_skeleton("EEEEMMMMd", value, locale=_place["locale"])


@lru_cache(maxsize=1440)
def _clock_time(hour, minute):
    return babel_dates.format_time(clock_time(hour, minute), "short", locale=_place["locale"])
