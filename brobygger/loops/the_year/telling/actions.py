"""Telling people about the dates of a loop's year: all of them when it begins, and what changes after that.

Source  RULES W8, W9; ADR 0092
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import override

from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.audit.actions import HasPublicId
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import Loop, LoopDate, Stay
from brobygger.loops.states import CommitmentState
from brobygger.loops.the_year.telling.letters import CHANGED, YEAR
from brobygger.loops.the_year.telling.new_year import new_arrivals, new_ways, news_by_person
from brobygger.loops.the_year.telling.readers import Links, date_of, keep_open, lasts_after, open_links, parties_of, reader_of
from brobygger.loops.the_year.telling.reminders import forget_each
from brobygger.loops.the_year.telling.words import Named, draft_of, line_of, named_by_role, once_for, sentences
from brobygger.outbox.actions import Draft, enqueue_many
from brobygger.outbox.letters import Letter
from brobygger.parties.models import Role


def tell_of_the_year(loop: Loop, *, actor: HasPublicId, now: datetime) -> None:
    """One letter to each who is in the year, with every date of theirs."""
    rows = LoopDate.objects.filter(loop=loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now)
    tell(YEAR, loop, list(rows.order_by("appointment__starts_at", "pk")), actor=actor, now=now)


def tell_of_changes(loop: Loop, changed: Sequence[LoopDate], *, actor: HasPublicId, now: datetime) -> None:
    """One letter to each whom the changed dates concern, however many were changed at once."""
    tell(CHANGED, loop, changed, actor=actor, now=now)


def tell_of_the_new_year(loop: Loop, *, stays: Sequence[Stay], dates: Sequence[LoopDate], actor: HasPublicId, now: datetime) -> None:
    """One letter to each whose stays or dates are changed: a candidate reads their own way from here, an employer who comes to it.

    Takes   stays  those that were made, cut short or taken away
            dates  those that were made or called off
    Source  RULES A7: an employer reads names and days, never why
    """
    participants = list({stay.participant_id: stay.participant for stay in stays}.values())
    employers = [row for row in {stay.employer_id: stay.employer for stay in stays}.values() if row.state == CommitmentState.COMMITTED]
    told = {row.person_id for row in participants} | {row.contact_id for row in employers}
    news = news_by_person(loop, [*participants, *employers], dates, now=now)
    links = keep_open(
        {(row.person_id, Role.CANDIDATE): lasts_after(now) for row in participants}
        | {(row.contact_id, Role.EMPLOYER): lasts_after(now) for row in employers},
        actor=loop.coordinator,
    )
    drafts = [
        *new_ways(loop, participants, news, links, now=now),
        *new_arrivals(loop, employers, news, links, now=now),
    ]
    enqueue_many([draft for draft in drafts if draft.to.address], now=now)
    tell(CHANGED, loop, dates, actor=actor, now=now, but=told)
    ahead = AppointmentParty.objects.filter(
        appointment__loop_date__loop=loop, appointment__state=AppointmentState.PLANNED, appointment__starts_at__gt=now
    )
    forget_each(ahead.filter(person__in=told), due_by=now)


def tell(letter: Letter, loop: Loop, rows: Iterable[LoopDate], *, actor: HasPublicId, now: datetime, but: Collection[int] = ()) -> None:
    """One letter to each whom the dates concern, but for the one who acts and those who are told in another letter.

    A reminder that would be sent now is taken back: the letter says the same.

    Takes   but  keys of people who are told in another letter
    Cost    about ten queries, whatever the number of dates and people, and an entry in the log for each link that lasts longer
    """
    parties = parties_of(rows)
    of_each: dict[UUID, list[AppointmentParty]] = {}
    for party in parties:
        reader = reader_of(party)
        if party.person_id not in but and reader.to.address and reader.key != actor.public_id:
            of_each.setdefault(reader.key, []).append(party)
    links = open_links(party for theirs in of_each.values() for party in theirs)
    named = named_by_role({party.appointment_id: date_of(party) for party in parties}.values(), today=local_day(now))
    enqueue_many([about_dates(letter, loop, theirs, named, links) for theirs in of_each.values()], now=now)
    forget_each(parties, due_by=now)


def about_dates(letter: Letter, loop: Loop, parties: Sequence[AppointmentParty], named: Named, links: Links) -> Draft:
    """A letter to one reader about dates of theirs."""
    reader, rows = reader_of(parties[0]), [date_of(party) for party in parties]
    once = once_for(reader.key, rows)
    with override(reader.to.language):
        words = {"dates": sentences(map(line_of, parties), named)}
    return draft_of(letter, reader, rows, loop=loop, about=loop.public_id, once=once, links=links, words=words)
