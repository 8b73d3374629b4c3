"""A loop at work: Amina is at the bakery today and goes on to the workshop; Lise coordinates, and Kari follows Amina up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from brobygger.accounts.models import User
from brobygger.followup.actions.matters import raise_matter
from brobygger.followup.models import Matter
from brobygger.kernel import clock
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.parties.models import Role, Unit, UnitKind
from tests.factories import (
    EngagementFactory,
    GrantFactory,
    LoopEmployerFactory,
    LoopFactory,
    ParticipantFactory,
    PersonFactory,
    StayFactory,
    UnitFactory,
    UserFactory,
)


@dataclass
class Year:
    centre: Unit
    office: Unit
    loop: Loop
    lise: User
    kari: User
    bakery: LoopEmployer
    workshop: LoopEmployer
    amina: Participant

    def participant(
        self, first_name: str, *, at: LoopEmployer | None = None, then: LoopEmployer | None = None, **fields: Any
    ) -> Participant:
        """Somebody Kari follows, at one employer since a month ago and at another in three months, who shares with everyone."""
        today = clock.today()
        person = PersonFactory(first_name=first_name, last_name="Hemmelig", email=f"{first_name.lower()}@brovik.invalid", of_loop_age=True)
        made = ParticipantFactory(loop=self.loop, person=person, turned_up=True, granted=True, proposed_by=self.kari, **fields)
        EngagementFactory(person=person, unit=self.office, responsible=self.kari)
        middle = today + timedelta(days=90)
        if at is not None:
            StayFactory(participant=made, employer=at, starts_on=today - timedelta(days=30), ends_on=middle)
        if then is not None:
            StayFactory(
                participant=made, employer=then, period=1, starts_on=middle + timedelta(days=1), ends_on=middle + timedelta(days=120)
            )
        for employer in (at, then):
            if employer is not None:
                GrantFactory(person=person, unit=None, workplace=employer.workplace, subject_id=self.loop.public_id)
        return made

    def employer(self, name: str, contact: str, **fields: Any) -> LoopEmployer:
        person = PersonFactory(first_name=contact, last_name="Bakkli", email=f"{contact.lower()}@brovik.invalid", phone="68061100")
        fields = {"committed": True, "with_contact": True, **fields}
        return LoopEmployerFactory(loop=self.loop, workplace__name=name, contact=person, **fields)

    def raised(self, **fields: Any) -> Matter:
        """Amina has said from her own window that the bus is late, and nothing of the employer."""
        return raise_matter(
            self.amina,
            **{
                "what": "Bussen går for sent.",
                "role": Role.CANDIDATE,
                "actor": self.amina.person,
                "workplace": self.bakery.workplace,
                "today": clock.today(),
                "now": clock.now(),
                **fields,
            },
        )


def year() -> Year:
    today = clock.today()
    centre, office = UnitFactory(kind=UnitKind.WORKING_LIFE_CENTRE), UnitFactory()
    lise = UserFactory(name="Lise Dalby", phone="68051200", email="lise@brovik.invalid", role=Role.LOOP_COORDINATOR, role__unit=centre)
    kari = UserFactory(name="Kari Moseby", phone="68054090", email="kari@brovik.invalid", role=Role.COUNSELLOR, role__unit=office)
    loop = LoopFactory(
        running=True,
        name="Brovikloopen",
        unit=centre,
        coordinator=lise,
        offices=[office],
        kick_off_on=today - timedelta(days=44),
        starts_on=today - timedelta(days=30),
    )
    scene = Year(centre, office, loop, lise, kari, None, None, None)
    scene.bakery, scene.workshop = scene.employer("Rugbakken bakeri", "Tor"), scene.employer("Elvekroken verksted", "Eva")
    scene.amina = scene.participant("Amina", at=scene.bakery, then=scene.workshop)
    return scene
