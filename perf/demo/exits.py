"""Two years of leavers: a survey from paper, exit interviews in Perf, what was made of them; somebody who is leaving just now."""
import json
import random
from datetime import date, datetime, time, timedelta

from . import leaving as said
from ..exchange import reading
from ..exits import access, actions, answering, cases, checklist, findings, queries, reporting
from ..exits.lists.offer import LISTS
from ..exits.models import FEW, REASONS, ExitAction, ExitAnswer, ExitSet, Leaving, LeavingTask
from ..kernel import clock, words
from ..people import actions as people
from ..people import queries as known
from ..people.models import Person
from ..questions import actions as questions
from ..questions import queries as asked
from ..questions.leavers import REASONS as OPTIONS
from ..questions.models import Answer, Sheet

DAY, NOTICE = timedelta(days=1), timedelta(days=17)


class Exits:
    def __init__(self, story):
        self.story, self.rng, self.today = story, random.Random(f"exits {len(story.cast.people)}"), story.now.date()
        self.this = date(self.today.year - (self.today.month < 7), 7, 1)
        self.last, self.before = (self.this.replace(year=self.this.year - back) for back in (1, 2))
        self.number = 0

    def plan(self):
        at, begins = self.story.at, self.story.begins
        brought = max(begins + 10 * DAY, self.last + 19 * DAY)
        at(_at(brought, 10), self._bring_paper)
        at(_at(brought + 26 * DAY, 10), lambda: self._publish(self.before, self.last - DAY))
        at(_at(max(brought, self.this) + 55 * DAY, 10), lambda: self._publish(self.last, self.this - DAY))
        at(_at(self.this + 70 * DAY, 10), self._put_down)
        at(_at(self.this + 110 * DAY, 10), self._came_of_it)
        for who in self.story.cast.leavers:
            at(_at(max(begins, who.hired, who.left - 20 * DAY) + DAY, 10), lambda who=who: self._decide(who))
        at(_at(self.today - 3 * DAY, 9), self._somebody_leaves)

    # one leaving

    def _decide(self, who):
        """HR says what it is and plans how they are asked; what follows goes by the last day."""
        leaving = queries.open_leaving(self.story.persons[who].id)
        if leaving is None:
            return
        told = said.STORIES[self.number % len(said.STORIES)]
        number, self.number = self.number, self.number + 1
        actions.decide(leaving, kind=said.CLASS.get(told[0], "voluntary"), is_regretted=told[0] not in ("performance", "retirement") and number % 4 != 3,
                       main=told[0], contributing=told[1], version=leaving.version, by=self.story.hana)
        self._plan(leaving.id, told, number)

    def _plan(self, number, told, place):
        now = queries.whole(number)
        usual = ExitSet.get_or_none(ExitSet.leavers == (now.kind or "voluntary"))
        ends = now.last_day + 14 * DAY
        if usual is None or usual.template is None or ends < clock.today():
            return
        actions.plan(now, way="link", template=usual.template, asks_until=ends, version=now.version, by=self.story.hana)
        day = max(clock.today() + DAY, now.last_day - 3 * DAY)
        self.story.at(_at(day, 15), lambda: self._answer(number, told, place))
        self.story.at(_at(max(day, now.last_day) + 5 * DAY, 11), lambda: self._finish(number))

    def _answer(self, number, told, place):
        """Most answer; whoever had to go would rather not, and one in seven lets it pass."""
        now = queries.whole(number)
        if not now.may_answer or place % 7 == 6 and told[0] != "contract_end":
            return
        if told[0] == "performance":
            answering.decline_by(now)
            return
        sheet = Sheet.get_by_id(now.own_sheet_id)
        for row in asked.rows_of([sheet.id])[sheet.id]:
            given = self._given(row, told)
            if given:
                questions.save_answer(Answer.get_by_id(row.id), version=row.version, **given)
        answering.send(now, Sheet.get_by_id(sheet.id), by=now.person)
        if place == 1:
            self._report(number)
        self._sort(number)

    def _given(self, row, told):
        """What this leaver says to a question; None where they leave it out."""
        main, also, shifts, kept, change, best = told
        if row.kind == "agreement":
            return {"rating": max(1, min(5, said.LEVELS.get(row.topic, 4) + shifts.get(row.topic, 0) - (self.rng.random() < 0.3)))}
        if row.kind == "recommend":
            return {"rating": max(0, min(10, 8 + sum(shifts.values()) + self.rng.randint(0, 1)))}
        if row.key == "main_reasons":
            return {"choice": " ".join(str(number) for number in sorted(REASONS.index(name) for name in (main, *also)) if number < len(OPTIONS))}
        if row.key == "kept" and kept:
            return {"choice": " ".join(map(str, kept))}
        if row.kind == "yesno":
            return {"choice": "yes" if sum(shifts.values()) >= 0 else "no"}
        texts = {"change": change, "kept_words": change if kept and 8 not in kept else "", "best": best}
        return {"text": texts[row.key]} if texts.get(row.key) else None

    def _report(self, number):
        """Something serious goes with a name to HR, who has taken it in hand."""
        text, reach, note = said.CASE
        now = queries.whole(number)
        case = cases.report(now, text, reach=reach, by=now.person)
        if self.story.hana:
            cases.take(case, version=1, by=self.story.hana)
            cases.note(case, note, by=self.story.hana)

    def _sort(self, number):
        """HR sorts what was written by theme."""
        themes = {name: findings.add_theme(name, by=self.story.hana) for name in said.THEMES}
        for answer in ExitAnswer.select(ExitAnswer, Leaving).join(Leaving).where(ExitAnswer.leaving == number, ExitAnswer.text != ""):
            text = words.plain(answer.text)
            found = [themes[name].id for name, marks in said.THEMES.items() if any(mark in text for mark in marks)]
            if found:
                findings.sort_remark(answer, found, by=self.story.hana)

    def _finish(self, number):
        """All is ticked off, by whoever had to do it."""
        now = queries.whole(number)
        if now.state == "open":
            for task in LeavingTask.select().where(LeavingTask.leaving == number, LeavingTask.done_on.is_null()).order_by(LeavingTask.id):
                checklist.tick(task, by=self.story.hana)
            actions.finish(now, version=now.version, by=self.story.hana)

    # leaving just now

    def _somebody_leaves(self):
        """Somebody who leads nobody goes in two weeks: HR has begun the check list, and who is asked what is planned."""
        chart, hana = known.chart(), self.story.hana
        busy = {chair.holder for chair in self.story.cast.fixed}
        for chair in reversed(self.story.cast.workers):
            person = chair.holder and chair.holder not in busy and Person.get_by_id(self.story.persons[chair.holder].id)
            if person and not person.left_on and not chart.reports_of(person.id) and chart.manager_of(person.id) and chair.department != "Family Services":
                break
        else:
            return
        people.let_go(person, last_day=self.today + NOTICE, by=hana)
        leaving = queries.open_leaving(person.id)
        actions.decide(leaving, kind="voluntary", is_regretted=True, main="growth", contributing=["pay"], version=leaving.version, by=hana)
        self._ask_by_both(queries.whole(leaving.id))
        for task in LeavingTask.select().where(LeavingTask.leaving == leaving).order_by(LeavingTask.due, LeavingTask.id).limit(3):
            checklist.tick(task, by=hana)

    def _ask_by_both(self, now):
        usual, who = ExitSet.get_or_none(ExitSet.leavers == "voluntary"), queries.usual_interviewer(now)
        if usual and usual.template and who:
            actions.plan(now, way="both", template=usual.template, interviewer=who, asks_until=now.last_day + 14 * DAY, version=now.version,
                         by=self.story.hana)

    # what was there before, and what was made of it

    def _bring_paper(self):
        """The survey that was asked on paper comes in as a list."""
        offer = next(one for one in LISTS if one.name == "exit_surveys")
        sheet = reading.read(self._paper().encode(), "exit-survey-on-paper.csv")
        matching = {at: one.field for at, one in enumerate(offer.guess(sheet.headings, sheet.rows)) if one.field}
        plan = offer.plan(sheet, offer.choices(matching))
        choices = offer.choices(matching, answers={one.key: one.guess for one in plan.open})
        offer.apply(sheet, choices, seen=offer.plan(sheet, choices).digest, by=self.story.hana, file_name="exit-survey-on-paper.csv")

    def _paper(self):
        lines = [["Number", "Last day", "First day", "How they left", "Role", "Department", *said.PAPER_TICKS, *said.PAPER_QUESTIONS,
                  "What one thing should we change first?"]]
        for number, (months, first, kind, role, department, ticks, answers, change) in enumerate(said.PAPER, 1):
            month = self.before.replace(month=(6 + months) % 12 + 1, year=self.before.year + (6 + months) // 12)
            lines.append([f"P{number:02}", f"{month:%m/%Y}", first, kind, role, department,
                          *("x" if str(place) in ticks.split() else "" for place in range(1, len(said.PAPER_TICKS) + 1)), *answers.split(), change])
        return "\n".join(",".join(json.dumps(str(cell), ensure_ascii=False) for cell in line) for line in lines)

    def _publish(self, starts, ends):
        """A year that is over and of which enough people spoke."""
        given = [one for one in access.publishable(starts, ends) if one.result == "given"]
        if len(given) >= FEW:
            reporting.publish(f"{starts.year}/{ends.year % 100}", starts=starts, ends=ends, dimension="", audience="managers", by=self.story.hana)

    def _put_down(self):
        """Two findings become actions, each with somebody who does it."""
        ruth = self.story.persons.get(self.story.cast.director.holder)
        if ruth is None:
            return          # a short story begins after that day
        for (finding, what, _came), owner in zip(said.FINDINGS, (self.story.hana, ruth)):
            findings.put_down(finding, what, owner=owner, by_when=self.today + 40 * DAY, by=self.story.hana)

    def _came_of_it(self):
        action = ExitAction.select().order_by(ExitAction.id).first()
        if action is None:
            return
        findings.came_of_it(action, state="done", came_of_it=said.FINDINGS[0][2], version=action.version, by=self.story.hana)


def _at(day, hour):
    return datetime.combine(day, time(hour))
