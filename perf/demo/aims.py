"""What the invented organisation wants to reach, and what its people write when they check in."""

# organisation: title, what it means, measure, start, target, unit, and who looks after it: an e-mail, or the head of a department
ORGANISATION = (
    ("No family waits longer than two weeks for a first talk", "Who calls us is in need now. We count from the call to the talk.",
     "number", 6, 2, "weeks", "Family Services"),
    ("Families stand on their own feet", "A family leaves the programme with a plan that it made itself, and that still holds half a year later.",
     "below", 0, 0, "", "ruth@demo.example"),
    ("Neighbours carry their groups themselves", "What we begin has to go on without us, or we can never begin anything new.",
     "below", 0, 0, "", "Neighbourhood Work"),
    ("A third of our income does not depend on the town", "When the town saved two years ago we let three people go. Not again.",
     "percentage", 21, 33, "", "Fundraising and Communications"),
    ("People who work here stay", "Families tell their story once. It should be to somebody who is still here next year.",
     "percentage", 18, 10, "", "hana@demo.example"),
)

# department: title, measure, start, target, unit, number of the organisation's goal above; one department has none on purpose
DEPARTMENTS = {
    "Family Services": (("Eighty families through the programme", "below", 0, 0, "", 1),
                        ("The first talk within two weeks of the call", "percentage", 45, 90, "", 0)),
    "Neighbourhood Work": (("Ten groups go on without us", "below", 0, 0, "", 2),
                           ("Every street of the quarter is visited once", "percentage", 0, 100, "", 2)),
    "Fundraising and Communications": (("Monthly gifts that pay for two case workers", "money", 38_000, 60_000, "", 3),),
}

# people: title, measure, start, target, unit or milestones, number of the goal above among the department's (of the organisation's where it has none)
PEOPLE = {
    "Family Services": (
        ("Accompany twelve families to a plan of their own", "number", 0, 12, "families", 0),
        ("Write up each visit within two days", "percentage", 60, 95, "", 1),
        ("Lead the Thursday parents’ group through the winter", "milestones", 0, 0,
         ("Rooms and dates for the whole winter", "Invite the families of the spring", "First evening", "Half-way talk with the parents",
          "Hand over to two of them"), 0),
        ("First visits for nobody: six a month at most", "number", 14, 6, "visits a month", 1),
        ("Learn to hold a first talk alone", "milestones", 0, 0, ("Sit in on three talks", "Hold one with somebody beside", "Hold three alone"), 1),
        ("Open the play room at Pier House", "yesno", 0, 1, "", 0),
        ("Stay in touch with families for half a year", "number", 0, 20, "families", 0),
    ),
    "Neighbourhood Work": (
        ("Visit every street behind the market", "number", 0, 24, "streets", 1),
        ("Two groups meet without us", "number", 0, 2, "groups", 0),
        ("A street festival that neighbours run", "milestones", 0, 0,
         ("Find the six who carry it", "Permit from the town", "Forty volunteers", "The day itself", "Look back together"), 0),
        ("Volunteers stay longer than half a year", "percentage", 48, 65, "", 0),
        ("A repair café every month", "number", 0, 10, "evenings", 0),
    ),
    "Fundraising and Communications": (
        ("Sixty people who give every month", "number", 22, 60, "donors", 0),
        ("Spend less on print", "money", 9_400, 7_000, "", 0),
        ("Three applications to foundations", "number", 0, 3, "applications", 0),
        ("A newsletter that half of its readers open", "percentage", 31, 50, "", 0),
    ),
    "Operations": (
        ("Close each month by the fifth working day", "yesno", 0, 1, "", 3),
        ("Heat and power for less than last year", "money", 21_500, 18_000, "", 3),
        ("Two steps to sign in on every laptop", "percentage", 40, 100, "", 4),
        ("One list of keys, and who has them", "milestones", 0, 0, ("Count all keys", "Write the list", "Everybody has signed"), 4),
        ("New colleagues find a desk that is ready", "percentage", 50, 100, "", 4),
    ),
}

STRETCH = ("A waiting list that is empty on the first of each month", "number", 23, 0, "families", 1)
PRIVATE = ("Say no once a week, and do not explain it for ten minutes", "number", 0, 20, "times", None)
ORPHAN = ("Put the archive in the cellar in order", "milestones", 0, 0,
          ("Throw away what may go", "Boxes with years on them", "A list upstairs"), None)
GIVEN = ("Everybody has taken the course on safeguarding again", "yesno", 0, 1, "", 1)
PROPOSED = ("Bring fathers into the programme", "number", 0, 10, "fathers", 0)
RETURNED = ("Do more for young parents", "yesno", 0, 1, "", 0)
SENT_BACK = "Good that you think of them. What would you count at the end of the year, so that both of us see it?"
MANY = ("Rota for the summer", "Minutes of the Monday round", "Keys of the shelter", "Handbook for volunteers", "Visit to the sister house",
        "Stall at the harbour day", "Thank-you evening")
CHANGE = "Two of the families moved away in spring, and I was on the night rota for five weeks."
QUESTION = "What keeps them from the second talk? Is it the hours, or is it something we do?"
ANSWERED = ("Is there anything you need from me?", "A quiet room on Wednesdays would help more than anything.")
REVIEW = "Nobody works on this by themselves. Thank you for saying it early."

NOTES = {
    "on track": ("Slow weeks in the holidays, but we are where we wanted to be.", "Two more since last time. The visits on Fridays work.",
                 "Ahead of the plan, mostly thanks to the volunteers.", "The new form saves an hour a week, and that goes into this.",
                 "Steady. Nothing to decide.", "It took a while to begin, now it goes by itself.",
                 "The school calls us early now. That makes it easier."),
    "at risk": ("Three of us were ill at the same time. I need to see how much I can make up.", "We wait for the town’s answer since six weeks.",
                "More people drop out after the first month than I thought.", "The room is double booked until spring.",
                "It works when I do it myself. It should work without me."),
    "off track": ("Not this year any more, unless somebody takes over the Tuesday group.",
                  "The grant for it was turned down. We should talk about it."),
}
LOOK_BACK = {
    "achieved": ("We got there in spring already. What helped most was that two of us shared it.",
                 "Done, and it stays: the list is kept by the volunteers now."),
    "partly": ("The house opened late, so half of the evenings fell out. Those that took place were full.",
               "Further than the year before, not as far as we said."),
    "missed": ("We tried to do it beside everything else. It needs hours of its own.",),
}
TEMPLATES = (("Accompany families to a plan of their own", "number", 0, 12, "families", ""),
             ("Learn something new", "milestones", 0, 0, ("Find out how", "Try it", "Do it alone"), ""),
             ("Write up in time", "percentage", 60, 95, "", ""))
