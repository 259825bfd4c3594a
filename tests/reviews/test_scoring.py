"""How the sources of a review are weighed against each other."""
from fractions import Fraction

from perf.questions.scoring import rounded
from perf.reviews.scoring import Source, combine


def shares(weighed):
    return {one.name: str(rounded(one.share * 100)) for one in weighed if one.share is not None}


def test_sources_without_answers_leave_the_others_their_proportion():
    sources = [Source("self", 0, Fraction(4)), Source("manager", 5, Fraction(4)), Source("upward", 1, None),
               Source("peers", 2, Fraction(3)), Source("others", 2, Fraction(3))]
    overall, weighed = combine(sources)
    assert shares(weighed) == {"manager": "55.56", "peers": "22.22", "others": "22.22"}
    assert overall == Fraction(32, 9)


def test_self_alone_with_weight_nought_is_not_rated():
    overall, weighed = combine([Source("self", 0, Fraction(5)), Source("manager", 1, None)])
    assert overall is None and shares(weighed) == {}
