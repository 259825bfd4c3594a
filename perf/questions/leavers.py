"""What leavers are asked to begin with: the library of questions by topic, and the sets made of it. Our own words; keys stay as they are."""
import json
from collections import namedtuple

from . import versions
from .models import Item, LibraryQuestion, Section, Template

Written = namedtuple("Written", "key topic kind prompt help options", defaults=("", ()))

# In the order of REASONS in perf/exits/models.py, which counts a leaver's choices as these reasons.
REASONS = ("Chances to get on", "Pay", "Benefits", "My manager", "Too much work", "The role was not what I had expected",
           "The way we treat each other", "The way to work, or working from elsewhere", "Moving away", "Family or health", "Study", "Retirement", "The contract or grant ended",
           "My job was cut", "How my performance was seen", "A matter of conduct", "Something else")
KEPT = ("Better pay", "Better benefits", "A way up", "Another manager", "Fewer hours or less work", "More freedom in when and where I work",
        "More recognition", "Other tasks", "Nothing would have")
ONWARDS = ("To another nonprofit", "To a public body", "To a company", "To work for myself", "To study", "To a time without paid work",
           "I do not know yet", "I would rather not say")
IN_TOUCH = ("Being asked for advice", "Handing on what I know to newcomers", "Giving some of my time", "Meeting the others now and then",
            "News by mail", "I would rather not")

LIBRARY = [Written(*row) for row in (
    ("role_as_expected", "work", "agreement", "My work was what I had been led to expect"),
    ("means_to_work", "work", "agreement", "I had what I needed to do my work well"),
    ("work_matters", "work", "agreement", "My work made a difference for those we are here for"),
    ("manager_support", "manager", "agreement", "My manager supported me when I needed it"),
    ("manager_feedback", "manager", "agreement", "My manager told me openly how I was doing"),
    ("manager_fair", "manager", "agreement", "My manager treated everybody in the team alike"),
    ("team_belonging", "team", "agreement", "I belonged in my team"),
    ("respect", "team", "agreement", "I was treated with respect, whoever I am"),
    ("growth_chances", "growth", "agreement", "There was a way forward for me here"),
    ("professional_development", "growth", "agreement", "I could learn what my work and my next step needed"),
    ("recognition", "recognition", "agreement", "Good work was seen and valued"),
    ("fair_pay", "pay", "agreement", "My pay was fair for what I did"),
    ("benefits", "pay", "agreement", "Leave, pension and other benefits suited me"),
    ("workload", "conditions", "agreement", "My workload could be managed in my hours"),
    ("flexibility", "conditions", "agreement", "I could combine my work with the rest of my life"),
    ("speaking_up", "conditions", "agreement", "I could say that something was wrong without fear"),
    ("communication", "communication", "agreement", "I was told in time what concerned me"),
    ("heard", "communication", "agreement", "What I suggested was heard"),
    ("main_reasons", "leaving", "choices", "Why are you leaving?", "Choose what weighed most, three at the most.", REASONS),
    ("kept", "leaving", "choices", "What would have kept you here?", "Choose as many as are true.", KEPT),
    ("kept_words", "leaving", "text", "What exactly, and when would it have had to happen?"),
    ("asked_to_stay", "leaving", "yesno", "Did anybody talk with you about staying before you decided?"),
    ("onwards", "leaving", "choice", "Where do you go from here?", "", ONWARDS),
    ("come_back", "leaving", "yesno", "Would you work with us again?"),
    ("end_told_early", "leaving", "agreement", "I knew early enough when and how my contract would end"),
    ("would_have_stayed", "leaving", "yesno", "Would you have stayed if the contract had gone on?"),
    ("would_have_stayed_words", "leaving", "text", "What spoke against it?"),
    ("retire_in_own_way", "leaving", "agreement", "I could choose when and how I stop working"),
    ("knowledge_passed_on", "leaving", "agreement", "I had the time to pass on what I know"),
    ("in_touch", "leaving", "choices", "How would you like to stay in touch?", "", IN_TOUCH),
    ("in_touch_words", "leaving", "text", "How may we reach you, and what would you enjoy?", "Only if you wish. It is kept with your other answers."),
    ("recommend", "other", "recommend", "How likely is it that you would recommend us to a friend as a place to work?"),
    ("recommend_words", "other", "text", "What would have to change for you to recommend us?"),
    ("best", "other", "text", "What was best about working here?"),
    ("change", "other", "text", "What one thing should we change first?"),
    ("volunteer_welcome", "team", "agreement", "As a volunteer I was welcome and part of the team"),
    ("volunteer_time", "work", "agreement", "My time as a volunteer was used well"),
    ("volunteer_ready", "growth", "agreement", "I was shown what I needed to know as a volunteer"),
    ("volunteer_contact", "manager", "agreement", "There was somebody to turn to whenever I volunteered"),
    ("volunteer_recommend", "other", "recommend", "How likely is it that you would recommend us to a friend as a place to volunteer?"),
)]

LOW, YES, NO = tuple(str(level) for level in range(7)), ("yes",), ("no",)
SOMETHING = tuple(str(number) for number in range(len(KEPT) - 1))
STAYS_IN_TOUCH = tuple(str(number) for number in range(len(IN_TOUCH) - 1))
WHY_NOT, KEPT_BY = ("recommend_words", ("recommend", LOW)), ("kept_words", ("kept", SOMETHING))

# Each set: name, what it is for, sections of (heading, what stands beneath, keys); a pair is asked only if another key was answered so
SETS = (
    ("Exit interview", "For whoever leaves by their own choice: nine statements by topic, and why. Ten minutes.", (
        ("Leaving", "What led to it. You may leave out whatever you like.", ("main_reasons", "kept", KEPT_BY)),
        ("How it was", "Think of your last year here.", ("role_as_expected", "manager_support", "team_belonging", "growth_chances",
                                                         "professional_development", "recognition", "fair_pay", "workload", "communication")),
        ("Looking back", "What you would tell a friend, and us.", ("recommend", WHY_NOT, "best", "change")))),
    ("Exit, short", "Five questions that fit on a phone. Two minutes.", (
        ("Before you go", "You may leave out whatever you like.", ("main_reasons", "kept", "manager_support", "recommend", "change")),)),
    ("Retirement", "For whoever retires: how it was, and how to stay in touch. Ten minutes.", (
        ("How it was", "Think of your last years here.", ("manager_support", "team_belonging", "recognition", "workload", "communication",
                                                          "retire_in_own_way", "knowledge_passed_on")),
        ("Looking back", "What you would tell a friend, and us.", ("recommend", WHY_NOT, "best", "change")),
        ("Afterwards", "You owe us nothing; we would be glad.", ("in_touch", ("in_touch_words", ("in_touch", STAYS_IN_TOUCH)))))),
    ("End of contract or grant", "For whoever leaves because a contract or a grant ends. Ten minutes.", (
        ("How it was", "Think of your time here.", ("role_as_expected", "manager_support", "team_belonging", "professional_development",
                                                    "recognition", "fair_pay", "workload", "communication", "end_told_early")),
        ("Going on", "What might have been, and what comes.", ("would_have_stayed", ("would_have_stayed_words", ("would_have_stayed", NO)), "onwards",
                                                              "come_back")),
        ("Looking back", "What you would tell a friend, and us.", ("recommend", WHY_NOT, "best", "change")))),
    ("Volunteers", "For volunteers who stop. Five minutes.", (
        ("How it was", "Think of your time with us.", ("volunteer_welcome", "volunteer_time", "volunteer_ready", "volunteer_contact", "recognition",
                                                       "communication")),
        ("Looking back", "What you would tell a friend, and us.", ("volunteer_recommend", ("recommend_words", ("volunteer_recommend", LOW)), "best",
                                                                  "change")),
        ("Afterwards", "You owe us nothing; we would be glad.", ("in_touch", ("in_touch_words", ("in_touch", STAYS_IN_TOUCH)))))),
)


def add_library():
    """The questions to choose from, each unless it is there by its key."""
    for order, written in enumerate(LIBRARY):
        given = {"topic": written.topic, "kind": written.kind, "prompt": written.prompt, "help": written.help,
                 "options_json": json.dumps(list(written.options)), "order": order}
        LibraryQuestion.get_or_create(key=written.key, defaults=given)


def add_sets(scale):
    """The sets that are not there by name."""
    for name, about, sections in SETS:
        template, is_new = Template.get_or_create(name=name, kind="exit", defaults={"about": about, "scale": scale})
        if is_new:
            _fill(template, sections)
            versions.remember(template.id, "starter")


def _fill(template, sections):
    known, made = {written.key: written for written in LIBRARY}, {}
    for order, (title, about, keys) in enumerate(sections):
        section = Section.create(template=template, title=title, about=about, order=order)
        for place, key in enumerate(keys):
            key, waits = (key, None) if isinstance(key, str) else key
            shown_if = json.dumps({"item": made[waits[0]], "is": list(waits[1])}) if waits else ""
            made[key] = Item.create(section=section, order=place, shown_if_json=shown_if, **item_of(known[key])).id


def item_of(written):
    """A question of the library as an item of a template is kept. Nobody has to answer before they go."""
    return {"kind": written.kind, "prompt": written.prompt, "help": written.help, "options_json": json.dumps(list(written.options)),
            "key": written.key, "topic": written.topic, "authors": "leaver", "asks_comment": "no", "weight": 0, "is_required": False, "may_be_na": False}
