"""What invented leavers say: why they go, how it was, what should change; and the survey on paper from the year before."""

# main reason: (what weighed as well, how much each topic was liked: a shift of the levels, what they were kept by, what should change, what was best)
STORIES = (
    ("workload", ("pay",), {"conditions": -2, "recognition": -1}, (4, 6), "Evening duties that are planned a month ahead, and swapped without asking three people.",
     "The families. Nobody ever left our door without a next step."),
    ("pay", ("growth",), {"pay": -2}, (0,), "Pay what the city pays. Two of my team went there before me.", "That I could try things, and was trusted with them."),
    ("growth", (), {"growth": -2, "manager": 1}, (2, 7), "A step between worker and head of department. There was nowhere to go.",
     "My team leader, who wrote my name on everything that I had done."),
    ("family", ("commute",), {"conditions": -1, "team": 1}, (5,), "Half days that are real half days.", "Being asked how I am, and somebody waiting for the answer."),
    ("relocation", (), {"work": 1, "team": 1, "manager": 1}, (8,), "Keep the open kitchen. It is where we learned from each other.", "The people."),
    ("manager", ("culture", "workload"), {"manager": -2, "communication": -2}, (3,), "Tell the team what was decided, on the day, and why.",
     "The volunteers, whatever the weather."),
    ("contract_end", (), {"work": 1, "growth": -1}, (8,), "Say in spring whether a grant goes on, even if the answer is that nobody knows.",
     "Work that one could see the point of every single day."),
    ("retirement", (), {"work": 1, "recognition": 1, "conditions": 1}, (8,), "Let those who go show those who come, for more than a week.",
     "Thirty summers with the children of the quarter."),
    ("growth", ("pay",), {"growth": -1, "pay": -1}, (0, 2), "Training that counts as working time.", "How quickly a good idea became something that we did."),
    ("study", (), {"growth": 1, "team": 1}, (8,), "Nothing. I would come back as a placement student at once.", "Being taken seriously from the first day on."),
    ("performance", (), {"manager": -1, "communication": -1}, (), "", ""),
)
LEVELS = {"work": 4, "manager": 4, "team": 5, "growth": 4, "recognition": 4, "pay": 4, "conditions": 4, "communication": 4, "leaving": 4}
CLASS = {"contract_end": "end", "retirement": "retirement", "performance": "involuntary"}       # any other: by their own choice
FINDINGS = (
    ("Workload and pay are named most often, above all by people in the first three years.",
     "Plan evening duties a month ahead, in every team", "The plan hangs in all teams since June. Nobody has asked for a swap by phone since."),
    ("Whoever wants to get on sees no step between worker and head of department.",
     "Describe a senior level of two roles, with pay and duties, and put it before the board", ""),
)
THEMES = {"Hours": ("evening", "half days", "hours"), "Pay": ("pay ", "city"), "Ways up": ("step", "nowhere", "training"), "Being told": ("tell ", "say in", "decided")}
CASE = ("Twice the petty cash of the evening team was counted short, and I was asked to sign that it was complete. I did not sign.",
        "By phone, after six.", "Talked with the person who reported it; the cash books of the last year are being looked through.")

# The survey that was asked on paper: statements as they stand in the library today, and what was ticked
PAPER_TICKS = ("Pay", "Too much work", "Chances of promotion", "Family", "Moving away", "The building")
PAPER_QUESTIONS = ("My work made a difference for those we are here for", "My manager supported me when I needed it", "I belonged in my team",
                   "My pay was fair for what I did", "My workload could be managed in my hours", "I was told in time what concerned me",
                   "How likely is it that you would recommend us to a friend as a place to work?")
PAPER = (   # months after the year began, first year, class, role, department, ticks, answers, what should change
    (1, 2019, "Resigned", "Case Worker", "Family Services", "1 2", "SA A A D SD N 6", "More hands in the evening."),
    (2, 2022, "Resigned", "Community Worker", "Neighbourhood Work", "1", "A A SA SD N A 7", ""),
    (4, 2021, "Resigned", "Case Worker", "Family Services", "2 3", "SA N A N SD D 5", "Do not move people from team to team in one week."),
    (5, 2012, "Retirement", "Community Worker", "Neighbourhood Work", "", "SA SA SA A A A 10", "Keep the Tuesday lunch."),
    (7, 2023, "Contract expired", "Case Worker", "Family Services", "3", "A A SA N A D 8", ""),
    (8, 2020, "Resigned", "Volunteer Coordinator", "Neighbourhood Work", "5", "SA SA SA A N A 9", ""),
    (10, 2022, "Resigned", "Case Worker", "Family Services", "1 4 6", "A D A SD D N 6", "A room in which one can talk with a family without an audience."),
    (11, 2018, "Resigned", "Bookkeeper", "Operations", "4", "A A N A A SA 8", ""),
)
