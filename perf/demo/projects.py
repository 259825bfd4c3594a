"""Two reviews after a project, both under way: one with colleagues and approval, one whose ratings are being calibrated."""
import random
from datetime import timedelta

from . import sayings
from .comments import Pen
from .forms import Forms
from ..people import queries as people
from ..people.models import Person
from ..questions.models import Template
from ..reviews import actions as reviews
from ..reviews import calibrating, peers, running
from ..reviews import queries as known
from ..reviews.models import Review


class Project(Forms):
    """A cycle by the calendar, for some departments."""

    title, ago, departments, roles = "", 0, (), ()
    due = {}            # {date of the plan: so many days after the launch}
    days = {}           # {step: the first and the last day on which it is done}
    ways = ()           # how far each has come, in turn; Mara's team first, so that she sees every way
    of_cast = {}        # {name: the way of one of the cast}

    def __init__(self, story):
        rng = random.Random(f"{self.title} {len(story.cast.people)}")
        super().__init__(story, story.now.date() - timedelta(days=self.ago), rng, Pen(rng))

    def plan(self):
        self.story.at(self.moment(0, 10), self._launch)

    def _launch(self):
        story, month = self.story, self.launch_day.replace(day=1)
        self.cycle = reviews.plan_cycle(
            by=story.hana, name=f"{self.title} {self.launch_day.year}", kind="project", template=Template.get(Template.kind == "project"),
            period_start=(month - timedelta(days=160)).replace(day=1), period_end=month - timedelta(days=1),
            picked={"departments": [story.departments[name].id for name in self.departments], "roles": [story.roles[title].id for title in self.roles]},
            **{name: self.working_day(after) for name, after in self.due.items()}, **self.settings())
        reviews.launch(self.cycle, by=story.hana)
        team = self.number_of("mara@demo.example")
        for number, review in enumerate(sorted(self.read(), key=lambda review: (review.manager_id != team, review.id))):
            self._plan(review.id, self.way(number, review).split())

    def settings(self):
        return {}

    def way(self, number, review):
        name = self.someone(review.person_id).email.partition("@")[0]
        return self.of_cast.get(name, self.ways[number % len(self.ways)])

    def _plan(self, review_id, steps):
        before = self.moment(0, 10)
        for step in steps:
            day = self.rng.randint(*self.days[step])
            before = max(before + timedelta(minutes=50), self.moment(day, self.rng.randint(10, 14), self.rng.randint(0, 59)))
            self.story.at(before, lambda step=step: self._do(review_id, step))

    def _do(self, review_id, step):
        """One step. Who has left does nothing any more, and HR sees what that leaves behind."""
        review = Review.get_by_id(review_id)
        person, manager = Person.get_by_id(review.person_id), Person.get_by_id(review.manager_id)
        if not person.has_left and not manager.has_left:
            getattr(self, step.replace("-", "_"))(review, person, manager)

    # the steps

    def own(self, review, person, _manager):
        self.fill(self.sheets[review.self_sheet_id], person.id)
        reviews.submit_form(review, self.sheets[review.self_sheet_id], by=person)

    def some_own(self, review, person, _manager):
        self.fill(self.sheets[review.self_sheet_id], person.id, is_whole=False)

    def some_manager(self, review, person, _manager):
        self.fill(self.sheets[review.manager_sheet_id], person.id, is_whole=False)

    def submit(self, review, person, manager):
        self.fill(self.sheets[review.manager_sheet_id], person.id)
        reviews.submit_form(review, self.sheets[review.manager_sheet_id], by=manager)

    def share(self, review, _person, manager):
        reviews.share(review, by=manager)

    def sign(self, review, person, _manager):
        reviews.acknowledge(review, by=person)


class Together(Project):
    """Colleagues are suggested, asked, write or decline; whoever leads the manager approves."""

    title, ago, departments = "The opening of Pier House", 33, ("Family Services",)
    roles = ("Case Worker", "Programme Manager", "Head of Family Services")
    due = {"nominate_by": 8, "self_due": 14, "peers_due": 22, "manager_due": 29, "approve_by": 38, "share_by": 45, "close_on": 60}
    days = {"own": (4, 12), "some-own": (6, 12), "name": (2, 6), "suggest": (30, 31), "ask": (7, 9), "two-write": (12, 20), "all-write": (12, 20),
            "decline": (13, 17), "some-manager": (24, 29), "submit": (22, 26), "approve": (27, 29), "share": (30, 30), "sign": (31, 32)}
    ways = ("own name ask two-write", "own name ask all-write submit approve share sign", "own name ask all-write submit approve share",
            "own name ask all-write submit", "own name ask all-write submit approve", "name", "own name ask two-write some-manager", "",
            "own name", "own name ask decline two-write", "some-own name ask", "own name ask all-write submit")
    of_cast = {"tomas": "own name ask decline two-write some-manager suggest", "mara": "own name ask all-write submit"}

    def settings(self):
        template = Template.get(Template.kind == "peer")
        return dict(peer_mode="unnamed", peer_template_id=template.id, peers_wanted=3, peers_weight=1, manager_weight=3, needs_approval=True)

    def way(self, number, review):
        """The heads' have come to where the director and the board approve."""
        return self.of_cast["mara"] if self.someone(review.manager_id).powers else super().way(number, review)

    def name(self, review, person, _manager):
        for peer in self.rng.sample(self._colleagues(review), 3):
            peers.nominate(review, peer, by=person)

    def suggest(self, review, person, _manager):
        """One more, in place of whoever declined; the manager has not agreed yet."""
        peers.nominate(review, self.rng.choice(self._colleagues(review)), by=person)

    def _colleagues(self, review):
        """Who could write: those with the same manager, else of the same department, else anybody."""
        free, chart = {number for number, _name in peers.could_be_asked(review)}, people.chart()
        here = [one for one in people.people_here() if one.id in free and one.id in self.story.someone and one.id in chart.of_person]
        near = [one for one in here if chart.of_person[one.id].department in self.departments]
        team = [one for one in here if chart.manager_of(one.id) and chart.manager_of(one.id).person_id == review.manager_id]
        return next(found for found in (team, near, here) if len(found) >= 4)

    def ask(self, review, _person, manager):
        for form in self._asked(review, "nominated"):
            peers.ask(form, by=manager)

    def decline(self, review, _person, _manager):
        form = next(one for one in self._asked(review) if one.peer.email != "tomas@demo.example")
        peers.decline(form, by=form.peer, reason=sayings.DECLINED)

    def two_write(self, review, _person, _manager):
        self._write(review, 2)

    def all_write(self, review, _person, _manager):
        self._write(review, 3)

    def _write(self, review, most):
        """Tomas leaves his until later wherever another can go first, so that something waits for him."""
        asked = sorted(self._asked(review), key=lambda form: form.peer.email == "tomas@demo.example")[:most]
        self.read_sheets([form.sheet_id for form in asked])
        for form in asked:
            self.fill(self.sheets[form.sheet_id], review.person_id)
            reviews.submit_form(review, self.sheets[form.sheet_id], by=form.peer)

    def _asked(self, review, state="asked"):
        return [form for form in known.peers_of(review) if form.state == state]

    def approve(self, review, _person, _manager):
        if review.approver_id:
            note = sayings.APPROVED if self.rng.random() < 0.3 else ""
            reviews.approve(review, by=Person.get_by_id(review.approver_id), note=note)


class Compared(Project):
    """Everything but a review or two is written, and the ratings of two teams lie side by side before anything is shared."""

    title, ago, departments = "Open day", 41, ("Neighbourhood Work",)
    due = {"self_due": 11, "manager_due": 21, "share_by": 48, "close_on": 62}
    days = {"own": (3, 10), "some-own": (5, 10), "submit": (12, 20), "some-manager": (14, 20)}
    ways = ("own submit", "own submit", "submit", "own submit", "own submit", "own submit", "own submit", "own some-manager", "own submit")
    of_cast = {"zora": "own submit"}
    calibrated, session, changed = 28, 33, 36

    def settings(self):
        return dict(calibrates=True)

    def plan(self):
        super().plan()
        self.story.at(self.moment(self.calibrated), lambda: running.calibrate_cycle(self.cycle, by=self.story.hana))
        self.story.at(self.moment(self.session), self._open)
        self.story.at(self.moment(self.changed, 15), self._change)

    def _open(self):
        members = [Person.get_by_id(self.number_of(f"{name}@demo.example")) for name in ("mara", "ruth")]
        written = list(Review.select().where(Review.cycle == self.cycle))
        calibrating.open_session(self.cycle, name="Both teams and their leaders", reviews=written, members=members, by=self.story.hana)

    def _change(self):
        """The lowest score of whoever rates lowest goes up by half a level."""
        written = Review.select().where(Review.cycle == self.cycle, Review.state == "submitted").order_by(Review.score, Review.id)
        for review in written.limit(1):
            calibrating.calibrate(review, score=review.score + 50, reason=sayings.CALIBRATED, by=self.story.hana)
