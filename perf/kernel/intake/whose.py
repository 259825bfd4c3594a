"""Whose a row is: by employee ID, by e-mail, else by name; two people of one name are asked about."""
from collections import defaultdict, namedtuple

from ..words import _
from .names import name_key, number_key
from .shapes import Question, mark

LEAVE = "out"
KnownPerson = namedtuple("KnownPerson", "id employee_id name email")


def known_person(number, employee_id, first, last, email):
    return KnownPerson(number, employee_id, f"{first} {last}".strip(), (email or "").lower())


def by_key(people):
    """({employee ID: person}, {e-mail: person}, {name: [persons]})."""
    names = defaultdict(list)
    for person in people.values():
        names[name_key(person.name)].append(person)
    return ({number_key(person.employee_id): person for person in people.values() if person.employee_id},
            {person.email: person for person in people.values() if person.email}, names)


def find(work, lines, nobody):
    """Give each of these lines its person, or refuse it; `nobody`: what is said where a row names none."""
    numbers, addresses, names = by_key(work.known.people)
    uses_numbers = _numbers_count(work, numbers)
    for line in lines:
        number = line.values.get("employee_id") if uses_numbers else ""
        address = address_in(line.values)
        found = {person.id: person for person in (numbers.get(number_key(number)) if number else None, addresses.get(address)) if person}
        if len(found) > 1:
            line.refuse(_("The employee ID %(number)s and the e-mail %(email)s belong to two people. Check both.", number=number, email=address))
        elif found:
            [line.person] = found.values()
        else:
            _by_name(work, line, names, number or address, nobody)


def address_in(values):
    """The e-mail of a row, also where it stands in the column for names."""
    called = values.get("name") or ""
    return (values.get("email") or (called if "@" in called else "")).removeprefix("mailto:").lower()


def _numbers_count(work, numbers):
    """An ID column that matches nobody is set aside, and names decide."""
    given = [line.values["employee_id"] for line in work.taken if line.values.get("employee_id")]
    if not given or any(number_key(one) in numbers for one in given) or not {"name", "email"} & set(work.columns):
        return True
    work.notes.append(_("None of the employee IDs is known here, so the column is set aside and names decide."))
    return False


def _by_name(work, line, names, key, nobody):
    called = line.values.get("name")
    candidates = names.get(name_key(called), []) if called else []
    if not candidates:
        who = called or key
        line.refuse(_("Nobody here is “%(who)s”. Take the person in first, or check how it is written.", who=who[:60]) if who else
                    nobody)
    elif len(candidates) == 1:
        line.person = candidates[0]
    else:
        line.person = _ask(work, line, called, candidates)


def _ask(work, line, called, candidates):
    """Once for a name, whatever the number of its rows."""
    key = f"who-{mark(name_key(called))}"
    asked = next((question for question in work.questions if question.key == key), None)
    if asked is None:
        options = [(f"p{person.id}", person.name, " · ".join(filter(None, (person.employee_id, person.email))) or
                    _("no employee ID, no e-mail")) for person in candidates]
        options.append((LEAVE, _("None of them"), _("The rows are left out.")))
        asked = work.ask(Question(key, _("Who is “%(name)s”?", name=called), _("%(count)s people here have this name.", count=len(candidates)),
                                  options, LEAVE))
    asked.rows.append(line.number)
    found = next((person for person in candidates if f"p{person.id}" == asked.chosen), None)
    if found is None:
        line.leave_out(_("Two people have this name, and neither was chosen."))
    return found
