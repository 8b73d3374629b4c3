"""How dates, times and numbers are written in Norwegian, and distances between points."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from django.utils.formats import number_format
from phonenumbers import PhoneNumberFormat, format_number, parse

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
NO_BREAK_SPACE = "\u00a0"


def day(value: date) -> str:
    """A date in figures, as people write it in Norway: 04.01.2027. The year always has four, which `strftime` does not promise."""
    return f"{value.day:02}.{value.month:02}.{value.year:04}"


def hours(value: float | Decimal) -> str:
    """Hours of a week, as the reader's language writes them: 20, or 37,5."""
    return str(number_format(value, 0 if value == int(value) else 1))


def phone(number: str) -> str:
    """A number that is kept, as 680 50 214, 02800 or +46 8 123 456 78, with spaces that do not break over lines; words as they stand."""
    if len(number) == 8 and number.isdecimal():
        return NO_BREAK_SPACE.join((number[:3], number[3:5], number[5:]))
    if number.startswith("+") and number[1:].isdecimal():
        return format_number(parse(number), PhoneNumberFormat.INTERNATIONAL).replace(" ", NO_BREAK_SPACE)
    return number


def straight_line_km(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> float:
    """Distance in kilometres along the earth's surface between two points in degrees.

    Source  the haversine formula, mean earth radius
    """
    half_lat = radians(to_lat - from_lat) / 2
    half_lon = radians(to_lon - from_lon) / 2
    chord = sin(half_lat) ** 2 + cos(radians(from_lat)) * cos(radians(to_lat)) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(chord))
