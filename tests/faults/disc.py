"""A disc that can lose its power, fill up or break, as a VFS beneath SQLite.

The real files hold what the running process sees. Beside them stands what lies safely on the platter: the bytes as of the
last sync, and the writes since then, of which a power cut keeps none, some of them, or torn pieces.
"""
import contextlib
import threading
from pathlib import Path

import apsw

NAME, SECTOR = "disc", 512
WAYS = ("nothing", "some", "torn")      # what a power cut leaves of the writes that were not synced


class Disc(apsw.VFS):
    """Takes the place of SQLite's own VFS for every file that is opened while it is in use."""

    def __init__(self):
        self.below = apsw.vfs_names()[0]
        super().__init__(NAME, self.below)
        self.lock, self.platters, self.is_dark = threading.RLock(), {}, False
        self.trouble = None             # asked before each operation; what it raises is what SQLite gets

    @contextlib.contextmanager
    def in_use(self):
        apsw.set_default_vfs(NAME)
        try:
            yield self
        finally:
            apsw.set_default_vfs(self.below)

    def begin(self, trouble=None):
        """Power on: whatever lies in the folders now is on the platter."""
        with self.lock:
            self.platters, self.is_dark, self.trouble = {}, False, trouble

    def cut(self, way, chance):
        """Power off. Returns what is left, as bytes by path; from now on nothing can be written."""
        with self.lock:
            self.is_dark = True
            left = {path: platter.left(way, chance) for path, platter in self.platters.items()}
            return {path: content for path, content in left.items() if content is not None}

    def ask(self, what, path):
        if self.is_dark:
            raise apsw.IOError("no power")
        if self.trouble:
            self.trouble(what, path)

    def xOpen(self, name, flags):
        return DiscFile(self, name, flags)

    def xDelete(self, path, syncdir):
        with self.lock:
            self.ask("delete", path)
            super().xDelete(path, syncdir)
            former = self.platters.pop(path, None)
            if former and not syncdir:      # the directory may forget that it was deleted
                self.platters[path] = Platter(None, former.left("nothing", None))

    def platter(self, path):
        if path not in self.platters or not self.platters[path].is_there:
            deleted, there = self.platters.get(path), Path(path)
            kept = bytearray(there.read_bytes()) if there.exists() else None
            self.platters[path] = Platter(kept, deleted and deleted.former)
        self.platters[path].is_there = True
        return self.platters[path]


class DiscFile(apsw.VFSFile):
    def __init__(self, disc, name, flags):
        self.disc, self.path = disc, str(name.filename() if isinstance(name, apsw.URIFilename) else name or "")
        with disc.lock:
            self.platter = disc.platter(self.path)
            super().__init__(disc.below, name, flags)

    def xWrite(self, data, offset):
        with self.disc.lock:
            self.disc.ask("write", self.path)
            super().xWrite(data, offset)
            self.platter.waiting.append((offset, bytes(data)))

    def xTruncate(self, size):
        with self.disc.lock:
            self.disc.ask("truncate", self.path)
            super().xTruncate(size)
            self.platter.waiting.append((size, None))

    def xSync(self, flags):
        with self.disc.lock:
            try:
                self.disc.ask("sync", self.path)
            except apsw.Error:
                self.platter.waiting.clear()    # as systems do: after a failed sync the pages count as clean, and are lost
                raise
            self.platter.sync()


class Platter:
    """One file: its bytes at the last sync (None: it was never there), and what was written since."""

    def __init__(self, kept, former=None):
        self.kept, self.former, self.waiting, self.is_there = kept, former, [], False

    def sync(self):
        self.kept = applied(self.kept or bytearray(), self.waiting)
        self.former = None
        self.waiting.clear()

    def left(self, way, chance):
        survivors = {"nothing": lambda: [], "some": lambda: some(self.waiting, chance),
                     "torn": lambda: some(torn(self.waiting), chance)}[way]()
        if self.kept is None and not survivors:
            return self.former
        return bytes(applied(bytearray(self.kept or b""), survivors))


def some(writes, chance):
    share = chance.random()
    return [write for write in writes if chance.random() < share]


def torn(writes):
    """The same writes in pieces that lie in one sector each."""
    for offset, data in writes:
        if data is None:
            yield offset, None
            continue
        while data:
            size = SECTOR - offset % SECTOR
            yield offset, data[:size]
            offset, data = offset + size, data[size:]


def applied(content, writes):
    for offset, data in writes:
        if data is None:
            del content[offset:]
            continue
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset:offset + len(data)] = data
    return content
