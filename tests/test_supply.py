"""L07: what an installation consists of is few, pinned, hashed and listed."""
import re
import tomllib

import pytest

from tests import sbom

ROOT = sbom.ROOT


@pytest.mark.parametrize("lock, least", [(".requirements.lock", 20), (".requirements.pdf.lock", 10), ("tests/requirements.lock", 30)])
def test_every_package_is_pinned_with_its_hashes(lock, least):
    """L07."""
    source = (ROOT / lock).read_text()
    named = re.findall(r"^([a-z0-9][a-z0-9._-]*)==", source, re.MULTILINE | re.IGNORECASE)
    found = sbom.locked(source)
    assert len(named) > least and sorted(found) == sorted(named) and all(hashes for _version, hashes in found.values())


def test_direct_packages_are_few_and_all_locked():
    """L07: at most 24, extras and tests apart."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]]
    extras = [re.match(r"[\w-]+", line)[0].lower() for name in ("passkeys", "oidc") for line in project["optional-dependencies"][name]]
    assert len(names) <= 24 and set(names + extras) <= set(sbom.locked((ROOT / ".requirements.lock").read_text()))


def test_what_pdfs_need_fits_to_the_rest():
    """L07: the extra has a lock of its own, whose versions are those of the others; the tests install it as well."""
    locks = (".requirements.lock", ".requirements.pdf.lock", "tests/requirements.lock")
    main, extra, tests = (sbom.locked((ROOT / lock).read_text()) for lock in locks)
    assert "weasyprint" in extra and "weasyprint" not in main
    assert all(lock.get(name, one)[0] == one[0] for lock in (main, tests) for name, one in extra.items()) and set(extra) <= set(tests)


def test_files_of_others_in_the_browser_are_what_they_are_said_to_be():
    """L07: version and hash of each stand beside it."""
    files = {path.name for path in (ROOT / "static/vendor").glob("*.js")}
    said = sbom.vendored()
    assert files == set(said) and all(sbom.digest(ROOT / "static/vendor" / name) == content for name, (_version, content) in said.items())


def test_list_of_parts_is_up_to_date():
    """L07: `python -m tests.sbom` writes it anew."""
    assert sbom.FILE.read_text() == sbom.text()
