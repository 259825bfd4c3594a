"""The list of what an installation consists of, in CycloneDX: `python -m tests.sbom` writes .deploy/sbom.json from the locks."""
import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / ".deploy" / "sbom.json"
LOCKS = (".requirements.lock", ".requirements.pdf.lock")       # what everybody installs, and what PDFs need besides
ENTRY = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+).*?((?:\\\n\s+--hash=sha256:[0-9a-f]{64}\s*)+)", re.MULTILINE | re.IGNORECASE)
VENDORED = re.compile(r"^\| ([\w.-]+\.js) \|.*?(\d+\.\d+\.\d+).*\| ([0-9a-f]{64}) \|")


def locked(text):
    """{name: (version, number of hashes)} of a lock."""
    return {name: (version, hashes.count("--hash=")) for name, version, hashes in ENTRY.findall(text)}


def vendored():
    """{file: (version, SHA-256)} of the browser files, as static/vendor/README.md names them."""
    found = {}
    for line in (ROOT / "static/vendor/README.md").read_text().splitlines():
        told = VENDORED.search(line)
        if told:
            found[told[1]] = (told[2], told[3])
    return found


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bill():
    packages = {name: one for lock in LOCKS for name, one in locked((ROOT / lock).read_text()).items()}
    parts = [{"type": "library", "name": name, "version": version, "purl": f"pkg:pypi/{name}@{version}"}
             for name, (version, _hashes) in sorted(packages.items())]
    files = [{"type": "library", "name": name, "version": version, "hashes": [{"alg": "SHA-256", "content": content}]}
             for name, (version, content) in sorted(vendored().items())]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
            "metadata": {"component": {"type": "application", "name": "perf-reviews"}}, "components": parts + files}


def text():
    return json.dumps(bill(), indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text())
