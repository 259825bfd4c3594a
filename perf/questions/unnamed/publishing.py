"""What may be shown of answers without names (PRACTICE 5): plain values in, plain values out.

Subjects come first, since the feedback is for them; the whole organisation is shown where what is left of it without them is
nothing or enough, then the groups likewise. Too few answers are pooled with earlier ones of the same subject that were never
shown by themselves. In the end the solver looks at everything that anybody can reach, and what gives somebody away is dropped.
"""
from collections import namedtuple

from . import solving

ONE, GROUP, ALL = "one", "group", "all"
LEVELS_FROM = 10        # from so many answers on, how many chose each level may be shown

# One question in one gathering. ratings: {subject: [levels]}; groups: {subject: group or None};
# shown: the Shown of an earlier gathering, None where this one is to be published; pooled: subjects whose answers went into a later pool
Asked = namedtuple("Asked", "number ratings groups shown pooled", defaults=(None, frozenset()))
Limits = namedtuple("Limits", "few few_all highest")
# with_earlier: numbers of the earlier gatherings whose answers are in it; levels: how many chose each, or None
Shown = namedtuple("Shown", "part part_id count halves levels with_earlier", defaults=(None, ()))


def publish(now, earlier, limits):
    """The Shown of one question. `earlier` are Asked of the same question whose answers are still known, oldest first."""
    figures = _parts(now, limits)
    figures = _safe(now, earlier, figures, limits)
    for pool in _pools(now, earlier, figures, limits):
        if _holds(now, earlier, [*figures, pool], limits):
            figures.append(pool)
    return _with_levels(now, earlier, figures, limits)


def halves(ratings):
    """The mean in half points, rounded half up: 7 is 3.5."""
    return (4 * sum(ratings) + len(ratings)) // (2 * len(ratings))


def bounds(count, mean_in_halves, highest):
    """The least and the largest sum that so many answers can have under a published mean; they are not all alike, or it was not shown."""
    low, high = -(-count * (2 * mean_in_halves - 1) // 4), -(-count * (2 * mean_in_halves + 1) // 4) - 1
    return max(low, count + 1), min(high, count * highest - 1)


# which parts

def _parts(now, limits):
    """What can be shown of this gathering by itself."""
    ones = {subject for subject, ratings in now.ratings.items() if _is_enough(ratings, limits.few)}
    whole = _of(now, now.ratings)
    found = [_shown(ONE, subject, now.ratings[subject]) for subject in sorted(ones)]
    shows_all = _is_enough(whole, limits.few_all) and _may_be_left(_of(now, set(now.ratings) - ones), limits.few)
    covered = set(ones)
    for group in _largest_first(now):
        inside = {subject for subject in now.ratings if now.groups.get(subject) == group}
        left_over = _of(now, set(now.ratings) - covered - inside)
        if (_is_enough(_of(now, inside), limits.few) and _may_be_left(_of(now, inside - ones), limits.few)
                and (not shows_all or _may_be_left(left_over, limits.few))):
            found.append(_shown(GROUP, group, _of(now, inside)))
            covered |= inside
    return found + ([_shown(ALL, None, whole)] if shows_all else [])


def _largest_first(now):
    count = {}
    for subject, ratings in now.ratings.items():
        if now.groups.get(subject) is not None:
            count[now.groups[subject]] = count.get(now.groups[subject], 0) + len(ratings)
    return sorted(count, key=lambda group: (-count[group], group))


def _of(now, subjects):
    return [rating for subject in sorted(subjects) for rating in now.ratings[subject]]


def _is_enough(ratings, few):
    """Enough, and not all alike: where all agree, the figure would tell what each of them said."""
    return len(ratings) >= few and _is_mixed(ratings)


def _is_mixed(ratings):
    return len(set(ratings)) > 1


def _may_be_left(ratings, few):
    """What a subtraction finds: nothing at all, or the sum of enough answers."""
    return not ratings or len(ratings) >= few


def _shown(part, part_id, ratings, with_earlier=()):
    return Shown(part, part_id, len(ratings), halves(ratings), None, tuple(with_earlier))


# pools

def _pools(now, earlier, figures, limits):
    """Of each subject that is not shown by itself: what it comes to with earlier answers that were never shown by themselves."""
    shown = {one.part_id for one in figures if one.part == ONE}
    for subject in sorted(set(now.ratings) - shown):
        free = [asked for asked in earlier if is_free(asked, subject)]
        ratings = now.ratings[subject] + [rating for asked in free for rating in asked.ratings[subject]]
        if free and now.ratings[subject] and _is_enough(ratings, limits.few):
            yield _shown(ONE, subject, ratings, [asked.number for asked in free])


def is_free(asked, subject):
    """Whether a subject's answers in an earlier gathering went into no figure of theirs, nor into one that tells each level."""
    group = asked.groups.get(subject)
    holds = [one for one in asked.shown if (one.part, one.part_id) in ((ALL, None), (ONE, subject), (GROUP, group))]
    return bool(asked.ratings.get(subject)) and subject not in asked.pooled and not any(one.part == ONE or one.levels for one in holds)


def whole_pools(gatherings):
    """Those of some gatherings that are tied by a pool to none that is missing: without it nothing could be proved of them."""
    found = {asked.number: asked for asked in gatherings}
    while True:
        pools = [{asked.number, *one.with_earlier} for asked in gatherings for one in asked.shown if one.with_earlier]
        gone = {number for pool in pools if not pool <= set(found) for number in pool & set(found)}
        gone |= {asked.number for asked in found.values() if not asked.pooled & set(asked.ratings) <= _pooled_by(found.values(), asked.number)}
        if not gone:
            return [asked for asked in gatherings if asked.number in found]
        found = {number: asked for number, asked in found.items() if number not in gone}


def _pooled_by(gatherings, number):
    return {one.part_id for asked in gatherings for one in asked.shown if number in one.with_earlier}


# the proof

def _safe(now, earlier, figures, limits):
    """Drop breakdowns until nobody is given away: groups first, the smallest at once, then the whole, then single subjects."""
    order = [*sorted((one for one in figures if one.part == GROUP), key=lambda one: one.count),
             *[one for one in figures if one.part == ALL], *sorted((one for one in figures if one.part == ONE), key=lambda one: one.count)]
    for one in order:
        if _holds(now, earlier, figures, limits):
            return figures
        figures = [other for other in figures if other != one]
    return figures


def _holds(now, earlier, figures, limits):
    return solving.is_safe(*system([*earlier, now._replace(shown=figures)], limits.highest), limits.highest, limits.few, _fixed(earlier))


def system(gatherings, highest):
    """(atoms, figures, pools) as the solver takes them, of one question in several gatherings."""
    pool_of = {(number, one.part_id): (asked.number, one.part_id) for asked in gatherings for one in asked.shown
               if one.with_earlier for number in (asked.number, *one.with_earlier)}
    figures, pools, atoms = {}, {}, {}
    for asked in gatherings:
        for one in asked.shown:
            place = pools if one.with_earlier else figures
            place[(asked.number, one.part_id) if one.with_earlier else (asked.number, one.part, one.part_id)] = bounds(one.count, one.halves, highest)
        for subject, ratings in asked.ratings.items():
            if ratings:
                group = asked.groups.get(subject)
                path = tuple((asked.number, *at) for at in ((ALL, None), (GROUP, group), (ONE, subject)) if (asked.number, *at) in figures)
                pool = pool_of.get((asked.number, subject))
                atom = (asked.number, path, pool)
                size, total = atoms.get(atom, (0, 0))[:2]
                atoms[atom] = (size + len(ratings), total + sum(ratings), path, pool)
    return atoms, figures, pools


def _fixed(gatherings, extra=()):
    """The atoms that lie in a figure which tells each level."""
    told = {(asked.number, one.part, one.part_id) for asked in gatherings for one in asked.shown if one.levels} | set(extra)
    return _Holding(told)


class _Holding:
    """The set of atoms whose path meets one of some figures."""

    def __init__(self, told):
        self.told = told

    def __contains__(self, atom):
        return bool(self.told & set(atom[1]))


# for somebody who knows some of the answers already

def seen_by(now, known, limits):
    """Of what was published, what somebody may see who knows some of the answers, or must not get at them: {subject: [levels]}.

    Nothing is shown from which, with what they know, another answer could be reckoned out. They see less than others, never more.
    """
    rest = now._replace(ratings={subject: _without(ratings, known.get(subject, ())) for subject, ratings in now.ratings.items()})
    figures = [one for one in now.shown if _is_enough(_of(rest, _subjects(now, one)), limits.few)]
    order = sorted(figures, key=lambda one: (one.part == ALL, one.count))
    while figures and not _is_safe_from(now, rest, figures, limits):
        figures.remove(order.pop(0))
    told, result = set(), [one._replace(levels=None) for one in figures]
    for place, one in enumerate(figures):
        tried = told | {(now.number, one.part, one.part_id)}
        if one.levels and _atoms_are_mixed(rest, figures, one, limits) and _is_safe_from(now, rest, figures, limits, tried):
            told, result[place] = tried, one
    return result


def _without(ratings, known):
    left = list(ratings)
    for level in known:
        left.remove(level)
    return left


def _is_safe_from(now, rest, figures, limits, told=()):
    """The proof, with what is known taken out of each sum."""
    atoms, _figures, pools = system([rest._replace(shown=figures)], limits.highest)
    unknown = {}
    for one in figures:
        members, left = _subjects(now, one), _of(rest, _subjects(now, one))
        known = sum(_of(now, members)) - sum(left)
        low, high = bounds(one.count, one.halves, limits.highest)
        unknown[now.number, one.part, one.part_id] = max(low - known, len(left) + 1), min(high - known, len(left) * limits.highest - 1)
    return solving.is_safe(atoms, unknown, pools, limits.highest, limits.few, _Holding(set(told)))


# how many chose each level

def _with_levels(now, earlier, figures, limits):
    """Add to figures of many answers how many chose each level, where each atom in them is large and mixed: then answers can be
    exchanged inside it without any published count noticing."""
    told, result = set(), list(figures)
    for place, one in enumerate(figures):
        if one.count >= LEVELS_FROM and not one.with_earlier and _atoms_are_mixed(now, figures, one, limits):
            tried = told | {(now.number, one.part, one.part_id)}
            whole = system([*earlier, now._replace(shown=figures)], limits.highest)
            if solving.is_safe(*whole, limits.highest, limits.few, _fixed(earlier, tried)):
                told = tried
                ratings = _of(now, _subjects(now, one))
                result[place] = one._replace(levels=tuple(ratings.count(level) for level in range(1, limits.highest + 1)))
    return result


def _subjects(now, one):
    return {subject for subject in now.ratings if one.part == ALL or (one.part == ONE and subject == one.part_id)
            or (one.part == GROUP and now.groups.get(subject) == one.part_id)}


def _atoms_are_mixed(now, figures, one, limits):
    """Whether each part that the other figures leave of this one holds enough answers, not all alike, and none that is pooled."""
    pooled = {other.part_id for other in figures if other.with_earlier}
    ones = {other.part_id for other in figures if other.part == ONE and not other.with_earlier}
    groups = {other.part_id for other in figures if other.part == GROUP}
    parts = {}
    for subject in _subjects(now, one):
        group = now.groups.get(subject) if now.groups.get(subject) in groups else None
        parts.setdefault((group, subject if subject in ones else None), []).extend(now.ratings[subject])
        if subject in pooled and now.ratings[subject]:
            return False
    return all(_is_enough(ratings, limits.few) for ratings in parts.values() if ratings)
