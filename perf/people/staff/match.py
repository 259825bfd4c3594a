"""Which row is who: by employee ID, by e-mail where there is none, by name where there is neither."""
from collections import defaultdict

from ...kernel.intake.shapes import Question
from ...kernel.words import _
from .cells import name_key, number_key


def find_persons(work):
    """Give each line its person, or leave it to be new."""
    _leave_out_twice_the_same(work)
    _refuse_twins(work, "employee_id", number_key, _("the employee ID"))
    _refuse_twins(work, "email", str, _("the e-mail"))
    for line in work.taken:
        _find_by_key(work, line)
    _find_by_name(work)
    _refuse_one_for_two(work)


def _leave_out_twice_the_same(work):
    seen = {}
    for line in work.taken:
        content = tuple(sorted((name, str(value)) for name, value in line.values.items()))
        first = seen.setdefault(content, line)
        if first is not line:
            line.leave_out(_("The same as row %(number)s.", number=first.number))


def _refuse_twins(work, name, key, what):
    """A key that stands in two rows: both are refused, each naming the other."""
    found = defaultdict(list)
    for line in work.taken:
        if line.values.get(name):
            found[key(line.values[name])].append(line)
    for lines in found.values():
        for line in lines if len(lines) > 1 else ():
            others = ", ".join(str(other.number) for other in lines if other is not line)
            line.refuse(_("%(what)s “%(value)s” stands in row %(others)s as well. Each is one person’s alone: mend one of them.",
                          what=what[:1].upper() + what[1:], value=line.values[name], others=others))


def _find_by_key(work, line):
    number, address = line.values.get("employee_id"), line.values.get("email")
    by_number = work.known.by_number.get(number_key(number)) if number else None
    by_address = work.known.by_email.get(address) if address else None
    if by_number and by_address and by_number is not by_address:
        line.refuse(_("The e-mail %(email)s belongs to %(name)s already. Check the e-mail or the employee ID.",
                      email=address, name=by_address.name))
    elif by_address and not by_number and number and by_address.employee_id:
        line.refuse(_("The e-mail %(email)s belongs to %(name)s already, whose employee ID is %(number)s. Check both.",
                      email=address, name=by_address.name, number=by_address.employee_id))
    else:
        line.person = by_number or by_address
    if line.person and not line.name:
        line.name = line.person.name


def _find_by_name(work):
    found = {line.person.id for line in work.taken if line.person}
    free = defaultdict(list)
    for person in work.known.people.values():
        if person.id not in found:
            free[name_key(person.name)].append(person)
    nameless = defaultdict(list)
    for line in work.taken:
        if line.person or not line.name:
            continue
        candidates = free.get(name_key(line.name), [])
        has_key = line.values.get("employee_id") or line.values.get("email")
        if not has_key:
            nameless[name_key(line.name)].append(line)
        if candidates and (has_key or len(candidates) > 1):
            _ask_who(work, line, candidates)
        elif candidates:
            line.person = candidates[0]
    _ask_twins_by_name(work, nameless)


def _ask_who(work, line, candidates):
    options = [(f"p{person.id}", _("%(name)s, who is here already", name=person.name), describe(work.known, person))
               for person in candidates]
    options.append(("new", _("Somebody else of the same name"), _("A new person is added.")))
    asked = work.ask(Question(
        f"who-{line.number}", _("Who is “%(name)s” in row %(number)s?", name=line.name, number=line.number),
        _("Somebody of this name is here, under another key or none."), options, _best(work, line, candidates), [line.number]))
    line.person = next((person for person in candidates if f"p{person.id}" == asked.chosen), None)


def _best(work, line, candidates):
    """Somebody who has no key yet is likely meant; with a key of their own they are somebody else."""
    taken = {question.chosen for question in work.questions if question.key.startswith("who-")}
    fits = [person for person in candidates if f"p{person.id}" not in taken
            and not (person.employee_id and line.values.get("employee_id"))
            and not (person.email and line.values.get("email"))]
    if not fits:
        return "new"
    def same(person):
        seat = work.known.seat(person.id)
        return bool(seat) and (seat.role == line.values.get("role"), seat.department == line.values.get("department"))
    return f"p{max(fits, key=lambda person: (same(person) or (False, False), -person.id)).id}"


def _ask_twins_by_name(work, nameless):
    """Two rows of one name and nothing else to tell them apart by."""
    for lines in nameless.values():
        for line in lines[1:]:
            if line.person and line.person is not lines[0].person:
                continue
            asked = work.ask(Question(
                f"twin-{line.number}", _("“%(name)s” stands in row %(first)s and row %(number)s: one person or two?",
                                         name=line.name, first=lines[0].number, number=line.number),
                _("Neither an employee ID nor an e-mail tells them apart."),
                [("two", _("Two people of one name"), ""), ("one", _("One person"), _("This row is left out."))],
                "two", [lines[0].number, line.number]))
            if asked.chosen == "one":
                line.leave_out(_("The same person as row %(number)s, as you decided.", number=lines[0].number))
            else:
                line.person = None


def _refuse_one_for_two(work):
    found = {}
    for line in work.taken:
        first = found.setdefault(line.node, line)
        if first is not line:
            line.refuse(_("This is %(name)s, as is row %(number)s. Keep one of the two rows.",
                          name=line.person.name, number=first.number))


def describe(known, person):
    """A few words that tell two people of one name apart."""
    seat = known.seat(person.id)
    parts = [seat and seat.role, seat and seat.department, person.employee_id, person.email]
    return " · ".join(part for part in parts if part) or _("no employee ID, no e-mail")
