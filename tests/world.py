"""A house in use, for the tests that try every route: a cycle that runs, one that is shared, and something of everything."""
import contextlib
import re
import shutil
from datetime import date, timedelta
from unittest import mock

from perf import move_in
from perf.accounts import actions as accounts
from perf.accounts import queries as known_accounts
from perf.accounts.models import Account, Identity, Passkey, Session
from perf.exchange import actions as exchange
from perf.exchange.queries import Job
from perf.exits import actions as exits
from perf.exits import answering, cases, checklist, findings, reporting
from perf.exits import queries as known_exits
from perf.exits.models import ExitAnswer, Leaving, LeavingTask
from perf.feedback import actions as feedback
from perf.goals import actions as goals
from perf.goals import checking, fields, giving
from perf.goals import queries as known_goals
from perf.goals.fields import Given
from perf.goals.models import UNIT, GoalChange
from perf.keeping import actions as keeping
from perf.keeping import requests
from perf.kernel import clock, db, pdf, store
from perf.notices.models import Notice
from perf.orgchart import actions as orgchart
from perf.orgchart.models import ChartLink
from perf.people import actions as people
from perf.kernel.intake.models import Import
from perf.people.models import Assignment, Person, Position, ReportingLine
from perf.questions import actions as questions
from perf.questions import library
from perf.questions.models import Answer, Item, Question, Scale, Section, Sheet, Template
from perf.reviews import actions as reviews
from perf.reviews import calibrating, files, peers
from perf.reviews.models import EarlierReview, Review
from perf.reviews.upward import actions as upward
from perf.reviews.upward.models import UpwardManager, UpwardWriter
from perf.roles import drafts
from perf.roles import starter as roles
from perf.roles.models import Competency, Department, Role, RoleVersion
from perf.settings import actions as settings
from perf.settings import queries as settings_now
from perf.settings.models import Holiday
from tests.pages import Page

# The actors of the access table, by what they are to the row of an address: Tomas, whom Mara leads and Nils above her
ACTORS = {"visitor": None, "self": "tomas", "manager": "mara", "skip": "nils", "former": "frida", "peer": "paula",
          "employee": "zora", "other_manager": "piet", "hr": "hana", "hr_self": "hana", "administrator": "adam",
          "executive": "ines", "board": "bela", "leaver": "lena"}
GUESTS = {  # who joins the cast in a house in use: first, last, role, department, reports to, powers
    "nils": ("Nils", "Haugen", "programme_manager", "Family Services", "ines", []),
    "frida": ("Frida", "Costa", "programme_manager", "Family Services", "nils", []),
    "paula": ("Paula", "Njoroge", "case_worker", "Family Services", "frida", []),
    "lena": ("Lena", "Kowal", "case_worker", "Family Services", "mara", []),
    "bela": ("Bela", "Farkas", None, None, None, ["board"]),
}
NOBODY = 98765      # a number that no row has
TOUCHED = timedelta(minutes=2)      # longer than a session is in use unnoted


@contextlib.contextmanager
def restored(house, snapshot):
    """The app on a copy of a database file, until the block ends."""
    db.database.close()
    for ending in ("", "-wal", "-shm"):
        (house.folder / (store.FILE + ending)).unlink(missing_ok=True)
    shutil.copy(snapshot, house.folder / store.FILE)
    db.open_at(house.folder / store.FILE)
    move_in(house.folder)
    try:
        yield house.app
    finally:
        db.database.close()


@contextlib.contextmanager
def house_in_use(house):
    """The app with all that `furnish` makes; built once, a fresh copy each time. Gives the numbers of the rows."""
    if not hasattr(house, "in_use"):
        with restored(house, house.pristine):
            house.guests = invite_guests()
            house.in_use_rows = furnish()
            house.in_use = house.folder.parent / "in_use.db"
            db.copy_to(house.in_use)
    with restored(house, house.in_use), mock.patch.object(pdf, "made", in_words):
        Session.update(fresh_until=clock.now() + accounts.FRESH).execute()
        yield house.in_use_rows


def in_words(html, _style):
    """A PDF that says what it is printed from, since its own text is packed, and whoever looks for a word would not find it in there.

    Printing takes half a second; that it prints this and nothing else is tried in tests/reviews/test_packet.py.
    """
    pdf._printer()
    return b"%PDF-1.7\n" + html.encode()


def invite_guests():
    """Those whom the cast lacks: who leads Mara, who led the review before her, who left, … Gives their sessions."""
    secrets = {}
    for name, (first, last, role, department, above, powers) in GUESTS.items():
        person = people.add_person(first, last, email=f"{name}@lantern.example", hired_on=date(2023, 1, 9))
        if role:
            position = people.open_position(roles.add_starter_role(role), reports_to=seat_of(above),
                                            department=Department.get(name=department))
            people.seat(person, position, starts=date(2023, 1, 9))
        for power in powers:
            people.give_power(person, power)
        secrets[name] = accounts.begin(accounts.open_account(person, hashed=known_hash()), "Test")
    people.place_under(seat_of("mara"), seat_of("nils"))
    people.let_go(member("lena"), last_day=clock.today() - timedelta(days=1))
    return secrets


def member(name):
    return Person.get(Person.email == f"{name}@lantern.example")


def seat_of(name):
    return Position.get(Position.id == Assignment.get(Assignment.person == member(name)).position_id)


def known_hash():
    """Somebody's password, kept once: making one takes long on purpose."""
    return Account.select(Account.password).limit(1).scalar()


def furnish():
    """Make one row at least of everything that an address can name; returns their numbers by parameter."""
    person = {name: member(name) for name in ("hana", "mara", "tomas", "adam")}
    let_peers_answer()
    last, running = (launched(person["hana"], name, years_ago=years, **more) for name, years, more in (
        ("Last year", 2, {}), ("This year", 1, {"peer_mode": "named"})))
    staged = launched(person["hana"], "With stages", years_ago=3, kind="probation", needs_approval=True, calibrates=True, picked={
        "roles": [Role.get(Role.title == "Case Worker").id]})
    tomas, own = (rows_of_reviews(person[name], last, running) for name in ("tomas", "hana"))
    settings.add_holiday(date(2030, 12, 25), "Winter feast")
    vacant = people.open_position(Role.get(Role.title == "Case Worker"), reports_to=None)
    case_worker = Role.get(Role.title == "Case Worker")
    draft = drafts.begin_draft(case_worker, by=person["hana"])
    duty, need = draft.duties.first(), draft.needs.first()
    empty = Department.create(name="Nobody's Corner")
    taken_in = upload(person["hana"], "E90,Ola,Nordmann,,Case Worker")
    exchange.take_in(taken_in, seen=Job(taken_in).plan().digest, by=person["hana"])
    waiting = upload(person["hana"], "E91,Kim,Rao,nonsense,Case Worker")
    year = giving.add_period("This year", kind="year", starts=date(clock.today().year, 1, 1), ends=date(clock.today().year, 12, 31), by=person["hana"])
    aims = {name: of_goals(person[name], member(above), year) for name, above in (("tomas", "mara"), ("hana", "ines"))}
    goings = {name: of_exits(person[name], member(with_whom), person["hana"]) for name, with_whom in (("tomas", "paula"), ("hana", "ines"))}
    upwards = {name: asked_upwards(person[name], by=person["hana"] if name == "tomas" else None) for name in ("tomas", "hana")}
    return {
        **tomas, **upwards["tomas"], **aims["tomas"], **goings["tomas"], **of_lena(person["hana"]), "period_id": year.id, "goal_template_id": goal_template(person["hana"]).id, "of_hr": {**own, **upwards["hana"], **aims["hana"], **goings["hana"]}, "role_id": case_worker.id, "version_id": RoleVersion.get(RoleVersion.role == case_worker, RoleVersion.number == 1).id, "duty_id": duty.id, "need_id": need.id,
        "competency_id": Competency.select().first().id, "department_id": empty.id, "position_id": vacant.id,
        "cycle_id": running.id, "kind": "manager", "template_id": Template.get(Template.kind == "annual").id,
        "section_id": Section.select().first().id, "item_id": Item.select().first().id, "scale_id": Scale.get().id, "library_id": library.add_question("yesno", "Was there time to hand over?", by=person["hana"]).id, "number": 1, "holiday_id": Holiday.get().id,
        "secret": accounts.invite(person["tomas"], by=person["hana"]), "name": "orgchart",
        "reset_id": asked_reset(person["adam"], by=person["hana"]), "hold_id": keeping.hold(member("piet"), reason="A dispute.", by=person["hana"]).id, "upload_id": waiting.id, "import_id": Import.get().id, "ending": "csv",
        "follow_up_id": agreed(person["tomas"], person["mara"]).id, "last_cycle": last.id, **of_stages(staged, person["hana"]),
        **drafted(person["hana"]), "draft": draft.id, **of_seats(person["tomas"], vacant, by=person["hana"]),
    }


def of_exits(person, interviewer, by):
    """The leaving of somebody who is asked, and of Lena, who has said something; a case, a report and what is done about it."""
    leaving = Leaving.create(person=person, last_day=clock.today() + timedelta(days=20), hired_on=person.hired_on, started_by=by, started_at=clock.now(),
                             **known_exits.facts_on(person, clock.today()))
    short = Template.get(Template.name == "Exit, short")
    task = LeavingTask.create(leaving=leaving, what="Hand the keys over", owner="leaver", person=person, due=leaving.last_day)
    with_both = {"own_sheet": person, "interview_sheet": interviewer}
    made = questions.make_sheets(short, [dict(author=one.id, subject=person.id, kind="leaver", role=leaving.role_id) for one in with_both.values()], room="exits")
    Leaving.update(way="both", template=short, interviewer=interviewer, own_sheet=made[0], interview_sheet=made[1],
                   asks_until=clock.today() + timedelta(days=50)).where(Leaving.id == leaving.id).execute()
    questions.save_answer(Answer.select().join(Question).where(Answer.sheet == made[0], Question.kind == "agreement").get(), rating=4, version=0)
    case = cases.report(leaving, "The van has no brakes.")
    cases.note(case, "Sent to the garage.", by=by)
    action = findings.put_down("Newcomers are alone.", "A colleague for six weeks.", owner=person, by_when=clock.today() + timedelta(days=40), by=by)
    return {"leaving_id": leaving.id, "task_id": task.id, "case_id": case.id, "action_id": action.id}


def of_lena(by):
    """What one who has left said, sorted by a theme, and the report of the year before."""
    leaving = Leaving.get_or_none(Leaving.person == member("lena")) or exits.begin(member("lena"), by=by)
    planned = exits.plan(known_exits.whole(leaving.id), way="link", template=Template.get(Template.name == "Exit, short"), version=leaving.version, by=by)
    for answer in Answer.select(Answer, Question).join(Question).where(Answer.sheet == planned.own_sheet_id):
        given = {"text": {"text": "The hours were long."}, "agreement": {"rating": 2}, "recommend": {"rating": 7}}.get(answer.question.kind)
        if given:
            questions.save_answer(answer, version=answer.version, **given)
    answering.send(planned, Sheet.get_by_id(planned.own_sheet_id))
    theme, remark = findings.add_theme("Hours", by=by), ExitAnswer.select().where(ExitAnswer.text != "").first()
    findings.sort_remark(remark, [theme.id], by=by)
    year = clock.today().year - 1
    report = reporting.publish("Last year", starts=date(year, 1, 1), ends=date(year, 12, 31), dimension="department", audience="leadership", by=by)
    return {"remark_id": remark.id, "theme_id": theme.id, "publication_id": report.id, "checklist_item_id": checklist.add_item("Keys back", owner="hr", days=0, by=by).id}


def agreed(tomas, mara):
    """What Tomas does for his own development, as he agreed with Mara."""
    return feedback.agree_follow_up("Ask for the shelter's keys a day ahead.", about=tomas, owner=tomas, agreed_with=mara,
                                    by_when=clock.today() + timedelta(days=21), by=mara)


def of_goals(person, manager, year):
    """Goals of somebody in every state: one in force, with a check-in that is asked about and a change that waits; proposed, draft, closed."""
    def put(title, is_private=False, **more):
        return goals.put_down(Given(title=title, owner=person.id, period=year.id, start=0, target=40 * UNIT, unit="families", is_private=is_private),
                              by=person, **more)

    def agree(goal):
        return goals.agree_goal(goal, by=manager, version=goal.version)
    goal, closed = agree(put("Forty families through the programme")), agree(put("Ten families in the first quarter"))
    goals.close_goal(closed, "partly", "The house opened late.", by=person, version=closed.version)
    check_in = checking.check_in(goal, "at risk", by=person, value=12 * UNIT, note="Two referrals a week.")
    checking.ask(check_in, "What would bring more?", by=manager)
    now = known_goals.whole(goal.id)
    given = fields_of(now)._replace(target=30 * UNIT)
    goals.change_goal(now, given, by=person, version=now.version, why="One of us left.")
    return {"goal_id": goal.id, "check_in_id": check_in.id, "goal_change_id": GoalChange.get(GoalChange.goal == goal).id,
            "proposed_goal": put("Learn to lead a group").id, "draft_goal": put("Only an idea", proposes=False).id, "closed_goal": closed.id,
            "private_goal": agree(put("Find my feet again", is_private=True)).id}


def fields_of(goal):
    return fields.as_given(goal, [one.text for one in known_goals.milestones(goal)])


def goal_template(by):
    return giving.save_template(Given(title="Visits in the first month", measure="percentage", start=0, target=95 * UNIT), by=by)


def drafted(hana):
    """A reorganisation that is shared with Mara, with a step, and a link to the chart."""
    scenario = orgchart.draft_scenario("One team for all", by=hana)
    orgchart.take_step(scenario, "hang", seat=seat_of("zora").id, above=seat_of("mara").id, by=hana)
    orgchart.share_scenario(scenario, member("mara"), by=hana)
    orgchart.make_link(whom_for="The board", days=30, by=hana)
    return {"scenario_id": scenario.id, "seat": seat_of("tomas").id, "does": "hang", "link_id": ChartLink.get().id, "size": "a4"}


def of_seats(tomas, vacant, by):
    """Who will stand in on a vacant seat, a dotted line, a leave to come, and who could come back."""
    later = clock.today() + timedelta(days=700)
    change = people.stand_in(member("zora"), vacant, starts=later, ends=later + timedelta(days=30), note="A trial.", by=by)
    people.dot(seat_of("tomas"), seat_of("piet"), by=by)
    leave = people.be_away(tomas, kind="study", starts=later, by=by)
    return {"change_id": change.id, "assignment_id": Assignment.get(Assignment.position == vacant).id, "leave_id": leave.id,
            "line_id": ReportingLine.get(ReportingLine.is_dotted).id, "leaver_id": member("lena").id}


def asked_reset(person, by):
    """Of HR, for the administrator: it takes a second of the powerful."""
    accounts.ask_reset(person, by=by)
    return known_accounts.asked_resets().get().id


def rows_of_reviews(person, last, running):
    """The numbers of a person's rows: last year's review is shared; in this year's the manager's form is a draft."""
    shared, review = (Review.get(Review.cycle == cycle, Review.person == person) for cycle in (last, running))
    for one in (shared, review):
        pass_on(one)
    for kind in ("self", "manager"):
        submit(shared, kind)
    reviews.share(fresh(shared), by=shared.manager)
    submit(review, "self")
    peer = peers.nominate(review, member("paula"), by=review.manager)
    answer = next(row for row in Answer.select().where(Answer.sheet == review.manager_sheet_id) if row.question.kind == "rating")
    questions.save_answer(answer, rating=3, version=0)
    return {"person_id": person.id, "review_id": review.id, "peer_id": peer.id, "sheet_id": review.manager_sheet_id, "answer_id": answer.id,
            "session_id": Session.get(Session.account == person.account.get()).id, "self_sheet": review.self_sheet_id,
            "shared": shared.id, "shared_sheet": shared.manager_sheet_id, **from_before(person, shared),
            **ways_in(person), "request_id": requests.ask(person, by=person).id,
            "notice_id": Notice.get(Notice.person_id == person.id).id}


def let_peers_answer():
    """The annual template asks colleagues as well."""
    item = Item.get(Item.kind == "competencies")
    Item.update(authors="self manager peer").where(Item.id == item.id).execute()


def of_stages(cycle, hana):
    """Tomas's review in a cycle with every stage: written by Mara, waiting for Nils, in a session with Piet."""
    review = Review.get(Review.cycle == cycle, Review.person == member("tomas"))
    submit(review, "manager", outcome="pass")
    session = calibrating.open_session(cycle, name="Case workers", reviews=[fresh(review)], members=[hana, member("piet")], by=hana)
    return {"calibration_id": session.id, "staged": review.id, "staged_cycle": cycle.id, "staged_sheet": review.manager_sheet_id}


def from_before(person, shared):
    """A review from an earlier year, and a PDF beside last year's."""
    earlier = EarlierReview.create(person=person, period_start=date(2021, 1, 1), period_end=date(2021, 12, 31), score=380, worst=1, best=5,
                                   label="Good", text="Learned fast.", written_by="A former manager", brought_in_at=clock.now(), brought_in_by=member("hana"))
    beside = files.put_beside(shared, b"%PDF-1.4\n%%EOF\n" + str(person.id).encode(), "signed.pdf", by=shared.manager)
    return {"earlier_id": earlier.id, "file_id": beside.id}


def ways_in(person):
    """A passkey, and a sign-in at a provider, that open somebody's account."""
    account, now = person.account.get(), clock.now()
    passkey = Passkey.create(account=account, name="Phone", credential=f"Y3JlZGVudGlh{person.id:04}", public_key="none", made_at=now)
    identity = Identity.create(account=account, issuer="https://id.lantern.example", subject=str(person.id), made_at=now)
    return {"passkey_id": passkey.id, "identity_id": identity.id}


def pass_on(review):
    """Frida was to write this review before its manager took it over."""
    manager = review.manager
    for writer in (member("frida"), manager):
        reviews.hand_over(fresh(review), writer, by=None)


def launched(by, name, years_ago, **more):
    today = clock.today()
    steps = {step: today + timedelta(days) for step, days in
             (("self_due", 14), ("manager_due", 28), ("share_by", 42), ("close_on", 63))}
    plan = dict(template=Template.get(Template.kind == "annual"), period_start=date(today.year - years_ago, 1, 1),
                period_end=date(today.year - years_ago, 12, 31), self_weight=0, manager_weight=1, **steps)
    cycle = reviews.plan_cycle(by=by, name=name, **{**plan, **more})
    reviews.launch(cycle, by=by)
    return cycle


def upward_template(texts=1):
    """What a team is asked about its manager: two ratings and a text."""
    template, is_new = Template.get_or_create(name="About those who lead", kind="upward", defaults={"scale": Scale.get()})
    if is_new:
        section = Section.create(template=template, title="Leading", weight=10000)
        for order, (kind, prompt) in enumerate((("rating", "Listens"), ("rating", "Decides in time"), *[("text", "What should change?")] * texts)):
            Item.create(section=section, kind=kind, prompt=prompt, authors="upward", order=order, asks_comment="no", may_be_na=True)
    return template


def upward_round(by, name="Upwards", **given):
    """A round that is open, about everybody who leads somebody."""
    today = clock.today()
    round_ = upward.plan_round(by=by, **{"name": name, "template": upward_template(), "opens_on": today, "closes_on": today + timedelta(14),
                                         "minimum": 3, "minimum_texts": 5, "above_reads": True, **given})
    upward.open_round(round_, by=by)
    return type(round_).get_by_id(round_.id)


def asked_upwards(person, by=None):
    """A round that has closed and one that is open, made once; the rows of both that concern somebody."""
    if by:
        upward.close_round(upward_round(by, "Upwards last year"))
        upward_round(by)
    closed, running = (UpwardWriter.select().join(UpwardManager).where(UpwardWriter.person == person, UpwardManager.round == number).get()
                       for number in UpwardManager.select(UpwardManager.round).distinct().order_by(UpwardManager.round).tuples())
    return {"writer_id": running.id, "result_id": closed.manager_id, "round_id": running.manager.round_id, "closed_round": closed.manager.round_id}


def upload(owner, line):
    """A staff list of one row that was sent and waits for its next step."""
    sent = f"Employee ID,First name,Last name,E-mail,Job title\n{line}\n".encode()
    return exchange.receive(owner, "staff", sent, "list.csv")


def submit(review, kind, rating=4, **more):
    """Answer all of a form and submit it, as its author."""
    review = fresh(review)
    sheet = review.self_sheet if kind == "self" else review.manager_sheet
    fill(sheet, rating)
    reviews.submit_form(review, sheet, by=sheet.author, **more)


def fill(sheet, rating=4, text="Seen in daily work."):
    for answer in Answer.select().where(Answer.sheet == sheet):
        kind = answer.question.kind
        given = {"rating": {"rating": rating}, "choice": {"choice": "0"}, "yesno": {"choice": "yes"}}.get(kind, {})
        questions.save_answer(answer, text=text if kind in ("text", "rating") else "", version=answer.version, **given)


def fresh(review):
    return Review.get_by_id(review.id)


def browser(house, name):
    """A new browser: signed in for one of the cast, or a visitor's."""
    return browser_with(house, secrets(house).get(name))


def signed_in_anew(house, name):
    """A browser with a new session: where powers change, the sessions before that end."""
    return browser_with(house, accounts.begin(Account.get(Account.person == member(name)), "Test", has_second=True))


def browser_with(house, secret):
    client = house.app.test_client()
    if secret:
        client.set_cookie(known_accounts.COOKIE, secret, secure=True, domain="localhost")
    return client


def secrets(house):
    """The session of each who has one, by name."""
    return {**getattr(house, "guests", {}), **house.secrets}


def browsers(house):
    """A browser of each of the cast, and one of a visitor."""
    return {name: browser(house, name) for name in (*house.secrets, "visitor")}


@contextlib.contextmanager
def undone():
    """Whatever the block writes is taken back at its end; settings that were kept in memory as well."""
    kept = settings_now.organisation()
    with db.database.atomic("IMMEDIATE") as deed:
        try:
            yield
        finally:
            deed.rollback()
    if settings_now.organisation() is not kept:     # every change of settings reads them anew
        settings_now.refresh()


def seen(house, rows):
    """Every page of a house in use that the cast sees, as it was made: [(name, address, page)]; fetched once, as nothing differs the next time."""
    if not hasattr(house, "seen"):
        replies = ((name, at, browser(house, name).get(at)) for name in ("hana", "mara", "tomas", "adam", "visitor") for at in pages(house.app, rows))
        house.seen = [(name, at, Page(reply.text, at)) for name, at, reply in replies if reply.mimetype == "text/html" and reply.status_code == 200]
    return house.seen


def forms(house, rows):
    """Every form that the cast sees."""
    return forms_on(seen(house, rows))


def forms_on(shown):
    """Every form on any of these pages with the address of one page, once for each address that it is sent to."""
    found = {}
    for name, at, page in shown:
        for form in page.forms:
            form.name = name
            found.setdefault((form.method, re.sub(r"\d+", "0", form.action)), (at, form))
    return list(found.values())


def still(page):
    """A page without the number of each form, which is another one each time."""
    return re.sub(r'name="submit_id" value="[^"]*"', "", page)


def dump(without=(), only=None):
    """All that the database holds, as text; tables as "name", columns as "name.column" can be left out."""
    lines = []
    without = {*without, *(["trail_ends"] if "trail_line" in without else [])}      # where the trail ends goes with its lines
    for table in sorted(only or db.database.get_tables()):
        if table not in without:
            columns = [column.name for column in db.database.get_columns(table) if f"{table}.{column.name}" not in without]
            named = ", ".join(f'"{column}"' for column in columns)
            rows = db.database.execute_sql(f'SELECT {named} FROM "{table}" ORDER BY {order_of(table)}').fetchall()
            lines += [f"{table} {row}" for row in rows]
    return "\n".join(lines)


def order_of(table):
    """By what the rows of a table are told apart: some have no number at all, so that nothing tells which came first."""
    bare = db.database.execute_sql("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()[0]
    return ", ".join(f'"{name}"' for name in db.database.get_primary_keys(table)) if bare else "rowid"


# the routes

OF_ENDPOINT = {"exchange.template": {"kind": "staff"}}      # where a word means something else than in most addresses
STAGED = ("reviews.calibrate", "reviews.take_out_of_calibration", "reviews.approve")     # about the review in the cycle with every stage


def routes(app):
    """(method, endpoint, rule) of every route; HEAD goes with GET."""
    return sorted((method, rule.endpoint, rule) for rule in app.url_map.iter_rules()
                  for method in rule.methods - {"HEAD", "OPTIONS"})


def address(app, rule, rows, **other):
    """The address of a route with the numbers of real rows."""
    if rule.endpoint == "static_files.static_file":
        return f"/static/{app.assets._urls['app.css']}"
    values = {**rows, **of_room(rule.endpoint, rows), **OF_ENDPOINT.get(rule.endpoint, {}), **other}
    if rule.endpoint in STAGED and values["review_id"] == rows["review_id"]:
        values["review_id"] = rows["staged"]
    missing = [name for name in rule.arguments if name not in values]
    assert not missing, f"{rule.endpoint} names {missing}: say in tests/world.py furnish() which row that is"
    adapter = app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def of_room(endpoint, rows):
    """A word that two rooms use, as one of them means it: people's changes are of seats."""
    return {"change_id": rows["goal_change_id"]} if endpoint.startswith("goals.") else {}


def pages(app, rows):
    """The address of every GET route but the static files, once for each row that it can name."""
    found = {}
    for method, endpoint, rule in routes(app):
        if method == "GET" and endpoint != "static_files.static_file":
            found[address(app, rule, rows)] = endpoint
            if "kind" in rule.arguments and endpoint not in OF_ENDPOINT:
                found[address(app, rule, rows, kind="self")] = endpoint
    for sheet in ("self_sheet", "shared_sheet"):
        found[f"/questions/sheets/{rows[sheet]}"] = "questions.write"
    found[f"/reviews/{rows['shared']}"] = "reviews.review"
    found[f"/reviews/cycles/{rows['last_cycle']}"] = "reviews.cycle"
    return found
