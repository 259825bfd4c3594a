"""Goals in reviews: which a form asks about, what stands beside the rating, what stays as it was signed."""
import html
import re
from datetime import date, datetime, time, timedelta

import pytest

from perf.goals import actions as goals
from perf.goals import checking, fields
from perf.goals import queries as known
from perf.goals.fields import Given
from perf.goals.models import Goal
from perf.kernel import clock
from perf.kernel.errors import Refused
from perf.questions import actions as sheets
from perf.questions import building, items
from perf.questions import queries as questions
from perf.questions.models import Answer, Item, Question, Section, Sheet, Template
from perf.reviews import actions, calibrating, peers
from perf.reviews.models import PeerForm, Review
from perf.settings import actions as settings
from tests import canaries, world
from tests.reviews import cases

VISITS, CALLS = "Forty families through the programme", "Fewer missed calls"


@pytest.fixture(autouse=True)
def period(app, today):
    """The year for which the reviews of these tests are."""
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


@pytest.fixture
def agreed(period, tomas, mara):
    """A goal of Tomas that ran in that year, and that Mara has agreed to."""
    def agree(title=VISITS, owner=tomas, by=mara, **more):
        given = dict(title=title, owner=owner.id, starts=period[0], due=period[1], start=0, target=400_000, unit="families") | more
        made = goals.put_down(Given(**given), by=owner)
        return goals.agree_goal(made, by=by, version=made.version) if made.state == "proposed" else made
    return agree


@pytest.fixture
def launch(hana, period):
    def launched(name="With goals", kind="midyear", **more):
        cycle = world.launched(hana, name, 1, template=Template.get(Template.kind == kind), **more)
        return {one.person.first_name: one for one in Review.select().where(Review.cycle == cycle)}
    return launched


def rows(sheet_id):
    return [row for row in questions.rows_of([sheet_id])[sheet_id] if row.about_id]


def titles(sheet_id):
    return [row.prompt for row in rows(sheet_id)]


def said(page):
    return cases.said(page)


def change(goal, by, **given):
    now = known.whole(goal.id)
    return goals.change_goal(now, fields.as_given(now, [one.text for one in known.milestones(now)])._replace(**given), by=by, version=now.version)


def check_in(goal, by, value, status="on track", note=""):
    return checking.check_in(goal, status, by=by, value=value, note=note)


# which goals

def test_launch_copies_the_goals_of_the_period_and_a_later_one_does_not_appear_by_itself(agreed, launch, mara, tomas, period, hana):
    goal, cancelled, closed = agreed(), agreed("Called off"), agreed("Closed already")
    goals.close_goal(cancelled, "cancelled", "No money.", by=mara, version=cancelled.version)
    goals.close_goal(closed, "partly", "It took longer.", by=tomas, version=closed.version)
    agreed("Of another year", starts=period[1] + timedelta(1), due=period[1] + timedelta(300))
    goals.put_down(Given(title="Not agreed", owner=tomas.id, starts=period[0], due=period[1], target=10_000), by=tomas)
    found = launch()
    asked = {kind: titles(getattr(found["Tomas"], f"{kind}_sheet_id")) for kind in ("self", "manager")}
    assert asked == {"self": [VISITS, "Closed already"], "manager": [VISITS, "Closed already"]}
    assert rows(found["Tomas"].self_sheet_id)[0].help == f"From 0 to 40 families, by 31 December {period[1].year}."
    assert titles(found["Zora"].self_sheet_id) == []
    with clock.at(clock.now() + timedelta(days=2)):
        agreed("Made later")
        agreed("Zora's first", owner=world.member("zora"), by=world.member("piet"))
        change(goal, mara, title="Fifty families", target=500_000)
        item = Item.get(Item.kind == "goals", Item.section == Section.get(Section.title == "Goals so far"))
        items.mend_item(item, version=item.section.template.version, weight=20_000, help="Anew.")
        assert titles(found["Tomas"].self_sheet_id) == [VISITS, "Closed already"] and titles(found["Zora"].self_sheet_id) == []
        assert [row.weight for row in rows(found["Tomas"].self_sheet_id)] == [200_000_000, 200_000_000]


def test_question_about_goals_that_is_added_later_takes_those_of_the_launch(agreed, launch, mara):
    goal = agreed()
    review = launch(kind="probation")["Tomas"]
    with clock.at(clock.now() + timedelta(days=2)):
        agreed("Made later")
        items.add_item(Section.get(Section.template == Template.get(Template.kind == "probation")), "goals", "Goals")
    assert [row.about_id for row in rows(review.manager_sheet_id)] == [goal.id]


def test_who_has_no_goal_is_asked_nothing_sees_no_empty_section_and_submits(agreed, launch, browser_of, zora, piet):
    agreed()
    review = launch()["Zora"]
    page = browser_of("piet").get(f"/questions/sheets/{review.manager_sheet_id}").text
    assert "Goals so far" not in page and "100 %" in page
    world.submit(review, "manager")
    assert Review.get_by_id(review.id).score == 400


def test_private_goal_is_asked_of_the_person_and_the_manager_alone(agreed, launch, mara, tomas, zora, browser_of):
    agreed()
    agreed("Get through the divorce", is_private=True)
    world.let_peers_answer()
    Item.update(authors="self manager peer").where(Item.kind == "goals").execute()
    review = launch(kind="annual", peer_mode="named")["Tomas"]
    form = peers.nominate(review, zora, by=mara)
    form = PeerForm.get_by_id(form.id)
    assert titles(review.self_sheet_id) == titles(review.manager_sheet_id) == [VISITS, "Get through the divorce"]
    assert titles(form.sheet_id) == [VISITS]
    page = browser_of("zora").get(f"/questions/sheets/{form.sheet_id}").text
    assert VISITS in page and "divorce" not in page and "0 of 40 families" in page
    shown = said(browser_of("hana").get(f"/questions/templates/{review.cycle.template_id}/preview?person={tomas.id}&author=peer").text)
    assert "divorce" not in shown


def test_member_of_a_calibration_reads_of_a_private_goal_the_rating_alone(agreed, launch, browser_of, hana, piet):
    agreed()
    agreed("Get through the divorce", is_private=True)
    review = launch(calibrates=True)["Tomas"]
    world.fill(Sheet.get_by_id(review.manager_sheet_id), 4, "About the divorce.")
    for row in rows(review.manager_sheet_id)[:1]:
        sheets.save_answer(Answer.get_by_id(row.id), rating=2, text="Seen by all.", version=Answer.get_by_id(row.id).version)
    Answer.update(text="").where(Answer.sheet == review.manager_sheet_id, Answer.id.not_in([row.id for row in rows(review.manager_sheet_id)])).execute()
    Question.update(is_required=False).where(Question.kind == "text").execute()
    cases.submit(review, "manager")
    calibrating.open_session(review.cycle, name="All", reviews=[world.fresh(review)], members=[hana, piet], by=hana)
    for who, reads in (("piet", False), ("hana", True), ("mara", True)):
        for place in ("", "/packet", "/texts"):
            page = said(browser_of(who).get(f"/reviews/{review.id}{place}", headers={"HX-Request": "true"} if place == "/texts" else {}).text)
            assert ("divorce" in page) == reads and "Seen by all." in page, (who, place)
    assert "A goal that you do not read" in said(browser_of("piet").get(f"/reviews/{review.id}").text)
    assert cases.on_paper(browser_of("piet"), review) == cases.on_paper(browser_of("hana"), review)


def test_team_is_never_asked_about_single_goals(app):
    with pytest.raises(Refused, match="Leave the reports out"):
        items.add_item(Section.get(Section.title == "Values"), "goals", "Goals", authors="upward")


def test_template_that_asks_about_goals_alone_is_not_launched(app, hana, mara):
    template = building.add_template("Goals alone", scale=Template.get().scale_id)
    items.add_item(building.add_section(template, "Goals", weight=10_000), "goals", "What came of each goal?")
    with pytest.raises(Refused, match="asks the employee or the manager nothing"):
        world.launched(hana, "Goals alone", 1, template=template)


def test_preview_shows_the_goals_of_a_person_and_says_where_there_are_none(agreed, browser_of, tomas, zora, today):
    agreed(due=today + timedelta(30))
    page = f"/questions/templates/{Template.get(Template.kind == 'midyear').id}/preview?author=manager&person="
    shown = said(browser_of("hana").get(f"{page}{tomas.id}").text)
    assert VISITS in shown and "0 of 40 families" in shown and "asks nothing" not in shown
    shown = said(browser_of("hana").get(f"{page}{zora.id}").text)
    assert "Zora Demir has no goal of the last twelve months that this form could ask about" in shown
    assert 'value="goals"' in browser_of("hana").get(f"/questions/sections/{Section.get(Section.title == 'Goals so far').id}/items").text
    settings.switch_room("goals", False, by=world.member("hana"))
    section = Section.get(Section.title == "Goals so far")
    assert 'value="goals"' not in browser_of("hana").get(f"/questions/sections/{section.id}/items").text
    assert "The goals are switched off" in said(browser_of("hana").get(f"{page}{tomas.id}").text)


# beside the rating

def test_progress_stands_beside_the_rating_and_fills_nothing_in(agreed, launch, browser_of, tomas, mara):
    goal, stretch = agreed(), agreed(CALLS, start=400_000, target=250_000, unit="calls", kind="stretch")
    review = launch()["Tomas"]
    check_in(goal, tomas, 310_000, "at risk")
    page = browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text
    for words in ("31 of 40 families", "78 %", "at risk", "last check-in today", "40, from 40 to 25 calls", "no check-in yet",
                  "Progress is a figure; the rating is yours.", "A stretch goal: 70 % of the way is good."):
        assert words in said(page), words
    assert browser_of("mara").get(f"/goals/{goal.id}").status_code == 200
    assert f'href="/goals/{goal.id}"' in page and f"live:goal-{stretch.id} from:body" in page and "Agreed differently" not in page
    assert not [row for row in rows(review.manager_sheet_id) if row.rating is not None or row.is_na]
    answer = rows(review.manager_sheet_id)[0]
    check_in(goal, tomas, 400_000)
    piece = browser_of("mara").get(f"/questions/answers/{answer.id}/beside", headers={"HX-Request": "true"})
    assert "40 of 40 families" in said(piece.text) and "<textarea" not in piece.text and "<input" not in piece.text
    assert browser_of("tomas").get(f"/questions/answers/{answer.id}/beside").status_code == 404
    assert questions.rows_of([review.manager_sheet_id])[review.manager_sheet_id][0].rating is None


def test_goal_that_was_changed_keeps_its_words_of_the_launch_and_says_what_is_agreed_now(agreed, launch, browser_of, mara):
    goal = agreed()
    review = launch()["Tomas"]
    change(goal, mara, target=500_000)
    page = said(browser_of("tomas").get(f"/questions/sheets/{review.self_sheet_id}").text)
    assert "From 0 to 40 families" in page and "Agreed differently since the launch: From 0 to 50 families" in page


def test_who_may_not_read_a_goal_any_more_sees_its_words_at_launch_and_no_figure(agreed, launch, browser_of, mara, zora):
    goal = agreed()
    world.let_peers_answer()
    Item.update(authors="self manager peer").where(Item.kind == "goals").execute()
    form = peers.nominate(launch(kind="annual", peer_mode="named")["Tomas"], zora, by=mara)
    change(goal, mara, is_private=True)
    page = said(browser_of("zora").get(f"/questions/sheets/{PeerForm.get_by_id(form.id).sheet_id}").text)
    assert VISITS in page and "0 of 40 families" not in page and "Open the goal" not in page
    world.fill(Sheet.get_by_id(PeerForm.get_by_id(form.id).sheet_id))
    actions.submit_form(form.review, PeerForm.get_by_id(form.id).sheet, by=zora)
    assert [row.standing for row in rows(PeerForm.get_by_id(form.id).sheet_id)] == [""]


def test_form_asks_the_database_as_often_however_many_goals(agreed, launch, browser_of, statements):
    counts = []
    for more in (1, 6):
        for number in range(more):
            agreed(f"Goal {more}.{number}")
        review = launch(f"With {more}")["Tomas"]
        counts.append(statements(lambda: browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}")))
    assert counts[0] == counts[1] > 0


@pytest.fixture
def statements(app, monkeypatch):
    """A function that does a deed and says how many statements it took."""
    from perf.kernel import db
    lines, execute = [], db.database.execute_sql
    monkeypatch.setattr(db.database, "execute_sql", lambda sql, *args, **more: lines.append(sql) or execute(sql, *args, **more))

    def during(deed):
        lines.clear()
        deed()
        return len(lines)
    return during


def test_launch_takes_hardly_more_statements_where_everybody_has_goals(app, hana, mara, tomas, period, statements):
    given = dict(Goal.select().where(Goal.id == goals.put_down(Given(
        title="Seen", owner=tomas.id, starts=period[0], due=period[1], target=10_000), by=tomas).id).dicts().get(), state="agreed", agreed_on=clock.today())
    given.pop("id")
    counts = []
    for more in (3, 60):
        cases.crowd(mara, more)
        for row in cases.Person.select().where(cases.Person.first_name == "Extra"):
            Goal.insert({**given, "owner": row.id, "title": f"Of {row.last_name}"}).execute()
        counts.append(statements(lambda: world.launched(hana, f"With {more}", 1)))
    assert Question.select().where(Question.prompt.startswith("Of ")).count() >= 63 and counts[1] - counts[0] <= 12, counts


# as it was signed

def test_submitted_form_keeps_where_the_goal_stood_on_every_way_out(agreed, launch, browser_of, tomas, mara):
    goal = agreed()
    review = launch()["Tomas"]
    check_in(goal, tomas, 310_000, "at risk")
    checked = said(browser_of("mara").get(f"/reviews/{review.id}/check/manager").text)
    assert "31 of 40 families (78 %), at risk" in checked and "This is kept with your ratings when you submit" in checked
    world.submit(review, "manager")
    check_in(goal, tomas, 400_000)
    [row] = rows(review.manager_sheet_id)
    assert row.standing.startswith("31 of 40 families (78 %), at risk, on ")
    actions.share(world.fresh(review), by=mara)
    signed = actions.signed_text(world.fresh(review))
    pages = [said(browser_of(who).get(f"/reviews/{review.id}{place}").text) for who in ("tomas", "mara") for place in ("", "/packet", "/meeting")]
    pages += [str(cases.book(browser_of("hana"), world.fresh(review).cycle)["Answers"]), signed]
    assert all("31 of 40 families (78 %)" in page and "40 of 40 families" not in page for page in pages)
    assert all("Stood at: 31 of 40" in page for page in pages[:6])
    check_in(goal, tomas, 20_000, "off track")
    assert actions.signed_text(world.fresh(review)) == signed


def test_draft_shows_where_it_stands_and_a_returned_form_keeps_it_anew(agreed, launch, browser_of, tomas, hana):
    goal = agreed()
    review = launch()["Tomas"]
    world.submit(review, "self")
    assert "Stood at: 0 of 40 families (0 %), no check-in yet" in said(browser_of("tomas").get(f"/reviews/{review.id}").text)
    check_in(goal, tomas, 200_000)
    actions.return_form(world.fresh(review), Sheet.get_by_id(review.self_sheet_id), by=hana, reason="Say more.")
    assert "Stands at: 20 of 40 families (50 %)" in said(browser_of("tomas").get(f"/reviews/{review.id}").text)
    world.submit(review, "self")
    assert rows(review.self_sheet_id)[0].standing.startswith("20 of 40 families (50 %), on track")


def test_old_signatures_hold_where_no_goal_is_asked_about(launch, mara):
    review = launch()["Tomas"]
    world.submit(review, "manager")
    assert all(line.count(" | ") == 4 for line in actions.signed_text(world.fresh(review)).splitlines()[1:])


def test_weights_of_goals_count_the_same_everywhere(agreed, launch, browser_of, mara):
    """Goals 1 and 3, rated 5 and 3: (5·1 + 3·3)/4 = 3.50; with duties at 4 and both sections alike (4 + 3.50)/2 = 3.75."""
    first, second = agreed(), agreed(CALLS, weight=30_000)
    review = launch()["Tomas"]
    world.fill(Sheet.get_by_id(review.manager_sheet_id), 4)
    for row, rating in zip(rows(review.manager_sheet_id), (5, 3), strict=True):
        answer = Answer.get_by_id(row.id)
        sheets.save_answer(answer, rating=rating, version=answer.version)
    assert [row.about_id for row in rows(review.manager_sheet_id)] == [first.id, second.id]
    mine = browser_of("mara")
    live, checked = cases.live(mine, review.manager_sheet_id), cases.checked(mine, review)
    cases.submit(review, "manager")
    actions.share(world.fresh(review), by=mara)
    paper = cases.on_paper(browser_of("tomas"), review)
    found = cases.book(browser_of("hana"), world.fresh(review).cycle)
    [row] = [row for row in found["Reviews"] if row["Person"] == "Tomas Lindqvist"]
    assert [live[0], checked[0], paper[0], row["Score"]] == ["3.75", "3.75", "3.75", 3.75]
    shares = {row["Question"]: (row["Weight in its section, %"], row["Effective weight, %"]) for row in found["Arithmetic"]}
    assert shares[VISITS] == (25, 12.5) and shares[CALLS] == (75, 37.5)


# the room switched off, people gone

def test_form_works_without_figures_where_the_goals_are_switched_off(agreed, launch, browser_of, tomas, mara):
    agreed()
    review = launch()["Tomas"]
    settings.switch_room("goals", False, by=world.member("hana"))
    page = said(browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text)
    assert VISITS in page and "0 of 40 families" not in page
    world.submit(review, "manager")
    assert world.fresh(review).score == 400 and [row.standing for row in rows(review.manager_sheet_id)] == [""]
    assert titles(launch("Without")["Tomas"].manager_sheet_id) == []


def test_erasing_takes_the_titles_of_goals_out_of_the_forms(agreed, launch, tomas, mara, hana):
    agreed()
    review = launch()["Tomas"]
    world.submit(review, "manager")
    for piece in questions_pieces(tomas):
        piece.forget()
    [row] = rows(review.manager_sheet_id)
    assert (row.prompt, row.help, row.standing, row.rating) == ("A goal", "", "", 4)
    assert not Question.select().where(Question.prompt.contains("Forty")).exists()


def questions_pieces(person):
    from perf.questions import keeping
    return [piece for piece in keeping.forgets(person, "former employee 1") if "Goals" in piece.title]


# beside the form

def test_check_ins_stand_beside_the_form_to_be_quoted_and_no_goal_twice(agreed, launch, browser_of, tomas, mara, period):
    asked, other = agreed(), agreed("Not in the form")
    with clock.at(datetime.combine(period[0] + timedelta(100), time.min)):
        for goal in (asked, other):
            check_in(goal, tomas, 100_000, note=f"Half the visits, {goal.title}.")
    agreed("Says nothing more")
    review = launch(kind="probation")["Tomas"]
    beside = said(browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text.split('class="evidence"')[1])
    assert "Half the visits, Not in the form." in beside and "10 of 40 families" in beside and "Says nothing more" in beside
    review = launch("Again")["Tomas"]
    text = browser_of("mara").get(f"/questions/sheets/{review.manager_sheet_id}").text.split('class="evidence"')[1]
    beside = said(text)
    assert f"Half the visits, {VISITS}." in beside and "10 of 40 families" not in beside and "Says nothing more" not in beside
    assert "Half the visits, Not in the form." in html.unescape(re.search(r'data-quote="([^"]*Not in[^"]*)"', text)[1])


def test_private_goal_stands_beside_the_form_of_the_person_and_the_manager_alone(house):
    with world.house_in_use(house) as numbers:
        tomas = world.member("tomas")
        made = goals.put_down(Given(title="CANARY-private-goal-Tomas", owner=tomas.id, starts=date(clock.today().year - 1, 1, 1),
                                    due=date(clock.today().year - 1, 12, 31), target=10_000, is_private=True), by=tomas)
        goals.agree_goal(made, by=world.member("mara"), version=made.version)
        story = canaries.Story(house, numbers)
        story.marks["private goal"] = made.title
        story.give("self")
        story.write("manager")
        assert story.seen(cast={"tomas", "mara", "zora", "adam", "nils", "frida"})["private goal"] <= {"tomas", "mara", "nils"}
        story.submit("manager")
        story.share()
        assert {"tomas", "mara"} <= story.seen(cast={"tomas", "mara", "zora", "adam", "piet"})["private goal"] <= {"tomas", "mara"}
