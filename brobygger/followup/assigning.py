"""Who could follow up those who wait: what the proposal is worked out from, and what it says in plain words.

Source  RULES M1–M4, W12; ADR 0096; docs/matching.md, «Assignment»
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.caseloads import specialists_in
from brobygger.intake.cover import long_away_until
from brobygger.intake.intakes import open_intakes
from brobygger.intake.models import OPEN_INTAKES, Absence, Intake, Responsibility, SpecialistProfile
from brobygger.kernel.clock import OSLO
from brobygger.kernel.units import day
from brobygger.matching.assignment import (
    AssignmentInstance,
    AssignmentReason,
    Because,
    Knowing,
    Pair,
    Specialist,
    Waiting,
    assign,
    reasons_for,
)
from brobygger.parties.models import Clearance, FamilyTie, Membership, Person, Protection, SpokenLanguage
from brobygger.parties.queries import holds_on
from brobygger.reference.models import PostalCode
from brobygger.reference.queries import distance_km

Known = Mapping[tuple[int, int], tuple[Knowing, int]]


@dataclass(frozen=True)
class Option:
    """One specialist for one who waits, and what is true of the two."""

    intake: Intake
    user: User
    because: tuple[Because, ...]

    @property
    def first_name(self) -> str:
        return self.user.name.partition(" ")[0]

    @property
    def words(self) -> str:
        return in_words(self, called=self.first_name)

    @property
    def words_with_full_name(self) -> str:
        return in_words(self, called=self.user.name)


@dataclass(frozen=True)
class Proposed:
    """What is proposed for one who waits. `options` are all who could, in the order of the alphabet: nobody is ranked."""

    intake: Intake
    best: Option | None
    options: tuple[Option, ...]

    def option(self, user: User) -> Option | None:
        return next((each for each in self.options if each.user.pk == user.pk), None)


@dataclass(frozen=True)
class LeftOut:
    """A specialist nobody is proposed to, being away for more than two weeks, with the last day of it."""

    user: User
    until: date

    @property
    def words(self) -> str:
        return _("%(name)s er borte til og med %(day)s, og er ikke med i forslagene.") % {"name": self.user.name, "day": day(self.until)}

    @property
    def label(self) -> str:
        return _("%(name)s er borte til og med %(day)s.") % {"name": self.user.name, "day": day(self.until)}


@dataclass(frozen=True)
class Assignment:
    """The proposals of one unit, and what they were worked out from."""

    unit_id: int
    instance: AssignmentInstance
    proposed: tuple[Proposed, ...]
    left_out: tuple[LeftOut, ...] = ()


def assignments(scope: QuerySet[Intake], *, today: date) -> list[Assignment]:
    """A proposal for everybody in a scope who waits without anybody who answers, unit by unit. Stores nothing.

    Nobody who is away for more than two weeks is proposed; the leader may still choose them.

    Takes   scope  from access.rows(…, DECIDE, Intake)
    Cost    three queries for any number of rows, and the engine's milliseconds
    """
    waiting = list(open_intakes(scope.filter(owner__isnull=True)))
    units = sorted({intake.unit_id for intake in waiting})
    members = list(with_what_decides(specialists_in(units, today=today), today=today)) if units else []
    away = {each.pk: until for each in members if (until := long_away_until(zip(each.away_from, each.away_to, strict=True), today=today))}
    here = [each for each in members if each.pk not in away]
    known = who_knows({each.user_id for each in here}, {intake.person_id for intake in waiting}, today=today) if here else {}
    return [
        of_unit(
            unit,
            [each for each in waiting if each.unit_id == unit],
            [each for each in here if each.unit_id == unit],
            known,
            tuple(LeftOut(each.user, away[each.pk]) for each in members if each.unit_id == unit and each.pk in away),
        )
        for unit in units
    ]


def left_out_of(found: Iterable[Assignment]) -> list[LeftOut]:
    """All who are left out, each once, also one who works in two units."""
    return list({each.user.pk: each for assignment in found for each in assignment.left_out}.values())


def proposals_by_intake(found: Iterable[Assignment]) -> dict[int, Proposed]:
    return {each.intake.pk: each for assignment in found for each in assignment.proposed}


def with_what_decides(members: QuerySet[Membership, Any], *, today: date) -> QuerySet[Membership, Any]:
    """Specialists with how many wait for their answer, languages, home, when they are away, and what decides whom they may meet."""
    given = Intake.objects.filter(owner=OuterRef("user"), unit=OuterRef("unit"), state__in=OPEN_INTAKES).order_by()
    cleared = Clearance.objects.filter(holds_on(today), user=OuterRef("user")).values("protection")
    me = OuterRef("user")
    other = Case(When(person__user=me, then=F("relative")), default=F("person"))
    family = FamilyTie.objects.filter(Q(person__user=me) | Q(relative__user=me)).annotate(other=other).values("other")
    coming = Absence.objects.filter(user=me, ends_on__gte=today).order_by("starts_on", "pk")
    return members.annotate(
        away_from=ArraySubquery(coming.values("starts_on")),
        away_to=ArraySubquery(coming.values("ends_on")),
        given=Coalesce(Subquery(given.values("owner").annotate(count=Count("pk")).values("count")), 0),
        cleared=ArraySubquery(cleared),
        family=ArraySubquery(family),
    ).select_related("user__specialist_profile__postal_code", "user__person")


def who_knows(users: set[int], people: set[int], *, today: date) -> Known:
    """How each user knows each person from before, and the last year of it. Having followed them counts before having met them.

    Cost  one query
    """
    ends = Least(Coalesce("ends_on", Value(today)), Coalesce("engagement__ends_on", Value(today)), Value(today))
    followed = (
        Responsibility.objects.filter(user__in=users, engagement__person__in=people, starts_on__lte=today)
        .order_by()
        .values_list("user", "engagement__person")
        .annotate(last=Max(ends), kind=Value(Knowing.FOLLOWED.value))
    )
    met = (
        Contact.objects.filter(
            written_by__in=users,
            person__in=people,
            whom__in=[ContactWith.CANDIDATE, ContactWith.BOTH],
            withdraws__isnull=True,
            withdrawn_by__isnull=True,
        )
        .exclude(kind=ContactKind.NO_ANSWER)
        .order_by()
        .values_list("written_by", "person")
        .annotate(last=Max(TruncDate("happened_at", tzinfo=OSLO)), kind=Value(Knowing.MET.value))
    )
    known: dict[tuple[int, int], tuple[Knowing, int]] = {}
    for user, person, last, kind in followed.union(met, all=True):
        if kind == Knowing.FOLLOWED or (user, person) not in known:
            known[user, person] = (Knowing(kind), last.year)
    return known


def of_unit(unit: int, waiting: Sequence[Intake], members: Sequence[Any], known: Known, left_out: tuple[LeftOut, ...] = ()) -> Assignment:
    """The instance of one unit and what the engine answers. The engine is given ids, figures, languages and nothing else."""
    instance = AssignmentInstance(
        waiting=tuple(Waiting(str(intake.public_id), intake.person.talks_best or SpokenLanguage.NORWEGIAN) for intake in waiting),
        specialists=tuple(
            Specialist(str(each.user.public_id), each.people + each.given, each.work_percent, frozenset(languages_of(each.user)))
            for each in members
        ),
        pairs=tuple(pair_of(intake, each, known) for intake in waiting for each in members),
    )
    best = {each.waiting: each.specialist for each in assign(instance)}
    found = tuple(proposed(intake, best[str(intake.public_id)], members, instance) for intake in waiting)
    return Assignment(unit, instance, found, left_out)


def pair_of(intake: Intake, member: Any, known: Known) -> Pair:
    knowing, year = known.get((member.user_id, intake.person_id), (None, None))
    home = profile_of(member.user)
    return Pair(
        waiting=str(intake.public_id),
        specialist=str(member.user.public_id),
        distance_km=kilometres(home.postal_code if home else None, intake.person.postal_code),
        knowing=knowing,
        year=year,
        is_barred=is_barred(intake.person, member),
    )


def proposed(intake: Intake, best: str | None, members: Sequence[Any], instance: AssignmentInstance) -> Proposed:
    waiting = next(each for each in instance.waiting if each.id == str(intake.public_id))
    specialists = {each.id: each for each in instance.specialists}
    options = tuple(
        Option(intake, each.user, reasons_for(instance, waiting, specialists[str(each.user.public_id)]))
        for each in members
        if not is_barred(intake.person, each)
    )
    return Proposed(intake, next((each for each in options if str(each.user.public_id) == best), None), options)


def is_barred(person: Person, member: Any) -> bool:
    """Whether the fence keeps a specialist from somebody; why is never said. Source: RULES A3."""
    own = getattr(member.user, "person", None)
    is_protected = person.protection != Protection.NONE and person.protection not in member.cleared
    return is_protected or (own is not None and own.pk == person.pk) or person.pk in member.family


def profile_of(user: User) -> SpecialistProfile | None:
    return getattr(user, "specialist_profile", None)


def languages_of(user: User) -> list[str]:
    profile = profile_of(user)
    return list(profile.languages) if profile else []


def kilometres(home: PostalCode | None, to: PostalCode | None) -> int | None:
    distance = distance_km(home, to) if home and to else None
    return None if distance is None else round(distance)


def in_words(option: Option, *, called: str) -> str:
    """What is true of the two in one sentence: «Jonas har plass til tre til, snakker arabisk og fulgte Adam i 2024.»"""
    phrases = [phrase(each, option.intake) for each in option.because]
    *rest, last = phrases
    said = _("%(rest)s og %(last)s") % {"rest": ", ".join(rest), "last": last} if rest else last
    return _("%(name)s %(said)s.") % {"name": called, "said": said}


def phrase(because: Because, intake: Intake) -> str:
    facts = dict(because.facts) | {"person": intake.person.first_name}
    match because.code:
        case AssignmentReason.HAS_ROOM:
            return _("har plass til %(count)s til") % {"count": number_in_words(int(facts["room"]))}
        case AssignmentReason.IS_FULL:
            return _("har fullt, med %(people)s i %(work_percent)s prosent stilling") % facts
        case AssignmentReason.SPEAKS:
            return _("snakker %(language)s") % {"language": SpokenLanguage(str(facts["language"])).label}
        case AssignmentReason.DOES_NOT_SPEAK:
            return _("snakker ikke %(language)s") % {"language": SpokenLanguage(str(facts["language"])).label}
        case AssignmentReason.FOLLOWED_BEFORE:
            return _("fulgte %(person)s i %(year)s") % facts
        case AssignmentReason.MET_BEFORE:
            return _("snakket med %(person)s i %(year)s") % facts
        case AssignmentReason.IS_NEAR:
            return _("har %(km)s km til %(person)s i luftlinje") % facts


def number_in_words(count: int) -> str:
    """A small number inside a sentence; figures from ten up."""
    words = _("null én to tre fire fem seks sju åtte ni").split()
    return words[count] if count < len(words) else str(count)
