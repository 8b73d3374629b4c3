import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = re.compile(r"\b(?:BROBYGGER_[A-Z_]+|DATABASE_URL)\b")


def test_every_setting_that_is_read_is_listed_for_those_who_run_brobygger():
    read = {
        name
        for path in ROOT.glob("config/*.py")
        for name in re.findall(r'"(BROBYGGER_[A-Z_]+|DATABASE_URL)"', path.read_text(encoding="utf-8"))
    }

    listed = set(NAME.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8")))

    assert read <= listed, read - listed
    assert listed - read <= {"BROBYGGER_CHROMIUM", "BROBYGGER_PICTURES"}
