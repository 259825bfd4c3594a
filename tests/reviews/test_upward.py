"""Upward feedback through the front door: what is asked, what is shown, and that nothing tells who answered, or when (TRUST P01-P04, L04)."""
import random
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest

from perf.audit.models import TrailLine
from perf.keeping import erasing
from perf.kernel import access_log, backup, clock, db, modules, store
from perf.kernel.errors import Busy, Refused
from perf.kernel.once import Submission
from perf.notices import digest
from perf.notices.models import Notice, Reminded
from perf.people import actions as people
from perf.people.models import Person
from perf.questions.unnamed import actions as unnamed
from perf.questions.unnamed.models import Answered, Figure, Gathering, Remark, UnnamedAnswer, UnnamedQuestion
from perf.reviews.upward import access, actions, exports, queries
from perf.reviews.upward.models import SignedAnswer, UpwardManager, UpwardRound, UpwardWriter
from perf.roles import starter as roles
from perf.roles.models import Department
from tests import world


@pytest.fixture
def team(app, mara, role_of):
    """Five who report to Mara besides Tomas: the first is seven people's colleague."""
    return [hire(name, mara) for name in ("Ana", "Ben", "Cleo", "Dana", "Emil")]


def hire(name, manager, role="case_worker"):
    person = people.add_person(name, "Upward", email=f"{name.lower()}@lantern.example", hired_on=clock.today() - timedelta(900))
    seat = people.open_position(roles.add_starter_role(role), reports_to=seat_of(manager), department=Department.get(name="Family Services"))
    people.seat(person, seat, starts=clock.today() - timedelta(900))
    return person


def seat_of(person):
    from perf.people.models import Assignment
    return Assignment.get(Assignment.person == person).position


@pytest.fixture
def round_(app, hana, team):
    """Open, about everybody who leads somebody; whoever leads a manager does not read."""
    return world.upward_round(hana, above_reads=False)


def writer(person, manager, round_=None):
    found = UpwardWriter.select().join(UpwardManager).where(UpwardWriter.person == person, UpwardManager.person == manager)
    return found.where(UpwardManager.round == round_).get() if round_ else found.get()


def asked(round_):
    return list(UnnamedQuestion.select().where(UnnamedQuestion.gathering == round_.gathering_id).order_by(UnnamedQuestion.number))


def says(round_, levels, text=""):
    """What goes out in one sending: levels for the ratings in their order, None where one is left open."""
    first, second, words = asked(round_)
    return {f"q{one.id}_rating": str(level) for one, level in zip((first, second), levels) if level} | ({f"q{words.id}_text": text} if text else {})


def signed_in(app, person):
    from perf.accounts import actions as accounts
    account = accounts.open_account(person, hashed=world.known_hash()) if not person.account.exists() else person.account.get()
    return world.browser_with(SimpleNamespace(app=app), accounts.begin(account, "Test"))


def send(app, round_, person, manager, levels, text="", **more):
    return signed_in(app, person).post(f"/reviews/upward/answer/{writer(person, manager, round_).id}", data={**says(round_, levels, text), **more})


def close(round_):
    """The day after its last one comes."""
    with clock.at(clock.now() + timedelta(15)):
        actions.new_day(clock.today())


def result_of(round_, manager):
    return UpwardManager.get(UpwardManager.round == round_, UpwardManager.person == manager)


def shown(page):
    """{question: (mean, how many)} as a page shows them, of its first column."""
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th><td[^>]*>(.*?)</td>', page, re.DOTALL)
    return {question: tuple(re.search(r'<b class="figure">([\d.]+)</b>.*?from (\d+) answer', cell, re.DOTALL).groups()) if "figure" in cell else None
            for question, cell in rows}


# asking

def test_round_asks_who_reports_to_somebody_and_freezes_it(round_, team, tomas, mara, zora, piet):
    everybody = {one.person_id for one in UpwardWriter.select().join(UpwardManager).where(UpwardManager.person == mara)}
    assert everybody == {tomas.id, *[one.id for one in team]}
    people.place_under(seat_of(tomas), seat_of(piet))
    late = hire("Late", mara)
    assert not UpwardWriter.select().where(UpwardWriter.person == late).exists()
    assert writer(tomas, mara) and len(queries.waiting(tomas)) == 1


def test_form_tells_the_rule_before_the_first_box(app, round_, team, mara, browser_of, tomas):
    page = browser_of("tomas").get(f"/reviews/upward/answer/{writer(tomas, mara).id}").text
    rule, form = page.index("Before you write"), page.index("<textarea")
    assert rule < form
    for part in ("3 answers", "5 to the same question", "rounded to halves", "Never kept: your name", "watches its disk", "HR and executives"):
        assert part in page[rule:form]
    assert "whoever leads" not in page and page.count("without names and in no order") == 1


def test_writer_of_a_team_that_is_large_enough_reads_nothing_of_that(round_, browser_of, tomas, mara):
    assert "too few for figures" not in browser_of("tomas").get(f"/reviews/upward/answer/{writer(tomas, mara).id}").text


def test_writer_of_a_small_team_reads_that_it_is_too_small(round_, browser_of, zora, piet):
    page = browser_of("zora").get(f"/reviews/upward/answer/{writer(zora, piet).id}").text
    assert "1 person is asked about Piet Vermeer: too few for figures of their own" in page


def test_nothing_is_saved_before_it_is_sent(app, round_, browser_of, tomas, mara):
    before = world.dump(without={"session"})
    browser_of("tomas").get(f"/reviews/upward/answer/{writer(tomas, mara).id}")
    assert world.dump(without={"session"}) == before


def test_sent_twice_counts_once(app, round_, team, mara):
    first, again = (send(app, round_, team[0], mara, (4, 2), "Shorter meetings") for _time in range(2))
    assert first.status_code == 303 and again.status_code == 422 and "counts once" in again.text
    assert UnnamedAnswer.select().count() == 3 and Answered.select().count() == 1


def test_what_is_sent_is_not_shown_to_its_writer_again(app, round_, team, mara):
    send(app, round_, team[0], mara, (4, 2), "Shorter meetings")
    page = signed_in(app, team[0]).get(f"/reviews/upward/answer/{writer(team[0], mara).id}").text
    assert "Nothing more to do" in page and "Shorter meetings" not in page and "<textarea" not in page
    assert not queries.waiting(team[0]) and "Feedback to your manager" not in signed_in(app, team[0]).get("/").text


def test_saying_nothing_looks_like_an_answer(app, round_, team, mara):
    send(app, round_, team[0], mara, (4, 2))
    signed_in(app, team[1]).post(f"/reviews/upward/answer/{writer(team[1], mara).id}/not-this-time")
    pages = [signed_in(app, one).get(f"/reviews/upward/answer/{writer(one, mara).id}").text for one in team[:2]]
    body = [re.search(r"<main.*</main>", page, re.DOTALL)[0].replace("You will not be asked again in this round.", "") for page in pages]
    assert body[0].replace(f"answer/{writer(team[0], mara).id}", "") == body[1].replace(f"answer/{writer(team[1], mara).id}", "")
    assert UnnamedAnswer.select().count() == 2


@pytest.mark.parametrize("levels, text, told", [((), "", "Nothing is answered yet"), ((9,), "", "not offered"), ((4,), "x" * 4001, "too long")])
def test_what_cannot_be_sent_is_refused_with_everything_kept(app, round_, team, mara, levels, text, told):
    reply = send(app, round_, team[0], mara, levels, text)
    assert reply.status_code == 422 and told in reply.text and not Answered.select().exists() and not UnnamedAnswer.select().exists()
    assert text in reply.text


def test_late_answer_is_refused(app, round_, team, mara):
    """P02: nothing comes in after the last day, so what was published never changes."""
    with clock.at(clock.now() + timedelta(15)):
        reply = send(app, round_, team[0], mara, (4, 2))
        assert reply.status_code == 422 and "has closed" in reply.text
    close(round_)
    assert send(app, round_, team[0], mara, (4, 2)).status_code == 404


def test_question_of_another_round_is_refused(app, round_, hana, team, mara):
    other = world.upward_round(hana, "Another")
    with pytest.raises(Refused):
        unnamed.send(round_.gathering_id, mara.id, team[0].id, {asked(other)[0].id: (4, "")})


# running a round

def test_minimum_can_be_raised_and_never_lowered(app, hana, browser_of):
    data = {"name": "Upwards", "template": world.upward_template().id, "opens_on": "2031-01-31", "closes_on": "2031-02-28", "minimum_texts": "5"}
    low = browser_of("hana").post("/reviews/upward/new", data={**data, "minimum": "2"})
    assert low.status_code == 422 and "could be recognised" in low.text
    assert browser_of("hana").post("/reviews/upward/new", data={**data, "minimum": "4"}).status_code == 303
    found = UpwardRound.get()
    with pytest.raises(Refused):
        actions.change_round(found, by=hana, **{**queries.plan_of(found), "minimum": 2})


def test_minimum_is_fixed_once_an_answer_can_be_there(app, round_, hana):
    with pytest.raises(Refused):
        actions.change_round(round_, by=hana, **queries.plan_of(round_))


def test_round_opens_and_closes_by_itself(app, hana, team):
    start = clock.today() + timedelta(3)
    planned = actions.plan_round(by=hana, name="Later", template=world.upward_template(), opens_on=start, closes_on=start + timedelta(7), minimum=3,
                                 minimum_texts=5, above_reads=False)
    states = []
    for days in (2, 3, 10, 11):
        with clock.at(clock.now() + timedelta(days)):
            actions.new_day(clock.today())
            states.append(UpwardRound.get_by_id(planned.id).state)
    assert states == ["planned", "open", "open", "closed"]


def test_another_last_day_is_told_to_everybody(round_, hana, team, mara, tomas):
    Notice.delete().execute()
    actions.move_closing(round_, round_.closes_on + timedelta(7), by=hana)
    told = {one.person_id for one in Notice.select()}
    assert {tomas.id, mara.id, *[one.id for one in team]} <= told


def test_calling_off_deletes_everything_unread_and_is_told_to_all(app, round_, hana, team, mara, browser_of):
    send(app, round_, team[0], mara, (4, 2), "Shorter meetings")
    browser_of("hana").post(f"/reviews/upward/{round_.id}/call-off")
    assert not any(model.select().exists() for model in (UpwardRound, UpwardWriter, Gathering, UnnamedAnswer, Answered, SignedAnswer))
    said = {one.sentence for one in Notice.select().where(Notice.person_id == team[1].id)}
    assert any("called off" in one for one in said) and not any("is open" in one for one in said)


# nobody can tell who has answered

def test_pages_of_manager_and_hr_are_the_same_before_and_after_an_answer(app, round_, team, mara, browser_of):
    """P04: byte for byte, on every page that could tell."""
    pages = ["/", "/reviews/", "/reviews/upward/", f"/reviews/upward/{round_.id}", f"/people/{team[0].id}", "/notices/", "/audit/"]
    moment = clock.now()

    def read():
        with clock.at(moment):
            return {(name, page): world.still(browser_of(name).get(page).text) for name in ("mara", "hana", "adam") for page in pages}
    with clock.at(moment):
        session = signed_in(app, team[0])
        read()                  # whoever is turned away leaves a line of it
        before = read()
        session.post(f"/reviews/upward/answer/{writer(team[0], mara).id}", data=says(round_, (4, 2), "Shorter meetings"))
        assert read() == before
    assert UnnamedAnswer.select().count() == 3


def test_sending_leaves_no_person_and_no_moment_anywhere(app, round_, team, mara, monkeypatch, caplog, capsys):
    """L04: neither the trail nor the form's own row, the session's last use, a notice, an event or a log line."""
    session, told = signed_in(app, team[0]), []
    monkeypatch.setitem(app.config, "ACCESS_LOG", True)
    monkeypatch.setattr(access_log.log, "info", lambda *line: told.append(line))
    from perf.kernel.live import hub
    with clock.at(clock.now() + timedelta(hours=1)):
        page = session.get(f"/reviews/upward/answer/{writer(team[0], mara).id}").text
        number = re.search(r'name="submit_id" value="([^"]+)"', page)[1]
        before, marks = world.dump(without={"unnamed_answer", "answered"}), dict(hub.changed_at)
        reply = session.post(f"/reviews/upward/answer/{writer(team[0], mara).id}", data={**says(round_, (4, 2), "Shorter meetings"), "submit_id": number})
        session.get(reply.headers["Location"])
        assert world.dump(without={"unnamed_answer", "answered"}) == before and hub.changed_at == marks
    assert told == [] and not caplog.records and not Submission.select().exists()
    columns = {table: {column.name for column in db.database.get_columns(table)} for table in ("unnamed_answer", "answered")}
    assert columns == {"unnamed_answer": {"key", "gathering_id", "about", "question_id", "rating", "text"}, "answered": {"gathering_id", "about", "person_id"}}


def test_sending_where_it_fails_leaves_nothing_and_can_be_done_again(app, round_, team, mara, monkeypatch):
    said = {asked(round_)[0].id: (4, "")}
    monkeypatch.setattr(db, "empty_journal", lambda: False)
    with pytest.raises(Busy):
        unnamed.send(round_.gathering_id, mara.id, team[0].id, said)
    assert not Answered.select().exists() and not UnnamedAnswer.select().exists()
    monkeypatch.undo()
    unnamed.send(round_.gathering_id, mara.id, team[0].id, said)


def test_journal_is_emptied_later_where_somebody_was_reading(app, house, round_, mara, monkeypatch):
    tried, empty = iter([True, False, True]), db.empty_journal
    monkeypatch.setattr(db, "empty_journal", lambda: next(tried) and empty())
    unnamed.send(round_.gathering_id, mara.id, 1234, {asked(round_)[0].id: (4, "")})
    assert size_of_journal(house) > 0
    unnamed.tidy_again()
    assert size_of_journal(house) == 0
    unnamed.tidy_again()        # asks nothing any more


def many_send(round_, mara, many=16):
    """As many as that answer about Mara one after the other, each with a text that tells the test who it was; in a random order."""
    order, words = random.sample(range(1000, 9999), many), asked(round_)[2]
    for who in order:
        unnamed.send(round_.gathering_id, mara.id, who, {words.id: (None, f"CANARY-{who}-text"), asked(round_)[0].id: (who % 5 + 1, "")})
    return order


def files_of(house, name=""):
    """Everything that lies in the data directory, as bytes: what a copy of the folder holds."""
    return {path.name: path.read_bytes() for path in house.folder.rglob(f"*{name}*") if path.is_file()}


def test_no_place_in_the_files_tells_the_order_of_answers(app, house, round_, mara):
    """P03: neither where the answers lie in the file and its journal, nor where the marks do, goes with the order in which they came."""
    order = many_send(round_, mara)
    whole = b"".join(content for name, content in sorted(files_of(house, store.FILE).items()) if not name.endswith("-shm"))
    places = {who: [found.start() for found in re.finditer(f"CANARY-{who}-text".encode(), whole)] for who in order}
    assert all(len(found) == 1 for found in places.values()), "an answer lies in the files more than once"
    assert abs(agreement(order, sorted(order, key=lambda who: places[who][0]))) < 0.9       # chance alone gives 0.75 once in a thousand runs, 0.9 once in a million; an order that shows gives 1
    marks = [person for person, in db.database.execute_sql("SELECT person_id FROM answered").fetchall()]
    assert marks == sorted(order)
    bare = db.database.execute_sql("SELECT name, wr FROM pragma_table_list WHERE name IN ('unnamed_answer', 'answered', 'remark')").fetchall()
    assert len(bare) == 3 and all(wr for _name, wr in bare)


def agreement(one, other):
    """Spearman's: 1 the same order, -1 the other way round, about 0 by chance."""
    count, place = len(one), {who: number for number, who in enumerate(other)}
    return 1 - 6 * sum((number - place[who]) ** 2 for number, who in enumerate(one)) / (count * (count ** 2 - 1))


def test_journal_never_holds_a_mark_and_its_answers_as_one_step(app, house, round_, mara, monkeypatch):
    """P03: when the answers are written, what the journal remembers of the mark is gone; afterwards it is empty."""
    journals, keep = [], unnamed._keep
    monkeypatch.setattr(unnamed, "_keep", lambda *given: (journals.append(size_of_journal(house)), keep(*given)))
    many_send(round_, mara, 3)
    assert journals == [0, 0, 0] and size_of_journal(house) == 0


def size_of_journal(house):
    return (house.folder / f"{store.FILE}-wal").stat().st_size


def test_link_test_does_no_better_than_chance(app, house, round_, mara):
    """P03: whoever has the file and the key pairs answers with marks as they lie; over many tries hits are as rare as by guessing."""
    hits = tries = 0
    for _try in range(6):
        order = many_send(round_, mara, 10)
        texts = [text for text, in db.database.execute_sql("SELECT text FROM unnamed_answer WHERE text != ''").fetchall()]
        marks = [person for person, in db.database.execute_sql("SELECT person_id FROM answered").fetchall()]
        hits += sum(f"-{person}-" in text for person, text in zip(marks, texts))
        tries += len(order)
        rated = db.database.execute_sql("SELECT text, rating FROM unnamed_answer WHERE text != '' AND rating IS NOT NULL").fetchall()
        assert rated == []      # level and text of one writer are not one row
        UnnamedAnswer.delete().execute()
        Answered.delete().execute()
    assert hits <= 6 + 3 * 6 ** 0.5 + 3, f"{hits} of {tries}"


def test_no_copy_holds_what_is_sealed(app, house, round_, team, tomas, mara, tmp_path):
    """P03: no answer, mark, signed answer, nor reminder of who had not answered lies in a backup or a copy before an upgrade; byte for byte."""
    send(app, round_, team[0], mara, (4, 2), "CANARY-unnamed")
    send(app, round_, team[1], mara, (4, 2), "CANARY-signed", signed="yes")
    with clock.at(clock.today() + timedelta(days=13)):
        digest.run()
    assert Reminded.select().where(Reminded.key == queries.key_of(round_.id)).exists()
    path = backup.backup(house.folder, tmp_path)
    copy = tmp_path / "copy.db"
    db.copy_to(copy)
    store.copy_before(house.folder, "0099_trial")
    places = [path, copy, *(house.folder / store.COPIES).glob("before-0099*")]
    assert len(places) == 3 and not any(b"CANARY" in one.read_bytes() or b"is open: you are asked" in one.read_bytes() for one in places)
    for one in places[1:]:
        counts = db.counts_in(one)
        assert (counts["unnamed_answer"], counts["answered"], counts["signed_answer"], counts["reminded"]) == (0, 0, 0, 0) and counts["upward_writer"] > 6
    assert b"CANARY" in b"".join(files_of(house, store.FILE).values()) and db.is_sound(copy)
    close(round_)
    db.copy_to(tmp_path / "after.db")
    assert db.counts_in(tmp_path / "after.db")["signed_answer"] == 3


def test_closing_leaves_no_mark_and_no_trace_of_the_asking(app, house, round_, team, tomas, mara):
    """P03, P04: marks, reminders and notices go for everybody at once."""
    send(app, round_, team[0], mara, (4, 2))
    with clock.at(clock.today() + timedelta(days=13)):
        digest.run()
    reminded = {one.person_id for one in Reminded.select().where(Reminded.key == queries.key_of(round_.id))}
    assert team[1].id in reminded and team[0].id not in reminded
    close(round_)
    assert not Answered.select().exists() and not Reminded.select().where(Reminded.key == queries.key_of(round_.id)).exists()
    assert not Notice.select().where(Notice.url.startswith("/reviews/upward/answer/")).exists()


# what is shown

def test_results_are_shown_from_the_minimum_on_question_by_question(app, round_, team, mara, browser_of):
    """P01: three answer the first question, two of them the second; both are on one page."""
    for one, levels in zip(team, ((4, 2), (2, 4), (5, None))):
        send(app, round_, one, mara, levels, "Shorter meetings")
    close(round_)
    page = browser_of("mara").get(f"/reviews/upward/results/{result_of(round_, mara).id}").text
    assert shown(page) == {"Listens": ("3.5", "3"), "Decides in time": None}
    assert "fewer than 3 answers, or all alike" in page and "Shorter meetings" not in page and "fewer than 5 texts" in page


def test_texts_are_shown_from_five_on_in_no_order(app, round_, team, mara, browser_of):
    """P01"""
    said = [f"Words of {one.first_name}" for one in team]
    for one, text in zip(team[:4], said):
        send(app, round_, one, mara, (3, 3), text)
    send(app, round_, team[4], mara, (4, 2), said[4])
    close(round_)
    page = browser_of("mara").get(f"/reviews/upward/results/{result_of(round_, mara).id}").text
    assert all(text in page for text in said) and {one.text for one in Remark.select()} == set(said)
    assert not UnnamedAnswer.select().where(UnnamedAnswer.text != "").exists()


def test_a_small_team_gets_words_instead_of_figures(app, round_, zora, piet, browser_of):
    """P01: fewer than three are asked at all."""
    send(app, round_, zora, piet, (4, 2), "CANARY-alone")
    close(round_)
    for name in ("piet", "hana", "ines"):
        page = browser_of(name).get(f"/reviews/upward/results/{result_of(round_, piet).id}").text
        assert "Fewer than 3 answers" in page and "CANARY" not in page and "<b class" not in page
    assert UnnamedAnswer.select().where(UnnamedAnswer.about == piet.id).count() == 3     # they wait for a later round


def test_two_rounds_make_enough(app, hana, team, round_, tomas, mara, browser_of):
    for one, levels in zip(team, ((4, 2), (2, 5))):
        send(app, round_, one, mara, levels)
    close(round_)
    second = world.upward_round(hana, "A year later")
    for one, levels in zip(team, ((1, 3), (5, 4))):
        send(app, second, one, mara, levels)
    close(second)
    page = browser_of("mara").get(f"/reviews/upward/results/{result_of(second, mara).id}").text
    assert shown(page) == {"Listens": ("3.0", "4"), "Decides in time": ("3.5", "4")} and "with earlier rounds" in page
    assert not UnnamedAnswer.select().where(UnnamedAnswer.about == mara.id).exists()


def test_who_was_asked_about_somebody_does_not_read_what_came_of_it(app, round_, hana, ines, mara, browser_of):
    """P02: Hana reports to Ines; with her own answer she could reckon out others."""
    close(round_)
    of_ines, of_mara = result_of(round_, ines).id, result_of(round_, mara).id
    assert [browser_of(name).get(f"/reviews/upward/results/{of_ines}").status_code for name in ("ines", "hana", "mara")] == [200, 404, 404]
    assert [browser_of(name).get(f"/reviews/upward/results/{of_mara}").status_code for name in ("ines", "hana", "mara", "tomas", "zora")] == [200, 200, 200, 404, 404]


def test_whoever_leads_a_manager_reads_only_where_the_round_says_so(app, hana, mara, team, role_of):
    boss = hire("Boss", Person.get(Person.first_name == "Ines"), "programme_manager")
    people.place_under(seat_of(mara), seat_of(boss))
    for name, reads in (("Closed to them", False), ("Open to them", True)):
        round_ = world.upward_round(hana, name, above_reads=reads)
        close(round_)
        assert access.results_to_read(boss).where(UpwardManager.id == result_of(round_, mara).id).exists() == reads


def test_pages_show_exactly_what_was_published(app, round_, team, tomas, mara, hana, ines, browser_of):
    """P02: every figure on every page of every reader is one of the published table, and all of those that one may read are on a page."""
    dice = random.Random(5)
    for one in (*team, tomas):
        unnamed.send(round_.gathering_id, mara.id, one.id, {question.id: (dice.randint(1, 5), "") for question in asked(round_)[:2]})
    for person in (hana, mara, Person.get(Person.first_name == "Adam"), Person.get(Person.first_name == "Piet")):
        unnamed.send(round_.gathering_id, ines.id, person.id, {question.id: (dice.randint(1, 5), "") for question in asked(round_)[:2]})
    close(round_)
    prompts = {one.id: one.prompt for one in asked(round_)}
    published = {(one.part, one.part_id, prompts[one.question_id], f"{one.halves / 2:.1f}", one.count) for one in Figure.select()}
    found = set()
    for name in ("mara", "ines", "hana"):
        for one in UpwardManager.select().where(UpwardManager.round == round_):
            reply = browser_of(name).get(f"/reviews/upward/results/{one.id}")
            found |= {("one", one.person_id, *at) for at in figures_in(reply.text, 0)} | {("all", None, *at) for at in figures_in(reply.text, 1)} if reply.status_code == 200 else set()
    departments = dict(UpwardManager.select(UpwardManager.department, UpwardManager.department_id).tuples())
    for name in ("ines", "hana"):
        page = browser_of(name).get(f"/reviews/upward/{round_.id}").text
        head = re.findall(r'<th scope="col">([^<]+)</th>', page)
        for column, title in enumerate(head[1:]):
            part = ("group", departments[title]) if title in departments else ("all", None)
            found |= {(*part, *at) for at in figures_in(page, column)}
    assert found == published and len(published) >= 4


def figures_in(page, column):
    """(question, mean, how many) of one column of the table of figures."""
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    for question, cells in rows:
        cell = re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)[column:column + 1]
        told = re.search(r'<b class="figure">([\d.]+)</b>.*?from (\d+) answer', cell[0], re.DOTALL) if cell else None
        if told:
            yield question, told[1], int(told[2])


def test_what_was_published_stays_whoever_leaves_or_is_erased(app, round_, team, mara, hana, browser_of):
    """P02: results are kept, never reckoned anew; erasing takes marks and texts."""
    for one, levels in zip(team, ((4, 2), (2, 4), (5, 1))):
        send(app, round_, one, mara, levels)
    close(round_)
    address = f"/reviews/upward/results/{result_of(round_, mara).id}"
    before = shown(browser_of("mara").get(address).text)
    people.let_go(team[0], last_day=clock.today() - timedelta(1))
    with app.app_context():
        erasing.erase(Person.get_by_id(team[0].id), by=hana)
    assert shown(browser_of("mara").get(address).text) == before
    assert not UpwardWriter.select().where(UpwardWriter.person == team[0].id).exists()


def test_reading_about_somebody_leaves_a_line_that_they_can_open(app, round_, mara, browser_of):
    close(round_)
    browser_of("mara").get(f"/reviews/upward/results/{result_of(round_, mara).id}")
    assert not TrailLine.select().where(TrailLine.verb == "read_upward").exists()
    browser_of("hana").get(f"/reviews/upward/results/{result_of(round_, mara).id}")
    line = TrailLine.get(TrailLine.verb == "read_upward")
    assert line.about_id == mara.id and line.is_reading


def test_signed_answer_shows_its_name_after_closing_and_counts_in_no_figure(app, round_, team, mara, browser_of):
    for one, levels in zip(team, ((4, 2), (2, 4), (5, 5))):
        send(app, round_, one, mara, levels)
    send(app, round_, team[3], mara, (1, 1), "From me", signed="yes")
    assert send(app, round_, team[3], mara, (1, 1), "From me").status_code == 422
    close(round_)
    page = browser_of("mara").get(f"/reviews/upward/results/{result_of(round_, mara).id}").text
    assert "Dana Upward" in page and "From me" in page and shown(page)["Listens"] == ("3.5", "3")


def test_published_score_is_made_of_what_is_shown(app, round_, team, mara, piet, today):
    for one, levels in zip(team, ((4, 2), (2, 4), (5, 2))):
        send(app, round_, one, mara, levels)
    close(round_)
    year = (today - timedelta(100), today + timedelta(100))
    assert queries.published_score(mara.id, year) == (300, 3)       # 3.5 and 2.5, weighed alike
    assert queries.published_score(piet.id, year) == (None, 0)
    assert queries.published_score(mara.id, (today - timedelta(100), today)) == (None, 0)


def test_workbook_holds_what_may_be_read_and_no_more(app, round_, team, mara, hana, ines):
    for one, levels in zip(team, ((4, 2), (2, 4), (5, 1))):
        send(app, round_, one, mara, levels)
    assert list(exports.published(hana)) == []
    close(round_)
    rows = list(exports.published(hana))
    assert {(row[2], row[4], str(row[5]), row[6]) for row in rows} == {
        (name, *figure) for name in ("Mara Okafor", "Family Services") for figure in (("Listens", "3.5", 3), ("Decides in time", "2.5", 3))}
    assert exports.persons(hana) == {one.person_id for one in UpwardManager.select() if one.person_id != ines.id}


def test_everything_about_oneself_tells_what_one_was_asked_and_not_whether_one_answered(app, round_, team, mara):
    def told(person):
        return [(one.key, one.rows) for one in modules.gather("everything", person) if one.key.startswith("upward")]
    before = told(team[0])
    send(app, round_, team[0], mara, (4, 2))
    assert told(team[0]) == before and dict(before)["upward-asked"][0][3] == "Mara Okafor"
