"""Managers whom the list names but does not hold: a vacant seat, a new person or nobody, decided once for all rows."""
from collections import Counter

from ...kernel.intake.shapes import Question, mark
from ...kernel.words import _, n_
from .cells import is_board, name_key
from .shapes import NO_TITLE, Made


def ask_missing(work, index, missing):
    for key, found in missing.items():
        lines, name = [line for line, _text in found], found[0][1]
        seat, at_top = _as_it_is(work, lines)
        asked = _ask_about(work, index, name, lines, seat, at_top)
        _settle(work, index, asked, name, lines, seat or f"m{mark(key)}")


def _as_it_is(work, lines):
    """(the vacant seat that all of them report to now, or None; whether nothing stands above any of them)."""
    seats = [work.known.seat(line.person.id) for line in lines if line.person]
    now = {work.known.leaders(seat)[0] for seat in seats if seat}
    if len(now) != 1:
        return None, False
    above = now.pop()
    return (above, False) if above and above[0] == "s" else (None, above is None)


def _ask_about(work, index, name, lines, seat, at_top):
    """Ask what stands for a manager who is not in the list; where it was decided before, that stands unless changed."""
    role, above = _guessed_seat(work, index, lines)
    guess = "seat" if seat else "nobody" if is_board(name) else "person" if _is_a_name(name) else "seat"
    options = [("seat", _("The vacant seat above them now"), _("As it is.")) if seat else
               ("seat", _("A vacant seat"), _("They report to a seat that nobody holds at present.")),
               ("person", _("A new person"), _("%(name)s is added, with nothing but the name.", name=name)),
               ("nobody", _("Nobody"), _("They lead the organisation; nothing stands above them."))]
    wants = "person" if seat else "seat person"
    return work.ask(Question(
        f"lead-{mark(name_key(name) or name)}", _("“%(name)s” is named as manager but is not in the list.", name=name),
        n_("%(num)s row names this manager. What should stand above it?",
           "%(num)s rows name this manager. What should stand above them?", len(lines)),
        options, guess, [line.number for line in lines],
        [("role", _("Job title of the seat"), role, "role", wants),
         ("above", _("Reports to (empty: nobody)"), above, "person", wants)],
        needed=not (seat or at_top and guess == "nobody")))


def _is_a_name(text):
    return " " in text.strip() and "@" not in text and not any(c.isdigit() for c in text)


def _guessed_seat(work, index, lines):
    """Title and manager that others have who lead in the same department; else the manager of most who lead."""
    department = _usual(line.values.get("department") for line in lines)
    leading = {line.leader for line in work.taken if line.leader}
    beside = [line for line in work.taken if line.node in leading and line.leader]
    same = [line for line in beside if index.department(line.node) == department]
    role = _usual(line.values.get("role") for line in same)
    above = _usual(line.leader for line in same or beside if line.leader[0] in "rp")
    general = _("Manager of %(department)s", department=department) if department else _("Manager")
    return role or general, index.name(above) if above else ""


def _usual(found):
    counted = Counter(one for one in found if one)
    return max(counted, key=lambda one: (counted[one], one)) if counted else None


def _settle(work, index, asked, name, lines, node):
    """Make the seat that was decided on, unless it stands already, and let the rows report to it."""
    if asked.chosen == "person" and node[0] == "s":
        node = f"m{mark(name_key(name) or name)}"
    if asked.chosen != "nobody" and node[0] == "m":
        title, text = work.said(asked, "role").strip()[:120], work.said(asked, "above").strip()
        above, asked.problem = _above(index, text)
        work.made.append(Made(node, name, title or NO_TITLE, _usual(index.department(line.node) for line in lines),
                              above, asked.chosen == "person"))
    for line in lines:
        line.leads_given, line.leader = True, None if asked.chosen == "nobody" else node


def _above(index, text):
    if not text:
        return None, ""
    nodes = index.by_name.get(name_key(text), [])
    if len(nodes) == 1:
        return nodes[0], ""
    if nodes:
        return nodes[0], _("Several people are called %(name)s. Leave the field empty and place the seat afterwards.", name=text)
    return None, _("Nobody in the list or in Perf is called “%(name)s”. Choose a name from the suggestions, or empty the "
                   "field.", name=text)


def drop_unused(work):
    used = {line.leader for line in work.taken if line.leads_given}
    work.made = [made for made in work.made if made.node in used]
