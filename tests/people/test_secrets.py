"""What is planned and not announced stays with HR; of what kind a leave is, with those who must know; a last day, with those above."""
import html
import io
import re
import zipfile
from datetime import timedelta

import pytest

from perf.kernel import clock
from perf.keeping import queries as keeping
from perf.people import actions, facts, keeping as own, queries
from perf.people.inputs import KINDS
from perf.people.models import Change, Person, Position
from perf.roles.models import Role
from tests import pages, turns, world
from tests.canaries import CAST, NEAR

DAY = timedelta(days=1)
SECRET = "CANARY Head of Lanterns"
ASKED = ("/search?q=CANARY", "/search?q=Tomas", f"/orgchart/?on={clock.today() + 40 * DAY}")


@pytest.fixture
def in_use(house):
    with world.house_in_use(house) as rows:
        yield house, rows


def seat(name):
    return queries.own_seat(world.member(name)).position_id


def plan(**more):
    """Tomas is to be promoted to a role that is new, below Piet."""
    return actions.move(world.member("tomas"), title=SECRET, department="Fundraising", reports_to=seat("piet"), on=clock.today() + 30 * DAY,
                        is_promotion=True, note="CANARY-note", by=world.member("hana"), **more)


def everything_of(house, rows, name):
    """All that somebody can open: every address of the house, and what these lead to."""
    browser = world.browser(house, name)
    return {address: text for address, _status, text in pages.crawl(browser, [*world.pages(house.app, rows), *ASKED], alike=2)}


def most_of(house, rows, name):
    """Every address on which people are shown, and those of the others whose turn it is."""
    browser, who = world.browser(house, name), CAST.index(name)
    near = [address for place, (address, endpoint) in enumerate(world.pages(house.app, rows).items())
            if endpoint in NEAR or endpoint.split(".")[0] in ("people", "orgchart", "home") or turns.is_its_turn(place, who)]
    return {address: pages.text_of(browser.get(address)) for address in [*near, *ASKED]}


OTHERS = [name for name in CAST if name not in ("hana", "visitor", "lena")]


@pytest.mark.parametrize("name", OTHERS)
def test_unannounced_plan_is_found_by_hr_alone(in_use, name):
    """The person themself, managers, administrator, executive, board and colleagues: no page, no search, no chart of a later day."""
    house, rows = in_use
    plan()
    found = (everything_of if name in ("tomas", "mara") else most_of)(house, rows, name)
    assert [address for address, text in found.items() if "CANARY" in html.unescape(text).replace("q=CANARY", "").replace('value="CANARY"', "")
            and "/search" not in address] == []
    assert "Lanterns" not in found["/search?q=CANARY"]


def test_hr_finds_the_plan_on_the_page_of_the_person_and_on_the_desk(in_use):
    house, rows = in_use
    plan()
    hana = world.browser(house, "hana")
    for address in (f"/people/{rows['person_id']}", "/people/desk/", "/roles/desk/"):
        assert SECRET in html.unescape(hana.get(address).text), address
    assert "CANARY-note" in hana.get(f"/people/{rows['person_id']}").text


def test_unannounced_plan_lies_in_no_line_that_the_person_can_open_and_in_no_notice(in_use):
    house, rows = in_use
    tomas = world.member("tomas")
    from perf.audit import access as audit
    from perf.notices.models import Notice
    lines, told = audit.own_lines(tomas).count(), Notice.select().count()
    kept = plan()
    actions.cancel(kept, by=world.member("hana"))
    plan()
    actions.share(world.member("zora"), Position.get_by_id(seat("mara")), starts=clock.today() + 9 * DAY, by=world.member("hana"))
    assert (audit.own_lines(tomas).count(), Notice.select().count()) == (lines, told)
    actions.announce(Change.select().where(Change.kind == "promotion", Change.state == "planned").get(), by=world.member("hana"))
    assert audit.own_lines(tomas).count() == lines + 1 and Notice.select().where(Notice.person_id == tomas.id, Notice.kind == "moves").count() == 1


def test_role_of_a_secret_plan_is_a_draft_until_it_is_announced_or_holds(in_use):
    house, _rows = in_use
    kept = plan()
    role, zora = Role.get(Role.title == SECRET), world.browser(house, "zora")
    assert zora.get(f"/roles/{role.id}").status_code == 404
    actions.announce(kept, by=world.member("hana"))
    assert zora.get(f"/roles/{role.id}").status_code == 200
    assert SECRET in html.unescape(zora.get(f"/people/{kept.person_id}").text)


def test_role_of_a_secret_plan_is_there_on_its_day(in_use):
    house, _rows = in_use
    plan()
    with clock.at(clock.today() + 30 * DAY):
        actions.new_day(clock.today())
        assert queries.chart().of_person[world.member("tomas").id].title == SECRET
    assert world.browser(house, "zora").get(f"/roles/{Role.get(Role.title == SECRET).id}").status_code == 200


def test_new_department_of_a_secret_plan_is_refused_with_the_cure(in_use):
    house, rows = in_use
    day = clock.today() + 30 * DAY
    seen = queries.seat_as_it_is(world.member("tomas"))
    sent = {"title": "Case Worker", "department": "CANARY Department", "reports_to": seat("piet"), "vacancy": "", "on": str(day), "held": seen.held,
            "version": seen.version}
    hana = world.browser(house, "hana")
    answer = hana.post(f"/people/{rows['person_id']}/seat", data=sent)
    assert answer.status_code == 422 and "add the department first" in answer.text
    assert hana.post(f"/people/{rows['person_id']}/seat", data={**sent, "announced": "y"}).status_code == 303


def test_file_about_oneself_holds_no_secret_plan_and_the_announced_one(in_use):
    kept, tomas = plan(), world.member("tomas")
    assert "CANARY" not in str(own.everything(tomas))
    actions.announce(kept, by=world.member("hana"))
    assert SECRET in str(own.everything(tomas)) and "CANARY-note" in str(own.everything(tomas))


# of what kind a leave is

WORD = "Sabbatical"


def away(**more):
    return actions.be_away(world.member("tomas"), kind="sabbatical", by=world.member("hana"), **more)


def kinds_found(house, rows):
    """Who finds the kind on any page that they can reach."""
    reached = {name: most_of(house, rows, name) for name in CAST if name not in ("lena", "visitor")}
    return {name for name, found in reached.items() if any(WORD in text for address, text in found.items()
            if not re.search(r"/people/(\d+/away|leaves/)", address) or name != "hana")}


def test_kind_of_a_leave_is_known_to_the_person_the_manager_and_hr(in_use):
    """Not to who leads the manager, to a dotted-line manager (Piet), a colleague, an administrator, the executive or the board."""
    house, rows = in_use
    away(starts=clock.today() - DAY, ends=clock.today() + 9 * DAY)
    assert kinds_found(house, rows) == {"tomas", "mara", "hana"}
    for name in ("zora", "nils", "adam"):
        assert "away until" in world.browser(house, name).get("/people/?q=tomas").text


def test_leave_to_come_is_seen_by_those_who_know_its_kind_alone(in_use):
    house, rows = in_use
    away(starts=clock.today() + 3 * DAY, ends=clock.today() + 9 * DAY)
    for name in ("zora", "nils", "piet", "adam", "ines"):
        page = world.browser(house, name).get(f"/people/{rows['person_id']}").text
        assert ">Away" not in page and WORD not in page
    assert WORD in world.browser(house, "mara").get(f"/people/{rows['person_id']}").text
    with clock.at(clock.today() + 4 * DAY):
        assert world.member("tomas").id in facts.away_on(clock.today())


def test_file_about_oneself_holds_the_kind_and_erasing_takes_it(in_use, confirmed):
    house, _rows = in_use
    away(starts=clock.today() - 20 * DAY, ends=clock.today() - 9 * DAY)
    answer = world.browser(house, "tomas").post("/keeping/mine/file")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as whole:
        assert WORD in "\n".join(whole.read(name).decode() for name in whole.namelist())
    tomas = world.member("tomas")
    plan(announced=True)
    for piece in own.forgets(tomas, "former employee 1"):
        if piece.title in ("Leaves of absence", "Notes on changes of their seat"):
            assert piece.count
            piece.forget()
    assert not tomas.leaves.exists() and not Change.select().where(Change.note.contains("CANARY-note")).exists()


def test_leaves_are_kept_three_years_after_they_ended(in_use):
    Person.update(hired_on=None).where(Person.id == world.member("tomas").id).execute()
    away(starts=clock.today() - 1500 * DAY, ends=clock.today() - 1490 * DAY)
    record = next(one for one in keeping.classes() if one.key == "leaves")
    assert record.years == 3 and [due.persons for due in record.due(clock.today() - 1100 * DAY)] == [(world.member("tomas").id,)]
    record.purge([due.id for due in record.due(clock.today() - 1100 * DAY)])
    assert not record.due(clock.today())


# a last day ahead

def test_last_day_to_come_is_known_to_the_person_those_above_and_hr(in_use):
    house, rows = in_use
    actions.let_go(world.member("tomas"), last_day=clock.today() + 10 * DAY, by=world.member("hana"))
    knows = {name for name in CAST if name not in ("lena", "visitor") and "Leaves on" in world.browser(house, name).get(f"/people/{rows['person_id']}").text}
    assert knows == {"tomas", "mara", "nils", "ines", "hana"}
    later = clock.today() + 11 * DAY
    seats = {name: facts.chart(world.member(name), later).of_person.get(world.member("tomas").id) for name in ("zora", "piet", "adam", "mara", "hana")}
    assert seats["zora"] and seats["piet"] and seats["adam"] and not seats["mara"] and not seats["hana"]


def test_what_is_kept_of_a_change_holds_no_name(in_use):
    """Ids and dates: whoever is erased needs nothing taken out of it."""
    hana = world.member("hana")
    plan()
    actions.share(world.member("paula"), Position.get_by_id(seat("piet")), by=hana)
    actions.let_go(world.member("zora"), last_day=clock.today() - DAY, by=hana)
    actions.come_back(Person.get_by_id(world.member("zora").id), hired_on=clock.today(), seat={"title": "Cook", "reports_to": seat("mara")}, by=hana)
    kept = "\n".join(rows for rows, in Change.select(Change.rows).tuples())
    names = {text for row in Person.select(Person.first_name, Person.last_name, Person.email).tuples() for text in row if text}
    assert [name for name in names if name in kept] == [] and not [kind for kind in KINDS if f'"{kind}"' in kept]
