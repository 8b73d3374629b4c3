"""The invented town of Brovik: the same every time it is built, but for the dates, which are around today's."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256
from random import Random

from django.db import connection, transaction

from brobygger.demo.caseloads import NAMES
from brobygger.demo.cast import LINK_HOLDERS, person_id
from brobygger.demo.employers import make_employers
from brobygger.demo.loops import make_loops
from brobygger.demo.people import make_people
from brobygger.demo.specialists import make_specialists
from brobygger.demo.years import make_years
from brobygger.parties.actions import open_link
from brobygger.parties.models import Person
from brobygger.reference.models import DatasetVersion

SEED = 20261122
NAME = "demo-town"
LINKS_LAST = timedelta(days=365)


@transaction.atomic
def seed(*, today: date) -> None:
    """Build the town, with dates around today. The reference data must be loaded first."""
    chance = Random(SEED)
    people = make_people(chance, named=NAMES, today=today)
    employers = make_employers(chance, people.staff["dag"], today=today)
    make_loops(chance, people, employers, today=today)
    make_years(Random(SEED + 1), people, employers, today=today)
    make_specialists(Random(SEED + 2), people, employers, today=today)
    for part in LINK_HOLDERS:
        open_link(Person.objects.get(public_id=person_id(part.key)), part.role, until=today + LINKS_LAST, actor=people.staff["lise"])
    DatasetVersion.objects.create(
        name=NAME, version=today.isoformat(), sha256=sha256(str(SEED).encode()).hexdigest(), row_count=len(people.candidates)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # people move in at once, and PostgreSQL would else guess for a minute how many rows there are


def seeded_on() -> date | None:
    """The day the town was built, or None when there is none."""
    version = DatasetVersion.objects.filter(name=NAME).values_list("version", flat=True).first()
    return date.fromisoformat(version) if version else None
