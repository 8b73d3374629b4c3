"""What has been written about the stays of a loop, and what is missing before the joint certificate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.intake.models import Responsibility
from brobygger.loops.models import LoopEmployer, Participant, Side, Stay
from brobygger.loops.states import LoopState
from brobygger.parties.models import ContactPerson, Grant, Protection
from brobygger.parties.queries import holds_on, in_norwegian_order
from brobygger.placements.models import Placement
from brobygger.placements.states import BEGUN

WITH_A_YEAR = (LoopState.RUNNING, LoopState.FINISHED)
OF_STAY = ("participant__person", "participant__loop__coordinator", "employer__workplace", "employer__contact", "placement")


@dataclass(frozen=True)
class Days:
    """The first and the last day of a stay, as it turned out."""

    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Written:
    """A stay and what the reader may see of what is written about it."""

    stay: Stay
    candidate: Evaluation | None
    employer: Evaluation | None
    words: EmployerWords | None

    @property
    def placement(self) -> Placement:
        return placement_of(self.stay)

    @property
    def days(self) -> Days:
        return days_of(self.stay)


def placement_of(stay: Stay) -> Placement:
    """The placement of a stay that has begun; addresses and letters about the stay carry its public id."""
    if stay.placement is None:
        raise ValueError("a stay that has not begun has no placement")
    return stay.placement


def days_of(stay: Stay) -> Days:
    """The days as they turned out: a stay that ended early has a shorter period than the plan. Never why it ended."""
    placement = placement_of(stay)
    return Days(placement.starts_on, placement.ends_on or stay.ends_on)


def begun_stays(scope: QuerySet[Stay]) -> QuerySet[Stay]:
    """Of a scope, those that have begun, by day; people and places loaded. Cost: one query."""
    return scope.filter(placement__state__in=BEGUN).select_related(*OF_STAY).order_by("starts_on", "pk")


def stays_of(participants: QuerySet[Participant]) -> QuerySet[Stay]:
    """The stays of some participants that have begun, by first name and then by day. Cost: one query.

    Takes   participants  those the reader may see
    """
    rows = begun_stays(Stay.objects.filter(participant__in=participants.values("pk")))
    return rows.order_by(in_norwegian_order("participant__person__first_name"), "participant_id", "starts_on", "pk")


def written(stays: Iterable[Stay], *, evaluations: QuerySet[Evaluation], words: QuerySet[EmployerWords]) -> list[Written]:
    """What is written about each stay, in the order given.

    Takes   evaluations, words  those the reader may see
    Cost    two queries, and one for the stays, for any number of them
    """
    rows = list(stays)
    keys = [stay.pk for stay in rows]
    sides = {
        (row.stay_id, row.side): row for row in evaluations.filter(stay__in=keys).select_related("typed_by").order_by("stay_id", "side")
    }
    of_stay = {row.stay_id: row for row in words.filter(stay__in=keys).select_related("signed_by", "typed_by").order_by("stay_id")}
    return [Written(stay, sides.get((stay.pk, Side.CANDIDATE)), sides.get((stay.pk, Side.EMPLOYER)), of_stay.get(stay.pk)) for stay in rows]


@dataclass(frozen=True)
class OwnWords:
    """A participant, what is written about the stays, the way on, and the newest certificate."""

    participant: Participant
    stays: tuple[Written, ...]
    way_on: WayOn | None
    certificate: JointCertificate | None
    today: date

    @property
    def missing(self) -> tuple[Written, ...]:
        """The stays whose employer has not written for the certificate yet."""
        return tuple(each for each in self.stays if each.words is None)

    @property
    def has_words(self) -> bool:
        return any(each.words is not None for each in self.stays)

    @property
    def may_be_issued(self) -> bool:
        return self.has_words and has_ended(self.participant, today=self.today)


def has_ended(participant: Participant, *, today: date) -> bool:
    """Whether the year is over for somebody: the loop is finished, or the day has come that is their last in it."""
    return participant.loop.state == LoopState.FINISHED or (participant.left_on is not None and participant.left_on <= today)


def own_words(
    participants: QuerySet[Participant],
    *,
    evaluations: QuerySet[Evaluation],
    words: QuerySet[EmployerWords],
    ways: QuerySet[WayOn],
    certificates: QuerySet[JointCertificate],
    today: date,
) -> list[OwnWords]:
    """Those of a scope who have begun somewhere, by first name, with all that is written.

    Cost    six queries for any number of participants
    """
    of_each: dict[int, list[Written]] = {}
    for each in written(stays_of(participants), evaluations=evaluations, words=words):
        of_each.setdefault(each.stay.participant_id, []).append(each)
    plans = {row.participant_id: row for row in ways.filter(participant__in=of_each).select_related("owner").order_by("pk")}
    rows = certificates.filter(participant__in=of_each).select_related("issued_by").order_by("participant_id", "-issued_at", "-pk")
    newest = {row.participant_id: row for row in rows.distinct("participant_id")}
    people = participants.filter(pk__in=of_each).select_related("person", "loop__coordinator", "loop__unit", "proposed_by")
    ordered = people.order_by(in_norwegian_order("person__first_name"), in_norwegian_order("person__last_name"), "pk")
    return [OwnWords(row, tuple(of_each[row.pk]), plans.get(row.pk), newest.get(row.pk), today) for row in ordered]


def editions(scope: QuerySet[JointCertificate], participant: Participant) -> list[JointCertificate]:
    """The certificate that counts, in each language it has been made in; the newest first. Cost: one query.

    Takes   scope  the certificates the reader may see
    """
    rows = list(scope.filter(participant=participant).select_related("issued_by").order_by("-issued_at", "-pk"))
    found: dict[str, JointCertificate] = {}
    for row in rows:
        if row.contents == rows[0].contents:
            found.setdefault(row.language, row)
    return list(found.values())


def may_sign_at(stay: Stay) -> list[ContactPerson]:
    """Those who can have written for an employer: its contacts, former ones too, since a firm may be gone. Cost: one query."""
    rows = ContactPerson.objects.filter(workplace=stay.employer.workplace_id).select_related("person")
    return list({row.person_id: row for row in rows.order_by("person__first_name", "starts_on", "pk")}.values())


def employer_sees(stay: Stay, *, today: date) -> bool:
    """Whether the employer's contact can open the stay in their window: the candidate shares with it, and is not protected."""
    contact = ContactPerson.objects.filter(holds_on(today), person=stay.employer.contact_id, workplace=stay.employer.workplace_id)
    yes = Grant.objects.filter(
        Exists(contact),
        holds_on(today),
        withdrawn_at__isnull=True,
        person=stay.participant.person_id,
        subject_id=stay.participant.loop.public_id,
        workplace=stay.employer.workplace_id,
    )
    return stay.participant.person.protection == Protection.NONE and yes.exists()


def may_help(participant: Participant, *, today: date, also: User | None = None) -> list[User]:
    """Who can help somebody on: those who follow them up today, the counsellor who proposed them, and the coordinator. Cost: one query."""
    follows = Responsibility.objects.filter(
        holds_on(today), holds_on(today, "engagement__"), engagement__person=participant.person_id, user=OuterRef("pk")
    )
    certain = [user.pk for user in (participant.loop.coordinator, participant.proposed_by, also) if user is not None]
    return list(User.objects.filter(Q(pk__in=certain) | Q(Exists(follows)), is_active=True).order_by("name", "pk"))


def stays_at(employer: LoopEmployer, scope: QuerySet[Placement]) -> QuerySet[Stay]:
    """The stays at one employer that have begun, by day. Cost: one query.

    Takes   scope  the placements the reader may write about
    """
    return begun_stays(Stay.objects.filter(employer=employer, placement__in=scope.values("pk")))
