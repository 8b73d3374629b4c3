"""What is true of one candidate's wishes and each opening, and the order to read the openings in.

The order counts the wishes of the candidate that an opening meets, each as one. It orders openings for one person; the count is given to
nobody, stored nowhere, and never compared between people.

Source  RULES M2, M3, M5; ADR 0099; docs/matching.md, «Openings»
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf

from brobygger.matching.openings.model import About, OpeningReason, Place, Wishes

BY_DIGITS = {
    4: OpeningReason.SAME_OCCUPATION,
    3: OpeningReason.SAME_GROUP,
    2: OpeningReason.SAME_BRANCH,
    1: OpeningReason.SAME_FIELD,
}
MET = frozenset(
    {
        OpeningReason.SAME_OCCUPATION,
        OpeningReason.SAME_GROUP,
        OpeningReason.SAME_BRANCH,
        OpeningReason.WORD,
        OpeningReason.HOURS_WITHIN,
        OpeningReason.TIMES_WITHIN,
        OpeningReason.NEAR_ENOUGH,
    }
)
ROAD_PER_STRAIGHT_LINE = 1.3  # a road is about this much longer than the straight line
KM_PER_HOUR = {"foot": 12, "public": 25, "car": 40}  # by bicycle where one can; stops, lights and parking are in it; rules of thumb
WAITING_MINUTES = {"foot": 0, "public": 10, "car": 5}  # to the stop and for the bus, to and from the car
USUAL_WAY = "public"  # when nobody has said how


def minutes_of(distance_km: float, *, travels_by: str) -> int:
    """About how long it takes one way, rounded to whole minutes.

    Takes   distance_km  in a straight line, 0 or more
            travels_by   foot, public or car; anything else counts as public
    Gives   straight line × 1.3 at the speed of the means, and the waiting
    """
    means = travels_by if travels_by in KM_PER_HOUR else USUAL_WAY
    return WAITING_MINUTES[means] + round(distance_km * ROAD_PER_STRAIGHT_LINE / KM_PER_HOUR[means] * 60)


def reasons_about(wishes: Wishes, place: Place) -> tuple[About, ...]:
    """Occupations, words, hours, times and travel, then what speaks against. What isn't known is left out."""
    said = [
        *about_occupations(wishes, place),
        *(About(OpeningReason.WORD, {"word": word}) for word in sorted(wishes.words & place.words)),
        *(About(OpeningReason.NOT_WANTED, {"word": word}) for word in sorted(wishes.unwanted & place.words)),
        *about_hours(wishes, place),
        *about_times(wishes, place),
        *about_travel(wishes, place),
    ]
    return tuple(sorted(said, key=lambda each: each.is_against))


def about_occupations(wishes: Wishes, place: Place) -> Iterable[About]:
    """Each wished occupation that has the first digits in common with that of the opening, nearest first."""
    near = [(common_digits(wished, place.occupation), wished) for wished in wishes.occupations]
    for digits, wished in sorted(near, key=lambda each: (-each[0], each[1])):
        if digits:
            yield About(BY_DIGITS[digits], {"wished": wished, "offered": place.occupation})


def common_digits(one: str, other: str) -> int:
    """How many digits two codes have in common from the left."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def about_hours(wishes: Wishes, place: Place) -> Iterable[About]:
    if place.hours is None or (wishes.hours_from is None and wishes.hours_to is None):
        return
    if wishes.hours_from is not None and place.hours < wishes.hours_from:
        yield About(OpeningReason.FEWER_HOURS, {"hours": place.hours, "wished": wishes.hours_from})
    elif wishes.hours_to is not None and place.hours > wishes.hours_to:
        yield About(OpeningReason.MORE_HOURS, {"hours": place.hours, "wished": wishes.hours_to})
    else:
        yield About(OpeningReason.HOURS_WITHIN, {"hours": place.hours})


def about_times(wishes: Wishes, place: Place) -> Iterable[About]:
    if not wishes.times or not place.times:
        return
    others = place.times - wishes.times
    if others:
        yield About(OpeningReason.OTHER_TIMES, {"times": ",".join(sorted(others))})
    else:
        yield About(OpeningReason.TIMES_WITHIN, {"times": ",".join(sorted(place.times))})


def about_travel(wishes: Wishes, place: Place) -> Iterable[About]:
    if wishes.travel_minutes is None or place.distance_km is None:
        return
    minutes = minutes_of(place.distance_km, travels_by=wishes.travels_by)
    code = OpeningReason.NEAR_ENOUGH if minutes <= wishes.travel_minutes else OpeningReason.TOO_FAR
    yield About(code, {"km": round(place.distance_km), "minutes": minutes, "limit": wishes.travel_minutes})


def in_order(wishes: Wishes, places: Sequence[Place]) -> list[tuple[Place, tuple[About, ...]]]:
    """Openings for one candidate: those that meet most of the candidate's own wishes first, then the nearest, then by id.

    Gives   every opening with its reasons, also those that meet no wish
    """
    found = [(place, reasons_about(wishes, place)) for place in places]
    return sorted(found, key=lambda each: (-met(each[1]), inf if each[0].distance_km is None else each[0].distance_km, each[0].id))


def met(reasons: Iterable[About]) -> int:
    """How many of the wishes are met. Each counts as one, so that one more wish an opening meets never moves it down."""
    return sum(each.code in MET for each in reasons)
