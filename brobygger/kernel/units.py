"""How dates, times and numbers are written in Norwegian, and distances between points."""

from __future__ import annotations

from datetime import date
from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
NO_BREAK_SPACE = "\u00a0"


def day(value: date) -> str:
    """A date in figures, as people write it in Norway: 04.01.2027."""
    return value.strftime("%d.%m.%Y")


def phone(number: str) -> str:
    """Eight digits as 680 50 214, with spaces that do not break over lines; anything else as it stands."""
    digits = number.replace(" ", "")
    if len(digits) != 8 or not digits.isdigit():
        return number
    return NO_BREAK_SPACE.join((digits[:3], digits[3:5], digits[5:]))


def straight_line_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Distance in kilometres along the earth's surface between two points in degrees.

    Source  the haversine formula, mean earth radius
    """
    half_lat = radians(to_lat - from_lat) / 2
    half_lon = radians(to_lon - from_lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(from_lat)) * cos(radians(to_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
