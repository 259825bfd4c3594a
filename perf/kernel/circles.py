"""Circles in what lies above what: each place is walked once, however long the ways are."""


def loops_in(above):
    """Each circle in {one: the one above} once, in order."""
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
