"""Questions to the reference data. Everybody may read it, so no query takes a scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, TrigramWordSimilarity
from django.db.models import Case, Expression, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, StrIndex

from brobygger.kernel.units import straight_line_km
from brobygger.reference.models import EscoOccupation, LabelLanguage, LimitKind, Occupation, PostalCode, Scheme, SchemeLimit
from brobygger.reference.words import LONGEST_SEARCH, words

ANSWER_LIMIT = 20
SHORTEST_GUESS = 4  # letters; shorter words resemble too much


def distance_km(from_code: PostalCode, to_code: PostalCode) -> float | None:
    """The straight line between two postal codes, in kilometres. It isn't the way to travel: label it as what it is.

    Gives   0.0 between a known point and itself, None when either point is unknown
    Cost    no query
    Source  ADR 0022
    """
    if from_code.latitude is None or from_code.longitude is None or to_code.latitude is None or to_code.longitude is None:
        return None
    return straight_line_km(from_code.latitude, from_code.longitude, to_code.latitude, to_code.longitude)


def places_by_code(codes: Iterable[str | None]) -> dict[str, str]:
    """The names of places by their postal codes, also those out of use. Cost: one query, when there are any."""
    wanted = {code for code in codes if code}
    return dict(PostalCode.objects.filter(code__in=wanted).values_list("code", "place")) if wanted else {}


def current_postal_codes() -> QuerySet[PostalCode]:
    """The postal codes in use, in order, with their municipality loaded. Cost: one query."""
    return PostalCode.objects.filter(is_current=True).select_related("municipality").order_by("code")


def scheme_limit(scheme: Scheme | str, kind: LimitKind | str, *, on: date) -> SchemeLimit | None:
    """The limit of one kind that holds for a scheme on a day.

    Takes   scheme  a scheme or its code
    Gives   None when no limit is known for that day; that is not the same as no limit
    Cost    one query
    Source  ADR 0023; the dates are the first and the last day it holds
    """
    return (
        SchemeLimit.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .filter(scheme=scheme, kind=kind, valid_from__lte=on, is_current=True)
        .order_by("-valid_from", "pk")
        .first()
    )


@dataclass(frozen=True)
class Label:
    """A name together with the language it is in, so that the page can mark it (`lang`)."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def occupation_label(occupation: Occupation | EscoOccupation, language: str) -> Label:
    """An occupation's name in the reader's language, or in the nearest one there is.

    STYRK-08 is in bokmål only. ESCO is in bokmål and English, a few of its newer occupations in English only. Neither has nynorsk,
    so bokmål stands in.

    Takes   language  nb, nn, en or a longer code such as nb-no
    Source  ADR 0024
    """
    if isinstance(occupation, EscoOccupation) and language.lower().partition("-")[0] == LabelLanguage.ENGLISH:
        return Label(occupation.label_en, LabelLanguage.ENGLISH.value)
    return Label(occupation.label, occupation.label_language)


@dataclass(frozen=True)
class FoundOccupation:
    """One answer to a search: a group of STYRK-08, or an occupation of ESCO with the group it belongs to where STYRK-08 has it."""

    label: str
    label_language: str
    occupation: Occupation | None
    esco: EscoOccupation | None = None


def find_occupations(text: str, limit: int = ANSWER_LIMIT) -> list[FoundOccupation]:
    """Occupations that go by a name, the likeliest first.

    The order: the name itself, names that begin so, another name for it, other names with a word that begins so, all the words in
    some form (norsk ordstamme), part of a word («lærer» in «grunnskolelærere»), English names. Only when nothing answers to any of
    these: what is nearly spelt so. STYRK-08 comes before ESCO, a short name before a long one. Whatever people type is safe: only its
    letters and digits count.

    Takes   limit  most answers, 1 or more
    Gives   an empty list for a text without letters or digits
    Cost    two queries, four when it comes to guessing; some milliseconds each
    Source  ADR 0024
    """
    sought = words(text[:LONGEST_SEARCH])
    if not sought or limit < 1:
        return []
    units = Occupation.objects.filter(level=Occupation.UNIT_LEVEL, is_current=True)
    finer = EscoOccupation.objects.filter(is_current=True).select_related("occupation")
    return (
        best_first(named_so(units, sought)[:limit], named_so(finer, sought, english="search_stems_en")[:limit])
        or best_first(nearly_named_so(units, sought)[:limit], nearly_named_so(finer, sought)[:limit])
    )[:limit]


def best_first(units: QuerySet[Any], finer: QuerySet[Any]) -> list[FoundOccupation]:
    answers = [((row.rank, 0, row.label_length), FoundOccupation(row.label, row.label_language, row)) for row in units]
    answers += [((row.rank, 1, row.label_length), FoundOccupation(row.label, row.label_language, row.occupation, row)) for row in finer]
    return [found for _, found in sorted(answers, key=lambda answer: answer[0])]


def named_so(rows: QuerySet[Any], sought: list[str], *, english: str | None = None) -> QuerySet[Any]:
    """The rows that the words name, with `rank` (0 is best) and `label_length`, best first."""
    phrase = " ".join(sought)
    beginnings = " & ".join(f"{word}:*" for word in sought)
    steps = [
        Q(search_text__startswith=f" {phrase} |"),
        Q(search_text__startswith=f" {phrase}"),
        Q(search_text__contains=f"| {phrase} |"),
        Q(search_text__contains=f" {phrase}"),
        Q(search_stems=SearchQuery(beginnings, config="norwegian", search_type="raw")),
        Q(search_text__contains=phrase),
    ]
    if english:
        steps.append(Q(**{english: SearchQuery(beginnings, config="english", search_type="raw")}))
    rank = Case(*(When(step, then=place) for place, step in enumerate(steps)), output_field=IntegerField())
    return in_order(rows.filter(reduce(or_, steps)), rank)


def nearly_named_so(rows: QuerySet[Any], sought: list[str]) -> QuerySet[Any]:
    """The rows with words that are nearly spelt so. `rank` is how far off they are, in thousandths."""
    phrase = " ".join(sought)
    if len(phrase) < SHORTEST_GUESS:
        return rows.none()
    rank = Cast((1 - TrigramWordSimilarity(phrase, "search_text")) * 1000, IntegerField())
    return in_order(rows.filter(search_text__trigram_word_similar=phrase), rank)


def in_order(rows: QuerySet[Any], rank: Expression) -> QuerySet[Any]:
    ordered: QuerySet[Any] = rows.annotate(rank=rank, label_length=StrIndex("search_text", Value("|")))
    return ordered.order_by("rank", "label_length", "pk")
