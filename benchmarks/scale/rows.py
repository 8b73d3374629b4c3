"""A region on paper: 20,000 candidates in forty units, 4,000 employers, some 410,000 contacts. Nobody in it is real.

Rows are made by the database itself where they are many, so that filling takes a minute and not an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db import connection, transaction

from brobygger.accounts.models import User
from brobygger.demo.names import FIRST_NAMES, LAST_NAMES
from brobygger.intake.models import Engagement, Part, Responsibility, Service, SpecialistProfile
from brobygger.parties.models import Membership, Organisation, Person, Protection, Role, Sector, Unit, UnitKind, Workplace
from brobygger.parties.register_numbers import check_digit
from brobygger.reference.models import PostalCode

CANDIDATES = 20_000
EMPLOYERS = 4_000
APPOINTMENTS_EACH = 6  # of somebody who is followed up, from three months back to one ahead
CONTACTS_EACH = 21
SMALL_UNITS = 40  # with 18,000 of them; the large unit has the other 2,000
IN_LARGE_UNIT = 2_000
IN_SMALL_UNIT = (CANDIDATES - IN_LARGE_UNIT) // SMALL_UNITS
CASELOAD = 20
BATCH = 2_000
BACK_DAYS = 400


@dataclass(frozen=True)
class Asker:
    """Somebody whose pages are measured, and how many people they have in view."""

    words: str
    people: int
    user: User
    person: Person | None = None


@transaction.atomic
def fill(*, today: date) -> None:
    """Fill an empty, migrated database with reference data in it."""
    with connection.cursor() as cursor:
        # Each row of history walks through the checks that wait for the end of the transaction, so none may wait.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    began = today - timedelta(days=BACK_DAYS)
    places = list(PostalCode.objects.filter(latitude__isnull=False).order_by("code")[:200])
    large, *small = Unit.objects.bulk_create(
        Unit(name=f"NAV Prøvestad {number}", kind=UnitKind.NAV_OFFICE, sector=Sector.STATE) for number in range(SMALL_UNITS + 1)
    )
    people = make_people(places)
    crowded, *specialists = make_staff(large, small, began)
    analyze()
    make_caseloads(people, crowded, specialists, large, small, began)
    make_employers(places)
    for number, unit in enumerate((large, small[0])):
        make_user("leder", number, unit, Role.LEADER, began)
    analyze()
    make_placements_and_contacts(today)


def analyze() -> None:
    """Let the planner know how much there is: a foreign key goes on being checked as it was when its table was nearly empty."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def askers() -> list[Asker]:
    """Those whose pages are asked for, in a database that is filled."""
    in_small, in_large = (Person.objects.get(last_name__endswith=f" {number}") for number in (IN_LARGE_UNIT, 0))
    return [
        Asker("spesialist med 20", CASELOAD, user_named("spesialist", 1), in_small),
        Asker("spesialist med 2 000", IN_LARGE_UNIT, user_named("spesialist", 0), in_large),
        Asker("leder for 450", IN_SMALL_UNIT, user_named("leder", 1)),
        Asker("leder for 2 000", IN_LARGE_UNIT, user_named("leder", 0)),
    ]


def user_named(kind: str, number: int) -> User:
    return User.objects.get(email=address_of(kind, number))


def address_of(kind: str, number: int) -> str:
    return f"{kind}{number}@provestad.example"


def make_user(kind: str, number: int, unit: Unit, role: Role, began: date) -> User:
    user = User.objects.create_user(address_of(kind, number), name=f"{FIRST_NAMES[number % len(FIRST_NAMES)]} Prøvestad")
    Membership.objects.create(user=user, unit=unit, role=role, starts_on=began)
    return user


def make_people(places: list[PostalCode]) -> list[Person]:
    return Person.objects.bulk_create(
        (
            Person(
                first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
                last_name=f"{LAST_NAMES[number % len(LAST_NAMES)]} {number}",
                phone=f"6805{number % 10}{number % 1000:03d}",
                postal_code=places[number % len(places)],
                protection=Protection.CODE_7 if number % 997 == 996 else Protection.NONE,
            )
            for number in range(CANDIDATES)
        ),
        batch_size=BATCH,
    )


def make_staff(large: Unit, small: list[Unit], began: date) -> list[User]:
    """The one with two thousand first, then one for each twenty of the others."""
    count = (CANDIDATES - IN_LARGE_UNIT) // CASELOAD
    users = [make_user("spesialist", 0, large, Role.SPECIALIST, began)]
    each = count // len(small)
    users += [
        make_user("spesialist", number + 1, small[min(number // each, len(small) - 1)], Role.SPECIALIST, began) for number in range(count)
    ]
    SpecialistProfile.objects.bulk_create(SpecialistProfile(user=user) for user in users)
    return users


def make_caseloads(people: list[Person], crowded: User, specialists: list[User], large: Unit, small: list[Unit], began: date) -> None:
    def unit_of(number: int) -> Unit:
        return large if number < IN_LARGE_UNIT else unit_of_specialist[(number - IN_LARGE_UNIT) // CASELOAD]

    units = {membership.user_id: membership.unit for membership in Membership.objects.select_related("unit")}
    unit_of_specialist = [units[user.pk] for user in specialists]
    engagements = Engagement.objects.bulk_create(
        (
            Engagement(
                person=person, unit=unit_of(number), service=Service.SUPPORTED_EMPLOYMENT, starts_on=began + timedelta(days=number % 380)
            )
            for number, person in enumerate(people)
        ),
        batch_size=BATCH,
    )
    Responsibility.objects.bulk_create(
        (
            Responsibility(
                engagement=engagement,
                user=crowded if number < IN_LARGE_UNIT else specialists[(number - IN_LARGE_UNIT) // CASELOAD],
                part=Part.RESPONSIBLE,
                starts_on=engagement.starts_on,
            )
            for number, engagement in enumerate(engagements)
        ),
        batch_size=BATCH,
    )
    Responsibility.objects.bulk_create(
        (
            Responsibility(
                engagement=engagement,
                user=specialists[((number - IN_LARGE_UNIT) // CASELOAD + 1) % len(specialists)],
                part=Part.DEPUTY,
                starts_on=engagement.starts_on,
            )
            for number, engagement in enumerate(engagements)
            if number >= IN_LARGE_UNIT
        ),
        batch_size=BATCH,
    )


def register_numbers() -> Iterator[str]:
    """Numbers that check but begin with 3, which no real one does."""
    eights = (f"3{number:07d}" for number in range(10_000_000))
    return (f"{eight}{last}" for eight in eights if (last := check_digit(eight)) is not None)


def make_employers(places: list[PostalCode]) -> None:
    organisations = Organisation.objects.bulk_create(
        (
            Organisation(register_number=register_number, name=f"Prøvebedrift {number} AS")
            for number, register_number in enumerate(islice(register_numbers(), EMPLOYERS))
        ),
        batch_size=BATCH,
    )
    Workplace.objects.bulk_create(
        (
            Workplace(organisation=organisation, name=f"Prøvebedrift {number}", postal_code=places[number % len(places)])
            for number, organisation in enumerate(organisations)
        ),
        batch_size=BATCH,
    )


def make_placements_and_contacts(today: date) -> None:
    """A third are in an ordinary job since some days or months, a third in practice, the others on the way; one in fifty was never met."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO placements_placement
                (public_id, person_id, kind, workplace_id, place_name, state, starts_on, end_cause, end_words, taken_out_because,
                 recorded_by_id, created_at)
            SELECT gen_random_uuid(), e.person_id,
                   CASE e.id %% 3 WHEN 0 THEN 'ordinary_permanent' ELSE 'practice' END,
                   (SELECT min(id) FROM parties_workplace) + e.id %% %(employers)s, '', 'active',
                   greatest(e.starts_on, %(today)s::date - (e.id %% 300)::int), '', '', '',
                   (SELECT min(id) FROM accounts_user), now()
            FROM intake_engagement e WHERE e.id %% 3 < 2
            """,
            {"employers": EMPLOYERS, "today": today},
        )
        cursor.execute(
            """
            INSERT INTO followup_contact
                (public_id, key, engagement_id, person_id, whom, kind, happened_at, line, next_step, withheld_because,
                 act, written_by_id, written_at)
            SELECT gen_random_uuid(), gen_random_uuid(), e.id, e.person_id, 'candidate',
                   (ARRAY['phone', 'at_work', 'out', 'no_answer'])[1 + (e.id + n) %% 4],
                   moment, 'Gikk gjennom uka. Neste gang snakker vi om arbeidstida.', '', '', '', r.user_id, moment
            FROM intake_engagement e
            JOIN intake_responsibility r ON r.engagement_id = e.id AND r.part = 'responsible'
            CROSS JOIN generate_series(1, %(each)s) n
            CROSS JOIN LATERAL (
                SELECT greatest(
                    e.starts_on::timestamptz, %(today)s::timestamptz - make_interval(days => ((e.id * 7 + n * 13) %% 260)::int)
                ) AS moment
            ) at
            WHERE e.id %% 50 <> 0
            """,
            {"each": CONTACTS_EACH, "today": today},
        )
        cursor.execute(
            """
            WITH agreed AS (
                INSERT INTO appointments_appointment
                    (public_id, key, unit_id, kind, starts_at, ends_at, is_all_day, place, about, state, sequence, changed_at,
                     called_off_because)
                SELECT gen_random_uuid(), md5(e.id || ':' || n)::uuid, e.unit_id, 'talk', moment, moment + interval '30 minutes', false,
                       'Brohuset', 'Gå gjennom uka', CASE WHEN moment < %(today)s THEN 'held' ELSE 'planned' END, 0, now(), ''
                FROM intake_engagement e
                CROSS JOIN generate_series(1, %(agreed)s) n
                CROSS JOIN LATERAL (
                    SELECT %(today)s::timestamptz
                        + make_interval(days => ((e.id * 3 + n * 17) %% 120)::int - 90, hours => (9 + e.id %% 6)::int) AS moment
                ) at
                RETURNING id, key
            ),
            whose AS (
                SELECT agreed.id, e.person_id, r.user_id
                FROM intake_engagement e
                JOIN intake_responsibility r ON r.engagement_id = e.id AND r.part = 'responsible'
                CROSS JOIN generate_series(1, %(agreed)s) n
                JOIN agreed ON agreed.key = md5(e.id || ':' || n)::uuid
            )
            INSERT INTO appointments_appointmentparty (public_id, appointment_id, role, person_id, user_id)
            SELECT gen_random_uuid(), id, 'candidate', person_id, NULL FROM whose
            UNION ALL
            SELECT gen_random_uuid(), id, '', NULL, user_id FROM whose
            """,
            {"agreed": APPOINTMENTS_EACH, "today": today},
        )
        cursor.execute(
            """
            WITH specialist AS (
                SELECT user_id, unit_id, row_number() OVER (ORDER BY id) AS number FROM parties_membership WHERE role = 'specialist'
            )
            INSERT INTO jobdev_employervisit
                (public_id, key, workplace_id, unit_id, visitor_id, kind, held_at, spoke_with, spoke_with_decider, need, recorded_at)
            SELECT gen_random_uuid(), gen_random_uuid(), w.id, s.unit_id, s.user_id, 'visit',
                   %(today)s::timestamptz - make_interval(days => ((w.id * 3 + n * 11) %% 90)::int), 'Daglig leder',
                   (w.id + n) %% 2 = 0, 'Mer folk i helga.', now()
            FROM parties_workplace w
            CROSS JOIN generate_series(1, 5) n
            JOIN specialist s ON s.number = 1 + (w.id * 5 + n) %% 900
            """,
            {"today": today},
        )
