from __future__ import annotations

import pytest

from brobygger.reference.models import PostalCode
from brobygger.reference.queries import distance_km

OSLO = PostalCode(code="0150", place="Oslo", latitude=59.9127, longitude=10.7461)
TROMSØ = PostalCode(code="9008", place="Tromsø", latitude=69.6489, longitude=18.9551)
LONGYEARBYEN = PostalCode(code="9170", place="Longyearbyen")


def test_the_distance_is_the_straight_line_and_the_same_both_ways():
    assert distance_km(OSLO, TROMSØ) == pytest.approx(1150, abs=10)
    assert distance_km(OSLO, TROMSØ) == distance_km(TROMSØ, OSLO)


def test_a_code_is_no_distance_from_itself_when_its_point_is_known():
    assert distance_km(OSLO, OSLO) == 0.0


@pytest.mark.parametrize(("start", "end"), [(OSLO, LONGYEARBYEN), (LONGYEARBYEN, OSLO), (LONGYEARBYEN, LONGYEARBYEN)])
def test_an_unknown_point_gives_no_distance_not_even_to_itself(start, end):
    assert distance_km(start, end) is None


def test_a_point_on_the_equator_is_a_known_point():
    origin = PostalCode(code="0000", latitude=0.0, longitude=0.0)

    assert distance_km(origin, origin) == 0.0
    assert origin.has_known_point
