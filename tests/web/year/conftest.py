"""A loop with its year under way, everyone who may open it, one who may not, and a clock that can be set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.urls import reverse

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import midnight
from brobygger.loops.models import DateKind, Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.periods import periods
from brobygger.loops.the_year.actions.turnings import rotate, start_year
from brobygger.parties.models import Role, Unit, UnitKind
from tests.factories import (
    EngagementFactory,
    LoopEmployerFactory,
    LoopFactory,
    MembershipFactory,
    ParticipantFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
)

DECIDED = datetime(2026, 9, 7, 10, tzinfo=OSLO)  # a Monday; the loop starts the Monday after, and rotates on 11.01.2027 and 10.05.2027


@dataclass
class Scene:
    loop: Loop
    office: Unit
    lise: User  # coordinator
    dag: User  # driver
    kari: User  # counsellor of Amina and Emil
    siri: User  # leader at the office
    per: User  # business coordinator there
    stranger: User  # has every staff role, somewhere else
    amina: Participant
    emil: Participant
    sara: Participant  # followed by somebody else
    employers: list[LoopEmployer]
    monkeypatch: pytest.MonkeyPatch

    def at(self, moment: datetime) -> None:
        """Let the edges read this on the clock."""
        self.monkeypatch.setattr(clock, "now", lambda: moment)

    def start(self) -> None:
        start_year(self.loop, actor=self.lise, today=clock.today(), now=clock.now())
        self.loop.refresh_from_db()

    def rotate(self, *turnings: int) -> None:
        days = {0: date(2026, 9, 14), 1: date(2027, 1, 11), 2: date(2027, 5, 10), 3: date(2027, 9, 10)}
        for turning in turnings:
            rotate(self.loop, turning=turning, actor=self.lise, now=midnight(days[turning]))

    def date(self, kind: DateKind, turning: int = 1, **which: object) -> LoopDate:
        return LoopDate.objects.filter(loop=self.loop, kind=kind, turning=turning, **which).order_by("pk")[0]

    def stay(self, participant: Participant, period: int) -> Stay:
        return Stay.objects.get(participant=participant, period=period)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"year:{name}", args=[self.loop.public_id, *more])


@pytest.fixture
def decided(db, monkeypatch) -> Scene:
    """The plan is decided, a week before the start."""
    monkeypatch.setattr(clock, "now", lambda: DECIDED)
    centre, office = UnitFactory(name="Arbeidslivssenteret", kind=UnitKind.WORKING_LIFE_CENTRE), UnitFactory(name="NAV Brovik")
    lise = UserFactory(name="Lise Dalby", phone="68051200", role=Role.LOOP_COORDINATOR, role__unit=centre)
    dag = UserFactory(name="Dag Moen", role=Role.DRIVER, role__unit=UnitFactory(kind=UnitKind.DRIVER))
    kari = UserFactory(name="Kari Lund", phone="68054090", role=Role.COUNSELLOR, role__unit=office)
    hanne = UserFactory(name="Hanne Berg", role=Role.COUNSELLOR, role__unit=office)
    siri = UserFactory(name="Siri Vik", role=Role.LEADER, role__unit=office)
    per = UserFactory(name="Per Haug", role=Role.BUSINESS_COORDINATOR, role__unit=office)
    stranger = UserFactory(name="Stein Fremmed")
    elsewhere = UnitFactory(name="NAV Annetsteds")
    for role in (Role.LOOP_COORDINATOR, Role.DRIVER, Role.COUNSELLOR, Role.LEADER, Role.BUSINESS_COORDINATOR):
        MembershipFactory(user=stranger, role=role, unit=elsewhere)
    loop = LoopFactory(name="Brovik-loopen", decided=True, unit=centre, coordinator=lise, driver=dag, offices=[office])
    employers = [
        LoopEmployerFactory(loop=loop, committed=True, with_contact=True, workplace__name=name, contact__email=f"{key}@brovik.example")
        for key, name in (("bakeri", "Rugbakken bakeri"), ("verksted", "Elvekroken verksted"), ("hage", "Lyngtunet hagesenter"))
    ]
    people = []
    for name, counsellor in (("Amina", kari), ("Emil", kari), ("Sara", hanne)):
        people.append(
            ParticipantFactory(
                loop=loop,
                turned_up=True,
                granted=True,
                proposed_by=counsellor,
                person__first_name=name,
                person__email=f"{name.lower()}@brovik.example",
            )
        )
        EngagementFactory(person=people[-1].person, unit=office, responsible=counsellor)
    for number, participant in enumerate(people):
        for period in periods(loop):
            StayFactory(
                participant=participant,
                employer=employers[(number + period.number) % 3],
                period=period.number,
                starts_on=period.starts_on,
                ends_on=period.ends_on,
            )
    return Scene(loop, office, lise, dag, kari, siri, per, stranger, *people, employers, monkeypatch)


@pytest.fixture
def scene(decided) -> Scene:
    """The year is set going."""
    decided.start()
    return decided
