"""The reporting line after the import never bites its own tail."""
from ...kernel.words import _
from ..queries import loops_in


def refuse_loops(work):
    """A loop is refused, naming it. What reports to a refused new row goes without a leader; so look again."""
    while True:
        _let_go_of_refused(work)
        above = _above_each(work)
        loops = loops_in(above)
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
            without_leader(line, gone[line.leader].name)
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


def _node_name(work, node):
    for line in work.lines:
        if line.node == node and line.name:
            return line.name
    for made in work.made:
        if made.node == node:
            return made.name
    return work.known.people[int(node[1:])].name if node[0] == "p" else _("a vacant seat")


def without_leader(line, text):
    line.leads_given, line.leader, line.again = line.person is None, None, True
    line.notes.append(_("The row of the manager, %(name)s, is refused. This row is taken without a manager and stands in the "
                        "file of refused rows as well, so that sending it again links the two.", name=text))
