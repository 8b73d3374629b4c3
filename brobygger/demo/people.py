"""The people of the town: staff in their units, and sixty candidates with somebody who picks up the phone for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from brobygger.accounts.models import User
from brobygger.demo.cast import LINK_HOLDERS, STAFF, person_id
from brobygger.demo.names import FIRST_NAMES, LAST_NAMES
from brobygger.intake.models import Engagement, Part, Pathway, Responsibility, Service
from brobygger.parties.models import Membership, Person, Protection, Role, Sector, SpokenLanguage, Unit, UnitKind
from brobygger.reference.models import PostalCode

CANDIDATES = 60
IN_TOWN = 24  # those who are in a loop live in the town itself
POSTAL_CODES = ("7713", "7713", "7713", "7670", "7650", "7600", "7660")  # the town's own three times, and its neighbours
UNITS = {
    "nav": ("NAV Brovik", UnitKind.NAV_OFFICE, Sector.STATE),
    "centre": ("Arbeidslivssenteret i Brovik", UnitKind.WORKING_LIFE_CENTRE, Sector.STATE),
    "jobbsentral": ("Jobbsentralen i Brovik", UnitKind.YOUTH_CENTRE, Sector.MUNICIPALITY),
    "youth": ("Ungdomsteamet i Elvebyen", UnitKind.YOUTH_TEAM, Sector.DISTRICT),
    "training": ("Opplæringskontoret i Brovik", UnitKind.TRAINING_OFFICE, Sector.VOLUNTEER),
    "driver": ("Broene, driver av JobbLoop", UnitKind.DRIVER, Sector.VOLUNTEER),
}
WORKS_AT = {
    "lise": "centre", "dag": "driver", "kari": "nav", "jonas": "nav", "per": "nav", "siri": "nav", "ida": "jobbsentral", "rune": "youth",
    "liv": "nav",
}  # fmt: skip
MORE_STAFF = (
    ("hanne", "Hanne Solbakk", Role.COUNSELLOR, "nav"),
    ("mattis", "Mattis Eikeland", Role.COUNSELLOR, "youth"),
    ("runa", "Runa Sjøvik", Role.BUSINESS_COORDINATOR, "training"),
    ("gro", "Gro Heimdal", Role.SPECIALIST, "nav"),
    ("ahmed", "Ahmed Sund", Role.SPECIALIST, "nav"),
    ("line", "Line Orre", Role.SPECIALIST, "nav"),
)
WORK_PERCENT = {"line": 80}


@dataclass(frozen=True)
class People:
    units: dict[str, Unit]
    staff: dict[str, User]
    candidates: tuple[Person, ...]


def postal_codes() -> dict[str, PostalCode]:
    """The places people of the town live, by their codes."""
    return {place.code: place for place in PostalCode.objects.filter(code__in=POSTAL_CODES)}


def make_people(chance: Random, *, named: Mapping[int, tuple[str, str]], today: date) -> People:
    """Takes  named  what some of the sixty are called, by their place among them"""
    town = PostalCode.objects.get(code=POSTAL_CODES[0])
    units = {
        key: Unit.objects.create(name=name, kind=kind, sector=sector, street=f"Brugata {2 + number}", postal_code=town)
        for number, (key, (name, kind, sector)) in enumerate(UNITS.items())
    }
    staff = make_staff(units, today=today)
    return People(units, staff, make_candidates(chance, units, staff, named=named, today=today))


def make_staff(units: dict[str, Unit], *, today: date) -> dict[str, User]:
    """The cast's nine and six more; each is also a person of their own, so nobody can look themselves up."""
    cast = [(part.key, part.name, part.role, WORKS_AT[part.key]) for part in STAFF]
    staff = {}
    for number, (key, name, role, unit) in enumerate([*cast, *MORE_STAFF]):
        user = User.objects.create_user(f"{key}@brovik.example", name=name, phone=f"68050{101 + number}")
        Membership.objects.create(
            user=user, unit=units[unit], role=role, work_percent=WORK_PERCENT.get(key, 100), starts_on=today - timedelta(days=800)
        )
        first, last = name.split(" ", 1)
        Person.objects.create(public_id=person_id(key), first_name=first, last_name=last, user=user, protection=Protection.NONE)
        staff[key] = user
    return staff


def make_candidates(
    chance: Random, units: dict[str, Unit], staff: dict[str, User], *, named: Mapping[int, tuple[str, str]], today: date
) -> tuple[Person, ...]:
    """Amina first. Most are of an age for JobbLoop, some younger or older; three have an address that is protected or not cleared up."""
    amina = LINK_HOLDERS[0]
    names = [(amina.first_name, amina.last_name), *((first, chance.choice(LAST_NAMES)) for first in FIRST_NAMES)]
    places = postal_codes()
    people = []
    for number, drawn in enumerate(names[:CANDIDATES]):
        first, last = named.get(number, drawn)
        years = max(21, chance.randint(19, 28)) if number < 45 else chance.choice((16, 17, 32, 38, 45))
        person = Person(
            public_id=person_id("amina" if number == 0 else f"candidate-{number}"),
            first_name=first,
            last_name=last,
            born_on=today - timedelta(days=years * 365 + chance.randint(20, 340)),
            phone=f"68051{100 + number:03d}",
            email="" if number % 9 == 5 else f"kandidat{number}@brovik.example",
            postal_code=places[POSTAL_CODES[0] if number < IN_TOWN else chance.choice(POSTAL_CODES)],
            language="nn" if number % 17 == 8 else "nb",
            talks_best=("", SpokenLanguage.NORWEGIAN, SpokenLanguage.NORWEGIAN, SpokenLanguage.UKRAINIAN)[number % 4],
            protection={50: Protection.SHIELDED, 51: Protection.CODE_7, 52: Protection.UNKNOWN}.get(number, Protection.NONE),
        )
        people.append(person)
    Person.objects.bulk_create(people)
    keep_followed([followed(person, number, units, staff, today=today) for number, person in enumerate(people)])
    return tuple(people)


def followed(person: Person, number: int, units: dict[str, Unit], staff: dict[str, User], *, today: date) -> list[Responsibility]:
    """One responsible and one deputy for everybody but the youngest, who have no deputy. Neither they nor the engagement are kept yet."""
    unit, service, responsible, deputy = (
        ("nav", Service.ORDINARY_FOLLOW_UP, "kari", "hanne")
        if number < 24
        else ("nav", Service.ORDINARY_FOLLOW_UP, "hanne", "jonas")
        if number < 36
        else ("nav", Service.SUPPORTED_EMPLOYMENT, "jonas", "hanne")
        if number < 50
        else ("youth", Service.ORDINARY_FOLLOW_UP, "mattis", "")
    )
    began = today - timedelta(days=500 + number * 3)
    engagement = Engagement(person=person, unit=units[unit], service=service, starts_on=began, **what_was_told(number))
    parts = {Part.RESPONSIBLE: responsible, Part.DEPUTY: deputy}
    return [Responsibility(engagement=engagement, user=staff[name], part=part, starts_on=began) for part, name in parts.items() if name]


def what_was_told(number: int) -> dict[str, Any]:
    """What was told when somebody was taken in: two of three begin with a job, some wish for fewer hours, and of some one does not know."""
    return {
        "pathway": Pathway.TRAIN_THEN_PLACE if number % 3 == 2 else Pathway.PLACE_THEN_TRAIN,
        "worked_lately": (True, False, None)[number % 5 % 3],
        "hours_wished": (None, Decimal("37.5"), Decimal(20))[number % 3],
    }


def keep_followed(held: Sequence[Sequence[Responsibility]]) -> list[Engagement]:
    """Keep the engagements of many, and who has which part in each. Gives the engagements."""
    engagements = [parts[0].engagement for parts in held if parts[0].engagement is not None]
    Engagement.objects.bulk_create(engagements)
    Responsibility.objects.bulk_create(each for parts in held for each in parts)
    return engagements
