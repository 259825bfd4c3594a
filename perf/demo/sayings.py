"""What invented people write beside the yearly review: after a project, about a colleague, at the end of a probation, about their manager.

As in comments.py: (the person's or the writer's words on a low, a middle and a high rating).
"""

# question: (others' sentences, the person's own), each on a low, a middle and a high rating
RATED = {
    "Reached what the project was there for": (
        (("Half of what we had agreed for {name}'s part is open. The reasons are known, the date was moved twice.",
          "The part of {name} came late and without its second half. What is there is good."),
         ("What was agreed is there. The guide for volunteers follows in two weeks.",
          "Done as planned, with one detour in the middle. {name} said so in time.",
          "The goal was reached; two smaller wishes of the partners were left for later, and they agreed."),
         ("Everything that we had promised stood on the day, and some things that we had only hoped for.",
          "Without {name} there would have been no opening on that day. The rooms were full from the first hour.",
          "The aim was forty families in the first month. It was fifty-three.")),
        (("I did not get to the end of my part. The keys came three weeks late, and then I had no time left.",),
         ("What I had promised is done, but for the guide.", "We got there. I would plan the last week differently."),
         ("All of it, and on the day.", "We reached more families than we had dared to write down."))),
    "Kept to time and means, or said early where that was not possible": (
        (("I heard of the delay from the partners, not from {name}. We have talked about that.",),
         ("Within the budget. The time was tight, and {name} said so a week ahead.", "A small overrun for the signs, announced beforehand."),
         ("A tenth below the budget, and every date held.", "{name} warned of the delivery in week two. That saved us the opening.")),
        (("I should have said sooner that the paint would not be dry.",), ("I asked for two more days, and got them.",),
         ("I spent less than planned.", "I had a list of dates on the wall and kept to it."))),
    "Kept others informed and took their work into account": (
        (("The kitchen learned of the new hours from the notice on the door.",),
         ("The weekly note was short and enough.", "Mostly well informed. The evening team was forgotten once."),
         ("Everybody knew what {name} was doing, without a single long meeting.",)),
        (("I lost sight of the evening team.",), ("I wrote the weekly note each Friday but one.",), ("I rang people up before I changed anything.",))),
}

# of colleagues nobody writes about themselves
PEERS = {
    "Can be relied on": (
        (("Twice I stood before a locked door. I would have needed a word the evening before.",),
         ("What {name} promises is done, if not always on the day.",),
         ("If {name} says it is done, I do not look.", "In all those weeks there was not one thing I had to ask for twice."))),
    "Shares what others need to know, in time": (
        (("I often learn of changes from the families.",), ("Mostly. The rota for July reached me late.",),
         ("The notes after each visit are so clear that I can go in {name}'s place.",))),
    "Helps others, and asks for help": (
        (("Helps when asked. I wish {name} asked as well: we only saw how much it was when it was too much.",),
         ("Helps without much talk. Asking for help comes a little late.",),
         ("Came over on a Saturday when our van broke down, and laughed about it.",))),
    "Takes different views seriously": (
        (("In discussions about the opening hours there was only one answer from the beginning.",),
         ("Listens, and then mostly stays with the first idea. Sometimes that is right.",),
         ("Changed the plan after what the volunteers said, and told them that it was theirs.",))),
}
RATED |= {question: (said, ()) for question, said in PEERS.items()}

# a part of the question: (the person's own words, others' words), each with the departments that they fit; as in comments.TEXTS
TEXTS = {
    "What should the next project take over": ((
        ((), "The half hour on Mondays in which everybody says what they wait for."),
        ((), "One list for everything, on the wall and not in somebody's mailbox."),
        ((), "That we asked the neighbours first and the architect second."),
        ((), "A deputy for each task from the first day on."),
        ((), "The rehearsal two days before. It found the four things that would have gone wrong.")), (
        ((), "That {name} wrote down each decision in a sentence, with the day."),
        ((), "Begin with the families, as {name} did, and only then with the furniture."),
        ((), "The short note each Friday. It replaced three meetings."),
        ((), "To say early what will not be ready."),
        ((), "Two people for each key task. It cost nothing and saved the third week."))),
    "What would you do differently": ((
        ((), "Order the furniture before the summer."),
        ((), "Count my hours. I only knew in September how many they were."),
        ((), "Ask for a second pair of hands in week three, not in week seven."),
        ((), "Bring the evening team in from the start."),
        ((), "Fewer people at each meeting.")), ()),
    "What do you value in working together": ((), (
        ((), "{name} keeps calm when it gets loud, and that passes on to the rest of us."),
        ((), "One can disagree with {name} and still have lunch together."),
        ((), "That {name} says what is missing while there is time to get it."),
        ((), "In the week before the opening {name} took over my calls without being asked."),
        ((), "The families know {name}. When we come together, the door is open already."),
        ((), "Plain words. I always know where I am with {name}."))),
    "What one thing would make it easier": ((), (
        ((), "A fixed time in the week at which one can catch {name} for five minutes."),
        ((), "To hear of changes before they are on the door."),
        ((), "That {name} hands something over now and then. We would like to."),
        ((), "Shorter mails. The important sentence is often the last one."))),
    "What would have made the start easier": ((
        ((), "My account worked on the third day. The first two were long."),
        ((), "To know whom to ask about the vans."),
        ((), "A list of the words that you all use and never explain."),
        ((), "Nothing. I was expected, and one noticed.")), ()),
    "What does your decision rest on": ((), (
        ((), "On what could be seen week by week: {name} asks early, keeps to what is agreed and is missed when away. Next: a first case alone."),
        ((), "On three visits that we made together, and on what the team says. From now on {name} has a list of cases of the usual length."),
        ((), "On the handover in the second month, which went better than we could expect. Next comes the course in spring."),
        ((), "On what was learned rather than on what was known. We go on meeting every week until the summer."))),
    "What should your manager keep doing": ((), (
        ((), "Coming along on a visit now and then. One talks differently in the car."),
        ((), "Saying what has been decided, and why, on the same day."),
        ((), "Keeping the Monday round short."),
        ((), "Standing in front of us when the town calls."),
        ((), "Asking how it was, and waiting for the answer."),
        ((), "Giving us cases whole, not in pieces."),
        ((), "Admitting when something went wrong on the manager's own desk."),
        ((), "The rota three weeks ahead. It makes family life possible."))),
    "What one thing would make the biggest difference": ((), (
        ((), "Fewer things that are all the most urgent."),
        ((), "Answers to mails within two days, even if it is only a no."),
        ((), "A word of praise in front of the others, now and then."),
        ((), "To share out the late shifts more evenly."),
        ((), "To talk about the course that was promised in spring."),
        ((), "That what we say in the round is written down and comes back."),
        ((), "Half an hour for each of us every two weeks that is not moved."),
        ((), "To hear of a new project before it begins."))),
}

APPEAL = ("The rating of the first duty rests on the weeks from June to August. I was on the night rota for five of them, at the wish of "
          "the house, and could do only half of the visits. Please look at it again with the rota beside it.")
DECLINED = "We have hardly worked together since the spring, so I could only repeat what others say."
CALIBRATED = "All who built up the rooms had the same three weeks; the two reviews were written by different measures. We read both again."
APPROVED = "I agree, also with what it says about the budget. Please tell it as clearly as you have written it."
