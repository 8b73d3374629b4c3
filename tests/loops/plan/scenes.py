"""A loop that is ready to be planned: three employers with a place each, and those who turned up with their wishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from brobygger.loops.models import Loop, LoopEmployer, Participant, Side
from tests.factories import LoopEmployerFactory, LoopFactory, ParticipantFactory, UserFactory, WishFactory

TODAY = date(2026, 9, 1)
NOW = datetime(2026, 9, 1, 11, 0, tzinfo=UTC)
NAMES = ("Bakeriet", "Verkstedet", "Hagesenteret")


class Scene:
    """The rows of a loop by name: `scene.people["Amina"]`, `scene.places["Bakeriet"]`."""

    def __init__(self, wishes: Mapping[str, tuple[int, int, int]], *, ratings: Mapping[str, tuple[int, int, int]] | None = None) -> None:
        """Takes wishes: candidate → what they wish of each employer; ratings: candidate → what each employer wishes of them (default 3)."""
        self.lise = UserFactory(name="Lise Dalby", phone="68050101")
        self.kari = UserFactory(name="Kari Moseby", phone="68050103")
        self.loop: Loop = LoopFactory(open=True, coordinator=self.lise, name="Brovik-loopen")
        self.places: dict[str, LoopEmployer] = {
            name: LoopEmployerFactory(loop=self.loop, committed=True, workplace__name=name, tasks=["Bake", "Pakke", "Vaske", "Selge"])
            for name in NAMES
        }
        self.people: dict[str, Participant] = {}
        for name, values in wishes.items():
            self.people[name] = ParticipantFactory(loop=self.loop, turned_up=True, person__first_name=name, proposed_by=self.kari)
            for place, value, rating in zip(self.places.values(), values, (ratings or {}).get(name, (3, 3, 3)), strict=True):
                WishFactory(participant=self.people[name], employer=place, side=Side.CANDIDATE, value=value)
                WishFactory(participant=self.people[name], employer=place, side=Side.EMPLOYER, value=rating)


def three_who_agree() -> Scene:
    """Each wants another employer most, and is wanted there most: a plan without a choice to make."""
    return Scene(
        {"Amina": (5, 3, 2), "Emil": (2, 5, 3), "Sara": (3, 2, 5)},
        ratings={"Amina": (5, 3, 3), "Emil": (3, 5, 3), "Sara": (3, 3, 5)},
    )
