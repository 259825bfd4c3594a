"""Who reports to whom: managers are found in a second pass, by number, e-mail or name."""
from collections import Counter, defaultdict

from ..kernel.words import _, n_
from .staff_cells import is_board, name_key, number_key, split_name
from .staff_match import describe
from .staff_rows import mark
from .staff_shapes import Made, Question, NO_TITLE

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
    _ask_missing(work, index, missing)
    _refuse_loops(work)
    _drop_unused(work)


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
        _without_leader(line, text)
    else:
        missing[name_key(text) or text].append((line, text))


def _without_leader(line, text):
    line.leads_given, line.leader, line.again = line.person is None, None, True
    line.notes.append(_("The row of the manager, %(name)s, is refused. This row is taken without a manager and stands in the "
                        "file of refused rows as well, so that sending it again links the two.", name=text))


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


# Managers who are not in the list -----------------------------------------------------------------

def _ask_missing(work, index, missing):
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


def _drop_unused(work):
    used = {line.leader for line in work.taken if line.leads_given}
    work.made = [made for made in work.made if made.node in used]


def made_name(made):
    """(first, last) of a manager who becomes a person."""
    return split_name(made.name)


# Loops --------------------------------------------------------------------------------------------

def _refuse_loops(work):
    """A loop is refused, naming it. What reports to a refused new row goes without a leader; so look again."""
    while True:
        _let_go_of_refused(work)
        above = _above_each(work)
        loops = _loops(above)
        given = {line.node: line for line in work.taken if line.leads_given}
        if _loosen_made(work, loops):
            continue
        if not any(node in given for loop in loops for node in loop):
            return
        for loop in loops:
            _refuse_loop(work, loop, given)


def _loosen_made(work, loops):
    """A seat that was only made up for a missing manager gives way before any row of the list does."""
    made = {one.node: one for one in work.made if one.above}
    for loop in loops:
        for node in loop:
            if node in made:
                work.notes.append(_("%(name)s cannot report to %(above)s, who reports to %(name)s; the seat stands at the top.",
                                    name=made[node].name, above=_node_name(work, made[node].above)))
                made[node].above = None
                return True
    return False


def _refuse_loop(work, loop, given):
    names = [_node_name(work, node) for node in loop]
    if len(loop) == 1:
        why = _("%(name)s is named as their own manager. Leave the manager empty for whoever leads all.", name=names[0])
    else:
        why = _("The reporting line runs in a circle: %(names)s. Mend the manager in one of these rows.",
                names=" → ".join([*names, names[0]]))
    for node in loop:
        if node in given:
            given[node].refuse(why)


def _let_go_of_refused(work):
    gone = {line.node: line for line in work.lines if not line.is_in and line.person is None}
    for line in work.taken:
        if line.leader in gone:
            _without_leader(line, gone[line.leader].name)
    for made in work.made:
        if made.above in gone:
            made.above = None


def _above_each(work):
    """{node: the node above} as it will be, vacant seats included."""
    known, above = work.known, {}
    for person_id, hold in known.seat_of.items():
        above[f"p{person_id}"] = known.leaders(known.seats[hold.seat])[0]
    for seat in known.seats.values():
        if seat.id not in known.holders:
            above[f"s{seat.id}"] = known.leaders(seat)[0]
    above.update({made.node: made.above for made in work.made})
    above.update({line.node: line.leader for line in work.taken if line.leads_given})
    return above


def _loops(above):
    """Each circle once, as its nodes in order."""
    done, found = set(), []
    for start in above:
        path, place = [], {}
        node = start
        while node is not None and node not in done and node not in place:
            place[node] = len(path)
            path.append(node)
            node = above.get(node)
        if node in place:
            found.append(path[place[node]:])
        done.update(path)
    return found


def _node_name(work, node):
    for line in work.lines:
        if line.node == node and line.name:
            return line.name
    for made in work.made:
        if made.node == node:
            return made.name
    return work.known.people[int(node[1:])].name if node[0] == "p" else _("a vacant seat")
