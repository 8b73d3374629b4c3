"""How it was, in somebody's own words: written down, let be read with others', kept to oneself again, and taken back for good.

The answers belong to the one who gave them. Source: MISSION §6.5; ADR 0102.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.audit.actions import HasPublicId, record
from brobygger.followup.actions.together import moment_of, talked
from brobygger.followup.guides import questions_of
from brobygger.followup.models import Act, ExperienceAnswer, ExperienceInterview, Guide
from brobygger.kernel.errors import DomainError
from brobygger.kernel.our_time import require_our_time
from brobygger.parties.models import Person, Unit


@transaction.atomic
def record_interview(
    *,
    guide: Guide,
    person: Person,
    unit: Unit,
    answers: Mapping[str, str],
    held_on: date,
    is_read_across: bool = False,
    today: date,
    now: datetime,
    actor: User,
) -> ExperienceInterview:
    """Write down a conversation by a guide, after it has been read back to the one who answered.

    Takes   answers         texts by the codes of the guide's questions; empty ones are left out
            is_read_across  whether the answerer said yes to having them read with others', without a name
    Raises  DomainError when nothing is answered, the day has not come, or somebody would interview themselves
            ValueError for a question the guide does not have
    Source  MISSION §6.5
    """
    known = {question.code for question in questions_of(guide)}
    if answers.keys() - known:
        raise ValueError(f"{sorted(answers.keys() - known)} are no questions of {guide}")
    said = {code: text.strip() for code, text in answers.items() if text.strip()}
    if not said:
        raise DomainError(_("Skriv svar på minst ett av spørsmålene. De andre kan stå tomme."))
    require_our_time(held_on=held_on)
    if held_on > today:
        raise DomainError(_("Samtalen kan ikke ha vært i framtida. Skriv dagen dere snakket sammen."), field="held_on")
    if person.user_id == actor.pk:
        raise DomainError(_("Noen andre må snakke med deg. Spør en kollega eller lederen din."))

    interview = ExperienceInterview.objects.create(
        guide=guide, person=person, unit=unit, asked_by=actor, held_on=held_on, is_read_across=is_read_across
    )
    ExperienceAnswer.objects.bulk_create(
        ExperienceAnswer(interview=interview, question=code, text=text) for code, text in sorted(said.items())
    )
    record("followup.experience_recorded", interview, actor=actor, guide=str(guide), answers=len(said), read_across=is_read_across)
    if guide == Guide.JOB_SEEKER:
        talked(person, Act.EXPERIENCE, about=interview.public_id, at=moment_of(held_on, now=now), now=now, actor=actor)
    return interview


@transaction.atomic
def release_interview(interview: ExperienceInterview, *, actor: HasPublicId) -> ExperienceInterview:
    """Let one's answers be read with others', without a name. Doing it again changes nothing.

    Raises  DomainError for answers that are taken back: there is nothing to read
    """
    interview = ExperienceInterview.objects.select_for_update().get(pk=interview.pk)
    if interview.withdrawn_at is not None:
        raise DomainError(_("Svarene er tatt tilbake og finnes ikke lenger. Vil du si noe nytt, spør om en ny samtale."))
    return read_by_others(interview, is_read_across=True, event="followup.experience_released", actor=actor)


@transaction.atomic
def withhold_interview(interview: ExperienceInterview, *, actor: HasPublicId) -> ExperienceInterview:
    """Keep one's answers from being read with others' from now on. Doing it again changes nothing."""
    interview = ExperienceInterview.objects.select_for_update().get(pk=interview.pk)
    return read_by_others(interview, is_read_across=False, event="followup.experience_withheld", actor=actor)


def read_by_others(interview: ExperienceInterview, *, is_read_across: bool, event: str, actor: HasPublicId) -> ExperienceInterview:
    if interview.is_read_across == is_read_across:
        return interview
    interview.is_read_across = is_read_across
    interview.save(update_fields=["is_read_across"])
    record(event, interview, actor=actor)
    return interview


@transaction.atomic
def withdraw_interview(interview: ExperienceInterview, *, now: datetime, actor: HasPublicId) -> ExperienceInterview:
    """Take one's answers back: the words are deleted, and only that there was a conversation is left. Doing it again changes nothing.

    Source  the answers belong to the answerer; ADR 0102
    """
    interview = ExperienceInterview.objects.select_for_update().get(pk=interview.pk)
    if interview.withdrawn_at is not None:
        return interview
    count, _by_model = ExperienceAnswer.objects.filter(interview=interview).delete()
    interview.is_read_across, interview.withdrawn_at = False, now
    interview.save(update_fields=["is_read_across", "withdrawn_at"])
    record("followup.experience_withdrawn", interview, actor=actor, answers=count)
    return interview
