"""Whom each date of a loop's year concerns. Source: MISSION §5.5, §5.6; RULES A7."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from brobygger.accounts.models import User
from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import local_day
from brobygger.loops.counsellors import counsellors_of
from brobygger.loops.models import OF_A_STAY, DateKind, Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.the_year.telling.reminders import forget_each
from brobygger.parties.models import Role

Key = tuple[Role, int | None, int | None]  # role, person, user


def set_parties(loop: Loop, *, today: date) -> list[AppointmentParty]:
    """Let each planned date concern those it should, as the stays are now. Who no longer is concerned, is not reminded.

    Gives   those who are concerned now and were not before
    Cost    four queries, and three for what changes
    """
    stays = list(Stay.objects.filter(participant__loop=loop).select_related("participant", "employer", "mentor"))
    rows = LoopDate.objects.filter(loop=loop, appointment__state=AppointmentState.PLANNED)
    rows = rows.select_related("appointment", "loop", "participant__proposed_by", "employer").order_by("pk")
    counsellors = counsellors_of({row.participant for row in rows if row.participant is not None}, today=today)
    standing: dict[int, dict[tuple[int | None, int | None], AppointmentParty]] = {}
    for party in AppointmentParty.objects.filter(appointment__in=[row.appointment_id for row in rows]):
        standing.setdefault(party.appointment_id, {})[party.person_id, party.user_id] = party
    made: list[AppointmentParty] = []
    gone: list[AppointmentParty] = []
    for row in rows:
        now = standing.get(row.appointment_id, {})
        wanted = {(person, user): role for role, person, user in concerned(row, stays, counsellors)}
        made += [
            AppointmentParty(appointment=row.appointment, role=role, person_id=key[0], user_id=key[1])
            for key, role in wanted.items()
            if key not in now
        ]
        gone += [party for key, party in now.items() if key not in wanted]
    forget_each(gone)
    AppointmentParty.objects.filter(pk__in=[party.pk for party in gone]).delete()
    return AppointmentParty.objects.bulk_create(made)


def concerned(row: LoopDate, stays: Iterable[Stay], counsellors: Mapping[int, User]) -> list[Key]:
    """Those a date concerns; the same person is not there twice. Takes `counsellors` from `counsellors_of`."""
    found = of_a_stay(row, stays, counsellors) if row.kind in OF_A_STAY else of_all(row, stays)
    seen: dict[tuple[int | None, int | None], Key] = {}
    for role, person, user in [*found, (Role.LOOP_COORDINATOR, None, row.loop.coordinator_id)]:
        seen.setdefault((person, user), (role, person, user))
    return list(seen.values())


def of_all(row: LoopDate, stays: Iterable[Stay]) -> list[Key]:
    """A turning or a gathering: everybody who is somewhere in the period before it or the one after, and those employers."""
    around = [stay for stay in stays if stay.period in {row.turning - 1, row.turning} and is_in(stay.participant, row)]
    people: list[Key] = [(Role.CANDIDATE, stay.participant.person_id, None) for stay in around]
    return people + [(Role.EMPLOYER, stay.employer.contact_id, None) for stay in around if takes_part(stay.employer, row)]


def of_a_stay(row: LoopDate, stays: Iterable[Stay], counsellors: Mapping[int, User]) -> list[Key]:
    """A start meeting or an evaluation has the four parties and the mentor; on a hospitation day one is with whoever has the place now."""
    assert row.participant is not None
    assert row.employer is not None
    found: list[Key] = [(Role.CANDIDATE, row.participant.person_id, None), (Role.EMPLOYER, row.employer.contact_id, None)]
    period = row.turning - 1 if row.kind == DateKind.EVALUATION else row.turning
    here = [stay for stay in stays if stay.employer_id == row.employer_id]
    found += [
        (Role.MENTOR, stay.mentor.person_id, None)
        for stay in here
        if stay.mentor is not None and stay.period == period and stay.participant_id == row.participant_id
    ]
    if row.kind == DateKind.HOSPITATION:
        holders = [stay for stay in here if stay.period == row.turning - 1 and is_in(stay.participant, row)]
        return found + [(Role.CANDIDATE, stay.participant.person_id, None) for stay in holders]
    return [*found, (Role.COUNSELLOR, None, counsellors[row.participant.pk].pk)]


def is_in(participant: Participant, row: LoopDate) -> bool:
    """Whether a candidate is still in the loop on a date."""
    return participant.left_on is None or participant.left_on >= local_day(row.starts_at)


def takes_part(employer: LoopEmployer, row: LoopDate) -> bool:
    """Whether an employer has not dropped out before a date."""
    return employer.dropped_out_on is None or employer.dropped_out_on >= local_day(row.starts_at)
