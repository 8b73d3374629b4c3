from __future__ import annotations

import pytest

from tests.intake.scenes import Office, office


@pytest.fixture
def scene(db) -> Office:
    return office()
