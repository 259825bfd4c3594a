"""A review with given weights and ratings, and its score as each place of the product says it."""
import contextlib
import html
import io
import re
from datetime import date, timedelta

import openpyxl

from perf.accounts.models import Session
from perf.kernel import clock, db
from perf.people.models import Assignment, Person, Position, ReportingLine
from perf.questions import actions as sheets
from perf.questions.models import Answer, Item, Scale, Section, Template
from perf.reviews import actions
from perf.reviews.models import Cycle, Review
from perf.roles.models import Role
from tests import world

NA, OPEN = "n/a", None


def template_of(sections):
    """A template with a rating for each mark: [(section's weight, [(item's weight, rating)])]."""
    template = Template.create(name="Case", scale=Scale.get(Scale.name.contains("5") | (Scale.id == Scale.select(Scale.id).limit(1))))
    for place, (weight, marks) in enumerate(sections):
        section = Section.create(template=template, title=f"Section {place + 1}", weight=weight * 100, order=place)
        for order, (own, _rating) in enumerate(marks):
            Item.create(section=section, kind="rating", prompt=f"Question {place + 1}.{order + 1}", weight=own, order=order, is_required=False)
    return template


def launched(sections, *, by, today, self_weight=0, manager_weight=1):
    cycle = actions.plan_cycle(by=by, name="Case", template=template_of(sections), period_start=today - timedelta(400),
                               period_end=today - timedelta(30), self_due=today + timedelta(7), manager_due=today + timedelta(14), share_by=today + timedelta(21),
                               close_on=today + timedelta(42), self_weight=self_weight, manager_weight=manager_weight)
    actions.launch(cycle, by=by)
    return Cycle.get_by_id(cycle.id)


def rate(sheet_id, sections):
    """Give each question of a form its rating; nothing where it stays open."""
    ratings = [rating for _weight, marks in sections for _own, rating in marks]
    answers = sorted(Answer.select().where(Answer.sheet == sheet_id), key=lambda answer: answer.question.prompt)
    for answer, rating in zip(answers, ratings, strict=True):
        if rating is not OPEN:
            sheets.save_answer(answer, version=answer.version, **({"is_na": True} if rating == NA else {"rating": rating}))


def submit(review, kind):
    review = Review.get_by_id(review.id)
    sheet = review.self_sheet if kind == "self" else review.manager_sheet
    actions.submit_form(review, sheet, by=sheet.author, na_reason="There was no such work.")


# what the places say

def said(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def figure(page, place):
    """(score, label) of the piece of a page that begins with this mark."""
    found = re.search(place + r'.*?<(?:span class="figure"|b)>([^<]+)</(?:span|b)>\s*(?:<span class="bar__label">)?\s*([^<]+?)\s*<', page, re.DOTALL)
    return found[1].strip(), html.unescape(found[2]).strip()


def live(browser, sheet_id):
    return figure(browser.get(f"/questions/sheets/{sheet_id}").text, 'id="bar-score"')


def checked(browser, review, kind="manager"):
    return figure(browser.get(f"/reviews/{review.id}/check/{kind}").text, 'class="standing__score"')


def on_paper(browser, review):
    return figure(browser.get(f"/reviews/{review.id}/packet").text, 'class="kept__score"')


def sums(page):
    """(sum with four decimals, score) at the end of each calculation of a page."""
    return re.findall(r'data-label="Sum">([^<]+)</td>.*?data-label="Score"><strong>([^<]+)</strong>', page, re.DOTALL)


def book(browser, cycle):
    """{title of a sheet: rows as dicts} of the workbook of a cycle."""
    found = openpyxl.load_workbook(io.BytesIO(browser.get(f"/reviews/cycles/{cycle.id}/workbook.xlsx").data), read_only=True)
    tables = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in found}
    return {title: [dict(zip(rows[0], row + (None,) * (len(rows[0]) - len(row)))) for row in rows[1:]] for title, rows in tables.items()}


def handed_in(review):
    """Both forms answered and submitted, without a browser: Tomas gives 5, Mara 4."""
    for kind, rating in (("self", 5), ("manager", 4)):
        world.fill(getattr(review, f"{kind}_sheet"), rating)
        submit(review, kind)
    return Review.get_by_id(review.id)


def shared(review):
    actions.share(Review.get_by_id(review.id), by=review.manager)
    return Review.get_by_id(review.id)


@contextlib.contextmanager
def stage(house):
    """The cast's house for all tests of a file; each takes back what it wrote (world.undone), which is quicker than a copy."""
    with world.restored(house, house.pristine):
        refresh()
        yield


def refresh():
    """All sessions are in use, whatever the clock says, and showed a moment ago that it is really them."""
    Session.update(started_at=clock.now(), seen_at=clock.now(), fresh_until=clock.now() + timedelta(hours=1)).execute()


def crowd(mara, count):
    """So many more who report to Mara."""
    role, above = Role.get(Role.title == "Case Worker"), Assignment.get(Assignment.person == mara).position
    first = Person.select().count()
    db.insert_all(Person, [dict(first_name="Extra", last_name=f"Number {first + number}", hired_on=date(2023, 5, 1), employee_id=f"C{first + number}",
                                plain_name=f"extra number {first + number}") for number in range(count)])
    made = [number for number, in Person.select(Person.id).order_by(Person.id.desc()).limit(count).tuples()]
    last = Position.select().order_by(Position.id.desc()).get().id
    db.insert_all(Position, [dict(role=role.id, department=above.department_id, opened_on=date(2023, 1, 9)) for _number in made])
    seats = [number for number, in Position.select(Position.id).where(Position.id > last).tuples()]
    db.insert_all(ReportingLine, [dict(position=seat, above=above.id, starts=date(2023, 1, 9)) for seat in seats])
    db.insert_all(Assignment, [dict(person=person, position=seat, starts=date(2023, 5, 1)) for person, seat in zip(made, seats)])
