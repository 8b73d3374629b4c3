"""Nora, whom Jonas follows up; Eva answers for the garden centre where she works, Tor for a bakery where nothing runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from brobygger.accounts.models import User
from brobygger.kernel import clock
from brobygger.parties.models import ContactPerson, Person, Role
from brobygger.placements.models import Placement
from brobygger.talent.models import Disclosure, DisclosureDecision
from tests.factories import (
    ContactPersonFactory,
    DisclosureFactory,
    DisclosureItemFactory,
    EngagementFactory,
    PersonFactory,
    PlacementFactory,
    UnitFactory,
    UserFactory,
)

SHARED, ASKED, KEPT = "Starter etter klokka ni.", "Tidligere jobber.", "Hvorfor kantina sluttet."


@dataclass
class Scene:
    jonas: User
    nora: Person
    eva: ContactPerson
    tor: ContactPerson
    placement: Placement

    @property
    def garden(self):
        return self.eva.workplace

    @property
    def bakery(self):
        return self.tor.workplace


def a_scene() -> Scene:
    unit = UnitFactory(name="Enheten i Brovik")
    jonas = UserFactory(name="Jonas Hauglid", phone="68050214", role=Role.SPECIALIST, role__unit=unit)
    nora = PersonFactory(first_name="Nora", last_name="Sletten", phone="68053118")
    EngagementFactory(person=nora, unit=unit, responsible=jonas)
    eva = ContactPersonFactory(person__first_name="Eva", workplace__name="Lyngtunet hagesenter")
    tor = ContactPersonFactory(person__first_name="Tor", workplace__name="Rugbakken bakeri")
    placement = PlacementFactory(active=True, person=nora, workplace=eva.workplace, starts_on=clock.today() - timedelta(days=20))
    return Scene(jonas, nora, eva, tor, placement)


def told(person: Person, workplace, **traits) -> Disclosure:
    """A disclosure with one item of each kind."""
    made = DisclosureFactory(person=person, workplace=workplace, **traits)
    decisions = {SHARED: DisclosureDecision.SHARE, ASKED: DisclosureDecision.ASK_FIRST, KEPT: DisclosureDecision.DO_NOT_SHARE}
    for position, (text, decision) in enumerate(decisions.items()):
        DisclosureItemFactory(disclosure=made, position=position, text=text, decision=decision)
    return made
