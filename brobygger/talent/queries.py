"""What somebody wants and can, version by version, and what each workplace may know. Source: MISSION §7.2; RULES A7, A8, P3."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from brobygger.parties.models import Person, Workplace
from brobygger.parties.queries import in_norwegian_order
from brobygger.reference.models import Occupation
from brobygger.talent.models import Disclosure, DisclosureDecision, DisclosureItem, VocationalProfile

END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])|\s*\n\s*")  # not in «kl. 9»
AT_WORK = ("accommodation", "what_helps", "resources")  # what a workplace may have use for, the most needed first


# What somebody wants


def profile_versions(scope: QuerySet[VocationalProfile], person: Person) -> QuerySet[VocationalProfile]:
    """Every version, newest first, with its writer and occupations.

    Takes   scope  the profiles the reader may see, from access.rows()
    Cost    two queries for any number of versions
    """
    occupations = Prefetch("occupations", Occupation.objects.order_by("name", "code"))
    return scope.filter(person=person).select_related("written_by").prefetch_related(occupations).order_by("-version")


def latest_profile(scope: QuerySet[VocationalProfile], person: Person) -> VocationalProfile | None:
    """What holds now: the newest version, with its writer and occupations.

    Takes   scope  the profiles the reader may see, from access.rows()
    Cost    two queries, one when there is none
    """
    return profile_versions(scope, person).first()


# What a workplace may know


def with_items(scope: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    items = Prefetch("items", DisclosureItem.objects.order_by("position", "pk"))
    return scope.select_related("workplace", "made_by").prefetch_related(items)


def disclosures_in_force(scope: QuerySet[Disclosure], person: Person) -> QuerySet[Disclosure]:
    """What each workplace may know about somebody now, by the workplace's name, with every item in order.

    Takes   scope  the disclosures the reader may see, from access.rows(); for staff and the candidate, who read the unshared items too
    Cost    two queries for any number of workplaces
    """
    in_force = with_items(scope).filter(person=person, replaced_at__isnull=True, withdrawn_at__isnull=True)
    return in_force.order_by(in_norwegian_order("workplace__name"), "pk")


def disclosures_of(scope: QuerySet[Disclosure], person: Person) -> QuerySet[Disclosure]:
    """Every disclosure about somebody, in force or not, the latest gone through first. Cost: two queries."""
    return with_items(scope).filter(person=person).order_by("-previewed_with_person_at", "-pk")


@dataclass(frozen=True)
class Told:
    """What one workplace reads about one candidate: the exact texts that are shared, and nothing of the others."""

    person: Person
    workplace: Workplace
    texts: tuple[str, ...]


def shared_items(scope: QuerySet[Disclosure]) -> list[Told]:
    """What employers read, by first name. Items that are not to be shared, or to be asked about first, are never fetched.

    Takes   scope  the disclosures that reach the employer, from access.rows()
    Gives   one for each person and workplace; none for those who share nothing
    Cost    one query for any number of people
    Source  RULES A7, P3; ADR 0098
    """
    items = (
        DisclosureItem.objects.filter(disclosure__in=scope, decision=DisclosureDecision.SHARE)
        .select_related("disclosure__person", "disclosure__workplace")
        .order_by(in_norwegian_order("disclosure__person__first_name"), "disclosure__person_id", "disclosure_id", "position", "pk")
    )
    found: dict[int, list[DisclosureItem]] = {}
    for item in items:
        found.setdefault(item.disclosure_id, []).append(item)
    return [Told(rows[0].disclosure.person, rows[0].disclosure.workplace, tuple(row.text for row in rows)) for rows in found.values()]


@dataclass(frozen=True)
class Thought:
    """A thing to go through with the candidate, and what they said about it the last time, if they did."""

    text: str
    said: str = ""


def to_go_through(profile: VocationalProfile | None, earlier: Iterable[Disclosure], *, workplace: Workplace, most: int) -> list[Thought]:
    """What to go through with a candidate: what this workplace was to know, or else the last one was, then the profile's sentences.

    Takes   earlier  the candidate's disclosures, the latest first, items loaded
            most     how many there is room for
    Gives   each text once; no answer is given on the candidate's behalf, only what was said the last time
    """
    rows = list(earlier)
    last = next((row for row in rows if row.workplace_id == workplace.pk), rows[0] if rows else None)
    thoughts = [Thought(item.text, item.decision) for item in last.items.all()] if last is not None else []
    longest = DisclosureItem._meta.get_field("text").max_length or 0
    thoughts += [Thought(text) for text in sentences_of(profile) if len(text) <= longest]
    once = {thought.text.casefold(): thought for thought in reversed(thoughts)}
    return list(reversed(once.values()))[:most]


def sentences_of(profile: VocationalProfile | None) -> list[str]:
    """The sentences of a profile that a workplace may have use for, as they stand."""
    if profile is None:
        return []
    texts = [getattr(profile, field) for field in AT_WORK]
    return [sentence.strip() for text in texts for sentence in END_OF_SENTENCE.split(text) if sentence.strip()]


# What to choose among


def occupations_with_codes(codes: Iterable[str]) -> list[Occupation]:
    """Occupations by their codes, by name; a code that is none is left out. Cost: one query."""
    return list(Occupation.objects.filter(level=Occupation.UNIT_LEVEL, code__in=list(codes)).order_by("name", "code"))


def workplaces_connected(scope: QuerySet[Workplace], *keys: QuerySet[Any, Any]) -> QuerySet[Workplace]:
    """The workplaces that one of some subqueries names, by name.

    Takes   scope  the workplaces the reader may choose, from access.rows()
            keys   subqueries that each give workplaces' keys
    Cost    one query
    """
    named = reduce(or_, (Q(pk__in=each) for each in keys), Q(pk__in=[]))
    return scope.filter(named).order_by(in_norwegian_order("name"), "pk")


def workplaces_named(scope: QuerySet[Workplace], text: str, *, most: int) -> QuerySet[Workplace]:
    """Workplaces with every word of a text in their name, by name.

    Gives   none for an empty text
    Cost    one query, through every name of the scope
    """
    words = text.split()
    if not words:
        return scope.none()
    for word in words:
        scope = scope.filter(name__icontains=word)
    return scope.select_related("postal_code").order_by(in_norwegian_order("name"), "pk")[:most]
