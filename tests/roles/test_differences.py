"""Word by word: nothing is lost between two texts or two lists."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf.roles import differences
from perf.roles.differences import CHANGED, GONE, KEPT, NEW

PIECES = ["a", "the", "team", "Family", ",", " ", "\n", ".", "  ", "é"]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))


@given(TEXTS, TEXTS)
def test_what_is_kept_with_what_is_gone_is_the_old_text_and_with_what_is_new_the_new_one(old, new):
    parts = differences.of_words(old, new)
    assert "".join(part.text for part in parts if part.kind != NEW) == old
    assert "".join(part.text for part in parts if part.kind != GONE) == new
    assert all(part.text for part in parts) and (old != new or all(part.kind == KEPT for part in parts))


@pytest.mark.parametrize("old, new, parts", [
    ("", "", []), ("same", "same", [(KEPT, "same")]), ("", "new", [(NEW, "new")]), ("old", "", [(GONE, "old")]),
    ("Helps families.", "Helps all families.", [(KEPT, "Helps"), (NEW, " all"), (KEPT, " families.")]),
    ("Leads two teams", "Leads three groups", [(KEPT, "Leads "), (GONE, "two teams"), (NEW, "three groups")]),
    ("Keeps files.", "Keeps files!", [(KEPT, "Keeps files"), (GONE, "."), (NEW, "!")]),
])
def test_words_read_like_a_sentence(old, new, parts):
    assert [tuple(part) for part in differences.of_words(old, new)] == parts


@given(st.dictionaries(st.integers(0, 9), st.text(max_size=2)), st.dictionaries(st.integers(0, 9), st.text(max_size=2)))
def test_every_row_of_both_lists_is_told_once(old, new):
    rows = differences.of_rows(list(old.items()), list(new.items()), key=lambda row: row[0], same=lambda a, b: a == b)
    assert {row.old for row in rows if row.old} == set(old.items()) and {row.new for row in rows if row.new} == set(new.items())
    assert len(rows) == len(set(old) | set(new))
    for row in rows:
        assert row.kind == (NEW if row.old is None else GONE if row.new is None else KEPT if row.old == row.new else CHANGED)


def test_another_order_is_seen_whatever_came_or_went():
    assert differences.is_reordered([1, 2, 3], [3, 1], key=int)
    assert not differences.is_reordered([1, 2, 3], [1, 9, 3], key=int)
