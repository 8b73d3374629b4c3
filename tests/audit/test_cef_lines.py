from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from brobygger.audit.actions import Seen, record_look_ups
from brobygger.audit.queries import cef_lines

KARI = UUID("00000000-0000-4000-8000-00000000000a")
AMINA = UUID("00000000-0000-4000-8000-00000000000b")
MORNING = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def look(*, permitted, at=MORNING, **fields):
    given = {"purpose": "loops.propose", "request_id": "r1", "path": "/loop/", **fields}
    record_look_ups(actor=KARI, actor_role="counsellor", seen=[Seen(AMINA, permitted=permitted)], now=at, **given)


@pytest.mark.django_db
def test_a_look_up_is_one_line_with_the_agreed_fields():
    look(permitted=True)

    (line,) = cef_lines(MORNING, MORNING + timedelta(hours=1))

    assert line == (
        f"CEF:0|Brobygger|AuditLogger|1.0|audit:access|Brobygger audit log|INFO|suid={KARI} duid={AMINA} end=1795161600000 sproc=r1 "
        "request=/loop/ flexString1=Permit flexString1Label=Decision flexString2=counsellor flexString2Label=Role "
        "cs1=loops.propose cs1Label=Purpose"
    )


@pytest.mark.django_db
def test_a_refusal_is_a_warning_and_says_deny():
    look(permitted=False)

    (line,) = cef_lines(MORNING, MORNING + timedelta(hours=1))

    assert "|WARN|" in line
    assert "flexString1=Deny" in line


@pytest.mark.django_db
def test_equals_signs_backslashes_and_line_breaks_can_not_forge_a_field_or_a_line():
    look(permitted=False, reason="a=b\\c\nCEF:0|x\r\nsuid=Tor")

    (line,) = cef_lines(MORNING, MORNING + timedelta(hours=1))

    assert "reason=a\\=b\\\\c\\nCEF:0|x\\nsuid\\=Tor" in line
    assert "\n" not in line


@pytest.mark.django_db
def test_lines_come_oldest_first_from_the_first_moment_to_before_the_last():
    for minutes in (60, 0, 30, -1):
        look(permitted=True, at=MORNING + timedelta(minutes=minutes), request_id=f"at{minutes}")

    lines = list(cef_lines(MORNING, MORNING + timedelta(minutes=60)))

    assert [line.partition("sproc=")[2].split()[0] for line in lines] == ["at0", "at30"]
