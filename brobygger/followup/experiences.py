"""Whom one can ask how it was, and what many have said read together, without names. Source: MISSION §6.5; RULES P6; ADR 0102."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db.models import Exists, OuterRef, QuerySet

from brobygger.accounts.models import User
from brobygger.followup.guides import Question, questions_of
from brobygger.followup.models import ExperienceAnswer, ExperienceInterview
from brobygger.intake.models import EmployerRelation, Engagement, Responsibility
from brobygger.parties.models import ContactPerson, Membership, Person, Role, Unit
from brobygger.parties.queries import holds_on, in_norwegian_order

FEWEST = 5  # people who must have said yes before anything is read across


@dataclass(frozen=True)
class ToAsk:
    """Somebody one can ask how it was: for which unit, and where they work when they answer for an employer."""

    person: Person
    unit: Unit
    place: str = ""


def job_seekers_to_ask(scope: QuerySet[Engagement], *, today: date) -> list[ToAsk]:
    """The people one follows up today, by name, each once.

    Takes   scope  from access.rows(…, LOG, Engagement)
    Cost    one query
    """
    running = (
        scope.filter(holds_on(today))
        .select_related("person", "unit")
        .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )
    return once_each(ToAsk(each.person, each.unit) for each in running)


def employers_to_ask(contacts: QuerySet[ContactPerson], relations: QuerySet[EmployerRelation], *, user: User, today: date) -> list[ToAsk]:
    """The contacts of the employers a user is responsible for or stands in for, by name, each once. Cost: two queries."""
    held = Responsibility.objects.filter(holds_on(today), relation=OuterRef("pk"), user=user)
    mine = {each.workplace_id: each.unit for each in relations.filter(holds_on(today)).filter(Exists(held)).select_related("unit")}
    found = (
        contacts.filter(holds_on(today), workplace__in=mine)
        .select_related("person", "workplace")
        .order_by(in_norwegian_order("person__last_name"), in_norwegian_order("person__first_name"), "pk")
    )
    return once_each(ToAsk(each.person, mine[each.workplace_id], str(each.workplace)) for each in found)


def specialists_to_ask(colleagues: QuerySet[User], units: Collection[int], *, user: User, today: date) -> list[ToAsk]:
    """The specialists of some units, by name, less oneself and those who have no record of their own. Cost: one query."""
    works = (
        Membership.objects.filter(holds_on(today), unit__in=units, role=Role.SPECIALIST, user__in=colleagues, user__person__isnull=False)
        .exclude(user=user)
        .select_related("user__person", "unit")
        .order_by(in_norwegian_order("user__name"), "pk")
    )
    return once_each(ToAsk(each.user.person, each.unit) for each in works)


def once_each(found: Iterable[ToAsk]) -> list[ToAsk]:
    return list({each.person.pk: each for each in reversed(list(found))}.values())[::-1]


def held_by(scope: QuerySet[ExperienceInterview], user: User) -> QuerySet[ExperienceInterview]:
    """The conversations a user has led and that are not taken back, latest first. Cost: one query, person loaded."""
    return scope.filter(asked_by=user, withdrawn_at__isnull=True).select_related("person").order_by("-held_on", "-pk")


@dataclass(frozen=True)
class Said:
    """One question of a guide, and what one has answered; empty when they had nothing to say to it."""

    question: Question
    text: str


@dataclass(frozen=True)
class OwnAnswers:
    """One conversation as the one who answered reads it."""

    interview: ExperienceInterview
    said: tuple[Said, ...]


def own_answers(scope: QuerySet[ExperienceInterview], person: Person | None) -> list[OwnAnswers]:
    """What somebody has answered themselves, latest first. Those taken back are there without a word in them. Cost: two queries."""
    own = scope.filter(person=person).select_related("asked_by").prefetch_related("answers").order_by("-held_on", "-pk")
    return [OwnAnswers(interview, said_in(interview)) for interview in own]


def said_in(interview: ExperienceInterview) -> tuple[Said, ...]:
    """The answers of one conversation in the order of its guide. Cost: one query, unless they are loaded."""
    texts = {answer.question: answer.text for answer in interview.answers.all()}
    return tuple(Said(question, texts[question.code]) for question in questions_of(interview.guide) if question.code in texts)


@dataclass(frozen=True)
class Together:
    """What many have said, question by question. The quarters are of the first and the last of them; there is no finer date."""

    count: int
    first_quarter: tuple[int, int]
    last_quarter: tuple[int, int]
    answers: tuple[tuple[Question, tuple[str, ...]], ...]


def read_across(scope: QuerySet[ExperienceInterview], *, guide: str) -> Together | None:
    """What those of one guide who let it be read have said, without names.

    Takes   scope  from access.rows(…, LEAD, ExperienceInterview), of one unit
    Gives   none when fewer than five people have said yes. The answers to each question stand in an order of their own that follows from
            a hash, so that neither time nor alphabet, nor the same place under two questions, tells whose they are
    Cost    two queries
    Source  RULES P6; ADR 0102
    """
    listed = list(
        scope.filter(guide=guide, is_read_across=True, withdrawn_at__isnull=True).prefetch_related("answers").order_by("held_on", "pk")
    )
    if len({interview.person_id for interview in listed}) < FEWEST:
        return None
    answers = [answer for interview in listed for answer in interview.answers.all()]
    places = {interview.pk: str(interview.public_id) for interview in listed}
    return Together(
        count=len(listed),
        first_quarter=quarter_of(listed[0].held_on),
        last_quarter=quarter_of(listed[-1].held_on),
        answers=tuple((question, shuffled(question, answers, places)) for question in questions_of(guide)),
    )


def shuffled(question: Question, answers: Iterable[ExperienceAnswer], places: dict[int, str]) -> tuple[str, ...]:
    def place(answer: ExperienceAnswer) -> str:
        return sha256(f"{question.code} {places[answer.interview_id]}".encode()).hexdigest()

    return tuple(answer.text for answer in sorted((each for each in answers if each.question == question.code), key=place))


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter: 2026, 4."""
    return day.year, (day.month + 2) // 3
