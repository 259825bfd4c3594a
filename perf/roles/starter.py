"""Competencies and roles to start from: common in small nonprofits, and meant to be changed."""
from collections import namedtuple

from ..kernel import clock, words
from ..kernel.db import insert_all, write
from .models import PUBLISHED, Competency, Duty, Role, RoleCompetency, RoleVersion

StarterCompetency = namedtuple("StarterCompetency", "key name meaning level_1 level_3 level_5")
StarterRole = namedtuple("StarterRole", "key title purpose duties needs")
StarterDuty = namedtuple("StarterDuty", "text success share is_essential", defaults=(True,))    # share: % of the role
Need = namedtuple("Need", "competency level weight")                                            # level 1-5, weight 1-3


def missing_competencies():
    """Those of the sixteen that are not in the library by name, however it is written."""
    known = {words.plain(name) for name, in Competency.select(Competency.name).tuples()}
    return [one for one in COMPETENCIES if words.plain(one.name) not in known]


@write()
def add_starter_competencies():
    """Write the sixteen competencies; one that is there by name stays as it is. Returns them by key."""
    insert_all(Competency, [{name: text for name, text in one._asdict().items() if name != "key"} for one in missing_competencies()])
    rows = {words.plain(row.name): row for row in Competency.select()}
    return {competency.key: rows[words.plain(competency.name)] for competency in COMPETENCIES}


@write()
def add_starter_role(key):
    """Write one of the ten roles with its duties and needs; one that is there by title stays as it is."""
    return add_written_role(next(role for role in ROLES if role.key == key))


@write()
def add_written_role(written):
    """Write a role that is given as a StarterRole, unless there is one of that title. Returns the role."""
    role, is_new = Role.get_or_create(title=written.title)
    if is_new:
        competencies = add_starter_competencies()
        version = RoleVersion.create(role=role, number=1, state=PUBLISHED, title=role.title, purpose=written.purpose, published_at=clock.now())
        insert_all(Duty, [dict(of=version, text=duty.text, success=duty.success, weight=duty.share * 100,
                               is_essential=duty.is_essential, order=order) for order, duty in enumerate(written.duties)])
        insert_all(RoleCompetency, [dict(of=version, competency=competencies[need.competency], level=need.level,
                                         weight=need.weight * 10000, order=order)
                                    for order, need in enumerate(written.needs)])
    return role


COMPETENCIES = [StarterCompetency(*row) for row in (
    ("listening", "Listening and empathy", "Understands what somebody needs before offering an answer.",
     "Lets people finish, and takes down what they said.",
     "Asks open questions and repeats the concern in the person's own words before suggesting anything.",
     "Calms tense conversations, hears what is left unsaid, and shows others how to do the same."),
    ("communication", "Clear communication", "Speaks and writes so that the reader knows what to do next.",
     "Passes on messages completely and asks when something is unclear.",
     "Writes short texts that need no follow-up question, and fits the tone to the reader.",
     "Makes difficult matters plain to any audience, and helps colleagues to find the right words."),
    ("teamwork", "Working together", "Gets things done with others and shares what helps them.",
     "Does the agreed part and tells the team when it is finished.",
     "Offers help unasked, shares knowledge, and raises disagreements with the person concerned.",
     "Brings people from several teams to one result and gives them the credit."),
    ("reliability", "Reliability", "Does what was promised, when it was promised.",
     "Arrives on time and finishes routine tasks when reminded.",
     "Keeps promises without reminders and says early when a date is in danger.",
     "Carries others' deadlines safely through busy times, and builds routines that outlast them."),
    ("planning", "Planning and organising", "Puts first things first and keeps track of many at once.",
     "Keeps a list of tasks and asks what comes first.",
     "Plans the coming weeks, leaves room for surprises, and adjusts the plan with those it touches.",
     "Plans work of several people over a year, sees bottlenecks early, and moves means to where they count."),
    ("judgement", "Judgement", "Decides with the facts at hand and answers for the decision.",
     "Follows the rules and brings unclear cases to somebody else.",
     "Weighs the options, decides within the role, and writes down the reason.",
     "Decides well with little to go on, explains it openly, and revises it when facts change."),
    ("problem_solving", "Solving problems", "Finds the cause and a remedy that lasts.",
     "Notices that something is wrong and reports it with the details.",
     "Looks for the cause, tries a remedy, and checks whether it worked.",
     "Untangles problems that cross teams and changes the way of working so that they stay away."),
    ("safeguarding", "Safeguarding", "Protects children and adults at risk, and acts on concerns.",
     "Knows the signs to watch for and whom to tell.",
     "Records and reports a concern the same day, following the procedure without being reminded.",
     "Advises others on hard cases, works with the authorities, and makes the procedure better."),
    ("discretion", "Care with information", "Keeps personal information safe and shares it only where it is needed.",
     "Locks the screen and the cupboard, and does not talk about cases in public.",
     "Shares only what the other person needs, by a safe way, and removes what is out of date.",
     "Spots risks in new forms and tools before they do harm, and teaches safe habits."),
    ("inclusion", "Inclusion and respect", "Works well with people of every background.",
     "Treats everyone politely and uses the names people choose.",
     "Notices who is left out and changes time, place or language so that they can take part.",
     "Removes lasting barriers together with the people concerned, and speaks up when respect is missing."),
    ("learning", "Learning and adapting", "Gets better at the work and copes with change.",
     "Tries what was shown and asks for help when stuck.",
     "Asks for feedback, changes something because of it, and picks up new ways of working within weeks.",
     "Turns mistakes into lessons for the whole team and leads others through change."),
    ("leading", "Leading people", "Helps others to do good work and to grow.",
     "Explains a task clearly to a newcomer or a volunteer.",
     "Agrees on clear goals, talks with each person regularly, and gives feedback soon after the event.",
     "Develops people beyond their role, handles conflict fairly, and hands over real responsibility."),
    ("partnerships", "Building relationships", "Wins the trust of donors, partners and authorities, and keeps it.",
     "Answers enquiries politely and keeps contact details in order.",
     "Keeps regular contact, remembers what matters to the other side, and keeps promises made to them.",
     "Opens doors that were closed and builds partnerships that bring lasting support."),
    ("money", "Care with money", "Spends carefully and can account for every amount.",
     "Keeps receipts and stays within the amount agreed.",
     "Plans and follows a budget, explains differences, and keeps to the conditions of each grant.",
     "Sees financial risks months ahead, and finds ways to do more with the same money."),
    ("digital", "Digital skills", "Uses the organisation's tools well and safely.",
     "Uses e-mail, calendar and the case system with some help.",
     "Uses the daily tools without help, keeps records complete, and recognises unsafe messages.",
     "Finds simple tools that save the team time, sets them up, and teaches colleagues to use them."),
    ("impact", "Looking at results", "Knows what the work changes, and uses that to do it better.",
     "Records what was done, completely and on time.",
     "Compares results with what was planned and suggests what to change.",
     "Chooses few meaningful measures, asks the people served, and shifts the work to what helps most."),
)]


def _role(key, title, purpose, duties, needs):
    return StarterRole(key, title, purpose, [StarterDuty(*duty) for duty in duties], [Need(*need) for need in needs])


ROLES = [_role(*row) for row in (
    ("executive_director", "Executive Director",
     "Leads the organisation towards its purpose, and answers to the board for people, money and results.",
     (("Agree with the board on where the organisation is going, and carry it out",
       "The yearly plan is approved in time and most of its goals are reached.", 25),
      ("Lead and develop the heads of department",
       "Each has clear goals and a conversation every month; key seats do not stay empty.", 20),
      ("Keep the finances sound", "The budget balances and reserves stay at the level that the board set.", 20),
      ("Raise major funds and look after the most important partners",
       "Main funders renew; one new partner joins each year.", 20),
      ("Speak for the organisation in public", "Partners and press know what we stand for and come to us first.", 10, False),
      ("Make sure that the law and our own rules are kept", "Audits and inspections end without serious findings.", 5)),
     (("judgement", 5, 3), ("leading", 4, 3),
      ("partnerships", 4, 2), ("money", 4, 2), ("communication", 4, 2), ("impact", 4, 1))),
    ("programme_manager", "Programme Manager",
     "Turns a programme's purpose into good daily work: leads its team, its budget and its quality.",
     (("Lead the team: goals, regular conversations, feedback",
       "Everyone knows what is expected; conversations take place every two weeks.", 30),
      ("Plan the programme and bring it to its results",
       "At least nine of ten milestones are reached in the quarter planned.", 25),
      ("Follow the budget and the conditions of each grant",
       "Spending stays within five per cent of plan; no grant money is returned.", 15),
      ("Watch over quality and safeguarding", "Every concern is recorded the same day; file checks find few gaps.", 15),
      ("Report results to funders and the director", "Reports are complete and arrive on time.", 10),
      ("Work with partner organisations and authorities", "Partners refer people to us and take our referrals.", 5, False)),
     (("leading", 4, 3), ("planning", 4, 3),
      ("safeguarding", 4, 2), ("impact", 3, 2), ("money", 3, 1), ("partnerships", 3, 1))),
    ("case_worker", "Case Worker",
     "Stands beside families in difficult times and works with them towards steps that they chose themselves.",
     (("Meet families, understand their situation and agree on a plan",
       "Each family has a plan in its own words within three weeks.", 30),
      ("Accompany families and review the plan with them",
       "Plans are reviewed every two months; most agreed steps are taken.", 25),
      ("Recognise and report risks to children and adults", "Concerns are recorded and reported the same day.", 15),
      ("Connect families with schools, doctors and authorities",
       "Families reach the service they need and know whom to call.", 15),
      ("Keep case records complete", "Notes are written within two working days, clear to a colleague who steps in.", 10),
      ("Take part in supervision and case discussions", "Brings own cases and helps colleagues with theirs.", 5, False)),
     (("listening", 4, 3), ("safeguarding", 4, 3),
      ("discretion", 4, 2), ("planning", 3, 2), ("inclusion", 3, 1), ("digital", 3, 1))),
    ("volunteer_coordinator", "Volunteer Coordinator",
     "Finds, prepares and looks after volunteers, so that they help well and like to stay.",
     (("Find volunteers and place them where they fit", "Open places are filled within six weeks.", 30),
      ("Prepare volunteers for their task", "Everyone has been introduced and checked before the first day.", 20),
      ("Stay in touch with volunteers and solve difficulties",
       "Each hears from us monthly; most stay longer than a year.", 25),
      ("Plan shifts and events", "Shifts are published two weeks ahead and rarely have gaps.", 15),
      ("Thank volunteers and make their work seen",
       "Every volunteer is thanked in person at least once a year.", 10, False)),
     (("leading", 3, 3), ("communication", 4, 2), ("planning", 3, 2), ("inclusion", 4, 2), ("safeguarding", 3, 1),
      ("learning", 3, 1))),
    ("development_officer", "Development Officer",
     "Brings in the gifts and grants that the work needs, and looks after the people who give them.",
     (("Write applications to foundations and public funders", "At least one in three applications is granted.", 30),
      ("Look after regular donors", "Gifts are acknowledged within three days; most donors give again.", 25),
      ("Plan and run appeals", "The year's appeals reach their goal at the agreed cost.", 20),
      ("Report to funders together with the programmes", "Every report is sent on time and raises no questions.", 15),
      ("Keep donor data correct and safe", "Addresses and consents are up to date; wishes are respected.", 10, False)),
     (("partnerships", 4, 3), ("communication", 4, 3), ("planning", 3, 2), ("money", 3, 2), ("discretion", 3, 1))),
    ("finance_officer", "Finance and Administration Officer",
     "Keeps the books right and the money traceable, so that everybody can decide on sound figures.",
     (("Book income and expenses", "The month is closed by the tenth working day, without open items.", 30),
      ("Pay invoices, salaries and expenses", "Payments are correct and leave on time.", 20),
      ("Assign costs to grants and check their conditions", "Every grant can be accounted for at any time.", 20),
      ("Prepare the monthly report and the yearly accounts",
       "Leaders have figures that they understand by the fifteenth.", 20),
      ("Manage contracts and insurance", "Nothing lapses unnoticed; every contract is found in a minute.", 10, False)),
     (("money", 5, 3), ("reliability", 4, 3), ("digital", 4, 2), ("discretion", 4, 2), ("problem_solving", 3, 1))),
    ("communications_officer", "Communications Officer",
     "Tells people what the organisation does and why it matters, truthfully and with respect for those concerned.",
     (("Write for the website, newsletter and social media", "Texts appear as planned; readership grows over the year.", 35),
      ("Collect stories and pictures with consent",
       "Every story has written consent and is approved by those it shows.", 20),
      ("Support appeals and events", "Material is ready two weeks before it is needed.", 20),
      ("Answer the press", "Enquiries get a competent answer the same day.", 10),
      ("Help colleagues with texts and design", "Colleagues find templates and get an answer within two days.", 15, False)),
     (("communication", 5, 3), ("planning", 3, 2), ("digital", 4, 2), ("inclusion", 4, 2), ("teamwork", 3, 1))),
    ("office_manager", "Office Manager",
     "Keeps the house running: the first contact for visitors, and the person who makes daily work easy for all.",
     (("Welcome visitors and answer telephone and mail",
       "Nobody waits long; every message reaches the right person the same day.", 25),
      ("Organise rooms, meetings and travel", "Meetings start prepared; double bookings are rare.", 25),
      ("Order supplies and equipment", "What is needed is there, within the budget.", 15),
      ("Keep files and lists in order", "Anyone entitled finds a document within minutes.", 20),
      ("Support newcomers in their first days", "Desk, access and keys are ready on the first morning.", 15, False)),
     (("reliability", 4, 3), ("planning", 4, 3), ("communication", 3, 2), ("digital", 3, 2), ("teamwork", 4, 1))),
    ("facilities_coordinator", "Facilities Coordinator",
     "Looks after buildings and vehicles, and brings people and things safely to where they are needed.",
     (("Drive people and goods", "Trips are on time and free of accidents; passengers feel safe.", 30),
      ("Look after rooms and equipment", "Faults are repaired or reported within two days.", 30),
      ("Carry out safety checks", "All checks are done and noted on the day they are due.", 20),
      ("Prepare rooms for groups and events", "Rooms are ready a quarter of an hour before they are used.", 15, False),
      ("Deal with tradespeople", "Work is done as ordered and the bill is right.", 5, False)),
     (("reliability", 4, 3), ("problem_solving", 3, 2), ("safeguarding", 3, 2), ("teamwork", 3, 1))),
    ("hr_officer", "HR Officer",
     "Makes sure that people are hired well, treated fairly, and can do and develop their work.",
     (("Support managers in finding and choosing staff", "Seats are filled within three months by a fair procedure.", 25),
      ("Keep personnel records and contracts", "Records are complete; contracts are signed before the first day.", 20),
      ("Run the yearly reviews and help managers with them",
       "Nearly everybody has had a shared review by the closing date.", 20),
      ("Advise staff and managers in difficult situations",
       "People come early, and most conflicts are settled among those concerned.", 20),
      ("Plan training", "Each team has what the law asks for and what it agreed on.", 10, False),
      ("Watch working time and leave", "Balances are right and nobody loses leave.", 5)),
     (("discretion", 5, 3), ("listening", 4, 3),
      ("judgement", 4, 2), ("reliability", 4, 2), ("inclusion", 4, 2), ("communication", 3, 1))),
)]
