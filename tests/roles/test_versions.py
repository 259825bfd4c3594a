"""Versions of roles: what holds on which day, who is asked to read it, when it is looked at again."""
from datetime import date, timedelta

import pytest

from perf.kernel import clock, db, live
from perf.kernel.errors import Changed, Refused
from perf.people import actions as people
from perf.people import queries as known_people
from perf.people.models import Position
from perf.roles import actions, comparing, drafts, queries
from perf.roles.models import Department, DepartmentPast, Role, RoleReading, RoleVersion

DAY = date(2026, 11, 23)
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)


@pytest.fixture
def role(app, role_of):
    return role_of("Case Worker")


def duty_words(role, day=None):
    return {duty.text for duty in queries.duties(role, day)}


# in force

CASES = [   # the days from which versions 2, 3, … hold, and the number in force on days
    ([], {JUNE: 1, DAY: 1}),
    ([JULY], {date(2026, 6, 30): 1, JULY: 2, DAY: 2}),
    ([JULY, AUGUST], {JUNE: 1, JULY: 2, date(2026, 7, 31): 2, AUGUST: 3}),
    ([AUGUST, JULY], {JUNE: 1, JULY: 3, date(2026, 7, 31): 3, AUGUST: 2}),           # a correction of what was before
    ([JULY, JULY], {JUNE: 1, JULY: 3, DAY: 3}),                                      # the later number of the same day
    ([AUGUST, JULY, AUGUST], {JULY: 3, AUGUST: 4}),
    ([date(2027, 1, 1)], {DAY: 1, date(2026, 12, 31): 1, date(2027, 1, 1): 2}),
]


@pytest.mark.parametrize("starts, expected", CASES)
def test_version_in_force_is_the_latest_to_have_started(role, rewritten, starts, expected):
    with clock.at(DAY):
        for number, day in enumerate(starts, 2):
            rewritten(role, starts=day, title=f"Version {number}", pay_min=number)
        assert {day: queries.version_in_force(role, day).number for day in expected} == expected
        called = {day: "Case Worker" if number == 1 else f"Version {number}" for day, number in expected.items()}
        assert {day: queries.titles_on(day)[role.id] for day in expected} == called
        bands = {day: (None if number == 1 else number, None) for day, number in expected.items()}
        assert {day: queries.bands_on(day)[role.id] for day in expected} == bands


def test_duties_and_needs_are_those_of_the_day(role, hana):
    before, needed = duty_words(role), len(queries.needs(role))
    with clock.at(DAY):
        draft = drafts.begin_draft(role)
        drafts.add_duty(draft, "Drives the bus", weight=100)
        drafts.drop_need(queries.needs_of(draft)[0], version=1)
        assert duty_words(role) == before, "a draft changes nothing"
        drafts.publish(draft, starts=DAY + timedelta(days=7), by=hana)
        assert duty_words(role) == before and duty_words(role, DAY + timedelta(days=7)) == before | {"Drives the bus"}
        assert (len(queries.needs(role)), len(queries.needs(role, DAY + timedelta(days=7)))) == (needed, needed - 1)
        of_all = queries.contents([role.id], DAY + timedelta(days=7))[role.id]
        assert {duty.text for duty in of_all["duties"]} == before | {"Drives the bus"} and len(of_all["needs"]) == needed - 1


def test_title_to_come_comes_by_itself_on_its_day(role, rewritten, monkeypatch):
    told = []
    monkeypatch.setattr(live, "changed", lambda noun, row_id=None: told.append(noun))
    with clock.at(DAY):
        rewritten(role, starts=DAY + timedelta(days=2), title="Family Worker")
        assert Role.get_by_id(role.id).title == "Case Worker"
    told.clear()
    for days, title, said in ((1, "Case Worker", set()), (2, "Family Worker", {"roles", "chart"}), (3, "Family Worker", set())):
        with clock.at(DAY + timedelta(days=days)):
            drafts.new_day(clock.today())
            assert Role.get_by_id(role.id).title == title and set(told) == said
            told.clear()


def test_chart_of_a_past_day_calls_a_role_as_it_was(role, rewritten, tomas):
    with clock.at(DAY):
        rewritten(role, title="Family Worker")
        assert known_people.chart().of_person[tomas.id].title == "Family Worker"
        assert known_people.chart(DAY - timedelta(days=1)).of_person[tomas.id].title == "Case Worker"


def test_two_roles_may_give_each_other_a_name_on_one_day(app):
    with clock.at(DAY):
        one, other = actions.add_role("Gardener"), actions.add_role("Groundskeeper")
        for role, title in ((one, "Head Gardener"), (other, "Gardener")):
            RoleVersion.create(role=role, number=2, state="published", starts=DAY + timedelta(days=1), title=title)
    with clock.at(DAY + timedelta(days=1)):
        drafts.new_day(clock.today())
    assert [Role.get_by_id(role.id).title for role in (one, other)] == ["Head Gardener", "Gardener"]


def test_title_that_another_role_has_or_will_have_is_refused(app, role, rewritten):
    with clock.at(DAY):
        rewritten(role, starts=DAY + timedelta(days=9), title="Family Worker")
        other = actions.add_role("Gardener")
        for title in ("family worker", "Case Worker"):
            with pytest.raises(Refused, match="already one called"):
                rewritten(other, title=title)
            with pytest.raises(Refused, match="already one called"):
                drafts.draft_role(title)


# drafts

def test_a_role_has_one_draft_and_what_is_published_stays(role, hana):
    draft = drafts.begin_draft(role)
    assert drafts.begin_draft(role) == draft and draft.number == 2
    assert {duty.text for duty in queries.duties_of(draft)} == duty_words(role)
    drafts.publish(draft, by=hana)
    duty, need = queries.duties_of(draft)[0], queries.needs_of(draft)[0]
    for verb in (lambda: drafts.add_duty(draft, "One more"), lambda: drafts.remove_duty(duty), lambda: drafts.move_duty(duty, up=True),
                 lambda: drafts.change_duty(duty, version=1, text="Else"), lambda: drafts.drop_need(need, version=1),
                 lambda: drafts.need_competency(draft, need.competency, level=1, version=1), lambda: drafts.discard(draft),
                 lambda: drafts.change_draft(draft, version=2, title="Else"), lambda: drafts.publish(draft)):
        with pytest.raises(Refused, match="published or thrown away"):
            verb()
    assert "One more" not in duty_words(role)


def test_draft_thrown_away_leaves_what_holds(role):
    before = duty_words(role)
    draft = drafts.begin_draft(role)
    drafts.add_duty(draft, "Drives the bus")
    drafts.discard(draft)
    assert duty_words(role) == before and queries.draft_of(role) is None and drafts.begin_draft(role).number == 2


def test_role_that_was_only_drafted_goes_with_its_draft_unless_somebody_sits_in_it(app, mara):
    for is_held in (False, True):
        new = drafts.draft_role("Gardener")
        if is_held:
            people.seat(mara, Position.create(role=new), starts=None)
        drafts.discard(queries.draft_of(new))
        assert Role.select().where(Role.title == "Gardener").exists() == is_held
    assert queries.version_in_force(new).number == 1


def test_role_called_for_a_seat_can_be_held_though_only_a_draft_is_there(app):
    new = drafts.draft_role("Gardener", "Not yet known")
    assert actions.role_called("gardener") == new
    assert queries.version_in_force(new).purpose == "" and queries.draft_of(new).purpose == "Not yet known"


def test_role_without_any_version_is_as_one_that_says_nothing(app):
    """As the staff list makes them."""
    bare = Role.create(title="Archivist")
    assert (queries.duties(bare), queries.version_in_force(bare).title, queries.titles_on(JUNE)[bare.id]) == ([], "Archivist", "Archivist")
    draft = drafts.begin_draft(bare)
    drafts.change_draft(draft, version=1, title="Head Archivist")
    with clock.at(DAY):
        drafts.publish(draft)
    assert [queries.titles_on(day)[bare.id] for day in (DAY - timedelta(days=1), DAY)] == ["Archivist", "Head Archivist"]


def test_draft_that_somebody_else_changed_is_not_published_unseen(role):
    draft = drafts.begin_draft(role)
    seen = queries.digest(draft)
    drafts.change_duty(queries.duties_of(draft)[0], version=1, success="Otherwise")
    with pytest.raises(Changed, match="Look at what changes again"):
        drafts.publish(draft, seen=seen)
    assert drafts.publish(draft, seen=queries.digest(draft)).number == 2


def test_publishing_for_days_that_have_passed_is_a_correction(role, rewritten):
    from perf.kernel.trail import TrailLine
    with clock.at(DAY):
        versions = [rewritten(role, starts=day) for day in (JULY, DAY, DAY + timedelta(days=1))]
    assert [version.is_correction for version in versions] == [True, False, False]
    verbs = [line.verb for line in TrailLine.select().where(TrailLine.verb.in_(("correct_role", "publish_role"))).order_by(TrailLine.id)]
    assert verbs == ["correct_role", "publish_role", "publish_role"]


def test_lowest_pay_above_the_highest_is_refused(role, rewritten):
    with pytest.raises(Refused, match="lower than the lowest"):
        rewritten(role, pay_min=2, pay_max=1)


def test_copy_is_a_draft_with_all_that_the_other_says(role, rewritten, role_of):
    old = rewritten(role, qualifications="A licence", pay_min=5, leads_to=[role_of("Programme Manager").id])
    copied = drafts.copy_role(role, "Senior Case Worker")
    draft = queries.draft_of(copied)
    assert {duty.text for duty in queries.duties_of(draft)} == duty_words(role)
    assert [need.level for need in queries.needs_of(draft)] == [need.level for need in queries.needs_of(old)]
    assert (draft.qualifications, draft.pay_min, queries.next_ids(draft)) == ("A licence", 5, queries.next_ids(old))
    assert queries.titles_on(DAY)[copied.id] == "Senior Case Worker" and not queries.versions(copied)


def test_ways_on_are_told_both_ways_and_only_where_they_may_be_seen(role, rewritten, role_of, zora, hana):
    from perf.roles import access
    hidden, next_one = drafts.draft_role("Secret Role"), role_of("Programme Manager")
    version = rewritten(role, leads_to=[hidden.id, next_one.id, role.id])
    assert [other.title for other in queries.leads_to(version, access.roles_to_see(zora))] == ["Programme Manager"]
    assert len(queries.leads_to(version, access.roles_to_see(hana))) == 2
    assert queries.come_from(next_one, access.roles_to_see(zora)) == [role]
    rewritten(role, leads_to=[])
    assert queries.come_from(next_one, access.roles_to_see(zora)) == []


# reading

def test_holder_is_asked_to_read_and_confirms_each_version_once(role, rewritten, tomas, zora):
    with clock.at(DAY):
        assert queries.to_read(tomas.id) == []
        first = rewritten(role, purpose="One", asks_to_read=True)
        assert queries.to_read(tomas.id) == [first] and queries.to_read(zora.id) == []
        actions.confirm_reading(first, tomas)
        assert queries.to_read(tomas.id) == [] and queries.readings(role)[tomas.id][0] == first.number
        second = rewritten(role, purpose="Two", asks_to_read=True)
        assert queries.to_read(tomas.id) == [second] and queries.last_read(role, tomas.id) == first
        with pytest.raises(Refused, match="Another version holds"):
            actions.confirm_reading(first, tomas)
        with pytest.raises(Refused, match="Only those who hold"):
            actions.confirm_reading(second, zora)


def test_holder_is_asked_on_the_day_from_which_it_holds(role, rewritten, tomas):
    with clock.at(DAY):
        later = rewritten(role, starts=DAY + timedelta(days=1), asks_to_read=True)
        assert queries.to_read(tomas.id) == [] and not RoleReading.select().exists()
    with clock.at(DAY + timedelta(days=1)):
        drafts.new_day(clock.today())
        assert queries.to_read(tomas.id) == [later]


def test_who_comes_to_a_role_is_asked_and_who_goes_is_asked_no_more(role, rewritten, tomas, zora):
    version = rewritten(role, asks_to_read=True)
    people.seat(zora, Position.create(role=role), starts=None)
    people.let_go(tomas, last_day=clock.today() - timedelta(days=1))
    drafts.new_day(clock.today())
    assert [row.person_id for row in RoleReading.select()] == [zora.id] and queries.to_read(zora.id) == [version]


def test_first_versions_and_empty_ones_ask_nobody(app, role, rewritten, mara):
    drafts.new_day(clock.today())
    people.seat(mara, Position.create(role=actions.add_role("Gardener")), starts=None)
    rewritten(Role.get(Role.title == "Gardener"), purpose="No duties yet", asks_to_read=True)
    assert not RoleReading.select().exists()


def test_home_asks_the_holder_and_the_page_takes_the_confirmation(browser_of, role, rewritten, tomas):
    version = rewritten(role, purpose="To read", asks_to_read=True)
    browser = browser_of("tomas")
    assert "Read your role: Case Worker" in browser.get("/").text and "Read your role" not in browser_of("zora").get("/").text
    assert "I have read my role" in browser.get(f"/roles/{role.id}").text
    assert "I have read my role" not in browser_of("zora").get(f"/roles/{role.id}").text
    assert "not confirmed yet" in browser_of("hana").get(f"/roles/{role.id}").text
    assert browser.post(f"/roles/versions/{version.id}/read").location == f"/roles/{role.id}"
    assert "You have read your role" in browser.get(f"/roles/{role.id}").text and "Read your role" not in browser.get("/").text
    assert "has read it" in browser_of("hana").get(f"/roles/{role.id}").text
    newer = rewritten(role, purpose="Reworded", asks_to_read=True)
    page = browser.get(f"/roles/{role.id}").text
    assert "I have read my role" in page and f"compare?old={version.number}&amp;new={newer.number}" in page
    assert "an earlier version" in browser_of("hana").get(f"/roles/{role.id}").text


def test_file_about_oneself_holds_what_one_read_and_erasing_takes_it(role, rewritten, tomas, hana):
    from perf.roles import keeping
    actions.confirm_reading(rewritten(role, asks_to_read=True), tomas)
    assert keeping.everything(tomas)[0].rows[0][:2] == ("Case Worker", 2)
    assert keeping.old_readings(date(2200, 1, 1))[0].persons == (tomas.id,)
    for person in (tomas, hana):
        for piece in keeping.forgets(person, "Former employee 1"):
            piece.forget()
    assert not RoleReading.select().exists() and queries.version_in_force(role).published_by == "Former employee 1"


# looking again

def test_overdue_roles_are_listed_counted_and_wait_for_hr(browser_of, role, rewritten, hana):
    today = clock.today()
    other = Role.get(Role.title == "HR Officer")
    rewritten(other, review_on=today)
    version = rewritten(role, review_on=today - timedelta(days=1))
    assert [row[0] for row in queries.overdue(Role.select())] == [role.id]
    assert "Look at 1 role again" in browser_of("hana").get("/").text and "To look at again" in browser_of("hana").get("/roles/desk/").text
    assert "Look at 1 role again" not in browser_of("tomas").get("/").text
    page = browser_of("hana").post(f"/roles/versions/{version.id}/again", data={"review_on": str(today), "version": version.version})
    assert page.status_code == 422 and "Choose a date to come" in page.text
    browser_of("hana").post(f"/roles/versions/{version.id}/again", data={"review_on": "2199-01-01", "version": version.version})
    assert queries.overdue(Role.select()) == [] and RoleVersion.get_by_id(version.id).purpose == version.purpose
    stale = browser_of("hana").post(f"/roles/versions/{version.id}/again", data={"review_on": "2198-01-01", "version": version.version})
    assert stale.status_code == 409 and RoleVersion.get_by_id(version.id).review_on == date(2199, 1, 1)


# departments

def test_department_is_called_as_it_was_on_the_day(app):
    whole = Department.get(Department.name == "Leadership")
    part = Department.get(Department.name == "Fundraising")
    Department.update(made_on=None).execute()
    with clock.at(JULY):
        part = actions.change_department(part, version=1, name="Friends and Funds", parent=whole)
        part = actions.change_department(part, version=2, name="Friends", parent=whole)         # on the same day: never was so
    with clock.at(AUGUST):
        part = actions.change_department(part, version=3, name="Freinds", parent=None)
    with clock.at(DAY):
        actions.change_department(part, version=4, name="Donors", parent=None, corrects_past=True)
        called = {day: queries.departments_on(day)[part.id] for day in (JUNE, date(2026, 6, 30), JULY, date(2026, 7, 31), AUGUST, DAY)}
    assert called == {JUNE: ("Fundraising", None), date(2026, 6, 30): ("Fundraising", None), JULY: ("Friends", whole.id),
                      date(2026, 7, 31): ("Friends", whole.id), AUGUST: ("Donors", None), DAY: ("Donors", None)}


def test_department_that_came_into_being_today_has_no_past(app):
    made = actions.add_department("Grounds")
    actions.change_department(made, version=1, name="Gardens")
    assert not DepartmentPast.select().exists()


def test_department_that_a_role_names_stays(app, rewritten, role):
    made = actions.add_department("Grounds")
    rewritten(role, department=made.id)
    with pytest.raises(Refused, match="stays in the records"):
        actions.remove_department(made)


# pages

def test_what_changes_is_told_word_by_word_with_a_mark_and_a_word(browser_of, role, rewritten):
    rewritten(role, purpose="Helps families in need.")
    draft = drafts.begin_draft(role)
    first, second = queries.duties_of(draft)[:2]
    drafts.change_draft(draft, version=1, title="Case Worker", purpose="Helps all families.")
    drafts.change_duty(first, version=1, weight=first.weight + 100)
    drafts.remove_duty(second)
    drafts.add_duty(draft, "Drives the bus", weight=100)
    page = browser_of("hana").get(f"/roles/{role.id}/changes").text
    assert "<del" in page and "<ins" in page and "taken away:" in page and "new:" in page
    assert "Drives the bus" in page and second.text in page and "The shares should come to 100 %" in page
    assert "Tomas Lindqvist" in page
    compared = comparing.compare(queries.version_in_force(role), queries.draft_of(role), Role.select())
    assert sorted(line.kind for line in compared.duties if line.kind != "kept") == ["changed", "gone", "new"]


def test_old_versions_are_read_and_any_two_compared(browser_of, role, rewritten):
    for number in (2, 3):
        rewritten(role, purpose=f"Purpose number {number}.", note=f"Note {number}")
    browser = browser_of("zora")
    page = browser.get(f"/roles/{role.id}").text
    assert "Note 2" in page and "Version 3" in page and "Hana Sato" in page
    assert "Purpose number 2." in browser.get(f"/roles/versions/{queries.versions(role)[1].id}").text
    page = browser.get(f"/roles/{role.id}/compare?old=2&new=3").text
    assert "Purpose number" in page and "<del" in page and "<ins" in page
    assert "These two say the same." in browser.get(f"/roles/{role.id}/compare?old=2&new=2").text
    assert browser.get(f"/roles/{role.id}/compare?old=77&new=nonsense").status_code == 200


def test_publishing_keeps_what_was_typed_where_it_is_refused(browser_of, role):
    drafts.begin_draft(role)
    browser = browser_of("hana")
    answer = browser.post(f"/roles/{role.id}/publish", data={"starts": "2026-12-01", "review_on": "2026-12-01", "note": "Our note"})
    assert answer.status_code == 422 and "after the one from which it holds" in answer.text and "Our note" in answer.text
    assert browser.post(f"/roles/{role.id}/publish", data={"starts": "2026-12-01", "seen": "something else"}).status_code == 409
    assert queries.draft_of(role)


def test_mine_leads_to_the_role_that_one_holds(browser_of, role):
    assert browser_of("tomas").get("/roles/mine").location == f"/roles/{role.id}"


def test_pages_of_roles_ask_as_much_for_many_versions_as_for_one(browser_of, role, rewritten, monkeypatch):
    def asked(path):
        browser_of("zora").get("/keys")
        found, run = [], db.Database.execute_sql
        with monkeypatch.context() as patch:
            patch.setattr(db.Database, "execute_sql", lambda self, sql, *rest, **more: found.append(sql) or run(self, sql, *rest, **more))
            assert browser_of("zora").get(path).status_code == 200
        return len(found)
    rewritten(role)
    paths = ("/roles/", f"/roles/{role.id}", f"/roles/{role.id}/compare", "/")
    before = [asked(path) for path in paths]
    for number in range(5):
        rewritten(role, purpose=f"Version {number}")
    assert [asked(path) for path in paths] == before


def test_money_is_typed_as_people_write_it(browser_of, role):
    browser = browser_of("hana")
    for version, (typed, kept) in enumerate((("42,000", 4_200_000), ("42.000,50", 4_200_050), ("42 000", 4_200_000), ("", None)), 1):
        drafts.begin_draft(role)
        sent = {"title": "Case Worker", "pay_min": typed, "version": version}
        assert browser.post(f"/roles/{role.id}/edit", data=sent).status_code == 303
        assert queries.draft_of(role).pay_min == kept
    for typed in ("plenty", "-5", "1,2,3", "42,00.00", "9" * 40):
        answer = browser.post(f"/roles/{role.id}/edit", data={"title": "Case Worker", "pay_min": typed, "version": 5})
        assert answer.status_code == 422 and "such as 42,000" in answer.text and typed in answer.text
