"""What a loop's rules ask stands on its own rows; the log of events is for those who look back."""

from __future__ import annotations

from pathlib import Path

import brobygger.loops

HERE = Path(brobygger.loops.__file__).parent


def test_no_rule_of_a_loop_reads_the_log():
    readers = [path.name for path in HERE.rglob("*.py") if "audit.models" in path.read_text(encoding="utf-8")]

    assert readers == []
