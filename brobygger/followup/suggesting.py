"""Which openings could be something for a candidate, in plain words, and how far the asking has come.

The order is always that of openings for one candidate. Nothing here orders candidates for an opening but the alphabet.

Source  RULES M1–M5; MISSION §7.3; ADR 0099; docs/matching.md, «Openings»
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.jobdev.models import Opening, OpeningState, Suggestion, SuggestionState
from brobygger.kernel.units import hours
from brobygger.matching.openings import About, OpeningReason, Place, Wishes, in_order, reasons_about, words_of
from brobygger.parties.models import Person, Protection, Workplace
from brobygger.parties.queries import by_name, in_norwegian_order
from brobygger.placements.models import Placement
from brobygger.placements.states import UNDER_WAY
from brobygger.proposals.models import Proposal, ProposalKind
from brobygger.reference.models import PostalCode, WorkTime
from brobygger.reference.queries import distance_km
from brobygger.talent.models import Disclosure, VocationalProfile

R = OpeningReason
S = SuggestionState
AT_THE_EMPLOYER = (S.EMPLOYER_ASKED, S.WILL_MEET)
WAITS = (S.CANDIDATE_ASKED, S.CANDIDATE_WILL, *AT_THE_EMPLOYER)


@dataclass(frozen=True)
class Fitting:
    """One opening for one candidate: what is true of the two, and the names of the occupations in it."""

    opening: Opening
    wishes: Wishes
    place: Place
    about: tuple[About, ...]
    names: Mapping[str, str]

    @property
    def for_it(self) -> list[str]:
        return in_words([each for each in self.about if not each.is_against], self.names)

    @property
    def against_it(self) -> list[str]:
        return in_words([each for each in self.about if each.is_against], self.names)


@dataclass(frozen=True)
class MayLike:
    """Somebody who has wished for something an opening has, and why."""

    person: Person
    for_it: list[str]
    against_it: list[str]


# Openings for one candidate


def openings_for(person: Person, *, profile: VocationalProfile | None, openings: QuerySet[Opening], today: date) -> list[Fitting]:
    """The open openings that could be for a candidate, those that meet most of the candidate's own wishes first. Stores nothing.

    Takes   profile   what holds now, occupations loaded; none orders by distance alone
            openings  those the reader may see
    Gives   every one of them but those the candidate has been thought of for, and those where they are or are to be; none for somebody
            with a protected address, whom no employer may be asked about
    Cost    one query, and one for the candidate's postal code when it isn't loaded
    Source  RULES A3, M2, M5
    """
    if person.protection != Protection.NONE:
        return []
    names = names_of(profile)
    wishes = wishes_of(profile, names)
    found = {str(each.public_id): each for each in not_stood_in(still_open(openings, today=today), person).order_by("pk")}
    ordered = in_order(wishes, [place_of(each, home=person.postal_code) for each in found.values()])
    return [Fitting(found[place.id], wishes, place, about, names | names_in(found[place.id])) for place, about in ordered]


def still_open(scope: QuerySet[Opening], *, today: date) -> QuerySet[Opening]:
    return scope.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), state=OpeningState.OPEN).select_related(
        "workplace__postal_code", "occupation", "owner"
    )


def not_stood_in(scope: QuerySet[Opening], person: Person) -> QuerySet[Opening]:
    """Without those already suggested for somebody, whoever did it, and those where the same somebody is or is to be."""
    thought_of = Suggestion.objects.filter(opening=OuterRef("pk"), person=person)
    stands = Placement.objects.filter(workplace=OuterRef("workplace"), person=person, state__in=UNDER_WAY)
    return scope.exclude(Exists(thought_of)).exclude(Exists(stands))


def fitting(person: Person, opening: Opening, *, profile: VocationalProfile | None, names: Mapping[str, str] | None = None) -> Fitting:
    """One opening and one candidate.

    Takes   names  the occupations of the profile by code, when they are loaded apart from it
    Cost    no query when places and occupations are loaded
    """
    wished = dict(names) if names is not None else names_of(profile)
    wishes, place = wishes_of(profile, wished), place_of(opening, home=person.postal_code)
    return Fitting(opening, wishes, place, reasons_about(wishes, place), wished | names_in(opening))


def wishes_of(profile: VocationalProfile | None, names: Mapping[str, str]) -> Wishes:
    """The fields the engine is given, and no other. What helps somebody and what they need at work are not among them. Source: RULES M2."""
    if profile is None:
        return Wishes()
    return Wishes(
        occupations=frozenset(names),
        words=words_of(f"{profile.wishes} {profile.resources}"),
        unwanted=words_of(profile.not_wanted),
        hours_from=plain(profile.hours_from),
        hours_to=plain(profile.hours_to),
        times=frozenset(profile.work_times),
        travel_minutes=profile.travel_minutes,
        travels_by=profile.travels_by,
    )


def place_of(opening: Opening, *, home: PostalCode | None) -> Place:
    there = opening.workplace.postal_code
    return Place(
        id=str(opening.public_id),
        words=words_of(f"{opening.title} {opening.tasks}"),
        occupation=opening.occupation_id or "",
        hours=plain(opening.hours_per_week),
        times=frozenset(opening.work_times),
        distance_km=distance_km(home, there) if home and there else None,
    )


def plain(hours_per_week: Decimal | None) -> float | None:
    """As the engine reckons with it, and as a reason with it can be kept."""
    return None if hours_per_week is None else float(hours_per_week)


def names_of(profile: VocationalProfile | None) -> dict[str, str]:
    return {each.code: each.name for each in profile.occupations.all()} if profile is not None else {}


def names_in(opening: Opening) -> dict[str, str]:
    return {opening.occupation.code: opening.occupation.name} if opening.occupation is not None else {}


# Those one follows who may like an opening


def who_may_like(opening: Opening, *, people: QuerySet[Person], profiles: QuerySet[VocationalProfile], today: date) -> list[MayLike]:
    """Those among some people who have wished for something an opening has, by name. In no other order, and with no figure.

    Takes   people    those the reader follows, from access.rows()
            profiles  those the reader may see
    Gives   none once the opening isn't open; nobody with a protected address, nobody thought of already, nobody who is there
    Cost    two queries for any number of people
    Source  RULES M5
    """
    if opening.state != OpeningState.OPEN or (opening.ends_on is not None and opening.ends_on < today):
        return []
    thought_of = Suggestion.objects.filter(opening=opening, person=OuterRef("pk"))
    stands = Placement.objects.filter(workplace=opening.workplace, person=OuterRef("pk"), state__in=UNDER_WAY)
    free = people.filter(~Exists(thought_of), ~Exists(stands), protection=Protection.NONE).select_related("postal_code")
    found = list(by_name(free))
    wished = VocationalProfile.occupations.through.objects.filter(vocationalprofile=OuterRef("pk")).order_by("pk")
    newest = (
        profiles.filter(person__in=[each.pk for each in found])
        .annotate(wished=ArraySubquery(wished.values(json=JSONObject(code="occupation__code", name="occupation__name"))))
        .order_by("person", "-version")
        .distinct("person")
    )
    wanted = {profile.person_id: profile for profile in newest} if found else {}
    fits = [
        (each, fitting(each, opening, profile=wanted[each.pk], names={job["code"]: job["name"] for job in wanted[each.pk].wished}))
        for each in found
        if each.pk in wanted
    ]
    return [MayLike(person, fit.for_it, fit.against_it) for person, fit in fits if fit.for_it]


# What has been suggested


def suggestions_of(scope: QuerySet[Suggestion], person: Person) -> QuerySet[Suggestion]:
    """What a candidate has been thought of for: what waits first, the latest first.

    Takes   scope  the suggestions the reader may see
    Cost    one query
    """
    is_over = Case(When(state__in=[S.BEGINS, S.NOT_NOW], then=Value(1)), default=Value(0))
    return with_opening(scope.filter(person=person)).order_by(is_over, "-made_at", "-pk")


def suggestions_at(scope: QuerySet[Suggestion], opening: Opening) -> QuerySet[Suggestion]:
    """Those thought of for an opening among those the reader follows, by name. Nothing tells of the others.

    Cost    one query
    Source  RULES M5
    """
    return (
        scope.filter(opening=opening)
        .select_related("person", "meeting")
        .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )


def suggestions_to(scope: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """What a candidate has been asked about and that still runs, in their window, the latest first. Cost: one query."""
    return with_opening(scope.filter(state__in=WAITS)).order_by("-candidate_asked_at", "-pk")


def suggestions_at_employer(scope: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    """What an employer has been asked about, and that isn't settled, by first name. Cost: one query."""
    return with_opening(scope.filter(state__in=AT_THE_EMPLOYER)).order_by(
        in_norwegian_order("person__first_name"), "employer_asked_at", "pk"
    )


def with_opening(scope: QuerySet[Suggestion]) -> QuerySet[Suggestion]:
    return scope.select_related("person", "opening__workplace__postal_code", "opening__owner", "opening__occupation", "made_by", "meeting")


def told_here(scope: QuerySet[Disclosure], *, person: Person, workplace: Workplace) -> Disclosure | None:
    """What a workplace may know about a candidate now; none until they have gone through it. Cost: one query."""
    return scope.filter(person=person, workplace=workplace, replaced_at__isnull=True, withdrawn_at__isnull=True).first()


# Why, as it was kept


@dataclass(frozen=True)
class Kept:
    """What the engine said when somebody was thought of for an opening."""

    for_it: list[str]
    against_it: list[str]


def kept_reasons(suggestions: Sequence[Suggestion]) -> dict[UUID, Kept]:
    """Why each was suggested, as it was said then, in the reader's language.

    Takes   suggestions  those the reader may see
    Cost    one query
    """
    proposals = Proposal.objects.filter(kind=ProposalKind.OPENING, subject_id__in=[each.public_id for each in suggestions]).order_by("pk")
    return {proposal.subject_id: kept(proposal.result) for proposal in proposals}


def kept(result: Mapping[str, list[dict[str, object]]]) -> Kept:
    about = [About(R(str(each["code"])), dict(each["facts"])) for each in result["because"]]  # type: ignore[call-overload]  # as written below
    names = {str(each["code"]): str(each["name"]) for each in result["names"]}
    return Kept(
        in_words([each for each in about if not each.is_against], names), in_words([each for each in about if each.is_against], names)
    )


# In words


def in_words(about: Iterable[About], names: Mapping[str, str]) -> list[str]:
    """Each reason as a sentence that says «du» and «hun» to nobody, so that staff and the candidate read the same."""
    reasons = list(about)
    said = [phrase(each, names) for each in reasons if each.code not in (R.WORD, R.NOT_WANTED)]
    unwanted = quoted(each for each in reasons if each.code == R.NOT_WANTED)
    words = quoted(each for each in reasons if each.code == R.WORD)
    if unwanted:
        said.insert(0, _("Det som ikke er ønsket, står i oppgavene: %(words)s") % {"words": unwanted})
    if words:
        place = sum(each.code in (R.SAME_OCCUPATION, R.SAME_GROUP, R.SAME_BRANCH, R.SAME_FIELD) for each in reasons)
        said.insert(place, _("Står både i ønskene og i oppgavene: %(words)s") % {"words": words})
    return said


def quoted(about: Iterable[About]) -> str:
    return ", ".join(_("«%(word)s»") % each.facts for each in about)


def phrase(about: About, names: Mapping[str, str]) -> str:
    facts = dict(about.facts)
    jobs = {key: names.get(str(facts.get(key, "")), str(facts.get(key, ""))) for key in ("wished", "offered")}
    match about.code:
        case R.SAME_OCCUPATION:
            return _("Et ønsket yrke: %(wished)s") % jobs
        case R.SAME_GROUP | R.SAME_BRANCH:
            return _("%(offered)s ligner på et ønsket yrke: %(wished)s") % jobs
        case R.SAME_FIELD:
            return _("%(offered)s er i samme felt som et ønsket yrke: %(wished)s") % jobs
        case R.HOURS_WITHIN:
            return hours_in_words(facts, _("som ønsket"))
        case R.FEWER_HOURS:
            return hours_in_words(facts, _("ønsker minst %(wished)s") % {"wished": hours(float(facts["wished"]))})
        case R.MORE_HOURS:
            return hours_in_words(facts, _("ønsker høyst %(wished)s") % {"wished": hours(float(facts["wished"]))})
        case R.TIMES_WITHIN:
            return _("%(times)s, som ønsket") % {"times": capfirst(times_in_words(str(facts["times"])))}
        case R.OTHER_TIMES:
            return _("%(times)s er ikke blant ønskene") % {"times": capfirst(times_in_words(str(facts["times"])))}
        case R.NEAR_ENOUGH:
            return _("Om lag %(minutes)s minutter å reise, %(km)s km i luftlinje") % facts
        case R.TOO_FAR:
            return _("Om lag %(minutes)s minutter å reise, %(km)s km i luftlinje. Ønsker høyst %(limit)s minutter") % facts
    raise ValueError(f"words are said together, not one by one: {about.code}")


def hours_in_words(facts: Mapping[str, float | str], rest: str) -> str:
    count = float(facts["hours"])
    said = ngettext("%(hours)s time i uka", "%(hours)s timer i uka", ceil(count)) % {"hours": hours(count)}
    return _("%(hours)s, %(rest)s") % {"hours": said, "rest": rest}


def times_in_words(codes: str) -> str:
    labels = [str(WorkTime(code).label) for code in WorkTime.values if code in codes.split(",")]
    *rest, last = labels
    return _("%(rest)s og %(last)s") % {"rest": ", ".join(rest), "last": last} if rest else last
