"""The arithmetic of a review (PRACTICE 2): Review = Σ V·O / Σ V over the sources that have a score."""
from collections import namedtuple
from fractions import Fraction

FORMULA_VERSION = 1

Source = namedtuple("Source", "name weight overall")            # overall: Fraction or None
Weighed = namedtuple("Weighed", "name weight overall share contribution")


def combine(sources):
    """(the review's score or None, each source with its share of 1)."""
    counting = [source for source in sources if source.overall is not None and source.weight > 0]
    whole = sum(Fraction(source.weight) for source in counting)
    weighed = [_weigh(source, whole if source in counting else None) for source in sources]
    return (sum(w.contribution for w in weighed if w.share is not None) if counting else None), weighed


def _weigh(source, whole):
    share = Fraction(source.weight) / whole if whole else None
    return Weighed(source.name, source.weight, source.overall, share, share * source.overall if share is not None else None)
