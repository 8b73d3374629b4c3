"""Twenty-eight employers in nine trades, each with somebody to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from brobygger.accounts.models import User
from brobygger.demo.cast import LINK_HOLDERS, person_id
from brobygger.demo.names import FIRMS, LAST_NAMES, TASKS
from brobygger.parties.actions import EmployerCard, register_employer
from brobygger.parties.models import ContactPerson, Person, Protection
from brobygger.parties.register_numbers import check_digit
from brobygger.reference.models import PostalCode

CONTACTS = (
    "Berit", "Arne", "Solveig", "Geir", "Astrid", "Trond", "Gunn", "Oddvar", "Randi", "Steinar", "Marit", "Kjell", "Turid", "Roar", "Åse",
    "Leif", "Bodil", "Terje", "Wenche", "Einar", "Torill", "Jarle", "Grete", "Svein", "Unni", "Harald", "Else",
)  # fmt: skip
POSTAL_CODES = ("7713", "7713", "7670", "7650")
STREETS = ("Brugata", "Kaiveien", "Elveveien", "Torggata", "Møllebakken")


@dataclass(frozen=True)
class Employer:
    """A place of work with its trade and tasks, and the one to call."""

    name: str
    contact: ContactPerson
    tasks: tuple[str, ...]


def make_employers(chance: Random, actor: User, *, today: date) -> dict[str, Employer]:
    """By name. Tor Bakkli decides at Rugbakken bakeri, where Mona Strandli is mentor."""
    employers: dict[str, Employer] = {}
    postal_codes = {place.code: place for place in PostalCode.objects.filter(code__in=POSTAL_CODES)}
    numbers = iter(register_numbers())
    contacts = iter(CONTACTS)
    tor, mona = LINK_HOLDERS[1], LINK_HOLDERS[2]
    for trade, firms in FIRMS.items():
        for firm in firms:
            is_tors = firm == "Rugbakken bakeri"
            first, last = (tor.first_name, tor.last_name) if is_tors else (next(contacts), chance.choice(LAST_NAMES))
            place = len(employers)
            contact = register_employer(
                EmployerCard(
                    register_number=next(numbers),
                    organisation=f"{firm} AS",
                    trade=trade,
                    workplace=firm,
                    street=f"{STREETS[place % len(STREETS)]} {3 + 2 * place}",
                    postal_code=postal_codes[POSTAL_CODES[place % len(POSTAL_CODES)]],
                    first_name=first,
                    last_name=last,
                    title="daglig leder",
                    phone=f"68052{100 + place:03d}",
                    email=f"{'tor' if is_tors else f'bedrift{place}'}@brovik.example",
                    can_decide=True,
                ),
                today=today - timedelta(days=700),
                actor=actor,
            )
            contact.person.public_id = person_id("tor" if is_tors else f"contact-{place}")
            employers[firm] = Employer(firm, contact, TASKS[trade])
    Person.objects.bulk_update([employer.contact.person for employer in employers.values()], ["public_id"])
    mentor = Person.objects.create(
        public_id=person_id(mona.key),
        first_name=mona.first_name,
        last_name=mona.last_name,
        phone="68052199",
        email="mona@brovik.example",
        protection=Protection.NONE,
    )
    ContactPerson.objects.create(
        person=mentor,
        workplace=employers["Rugbakken bakeri"].contact.workplace,
        title="baker",
        is_mentor=True,
        starts_on=today - timedelta(days=700),
    )
    return employers


def register_numbers() -> list[str]:
    """Numbers that check but begin with 3, which no real one does."""
    eights = (f"3100{number:04d}" for number in range(1000, 1100))
    return [f"{eight}{last}" for eight in eights if (last := check_digit(eight)) is not None]
