"""A loop on its kick-off day, with everyone who may open it and one who may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.parties.models import Role, Unit, UnitKind
from tests.factories import (
    EngagementFactory,
    GrantFactory,
    LoopEmployerFactory,
    LoopFactory,
    MembershipFactory,
    ParticipantFactory,
    PostalCodeFactory,
    UnitFactory,
    UserFactory,
)


@dataclass
class Scene:
    centre: Unit
    office: Unit
    loop: Loop
    lise: User  # coordinator
    dag: User  # driver
    kari: User  # counsellor at an office that may propose
    siri: User  # leader there
    per: User  # business coordinator there
    stranger: User  # has every staff role, somewhere else
    bakery: LoopEmployer
    workshop: LoopEmployer

    def employer(self, name: str, **fields) -> LoopEmployer:
        fields = {
            "contact__email": "tor@brovik.invalid",
            "committed": True,
            "with_contact": True,
            "tasks": ["steke brød", "stå i butikken", "ta imot varer"],
            **fields,
        }
        return LoopEmployerFactory(loop=self.loop, workplace__name=name, workplace__postal_code=PostalCodeFactory(), **fields)

    def participant(self, first_name: str, **fields) -> Participant:
        """Somebody Kari follows, who has said yes unless told otherwise."""
        fields = {"said_yes": True, "granted": True, "proposed_by": self.kari, "person__email": "en@brovik.invalid", **fields}
        participant = ParticipantFactory(loop=self.loop, person__first_name=first_name, **fields)
        EngagementFactory(person=participant.person, unit=self.office, responsible=self.kari)
        return participant

    def met(self, first_name: str, **fields) -> Participant:
        """Somebody who turned up and has said yes to being met by both employers."""
        participant = self.participant(first_name, turned_up=True, **fields)
        for employer in (self.bakery, self.workshop):
            GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=self.loop.public_id)
        return participant


@pytest.fixture
def scene(db) -> Scene:
    today = clock.today()
    centre, office = UnitFactory(name="Arbeidslivssenteret", kind=UnitKind.WORKING_LIFE_CENTRE), UnitFactory(name="NAV Brovik")
    lise = UserFactory(name="Lise Dalby", role=Role.LOOP_COORDINATOR, role__unit=centre)
    dag = UserFactory(name="Dag Moen", role=Role.DRIVER, role__unit=UnitFactory(kind=UnitKind.DRIVER))
    kari = UserFactory(name="Kari Lund", role=Role.COUNSELLOR, role__unit=office)
    siri = UserFactory(name="Siri Vik", role=Role.LEADER, role__unit=office)
    per = UserFactory(name="Per Haug", role=Role.BUSINESS_COORDINATOR, role__unit=office)
    stranger = UserFactory(name="Stein Fremmed")
    elsewhere = UnitFactory(name="NAV Annetsteds")
    for role in (Role.LOOP_COORDINATOR, Role.DRIVER, Role.COUNSELLOR, Role.LEADER, Role.BUSINESS_COORDINATOR):
        MembershipFactory(user=stranger, role=role, unit=elsewhere)
    loop = LoopFactory(
        name="Brovik-loopen",
        open=True,
        unit=centre,
        coordinator=lise,
        driver=dag,
        offices=[office],
        employers_wanted=2,
        kick_off_on=today,
        starts_on=today + timedelta(days=30),
    )
    scene = Scene(centre, office, loop, lise, dag, kari, siri, per, stranger, None, None)
    scene.bakery, scene.workshop = scene.employer("Rugbakken bakeri"), scene.employer("Elvekroken verksted")
    return scene
