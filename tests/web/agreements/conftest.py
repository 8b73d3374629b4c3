from __future__ import annotations

import pytest

from tests.agreements.scenes import seal_in


@pytest.fixture(autouse=True)
def office(settings):
    seal_in(settings)
