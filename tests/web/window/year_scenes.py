"""A loop whose year is under way, as the windows' tests need it: people with names, a mentor at each workplace, everything shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from brobygger.kernel import clock
from brobygger.kernel.local_time import local_day, midnight, moment_on, monday_of
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.periods import months_after
from brobygger.loops.the_year.actions.turnings import rotate, start_year
from brobygger.parties.models import ContactPerson, Person, Role
from tests.factories import ContactPersonFactory, GrantFactory, PersonFactory
from tests.kit import window
from tests.loops.the_year.rounds import decided_round

PLACES = [("Rugbakken bakeri", "Tor", "Mona"), ("Elvekroken verksted", "Eva", "Nils"), ("Lyngtunet hagesenter", "Ola", "Turid")]
NAMES = ["Amina", "Yusuf", "Sara"]


@dataclass
class YearScene:
    """Amina begins at the bakery, then the workshop, then the garden centre; Yusuf and Sara one and two places ahead of her."""

    loop: Loop
    employers: tuple[LoopEmployer, ...]
    participants: tuple[Participant, ...]
    mentors: tuple[ContactPerson, ...]

    @property
    def amina(self) -> Participant:
        return self.participants[0]

    @property
    def bakery(self) -> LoopEmployer:
        return self.employers[0]

    @property
    def mona(self) -> Person:
        return self.mentors[0].person

    def stay(self, participant: int, period: int) -> Stay:
        return Stay.objects.get(participant=self.participants[participant], period=period)

    def turn(self, *turnings: int) -> None:
        for turning in turnings:
            day = local_day(LoopDate.objects.get(loop=self.loop, turning=turning, kind__in=["start", "rotation", "end"]).starts_at)
            rotate(self.loop, turning=turning, actor=self.loop.coordinator, now=midnight(day))
        self.loop.refresh_from_db()


def year_scene(*, rotates_in: int = 24, turned: int | None = None) -> YearScene:
    """A year in its first period with all the dates before the first rotation ahead, unless told otherwise.

    Takes   rotates_in  days to the first rotation, up to two weeks more: below 0 when it has been, -120 or so puts it in the last period
            turned      how many turnings have been ticked off; as many as have been, when not said
    """
    made = decided_round(starts_on=start_that_rotates(clock.today() + timedelta(days=rotates_in)), name="Brovikloopen")
    mentors = []
    for employer, (name, contact, mentor) in zip(made.employers, PLACES, strict=True):
        employer.workplace.name = name
        employer.workplace.save()
        Person.objects.filter(pk=employer.contact_id).update(first_name=contact, last_name="Bakkli")
        mentors.append(
            ContactPersonFactory(
                person=PersonFactory(first_name=mentor, last_name="Strandli", phone="68057702"),
                workplace=employer.workplace,
                is_mentor=True,
            )
        )
    for name, participant in zip(NAMES, made.participants, strict=True):
        Person.objects.filter(pk=participant.person_id).update(first_name=name, last_name="Hemmelig", email="", phone="91234567")
        for employer in made.employers:
            GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=made.loop.public_id)
    made.loop.coordinator.name, made.loop.coordinator.phone = "Lise Dalby", "68051200"
    made.loop.coordinator.save()
    before = made.loop.starts_on - timedelta(days=7)
    start_year(made.loop, actor=made.loop.coordinator, today=before, now=moment_on(before, time(8)))
    scene = YearScene(
        made.loop,
        tuple(LoopEmployer.objects.filter(loop=made.loop).select_related("workplace", "contact", "loop").order_by("pk")),
        tuple(Participant.objects.filter(loop=made.loop).select_related("person", "loop").order_by("pk")),
        tuple(mentors),
    )
    scene.turn(*range(turned if turned is not None else turnings_been(made.loop)))
    return scene


def start_that_rotates(day: date) -> date:
    """The earliest start of a loop whose first rotation is not before a day."""
    start = monday_of(months_after(day, -4)) - timedelta(weeks=2)
    while monday_of(months_after(start, 4)) < day:
        start += timedelta(weeks=1)
    return start


def turnings_been(loop: Loop) -> int:
    return LoopDate.objects.filter(loop=loop, kind__in=["start", "rotation", "end"], appointment__starts_at__lt=clock.now()).count()


def of_candidate(participant: Participant, name: str = "home", *about: object) -> str:
    return window(participant.person, Role.CANDIDATE, name, *about)


def of_employer(employer: LoopEmployer, name: str = "home", *about: object) -> str:
    return window(employer.contact, Role.EMPLOYER, name, *about)


def of_mentor(person: Person, name: str = "home", *about: object) -> str:
    return window(person, Role.MENTOR, name, *about)
