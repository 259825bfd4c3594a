"""What the server takes in before anybody looks at it: so much for a form, more for a file, and never too much at once."""
import asyncio

import pytest

from perf.kernel import serve

MIB = 1024 * 1024


def sent(size, kind=b"application/x-www-form-urlencoded", said=None, piece=64 * 1024):
    """What becomes of a body of this size: its length, or the status that answers it."""
    pieces = [b"x" * piece] * (size // piece)

    async def receive():
        return {"type": "http.request", "body": pieces.pop() if pieces else b"", "more_body": bool(pieces)}
    headers = [(b"content-type", kind), *([(b"content-length", said)] if said else [])]
    taken = asyncio.run(serve._whole_body({"headers": headers}, receive))
    return taken if isinstance(taken, int) else len(taken)


@pytest.mark.parametrize("size, kind, taken", [
    (MIB, b"application/x-www-form-urlencoded", MIB), (2 * MIB, b"application/x-www-form-urlencoded", 413),
    (5 * MIB, b"multipart/form-data; boundary=x", 5 * MIB), (7 * MIB, b"multipart/form-data; boundary=x", 413), (2 * MIB, b"application/json", 413),
])
def test_body_has_its_limit(size, kind, taken):
    """I08."""
    assert sent(size, kind) == taken and serve.Waiting.bytes == 0


@pytest.mark.parametrize("said", [b"9999999999", b"-1", b"1e9", b"many"])
def test_length_that_is_too_much_is_answered_before_anything_is_read(said):
    """I08."""
    assert sent(MIB, said=said) == 413


def test_many_bodies_at_once_are_asked_to_come_back(monkeypatch):
    """I08: a hundred half-sent forms hold no more memory than a few."""
    monkeypatch.setattr(serve.Waiting, "bytes", serve.MOST_WAITING)
    assert sent(MIB) == 503 and serve.Waiting.bytes == serve.MOST_WAITING
