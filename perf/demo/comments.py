"""What invented people write in their reviews: by competency and level, in the voice of the person or of the manager."""
from collections import defaultdict

from . import sayings

# competency: (manager on a low, a middle and a high rating), (the person on a low, a middle and a high one)
COMPETENCIES = {
    "Listening and empathy": (
        ("{name} tends to offer a solution early. In two conversations the real worry came out only at the end.",
         "People tell me that {name} takes time for them. Asking one question more would help in the hectic weeks.",
         "People ask for {name} by name. That trust was earned in small steps."),
        ("I notice that I start solving before people have finished. I am working on it.",
         "I repeat back what I heard before I say anything, and it helps.",
         "People come back to me long after the matter is closed.")),
    "Clear communication": (
        ("Several e-mails from {name} needed a call to be understood. Shorter, with the request first, would help.",
         "Messages are clear and friendly. Minutes could come a little sooner.",
         "The letter to parents that {name} wrote is now the pattern for all of us."),
        ("My texts get too long when I am unsure.",
         "I get few questions back now, which I take as a good sign.",
         "I rewrote the welcome leaflet in plain words, and the other teams use it too.")),
    "Working together": (
        ("{name} works well alone; the handover in spring cost others time because little was written down.",
         "A dependable colleague. {name} could share good ideas earlier, before they are finished.",
         "When two people were ill in March, {name} quietly held the team together."),
        ("I should ask for help before Thursday evening.",
         "I know what the others are working on, and they know what I do.",
         "The shared rota was my idea, and it has ended most of the arguments about Fridays.")),
    "Reliability": (
        ("Three dates were missed without a word beforehand. We agreed that {name} tells me as soon as one is in danger.",
         "What {name} promises gets done. In December it was tight.",
         "I have stopped checking. If {name} says Tuesday, it is Tuesday."),
        ("I promised too much in autumn and had to let two things slip.",
         "I keep my dates, and say so when I cannot.",
         "Nobody had to remind me of anything this year.")),
    "Planning and organising": (
        ("The weeks are often planned around the loudest request. A fixed hour for planning on Mondays is a start.",
         "Well organised in ordinary weeks; the summer programme began too late.",
         "{name} saw the gap in July already in February, and had it filled by May."),
        ("My days still plan me, more than I plan them.",
         "A weekly plan on one page works for me.",
         "The festival ran to the minute, with forty volunteers.")),
    "Judgement": (
        ("Brings me decisions that lie within the role. I would like to hear a proposal with each.",
         "Sound decisions, with reasons that I could follow. Some could be quicker.",
         "The call to stop the evening group was unpopular and right. {name} explained it well."),
        ("I ask too often, because I do not want to get it wrong.",
         "I decide what is mine to decide, and write down why.",
         "I changed my mind on the premises when the new figures came, and said so openly.")),
    "Solving problems": (
        ("Problems are reported, but mostly without a look at the cause.",
         "{name} finds workable remedies; checking a month later whether they held is the next step.",
         "The key cabinet, the double bookings, the missing forms: all gone for good, thanks to {name}."),
        ("I patch things more often than I mend them.",
         "I try a thing, look whether it worked, and try again if not.",
         "We have not had a double booking since I changed the calendar.")),
    "Safeguarding": (
        ("One concern was recorded two days late. We went through the procedure together, and it has not happened again.",
         "Knows the procedure and keeps to it. The refresher course is due in spring.",
         "In a very hard case {name} acted within the hour, and kept the child's trust."),
        ("I was unsure in one case and waited too long before asking.",
         "I record concerns on the same day, and ask when in doubt.",
         "Colleagues bring me their difficult cases.")),
    "Care with information": (
        ("Case notes lay in the meeting room twice. I need this to be better.",
         "Careful with files. Old copies should be cleared away each quarter.",
         "{name} found the hole in our sign-up form before anyone else did."),
        ("I sent a list to the wrong address once, and reported it at once.",
         "I share what is needed, and no more.",
         "I cleared out the old drive and wrote down who may see what.")),
    "Inclusion and respect": (
        ("Meetings are led in a way that quiet people rarely get a word in.",
         "Polite and fair with everybody. More could be done for those who speak little of our language.",
         "Since {name} moved the group to the afternoon, the mothers from the north side come too."),
        ("I learned this year how often I address only those who answer quickly.",
         "I ask what people need in order to take part.",
         "We now have interpreters at the parents' evening; I would not give that up again.")),
    "Learning and adapting": (
        ("The change to the new case system was hard for {name}. A colleague to sit beside would help.",
         "Takes feedback well and changes something because of it.",
         "{name} turned the failed appeal into the best team meeting of the year."),
        ("Changes at short notice still throw me.",
         "I asked three colleagues for feedback and changed how I run meetings.",
         "I taught myself the new reports and then showed the team.")),
    "Leading people": (
        ("Conversations with the team took place only every second month. They need them more often.",
         "The team knows what is expected. Harder feedback comes late.",
         "Two people from {name}'s team have grown into bigger roles. That is no coincidence."),
        ("I avoid difficult conversations longer than is good.",
         "I talk with everyone every two weeks, and they tell me it helps.",
         "I handed the budget round over completely, and it went better than with me.")),
    "Building relationships": (
        ("The contact with the housing office has gone quiet. A call every month would keep it alive.",
         "Partners speak well of {name}. New ones are still missing.",
         "Doors opened to us because of {name}'s patience over a whole year."),
        ("I find it hard to call people I do not know.",
         "I keep in touch and do what I have promised.",
         "Three new partners came to us through people I know.")),
    "Care with money": (
        ("Receipts came late and incomplete; the grant report suffered.",
         "Stays within the budget. Differences could be explained earlier.",
         "{name} saved us the cost of a whole summer outing by asking for three offers."),
        ("I still dislike spreadsheets, and it shows.",
         "I look at my budget every month.",
         "I found savings that paid for the second van repair.")),
    "Digital skills": (
        ("Records are kept on paper first and typed in later, so that others look at old figures.",
         "Works well with the daily tools. The shared calendar could be used more.",
         "The form that {name} built saves each of us an hour a week."),
        ("I avoid the case system when I can. I have signed up for the course.",
         "I get along with all our tools now.",
         "I showed half the office how to do a mail merge.")),
    "Looking at results": (
        ("We know how many people came, but not yet what it changed for them.",
         "Figures are complete. A sentence on what follows from them would make them useful.",
         "{name} asked forty families what helped, and changed the programme because of the answers."),
        ("I count what is easy to count.",
         "I compare with last year and ask why.",
         "We dropped one course because it changed nothing, and nobody misses it.")),
}

DUTIES = (
    ("This fell behind in the second half of the year. We agreed on fewer things at the same time.",
     "Needs a reminder more often than I would wish; the results, when they come, are fine.",
     "Not where it should be yet. {name} knows, and has asked for help with it.",
     "Done as agreed, without fuss.",
     "Good, steady work, also in the weeks when two of us were away.",
     "Meets what we said a year ago. The last report came a week late, the rest on time.",
     "Better than planned, and with fewer means than planned.",
     "{name} has become the person whom others ask about this.",
     "The best year so far. I would like to see this written down for the others."),
    ("I did not get to this as I wanted. There was too much at once.",
     "This is the part of my work that I still find hardest.",
     "I started late with this and noticed it all year.",
     "This went as planned.",
     "I found a rhythm for this that I can keep.",
     "Mostly good. In August I was alone with it.",
     "I am proud of this one.",
     "More than planned, and hardly any complaint.",
     "I passed on what I know about this to two new colleagues."))

VALUES = (
    ("There were moments in spring when this was missing, and we have talked about them.",
     "One sees the effort. With newcomers it could be more.",
     "{name} lives this, above all when nobody is looking.",
     "To be seen in small things: a call after work, a chair fetched for somebody.",
     "I think of the evening with the two quarrelling families."),
    ("I was impatient this year, and not always fair.",
     "I try, and I mostly manage.",
     "This is why I work here.",
     "I said openly when I had made a mistake with the bookings.",
     "I asked for help, which I would not have done a year ago."))

GROWTH = (
    ("Old habits were stronger than good intentions this year.",
     "A clear step forward since last autumn.",
     "Asks for feedback before I can offer it.",
     "Has grown into the role and begins to outgrow it.",
     "Learned from the difficult start and did the second round quite differently."),
    ("I had little energy left for learning.",
     "I know more than a year ago, and I know what is missing.",
     "The course on difficult conversations changed how I work.",
     "I tried two new ways of working and kept one.",
     "I learned most from what went wrong in May."))

# words of a text question: answers of the person, answers of the manager; each for everybody or for some departments
CARE, FUNDS, HOUSE = ("Family Services", "Neighbourhood Work"), ("Fundraising and Communications",), ("Operations",)
TEXTS = {
    "proud": ((
        (CARE, "The Tuesday group. It began with four people in February, and now the room is too small."),
        (CARE, "That the Moravec family has a flat. It took nine months and three offices."),
        (CARE, "We got through the summer with two seats empty, and no family was turned away."),
        (CARE, "The new intake form. It is one page instead of five, and people finish it."),
        (CARE, "I kept the waiting list under three weeks from spring on."),
        (CARE, "A father told me at the gate that he sleeps again. I think about that often."),
        (CARE, "Our open day: two hundred guests, and eleven of them are volunteers today."),
        (CARE, "The girls' football team. Two of them lead training themselves by now."),
        (FUNDS, "The spring appeal. It brought more than last year's, and cost less."),
        (FUNDS, "Two foundations that said no last year said yes this time."),
        (FUNDS, "The story about the night walk. It was shared more often than anything before, and the family liked it."),
        (FUNDS, "Thank-you letters go out within two days now, and donors have noticed."),
        (FUNDS, "The annual report was finished a month earlier than ever, and it is shorter."),
        (HOUSE, "The accounts were closed in nine days, for the first time."),
        (HOUSE, "The move of the store room. Everything is in its place, and everything has a place."),
        (HOUSE, "The old van is still on the road, and passed its test."),
        (HOUSE, "Newcomers have desk, key and account on their first morning, every one of them this year."),
        (HOUSE, "Our copies were tested four times, and once we really needed one."),
        ((), "I trained two colleagues, and both work on their own now."),
        ((), "I said no to one project and so finished the other two."),
        ((), "That I asked for help in time when it became too much."),
        ((), "The handover folder. Whoever steps in for me finds what they need.")), ()),
    "got in your way": ((
        ((), "The printer, honestly. And that decisions about rooms take four weeks."),
        ((), "Two colleagues left within a month. A handover in writing would have helped."),
        ((), "Too many meetings on Thursdays. One quiet day would help me a lot."),
        (CARE, "I did not know for a long time whom to ask about the grant's conditions."),
        ((), "Nothing serious. A second key to the store would save me many walks."),
        ((), "My own wish to do everything myself."),
        ((), "I was ill for three weeks in spring and never quite caught up."),
        (HOUSE, "Requests that come by word of mouth in the corridor. I have begun to ask for them in writing."),
        (FUNDS, "I often get figures and stories from the teams late. A fixed date each month would help."),
        (CARE, "Interpreters. For some languages we wait two weeks, and a crisis does not.")), ()),
    "Which results stand out": ((), (
        (CARE, "Families are seen within two weeks now, half the time of last year. {name} has a large part in that."),
        (CARE, "The cooperation with the school. It has brought us eleven families whom we would never have reached."),
        (CARE, "{name} took over the open cases in April and brought order into them within weeks."),
        (CARE, "A hard case that could have ended badly and did not, because {name} stayed with it."),
        (CARE, "The summer weeks: a full programme, no accident, and parents who ask for the next one."),
        (FUNDS, "The spring appeal reached its goal two weeks early, and the letters were a pleasure to read."),
        (FUNDS, "The grant for the youth rooms. {name} had it ready a week before the date."),
        (FUNDS, "Fewer texts than last year and better ones; people write back."),
        (HOUSE, "The figures are right and on time, and we decide better because of it."),
        (HOUSE, "Hardly a fault lasted longer than a day. We only notice how well it runs when {name} is away."),
        (HOUSE, "The new contracts for telephone and power. They save us a month's rent."),
        ((), "Steady work in a restless year. Nothing that was promised to others came late."),
        ((), "The new rota, and the calm that came with it. Others have copied it."),
        ((), "Fewer results than hoped, in a year with two long absences. What was finished is of good quality."),
        ((), "That newcomers find their way in their first week. It used to take a month."),
        ((), "{name} finished what was begun, and that was not true of all of us."))),
    "a year from now": ((
        (CARE, "I want to lead a group by myself. First I would like to sit in on one of the others."),
        (CARE, "Fewer cases at once, and better prepared. I will plan the week on Monday mornings."),
        (CARE, "I would like to finish the counselling course. It begins in March."),
        (CARE, "More time outside, less at the desk. I will try two fixed days in the quarter."),
        (FUNDS, "I would like to meet donors in person more often. First step: visit three in spring."),
        (FUNDS, "One plan for the whole year instead of one for each appeal. I will bring a draft in January."),
        (HOUSE, "That nobody needs to ask me for what stands in the handbook. I will write two pages a month."),
        (HOUSE, "I want to be able to do the budget alone. First step: close one month together."),
        ((), "That newcomers feel at home sooner. I will write down what I wish I had known."),
        ((), "I would like to take on a student."),
        ((), "A better balance. I will stop reading mail after six."),
        ((), "I want to speak up earlier when something does not work. I will start in the next team meeting.")), (
        (CARE, "A year from now {name} leads the team's case discussions. First step: prepare the one in January."),
        (CARE, "I would like {name} to represent me at the partners' meeting; we go together to the next two."),
        (FUNDS, "{name} looks after five of the larger donors alone. We visit the first one together."),
        (HOUSE, "More responsibility for the budget. We start with one cost centre."),
        ((), "Two things count: written handovers, and the course in spring. I will see to the time for it."),
        ((), "Keep what works, and do a little less. We go through the list of tasks together this month."),
        ((), "Difficult conversations, earlier. We practise before the next one."),
        ((), "Pass on experience: {name} looks after a newcomer from February."),
        ((), "Fewer promises and each one kept. We look at them together every second Friday."),
        ((), "A deputy for every task that only {name} can do. We begin with the three most urgent ones."))),
}

RESPONSES = (
    "Thank you. I recognise myself in this, and I am glad of the course in spring.",
    "I agree with most of it. I see the point about deadlines differently: for two of them the delay was not in our hands.",
    "Thank you for the open talk. I would like us to look at the workload again in three months.",
    "I was surprised by one rating; after our talk I understand it better.",
    "Thanks. Please do not forget the second key to the store.",
    "I take with me that I should ask for help sooner.",
)

WITNESS, REFUSAL = "Hana Weissova", "Did not want to sign and gave no reason; the form was handed over in the meeting."
RETURN_REASON = "Could you say a little more about what you are proud of? It was a good year, worth more than a line."

# what a manager may add to a rated comment, on a low, a middle and a high rating
TAILS = (
    ("We come back to this in January.", "I will help with it.", "We look at it together each month.", "It can be done."),
    ("That is enough for this year.", "I would like to see more of it.", "Thank you for that.", "It can stay like this."),
    ("Thank you.", "I hope others will learn from it.", "More of that, please.", "Others have noticed, too."))


class Pen:
    """Writes what people say. Nobody gets the same sentence twice."""

    def __init__(self, rng):
        self.rng, self._told = rng, defaultdict(set)

    def comment(self, question, rating, is_own, subject, must=False):
        """A sentence that fits a rated question and its rating; nothing where all were used, unless there must be one."""
        tier = 0 if rating <= 2 else 1 if rating == 3 else 2
        fitting = _rated(question, tier, is_own)
        said = self._one_of(fitting, subject) or (self.rng.choice(fitting).format(name=subject.first) if must else "")
        adds = said and not is_own and self.rng.random() < 0.3
        return f"{said} {self.rng.choice(TAILS[tier])}" if adds else said

    def text(self, prompt, is_own, subject):
        """An answer to a question in words."""
        answers = next(by_voice[0 if is_own else 1] for words, by_voice in (TEXTS | sayings.TEXTS).items() if words in prompt)
        fitting = [words for departments, words in answers if not departments or subject.department in departments]
        return self._one_of(fitting, subject) or self.rng.choice(fitting).format(name=subject.first)

    def _one_of(self, corpus, subject):
        new = [words for words in corpus if words not in self._told[subject]]
        said = self.rng.choice(new) if new else ""
        self._told[subject].add(said)
        return said.format(name=subject.first)


def _rated(question, tier, is_own):
    if question.prompt in COMPETENCIES:
        return [COMPETENCIES[question.prompt][is_own][tier]]
    if question.prompt in sayings.RATED:
        return sayings.RATED[question.prompt][is_own][tier]
    if question.section_title.startswith("Duties"):
        return DUTIES[is_own][tier * 3:tier * 3 + 3]
    corpus = (VALUES if question.section_title == "Values" else GROWTH)[is_own]
    return [corpus[0]] if tier == 0 else [corpus[1]] if tier == 1 else corpus[2:]
