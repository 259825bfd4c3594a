"""Style sheets and scripts, joined once at start, named by their content and packed beforehand."""
import gzip
import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Blueprint, abort, current_app, request

from .doors import public

bp = Blueprint("static_files", __name__)

STYLE_ORDER = ("tokens", "reset", "base", "layout", "components/*", "rooms/*", "utilities", "print")
SCRIPT_ORDER = ("vendor/htmx.min.js", "vendor/hx-sse.min.js", "js/*.js")
PACKED = {"text/css", "text/javascript", "image/svg+xml", "application/manifest+json"}


class Assets:
    """The files of one static folder: `url("app.css")` names the present content, `find` gives it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._files, self._urls = {}, {}
        self.add("app.css", squeezed(joined(self.folder / "css", [f"{name}.css" for name in STYLE_ORDER])))
        self.add("app.js", joined(self.folder, SCRIPT_ORDER))
        for path in sorted((self.folder / "js/alone").glob("*.js")):      # what only a few pages load
            self.add(path.name, path.read_bytes())
        for path in sorted(self.folder.rglob("*")):
            inside = path.relative_to(self.folder).as_posix()
            if path.is_file() and inside.split("/")[0] in ("icons", "vendor"):
                self.add(inside, path.read_bytes())

    def add(self, name, content):
        stem, _, ending = name.rpartition(".")
        public_name = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        kind = "text/javascript" if ending == "js" else mimetypes.guess_type(name)[0] or "application/octet-stream"
        packed = gzip.compress(content, 9) if kind in PACKED else None
        self._files[public_name] = (content, packed, kind)
        self._urls[name] = public_name

    def url(self, name):
        return f"{request.script_root}/static/{self._urls[name]}"

    def find(self, public_name):
        return self._files.get(public_name)


def joined(folder, patterns):
    paths = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
    return b"\n".join(path.read_bytes() for path in paths)


def squeezed(style):
    """The style sheet without comments and needless blanks."""
    for pattern, by in ((rb"/\*.*?\*/", b""), (rb"\s+", b" "), (rb"\s*([{};,])\s*", rb"\1")):
        style = re.sub(pattern, by, style, flags=re.DOTALL)
    return style


@bp.get("/static/<path:name>")
@public
def static_file(name):
    content, packed, kind = current_app.assets.find(name) or abort(404)
    takes_gzip = packed and "gzip" in request.headers.get("Accept-Encoding", "")
    response = current_app.response_class(packed if takes_gzip else content, mimetype=kind)
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    return response
