"""A loop with people in it, as the window's tests need it: three employers, candidates, and links for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.urls import reverse

from brobygger.kernel import clock
from brobygger.loops.models import Loop, LoopEmployer, Participant
from brobygger.loops.states import InvitationState
from brobygger.parties.models import Role, Sector, Unit, UnitKind
from tests.factories import (
    GrantFactory,
    LoopEmployerFactory,
    LoopFactory,
    ParticipantFactory,
    PersonFactory,
    UserFactory,
)
from tests.kit import token_of

TASKS = ("Sette på plass varer", "Lage deig", "Stå i kassa")


@dataclass
class Scene:
    """A loop whose kick-off is today unless told otherwise."""

    loop: Loop
    employers: list[LoopEmployer]
    participants: list[Participant] = field(default_factory=list)

    @property
    def amina(self) -> Participant:
        return self.participants[0]

    @property
    def bakery(self) -> LoopEmployer:
        return self.employers[0]


def kick_off_scene(*, days_ahead: int = 0, names: tuple[str, ...] = ("Amina", "Bo"), **traits: Any) -> Scene:
    """Three employers with three tasks each, and candidates who have the traits given. Those who said yes share with everyone in it."""
    today = clock.today()
    unit = Unit.objects.get_or_create(name="NAV Arbeidslivssenter Brovik", kind=UnitKind.WORKING_LIFE_CENTRE, sector=Sector.STATE)[0]
    loop = LoopFactory(
        open=True,
        name="Brovikloopen",
        unit=unit,
        coordinator=UserFactory(name="Lise Dalby", phone="68051200"),
        kick_off_on=today + timedelta(days=days_ahead),
        starts_on=today + timedelta(days=days_ahead + 14),
        kick_off_place="Brohuset, Storgata 1",
        interviews_from=time(10, 0),
    )
    employers = [
        LoopEmployerFactory(
            loop=loop,
            committed=True,
            with_contact=True,
            workplace__name=name,
            room=f"Rom {number}",
            contact=PersonFactory(first_name=contact, last_name="Bakkli"),
            tasks=TASKS,
        )
        for number, (name, contact) in enumerate(
            [("Rugbakken bakeri", "Tor"), ("Elvekroken verksted", "Eva"), ("Lyngtunet hagesenter", "Ola")], start=1
        )
    ]
    scene = Scene(loop, employers)
    kari = UserFactory(name="Kari Moseby", phone="68054090")
    for name in names:
        add_candidate(scene, name, proposed_by=kari, **traits)
    return scene


def add_candidate(scene: Scene, name: str, **traits: Any) -> Participant:
    person = PersonFactory(first_name=name, last_name="Hemmelig", of_loop_age=True)
    participant = ParticipantFactory(loop=scene.loop, person=person, **traits)
    scene.participants.append(participant)
    if participant.state == InvitationState.YES:
        share(participant, scene.employers)
    return participant


def share(participant: Participant, employers: list[LoopEmployer]) -> None:
    loop = participant.loop
    GrantFactory(person=participant.person, unit=loop.unit, subject_id=loop.public_id)
    for employer in employers:
        GrantFactory(person=participant.person, unit=None, workplace=employer.workplace, subject_id=loop.public_id)


def candidate_url(participant: Participant, name: str = "home") -> str:
    """The address of a page in a candidate's own window."""
    token = token_of(participant.person)
    is_of_person = name in {"home", "given", "look_ups", "language", "dates_file"}
    return reverse(f"window:{name}", args=[token] if is_of_person else [token, participant.public_id])


def employer_url(employer: LoopEmployer, name: str = "home") -> str:
    """The address of a page in the window of an employer's contact."""
    token = token_of(employer.contact, Role.EMPLOYER)
    return reverse(f"window:{name}", args=[token] if name in {"home", "language"} else [token, employer.public_id])
