"""Telling people about the dates of a loop's year: all of them when it begins, what changes after that, and a reminder of each.

Source  RULES W8, W9; ADR 0092
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from brobygger.audit.actions import HasPublicId
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import reminder_moment
from brobygger.kernel.units import day
from brobygger.loops.messages import letter_to, name_in_a_letter
from brobygger.loops.models import DateKind, DateParty, Loop, LoopDate, LoopEmployer, NextStep, Participant, Stay
from brobygger.loops.states import CommitmentState, DateState
from brobygger.loops.year import local_day
from brobygger.outbox.actions import Recipient, cancel, enqueue
from brobygger.parties.actions import open_link
from brobygger.parties.models import STAFF_ROLES, Role

REMIND_AT = time(9)
DAYS_BEFORE: dict[DateKind, int] = {
    DateKind.START: 3,
    DateKind.ROTATION: 7,
    DateKind.END: 7,
    DateKind.GATHERING: 3,
    DateKind.START_MEETING: 2,
    DateKind.HOSPITATION: 2,
    DateKind.EVALUATION: 2,
}
LINK_LASTS_AFTER = timedelta(days=120)  # the last date one is told of


def remind(dates: Iterable[LoopDate], *, now: datetime) -> None:
    """Put a reminder to each party in the outbox for its day, in place of those that wait. One that is moved back gets a new one too.

    Cost    a query for the parties, one for what waits, and one for each reminder
    Source  RULES W8: one for each subject, kind and day; late after an outage, never after the event
    """
    rows = [row for row in dates if row.state == DateState.PLANNED and row.starts_at > now]
    forget(rows)
    remind_each(parties_of(rows), now=now)


def remind_each(parties: Iterable[DateParty], *, now: datetime) -> None:
    """Put a reminder to each in the outbox, of a date that is ahead. They come with date, loop, person and user loaded."""
    for party in parties:
        row = party.date
        if row.state != DateState.PLANNED or row.starts_at <= now:
            continue
        enqueue(
            "loops/reminder",
            once=f"loops/reminder:{row.public_id}:{row.sequence}:{party.public_id}",
            to=recipient_of(party),
            about=party.public_id,
            values=words_of(row, party),
            link=link_of(party, until=row.starts_at + LINK_LASTS_AFTER),
            send_after=max(reminder_moment(row.starts_at, days_before=DAYS_BEFORE[DateKind(row.kind)], at=REMIND_AT), now),
            send_before=row.starts_at,
            now=now,
        )


def forget(dates: Iterable[LoopDate]) -> None:
    """Take back the reminders of dates that wait to be sent."""
    for party in DateParty.objects.filter(date__in=[row.pk for row in dates]):
        cancel(party.public_id, template="loops/reminder")


def tell_of_the_year(loop: Loop, *, actor: HasPublicId, now: datetime) -> None:
    """One letter to each who is in the year, with every date of theirs."""
    rows = LoopDate.objects.filter(loop=loop, state=DateState.PLANNED, starts_at__gt=now).order_by("starts_at", "pk")
    tell("loops/year", loop, list(rows), actor=actor, now=now)


def tell_of_changes(loop: Loop, changed: Sequence[LoopDate], *, actor: HasPublicId, now: datetime) -> None:
    """One letter to each whom the changed dates concern, however many were changed at once."""
    tell("loops/dates_changed", loop, sorted(changed, key=lambda row: (row.starts_at, row.pk)), actor=actor, now=now)


def tell_of_the_new_year(loop: Loop, *, stays: Sequence[Stay], dates: Sequence[LoopDate], actor: HasPublicId, now: datetime) -> None:
    """One letter to each whose stays or dates are changed: a candidate reads their own way from here, an employer who comes to it.

    Takes   stays  those that were made, cut short or taken away
            dates  those that were made or called off
    Source  RULES A7: an employer reads names and days, never why
    """
    lines = lines_by_person(dates)
    for participant in {stay.participant_id: stay.participant for stay in stays}.values():
        tell_candidate(participant, dates=lines.pop(participant.person_id, []), now=now)
    for employer in {stay.employer_id: stay.employer for stay in stays}.values():
        if employer.state == CommitmentState.COMMITTED:
            tell_employer(employer, dates=lines.pop(employer.contact_id, []), now=now)
    told = {stay.participant.person_id for stay in stays} | {stay.employer.contact_id for stay in stays}
    tell("loops/dates_changed", loop, list(dates), actor=actor, now=now, but=told)


def tell_candidate(participant: Participant, *, dates: Sequence[LoopDate], now: datetime) -> None:
    """One's own way from here: where one will be, what is next, and the dates that are changed."""
    person, loop = participant.person, participant.loop
    step = NextStep.objects.filter(participant=participant).select_related("owner").first()
    rows = (
        Stay.objects.filter(participant=participant, ends_on__gte=local_day(now))
        .select_related("employer__workplace")
        .order_by("starts_on")
    )
    with override(person.language):
        way = "\n".join(f"{day(stay.starts_on)}–{day(stay.ends_on)}: {stay.employer}" for stay in rows)
        changed = "\n".join(line_of(row) for row in dates)
    enqueue(
        "loops/plan_changed",
        once=f"loops/plan_changed:{participant.public_id}:{now:%Y%m%dT%H%M%S%f}",
        to=letter_to(person),
        about=participant.public_id,
        values={
            "loop": loop.name,
            "way": way,
            "dates": changed,
            "date_ids": " ".join(str(row.public_id) for row in dates),
            "step": step.text if step is not None else "",
            "day": day(step.due_on) if step is not None else "",
            "owner": step.owner.name if step is not None else loop.coordinator.name,
            "phone": step.owner.phone if step is not None else loop.coordinator.phone,
        },
        link=open_link(person, Role.CANDIDATE, until=local_day(now) + LINK_LASTS_AFTER, actor=loop.coordinator).public_id,
        now=now,
    )


def tell_employer(employer: LoopEmployer, *, dates: Sequence[LoopDate], now: datetime) -> None:
    """Who comes to an employer from here, by first name and day, and the dates that are changed."""
    person, loop = employer.contact, employer.loop
    rows = Stay.objects.filter(employer=employer, ends_on__gte=local_day(now)).select_related("participant__person")
    with override(person.language):
        arrivals = "\n".join(
            f"{day(stay.starts_on)}–{day(stay.ends_on)}: {name_in_a_letter(stay.participant.person)}"
            for stay in rows.order_by("starts_on", "participant__person__first_name", "pk")
        )
        changed = "\n".join(line_of(row) for row in dates)
    enqueue(
        "loops/plan_changed_employer",
        once=f"loops/plan_changed_employer:{employer.public_id}:{now:%Y%m%dT%H%M%S%f}",
        to=letter_to(person),
        about=employer.public_id,
        values={
            "loop": loop.name,
            "arrivals": arrivals,
            "dates": changed,
            "date_ids": " ".join(str(row.public_id) for row in dates),
            "owner": loop.coordinator.name,
            "phone": loop.coordinator.phone,
        },
        link=open_link(person, Role.EMPLOYER, until=local_day(now) + LINK_LASTS_AFTER, actor=loop.coordinator).public_id,
        now=now,
    )


def lines_by_person(dates: Iterable[LoopDate]) -> dict[int, list[LoopDate]]:
    found: dict[int, list[LoopDate]] = {}
    for party in parties_of(dates):
        if party.person_id is not None:
            found.setdefault(party.person_id, []).append(party.date)
    return found


def tell(template: str, loop: Loop, rows: Sequence[LoopDate], *, actor: HasPublicId, now: datetime, but: Collection[int] = ()) -> None:
    """One letter to each whom the dates concern, but for the one who acts and those who are told in another letter."""
    of_each: dict[tuple[int | None, int | None], list[DateParty]] = {}
    for party in parties_of(rows):
        of_each.setdefault((party.person_id, party.user_id), []).append(party)
    for parties in of_each.values():
        is_actor = parties[0].user is not None and parties[0].user.public_id == actor.public_id
        if is_actor or parties[0].person_id in but:
            continue
        mine = sorted((party.date for party in parties), key=lambda row: (row.starts_at, row.pk))
        recipient = recipient_of(parties[0])
        with override(recipient.language):
            lines = "\n".join(line_of(row) for row in mine)
        enqueue(
            template,
            once=f"{template}:{parties[0].public_id}:{now:%Y%m%dT%H%M%S%f}",
            to=recipient,
            about=loop.public_id,
            values={
                "loop": loop.name,
                "dates": lines,
                "date_ids": " ".join(str(row.public_id) for row in mine),
                "owner": loop.coordinator.name,
                "phone": loop.coordinator.phone,
            },
            link=link_of(parties[0], until=mine[-1].starts_at + LINK_LASTS_AFTER),
            now=now,
        )


def parties_of(rows: Iterable[LoopDate]) -> list[DateParty]:
    """Those the dates concern, with date, loop, person and user loaded. Cost: one query."""
    return loaded(DateParty.objects.filter(date__in=[row.pk for row in rows]))


def parties_among(keys: Iterable[int]) -> list[DateParty]:
    """The same by their own keys. Cost: one query."""
    return loaded(DateParty.objects.filter(pk__in=keys))


def loaded(parties: QuerySet[DateParty]) -> list[DateParty]:
    found = parties.select_related("date__loop__coordinator", "date__employer__workplace", "date__participant__person", "person", "user")
    return list(found.order_by("date__starts_at", "pk"))


def recipient_of(party: DateParty) -> Recipient:
    if party.person is not None:
        return letter_to(party.person)
    assert party.user is not None
    return Recipient(name=party.user.name, address=party.user.email, language=party.user.language)


def link_of(party: DateParty, *, until: datetime) -> UUID | None:
    """The party's own link, which lasts well past the date; staff sign in."""
    if party.person is None or party.role in STAFF_ROLES:
        return None
    return open_link(party.person, Role(party.role), until=until.date(), actor=party.date.loop.coordinator).public_id


def words_of(row: LoopDate, party: DateParty) -> dict[str, str | int]:
    """What a reminder says of a date, in the party's language."""
    recipient = recipient_of(party)
    with override(recipient.language):
        local = row.starts_at.astimezone(OSLO)
        return {
            "loop": row.loop.name,
            "kind": row.get_kind_display(),
            "day": day(local.date()),
            "time": f"{local:%H.%M}",
            "place": row.place,
            "owner": row.loop.coordinator.name,
            "phone": row.loop.coordinator.phone,
            "date_ids": str(row.public_id),
        }


def line_of(row: LoopDate) -> str:
    """One date on one line: «04.01.2027 kl. 09.00: samling, Brohuset»."""
    local = row.starts_at.astimezone(OSLO)
    words = {
        "day": day(local.date()),
        "time": f"{local:%H.%M}",
        "kind": row.get_kind_display(),
        "place": row.place or _("stedet du kjenner"),
    }
    if row.state == DateState.CANCELLED:
        return _("%(day)s kl. %(time)s: %(kind)s er avlyst") % words
    return _("%(day)s kl. %(time)s: %(kind)s, %(place)s") % words
