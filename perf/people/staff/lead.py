"""Who reports to whom: managers are found in a second pass, by number, e-mail or name."""
from collections import Counter, defaultdict

from ...kernel.intake.shapes import Question, mark
from ...kernel.words import _, n_
from .cells import name_key, number_key
from .loops import refuse_loops, without_leader
from .match import describe
from .missing import ask_missing, drop_unused

LEADS = ("manager_id", "manager_email", "manager_name")


def link(work):
    """Give each line its leader; ask for managers who are not in the list; refuse loops."""
    if not set(LEADS) & set(work.columns):
        return
    index = Index(work)
    use_numbers = _numbers_are_of_use(work, index)
    missing, several = defaultdict(list), defaultdict(list)
    for line in work.taken:
        _link_line(work, index, line, use_numbers, missing, several)
    _ask_which(work, index, several)
    ask_missing(work, index, missing)
    refuse_loops(work)
    drop_unused(work)


class Index:
    """Where a manager may be found: in the list, or among those who are here."""

    def __init__(self, work):
        self.known = work.known
        self.by_number, self.by_email, self.by_name = {}, {}, defaultdict(list)
        self.lines = {line.node: line for line in work.taken}
        named = {line.person.id for line in work.taken if line.person}
        for line in work.taken:
            self._add(line.node, line.after("employee_id") or line.values.get("employee_id"),
                      line.values.get("email") or line.after("email"), line.name)
        for person in work.known.people.values():
            if person.id not in named:
                self._add(f"p{person.id}", person.employee_id, person.email, person.name)
        self.refused = {name_key(line.name) for line in work.lines if line.state == "refused" and line.name}
        self.refused |= {number_key(line.values[name]) for line in work.lines if line.state == "refused"
                         for name in ("employee_id", "email") if line.values.get(name)}

    def _add(self, node, number, address, name):
        if number:
            self.by_number.setdefault(number_key(number), node)
        if address:
            self.by_email.setdefault(address.lower(), node)
        if name and node not in self.by_name[name_key(name)]:
            self.by_name[name_key(name)].append(node)

    def name(self, node):
        return self.lines[node].name if node in self.lines else self.known.people[int(node[1:])].name

    def department(self, node):
        line = self.lines.get(node)
        if line and line.values.get("department"):
            return line.values["department"]
        seat = self.known.seat(int(node[1:])) if node[0] == "p" else None
        return seat.department if seat else None

    def role(self, node):
        line = self.lines.get(node)
        if line and line.values.get("role"):
            return line.values["role"]
        seat = self.known.seat(int(node[1:])) if node[0] == "p" else None
        return seat.role if seat else None


def _numbers_are_of_use(work, index):
    """A column of numbers that matches nobody, or mostly others than the names say, is set aside, and that is said."""
    if "manager_id" not in work.columns:
        return False
    heading = work.sheet.headings[work.columns["manager_id"]]
    given = [line for line in work.taken if line.values.get("manager_id")]
    hits = [line for line in given if number_key(line.values["manager_id"]) in index.by_number]
    named = [line for line in hits if line.values.get("manager_name")]
    wrong = [line for line in named if name_key(line.values["manager_name"])
             != name_key(index.name(index.by_number[number_key(line.values["manager_id"])]))]
    if given and not hits:
        work.notes.append(_("“%(heading)s” matches nobody’s employee ID, so it was set aside; names decide who leads whom.",
                            heading=heading))
    elif named and 2 * len(wrong) > len(named):
        work.notes.append(_("“%(heading)s” points to other people than the managers’ names do, so it was set aside; names "
                            "decide who leads whom.", heading=heading))
        return False
    return bool(hits)


def _link_line(work, index, line, use_numbers, missing, several):
    number, address = line.values.get("manager_id") if use_numbers else None, line.values.get("manager_email")
    name = line.values.get("manager_name")
    if not (number or address or name):
        line.leads_given = line.person is None or bool({"manager_name", *LEADS} & work.choices.clear)
        return
    line.leads_given = True
    node = index.by_number.get(number_key(number)) if number else None
    node = node or (index.by_email.get(address) if address else None)
    if node:
        line.leader = node
        _note_disagreement(index, line, node, name)
        return
    nodes = index.by_name.get(name_key(name), []) if name else []
    if len(nodes) == 1:
        line.leader = nodes[0]
    elif nodes:
        several[name_key(name), line.values.get("department") or ""].append(line)
    else:
        _not_found(index, line, name or address or number, missing)


def _note_disagreement(index, line, node, name):
    if name and name_key(name) != name_key(index.name(node)):
        line.notes.append(_("The manager’s name is “%(name)s”, but number or e-mail say %(other)s; these decide.",
                            name=name, other=index.name(node)))


def _not_found(index, line, text, missing):
    if {name_key(text), number_key(text)} & index.refused:
        without_leader(line, text)
    else:
        missing[name_key(text) or text].append((line, text))


def _ask_which(work, index, several):
    """Two people bear the manager's name."""
    for (key, department), lines in several.items():
        nodes = index.by_name[key]
        name = lines[0].values["manager_name"]
        leading = Counter(line.leader for line in work.taken if line.leader)
        now = _leads_now(work, lines)
        guess = max(nodes, key=lambda node: (now[node], node in index.lines, index.department(node) == department,
                                             leading[node], -nodes.index(node)))
        where = _(" in %(department)s", department=department) if department else ""
        asked = work.ask(Question(
            f"which-{mark(key + department)}", _("Which “%(name)s” is the manager%(where)s?", name=name, where=where),
            n_("%(num)s row names this manager, and several people are called so.",
               "%(num)s rows name this manager, and several people are called so.", len(lines)),
            [(node, index.name(node), _telling(index, node)) for node in nodes], guess, [line.number for line in lines],
            needed=now[guess] < len(lines)))
        for line in lines:
            line.leader = asked.chosen


def _leads_now(work, lines):
    """Who leads these rows' persons at present, and how many of them."""
    seats = [work.known.seat(line.person.id) for line in lines if line.person]
    return Counter(node for seat in seats if seat for node in work.known.leaders(seat))


def _telling(index, node):
    line = index.lines.get(node)
    if line is None:
        return describe(index.known, index.known.people[int(node[1:])])
    parts = [index.role(node), index.department(node), line.values.get("employee_id"), line.values.get("email")]
    return " · ".join([_("row %(number)s", number=line.number), *[part for part in parts if part]])
