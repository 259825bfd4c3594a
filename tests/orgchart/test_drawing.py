"""Boxes never lie on each other, whatever the organisation looks like."""
from hypothesis import given, settings
from hypothesis import strategies as st

from perf.orgchart import drawing


def overlaps(boxes):
    rows = sorted(boxes, key=lambda box: (box.x, box.y))
    return [(one.id, other.id) for number, one in enumerate(rows) for other in rows[number + 1:]
            if other.x - one.x < drawing.WIDE and abs(one.y - other.y) < drawing.HIGH]


def tree_of(parents):
    """ids 1…n; each hangs under an earlier one, or is a top (0)."""
    below = {}
    for number, parent in enumerate(parents, start=1):
        below.setdefault(min(parent, number - 1) or None, []).append(number)
    return below.pop(None, []), below


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=60))
def test_every_seat_has_its_own_place_below_its_manager(parents):
    tops, below = tree_of(parents)
    picture = drawing.draw(tops, below)
    place = {box.id: box for box in picture.boxes}
    assert sorted(place) == list(range(1, len(parents) + 1)) and overlaps(picture.boxes) == []
    assert all(place[child].y > place[one].y for one, children in below.items() for child in children)
    assert all(0 <= box.x <= picture.width - drawing.WIDE and 0 <= box.y <= picture.height - drawing.HIGH for box in picture.boxes)


def test_twenty_without_reports_stand_in_columns_not_in_a_row():
    picture = drawing.draw([1], {1: list(range(2, 22))})
    assert picture.width < 4 * (drawing.WIDE + drawing.BESIDE + drawing.INDENT)


def test_three_hundred_below_each_other_are_no_trouble():
    assert len(drawing.draw([1], {number: [number + 1] for number in range(1, 2000)}).boxes) == 2000


def test_empty_organisation_has_an_empty_drawing():
    assert drawing.draw([], {}).boxes == []


def test_label_stands_once_over_leaves_in_a_run_and_has_room():
    labels = {2: "Production", 3: "Production", 5: "Care", 6: "Care", 7: "Shop"}
    boxes = {box.id: box for box in drawing.draw([1], {1: [4, 2, 3, 5, 6, 7]}, labels).boxes}
    assert {one: box.label for one, box in boxes.items() if box.label} == {2: "Production", 5: "Care", 7: "Shop"}
    column = sorted((box for box in boxes.values() if box.id != 1), key=lambda box: box.y)
    for above, box in zip(column, column[1:]):
        assert box.y - above.y - drawing.HIGH == drawing.TIGHT + (drawing.LABEL if box.label else 0)


def test_each_column_names_its_first():
    picture = drawing.draw([1], {1: list(range(2, 22))}, dict.fromkeys(range(2, 22), "Production"))
    assert [box.id for box in picture.boxes if box.label] == [2, 2 + drawing.COLUMN, 2 + 2 * drawing.COLUMN]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), max_size=60))
def test_sheets_of_paper_show_every_seat_and_none_of_it_twice_but_heads(parents):
    tops, below = tree_of(parents)
    split = drawing.sheets(tops, below, 900, 600)
    shown = [one for heads, drawn in split for one in drawing._descent(heads, drawn)]
    heads = [one for number, (heads, _drawn) in enumerate(split) for one in heads if number]
    assert set(shown) == set(range(1, len(parents) + 1)) and len(shown) == len(parents) + len(heads)


def test_what_fits_one_sheet_takes_one():
    assert len(drawing.sheets([1], {1: [2, 3, 4]}, 1480, 980)) == 1


def test_a_single_report_stands_straight_below():
    boxes = {box.id: box for box in drawing.draw([1], {1: [2], 2: [3], 3: [4, 5]}).boxes}
    assert len({boxes[one].x for one in (1, 2, 3)}) == 1


def test_dotted_lines_join_boxes_that_are_drawn():
    boxes = drawing.draw([1], {1: [2, 3], 3: [4]}).boxes
    assert len(drawing.dotted(boxes, [(2, 4), (2, 99)])) == 1
