from __future__ import annotations

import pytest

from tests.followup.scenes import Year, year


@pytest.fixture
def scene(db) -> Year:
    return year()
