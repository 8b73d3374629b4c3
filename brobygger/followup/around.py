"""What stands around a person on their page, asked in as few questions as it can be. Source: MISSION §6.2; RULES W2."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from brobygger.followup.models import Matter, MatterState
from brobygger.loops.models import Participant
from brobygger.loops.states import InvitationState
from brobygger.parties.models import ContactPerson, full_name
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.talent.models import Disclosure, DisclosureDecision, DisclosureItem


@dataclass(frozen=True)
class InLoop:
    """An invitation to a loop, and the answer."""

    loop: str
    state: InvitationState


@dataclass(frozen=True)
class Hard:
    """Something that is hard and not solved yet."""

    public_id: str
    what: str
    due_on: date


@dataclass(frozen=True)
class AtWork:
    """Somebody at a workplace where the person is now."""

    name: str
    title: str
    workplace: str
    phone: str


@dataclass(frozen=True)
class ToldItem:
    """One thing a workplace may or may not know."""

    text: str
    decision: DisclosureDecision


@dataclass(frozen=True)
class Place:
    """A workplace, as a link and a sentence need it."""

    public_id: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Items:
    """Reads as the items of a row do: `disclosure.items.all`."""

    all: tuple[ToldItem, ...]


@dataclass(frozen=True)
class Told:
    """What one workplace may know, as last gone through; for a page it reads as the row itself does."""

    workplace: Place
    previewed_with_person_at: datetime
    items: Items


@dataclass(frozen=True)
class Need:
    """Why the reader has opened the page, when they do not follow the person up."""

    reason: str
    ends_on: date


@dataclass(frozen=True)
class Around:
    """Invitations the latest first, what is hard by deadline, those at work by name, and what workplaces may know by their names."""

    loops: tuple[InLoop, ...] = ()
    hard: tuple[Hard, ...] = ()
    at_work: tuple[AtWork, ...] = ()
    told: tuple[Told, ...] = ()
    need: Need | None = None


def with_what_is_around(
    scope: QuerySet[Any],
    *,
    person: str,
    today: date,
    participants: QuerySet[Participant],
    matters: QuerySet[Matter],
    contacts: QuerySet[ContactPerson],
    disclosures: QuerySet[Disclosure],
    reasons: QuerySet[Any],
) -> QuerySet[Any]:
    """Rows with what `around` reads.

    Takes   scope         people, or rows about people, that the reader may see
            person        the row's way to the person's key: `person_id`, or `pk` for people
            participants  and the three after it: what the reader may see of each
            reasons       those the reader has stated for opening people, which hold today
    Cost    none beyond the query of the scope
    """
    of_the_person = OuterRef(person)
    items = DisclosureItem.objects.filter(disclosure=OuterRef("pk")).order_by("position", "pk")
    running = Placement.objects.filter(person=OuterRef(of_the_person), state=PlacementState.ACTIVE, workplace__isnull=False)
    found: QuerySet[Any] = scope.annotate(
        loops_around=ArraySubquery(
            participants.filter(person=of_the_person).order_by("-created_at", "pk").values(row=JSONObject(loop="loop__name", state="state"))
        ),
        hard_around=ArraySubquery(
            matters.filter(person=of_the_person, state=MatterState.OPEN)
            .order_by("due_on", "pk")
            .values(row=JSONObject(public_id="public_id", what="what", due_on="due_on"))
        ),
        need_around=ArraySubquery(reasons.filter(person=of_the_person).values(row=JSONObject(reason="reason", ends_on="ends_on"))[:1]),
        told_around=ArraySubquery(
            disclosures.filter(person=of_the_person, replaced_at__isnull=True, withdrawn_at__isnull=True)
            .order_by(in_norwegian_order("workplace__name"), "pk")
            .values(
                row=JSONObject(
                    workplace="workplace__public_id",
                    name="workplace__name",
                    at="previewed_with_person_at",
                    items=ArraySubquery(items.values(item=JSONObject(text="text", decision="decision"))),
                )
            )
        ),
        at_work_around=ArraySubquery(
            contacts.filter(holds_on(today), workplace__in=running.values("workplace"))
            .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
            .values(
                row=JSONObject(
                    first_name="person__first_name",
                    last_name="person__last_name",
                    title="title",
                    workplace="workplace__name",
                    phone="person__phone",
                )
            )
        ),
    )
    return found


def around(row: Any) -> Around:
    """What stands around the person of a row from `with_what_is_around`. Cost: none."""
    return Around(
        loops=tuple(InLoop(each["loop"], InvitationState(each["state"])) for each in row.loops_around or ()),
        hard=tuple(Hard(each["public_id"], each["what"], date.fromisoformat(each["due_on"])) for each in row.hard_around or ()),
        at_work=tuple(
            AtWork(full_name(each["first_name"], each["last_name"]), each["title"], each["workplace"], each["phone"])
            for each in row.at_work_around or ()
        ),
        told=tuple(told(each) for each in row.told_around or ()),
        need=next((Need(each["reason"], date.fromisoformat(each["ends_on"])) for each in row.need_around or ()), None),
    )


def told(row: dict[str, Any]) -> Told:
    items = tuple(ToldItem(each["text"], DisclosureDecision(each["decision"])) for each in row["items"])
    return Told(Place(row["workplace"], row["name"]), datetime.fromisoformat(row["at"]), Items(items))
