"""The tree: what hangs where, what a reader sees of it, how it folds, and how soon 2,000 goals open."""
import re
import time

import pytest

from perf.goals import tree
from perf.goals.models import Goal
from perf.goals.tree import Asked
from perf.kernel import db
from tests.bench.goals import filled

HALF_A_SECOND = 0.5
PATIENCE = 3


def titles(lines):
    return [line.row.title for line in lines]


@pytest.fixture
def planted(agreed, put_down, ines, mara, family):
    """Organisation → department → Tomas, one of Zora that hangs nowhere, one that nobody else reads."""
    top = put_down("Families stay together", ines, level="organisation", measure="below")
    middle = put_down("A place for every family", mara, by=ines, level="department", department=family.id, measure="below", parent=top.id)
    own = agreed(parent=middle.id)
    agreed("Find my feet again", is_private=True)
    return top, middle, own


def test_it_reads_from_the_purpose_down_and_what_hangs_nowhere_stands_apart(planted, put_down, agreed, zora, piet):
    agreed("A new leaflet", owner=zora, by=piet)
    aligned, loose, count = tree.lines(zora, Asked())
    assert titles(aligned) == ["Families stay together", "A place for every family", "Forty families through the programme"]
    assert titles(loose) == ["A new leaflet"] and count == 4
    assert [line.below for line in aligned] == [2, 1, 0] and [line.closes for line in aligned] == [0, 0, 2]


def test_private_goals_stand_in_it_for_those_who_read_them_alone(planted, tomas, mara, hana, zora, ines, adam):
    seen = {one.first_name: "Find my feet again" in titles(tree.lines(one, Asked())[1]) for one in (tomas, mara, hana, zora, ines, adam)}
    assert seen == {"Tomas": True, "Mara": True, "Hana": True, "Zora": False, "Ines": True, "Adam": False}     # Ines leads Mara


def test_what_leads_to_a_goal_that_is_asked_for_stays_in_sight(planted, mara, family):
    aligned, _loose, count = tree.lines(mara, Asked(whose="team"))
    assert [(line.row.title, line.is_way) for line in aligned] == [
        ("Families stay together", True), ("A place for every family", True), ("Forty families through the programme", False)]
    assert count == 2       # the private one hangs nowhere
    assert titles(tree.lines(mara, Asked(departments={family.id}))[0])[-1] == "Forty families through the programme"
    assert tree.lines(mara, Asked(status="at risk"))[2] == 0


def test_it_folds_and_unfolds_by_its_address_without_scripts(planted, browser_of):
    page = browser_of("zora").get("/goals/tree").text
    assert "Forty families" in page
    way = re.search(rf'id="fold-{planted[0].id}"[^>]*href="([^"]+)"', page)[1].replace("&amp;", "&").split("#")[0]
    folded = browser_of("zora").get(way).text
    assert "Forty families" not in folded and "Families stay together" in folded
    again = re.search(rf'id="fold-{planted[0].id}"[^>]*href="([^"]+)"', folded)[1].replace("&amp;", "&").split("#")[0]
    assert "A place for every family" in browser_of("zora").get(again).text


@pytest.mark.parametrize("address", ["?period=x", "?open=1.2.x..9999999999999999999999", "?open=", "?whole=-1", "?department=98765", "?period=98765"])
def test_an_address_that_means_nothing_shows_what_there_is(planted, browser_of, address):
    assert browser_of("zora").get(f"/goals/tree{address}").status_code == 200


@pytest.mark.parametrize("address", ["?status=guess", "?whose=others"])
def test_an_address_that_cannot_mean_anything_is_not_found(app, browser_of, address):
    assert browser_of("zora").get(f"/goals/tree{address}").status_code == 404


def test_where_nothing_is_like_that_the_page_says_so_whatever_else_waits(planted, put_down, browser_of, tomas):
    put_down("Another", tomas)
    assert "None is like that." in browser_of("mara").get("/goals/tree?status=closed").text
    assert re.search(r'role="status">3 goals<', browser_of("zora").get("/goals/tree").text)


def test_the_figures_of_a_page_are_given_to_whom_they_concern_alone(planted, browser_of, tomas, mara):
    hidden = Goal.get(Goal.is_private)
    asked = ".".join(str(number) for number in (planted[2].id, hidden.id, 98765))
    assert re.findall(r'id="figure-(\d+)"', browser_of("zora").get(f"/goals/figures?shown={asked}").text) == [str(planted[2].id)]
    assert len(re.findall(r'id="figure-(\d+)"', browser_of("tomas").get(f"/goals/figures?shown={asked}").text)) == 2


@pytest.mark.parametrize("deep", [False, True])
def test_two_thousand_goals_open_in_half_a_second_with_as_many_statements_as_two_hundred(app, browser_of, monkeypatch, deep):
    """Issue E. In the middle of five; three times the limit, since machines differ."""
    spans, statements = [], []
    run = db.Database.execute_sql
    for many in (200, 2_000):
        with db.database.atomic("IMMEDIATE"):
            Goal.delete().execute()
            filled(many, deep)
        browser_of("zora").get("/goals/tree")
        for _time in range(5):
            asked = []
            with monkeypatch.context() as patch:
                patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, asked=asked, **more: asked.append(sql) or run(self, sql, *rest, **more))
                begun = time.perf_counter()
                assert browser_of("zora").get("/goals/tree").status_code == 200
            spans.append(time.perf_counter() - begun)
        statements.append(len(asked))
    assert sorted(spans[5:])[2] < HALF_A_SECOND * PATIENCE
    assert statements[0] == statements[1]
