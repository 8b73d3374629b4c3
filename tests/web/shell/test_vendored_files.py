import gzip
import hashlib
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "brobygger" / "web" / "static"
VENDOR = STATIC / "vendor"
MOST_BYTES_GZ = 100_000
FREE_LICENSES = {"MIT", "BSD-0-Clause", "OFL-1.1"}

MANIFEST = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(MANIFEST))
def test_a_vendored_file_is_the_one_the_manifest_tells_of(name):
    content = (VENDOR / name).read_bytes()

    assert hashlib.sha256(content).hexdigest() == MANIFEST[name]["sha256"]
    assert MANIFEST[name]["license"] in FREE_LICENSES


def test_the_manifest_tells_of_every_vendored_file():
    lying_there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}

    assert lying_there == set(MANIFEST) | {"manifest.json"}


def test_the_manifest_has_the_versions_that_are_locked():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert {entry["package"]: entry["version"] for entry in MANIFEST.values()} == {
        entry["package"]: packages[f"node_modules/{entry['package']}"]["version"] for entry in MANIFEST.values()
    }


def test_the_lock_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert not [name for name, facts in packages.items() if "resolved" in facts]


def test_scripts_and_styles_together_are_light():
    files = [path for path in STATIC.rglob("*") if path.suffix in {".css", ".js"}]

    assert {"app.css", "app.js", "ds.css", "ds-web.js", "htmx.js", "brobygger.css"} <= {path.name for path in files}
    assert sum(len(gzip.compress(path.read_bytes(), 6)) for path in files) <= MOST_BYTES_GZ
