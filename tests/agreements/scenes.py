"""A loop in its year, with three employers and a candidate who has been at two of them, as the tests of words and certificates need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from brobygger.accounts.models import User
from brobygger.agreements.seal import CERTIFICATE_FILE, KEY_FILE, make_seal
from brobygger.loops.models import Loop, LoopEmployer, Participant, Stay
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role, Unit, UnitKind
from brobygger.placements.states import PlacementState
from tests.factories import (
    EngagementFactory,
    GrantFactory,
    LoopEmployerFactory,
    LoopFactory,
    ParticipantFactory,
    PersonFactory,
    PlacementFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
)

TODAY = date(2027, 9, 14)
NOW = datetime(2027, 9, 14, 10, 0, tzinfo=UTC)
PERIODS = [(date(2026, 9, 14), date(2027, 1, 10)), (date(2027, 1, 11), date(2027, 5, 9)), (date(2027, 5, 10), date(2027, 9, 12))]
TASKS = ("Lage deig", "Pakke brød", "Stå i kassa")
FIRMS = (("Rugbakken bakeri", "Tor"), ("Elvekroken verksted", "Eva"), ("Lyngtunet hagesenter", "Ola"))


@cache
def office_key() -> Path:
    """A folder with a key and a certificate to seal with, made once for each test process: making one takes a second."""
    folder = Path(mkdtemp()) / "seal"
    make_seal(folder, name="Kontoret", now=datetime(2026, 1, 1, tzinfo=UTC))
    return folder


def seal_in(settings: Any) -> None:
    """Give the office of a test a key."""
    settings.SEAL_KEY, settings.SEAL_CERTIFICATE = str(office_key() / KEY_FILE), str(office_key() / CERTIFICATE_FILE)


@dataclass
class Scene:
    loop: Loop
    employers: list[LoopEmployer]
    lise: User  # coordinator
    kari: User  # counsellor, follows Amina
    office: Unit
    amina: Participant = field(init=False)

    @property
    def bakery(self) -> LoopEmployer:
        return self.employers[0]

    @property
    def stays(self) -> list[Stay]:
        return list(self.amina.stays.order_by("period"))

    def add(self, first_name: str, **fields: Any) -> Participant:
        """One more candidate, followed by Kari, who shares with the coordinator and with every employer."""
        person = PersonFactory(first_name=first_name, last_name="Hemmelig", of_loop_age=True, email=f"{first_name.lower()}@brovik.invalid")
        participant = ParticipantFactory(loop=self.loop, person=person, proposed_by=self.kari, turned_up=True, **fields)
        EngagementFactory(person=person, unit=self.office, responsible=self.kari)
        GrantFactory(person=person, unit=self.loop.unit, subject_id=self.loop.public_id)
        for employer in self.employers:
            GrantFactory(person=person, unit=None, workplace=employer.workplace, subject_id=self.loop.public_id)
        return participant

    def stay(self, participant: Participant, period: int, *, state: PlacementState = PlacementState.ENDED, **fields: Any) -> Stay:
        employer = fields.pop("employer", self.employers[period])
        starts_on, ends_on = PERIODS[period]
        ended = {"ended": True, "ends_on": fields.pop("left_on", ends_on)} if state == PlacementState.ENDED else {"state": state}
        placement = PlacementFactory(person=participant.person, workplace=employer.workplace, starts_on=starts_on, **ended)
        return StayFactory(
            participant=participant, employer=employer, period=period, starts_on=starts_on, ends_on=ends_on, placement=placement, **fields
        )


def year_scene(*, finished: bool = False, stays: int = 2) -> Scene:
    """Amina has ended her stays but for the last, which is still to come: two of three, unless told otherwise."""
    unit = UnitFactory(kind=UnitKind.WORKING_LIFE_CENTRE)
    office = UnitFactory()
    lise = UserFactory(name="Lise Dalby", phone="68051200", role=Role.LOOP_COORDINATOR, role__unit=unit)
    kari = UserFactory(name="Kari Moseby", phone="68054090", role=Role.COUNSELLOR, role__unit=office)
    loop = LoopFactory(
        name="Brovikloopen",
        unit=unit,
        coordinator=lise,
        state=LoopState.FINISHED if finished else LoopState.RUNNING,
        decided=True,
        offices=[office],
    )
    employers = [
        LoopEmployerFactory(
            loop=loop,
            committed=True,
            with_contact=True,
            workplace__name=firm,
            contact=PersonFactory(first_name=contact, last_name="Bakkli", email=f"{contact.lower()}@brovik.invalid"),
            tasks=TASKS,
        )
        for firm, contact in FIRMS
    ]
    scene = Scene(loop, employers, lise, kari, office)
    scene.amina = scene.add("Amina")
    for period in range(3):
        scene.stay(scene.amina, period, state=PlacementState.ENDED if period < stays else PlacementState.PLANNED)
    return scene
