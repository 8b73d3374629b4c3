"""Telling people about the dates of a loop's year: all of them when it begins, what changes after that, and a reminder of each.

Source  RULES W8, W9; ADR 0092
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import override

from brobygger.audit.actions import HasPublicId
from brobygger.kernel.local_time import local_day
from brobygger.loops.models import DateParty, Loop, LoopDate, Stay
from brobygger.loops.states import CommitmentState, DateState
from brobygger.loops.the_year.dates import is_ahead
from brobygger.loops.the_year.telling.letters import (
    CHANGED,
    REMINDER,
    YEAR,
    Line,
    for_reader,
    lasts_after,
    link_key,
    loaded,
    named_by_role,
    once_for,
    reader_of,
    recipient_of,
    reminder_of,
    who_to_call,
    words_of_line,
)
from brobygger.loops.the_year.telling.new_year import Links, new_arrivals, new_ways, news_by_person
from brobygger.outbox.actions import Draft, cancel_many, enqueue_many
from brobygger.outbox.letters import Letter
from brobygger.parties.actions import keep_links_open
from brobygger.parties.models import Role


def remind(dates: Iterable[LoopDate], *, now: datetime) -> None:
    """Put a reminder to each party in the outbox for its day, in place of those that wait for another."""
    parties = parties_of(row for row in dates if is_ahead(row, now=now))
    drafts = reminders_of(parties, now=now)
    cancel_many([party.public_id for party in parties], template=REMINDER.name, but=[draft.once for draft in drafts])
    enqueue_many(drafts, now=now)


def remind_each(parties: Iterable[DateParty], *, now: datetime) -> None:
    """Put a reminder to each in the outbox, of a date that is ahead.

    Takes   parties  from `parties_among`
    Cost    as for keeping links open and for putting many messages in the outbox
    """
    enqueue_many(reminders_of(parties, now=now), now=now)


def reminders_of(parties: Iterable[DateParty], *, now: datetime) -> list[Draft]:
    """A reminder to each who can be reached; one whose time has come is due now. Nobody is named until it is sent.

    Source  RULES W8; ADR 0092
    """
    ahead = [party for party in parties if is_ahead(party.date, now=now) and recipient_of(party).address]
    links = open_links(ahead)
    drafts = [reminder_of(party, named=(), link=link_of(party, links)) for party in ahead]
    return [replace(draft, send_after=max(draft.send_after or now, now)) for draft in drafts]


def forget(dates: Iterable[LoopDate]) -> None:
    """Take back the reminders of dates that wait to be sent. Cost: two queries."""
    of_dates = DateParty.objects.filter(date__in=[row.pk for row in dates])
    cancel_many(of_dates.values_list("public_id", flat=True), template=REMINDER.name)


def tell_of_the_year(loop: Loop, *, actor: HasPublicId, now: datetime) -> None:
    """One letter to each who is in the year, with every date of theirs."""
    rows = LoopDate.objects.filter(loop=loop, state=DateState.PLANNED, starts_at__gt=now).order_by("starts_at", "pk")
    tell(YEAR, loop, list(rows), actor=actor, now=now)


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
    theirs = DateParty.objects.filter(date__loop=loop, date__state=DateState.PLANNED, date__starts_at__gt=now, person__in=told)
    cancel_many(theirs.values_list("public_id", flat=True), template=REMINDER.name, due_by=now)


def tell(letter: Letter, loop: Loop, rows: Iterable[LoopDate], *, actor: HasPublicId, now: datetime, but: Collection[int] = ()) -> None:
    """One letter to each whom the dates concern, but for the one who acts and those who are told in another letter.

    A reminder that would be sent now is taken back: the letter says the same.

    Takes   but  keys of people who are told in another letter
    Cost    about ten queries, whatever the number of dates and people, and an entry in the log for each link that lasts longer
    """
    parties = parties_of(rows)
    of_each: dict[UUID, list[DateParty]] = {}
    for party in parties:
        if party.person_id not in but and recipient_of(party).address:
            of_each.setdefault(reader_of(party).public_id, []).append(party)
    of_each.pop(actor.public_id, None)
    links = open_links([party for theirs in of_each.values() for party in theirs])
    named = named_by_role({party.date_id: party.date for party in parties}.values(), today=local_day(now))
    enqueue_many([about_dates(letter, loop, theirs, named, links) for theirs in of_each.values()], now=now)
    cancel_many([party.public_id for party in parties], template=REMINDER.name, due_by=now)


def about_dates(letter: Letter, loop: Loop, parties: Sequence[DateParty], named: Mapping[Role, Collection[int]], links: Links) -> Draft:
    """A letter to one reader about dates of theirs."""
    first, rows = parties[0], [party.date for party in parties]
    to, reader = recipient_of(first), reader_of(first).public_id
    with override(to.language):
        lines = [words_of_line(Line(party.date, Role(party.role)), named=named, person_key=party.person_id) for party in parties]
    return letter.draft(
        once=once_for(reader, rows),
        to=to,
        about=loop.public_id,
        values={**who_to_call(loop), **for_reader(reader, Role(first.role), rows), "dates": "\n".join(lines)},
        link=link_of(first, links),
    )


def open_links(parties: Iterable[DateParty]) -> Links:
    """A link to each who has one, that lasts well past their last date. One that is withdrawn is not opened again."""
    until: dict[tuple[int, Role], date] = {}
    coordinator = None
    for party in parties:
        key, coordinator = link_key(party), party.date.loop.coordinator
        if key is not None:
            last = lasts_after(party.date.starts_at)
            until[key] = max(last, until.get(key, last))
    return keep_open(until, actor=coordinator) if coordinator is not None else {}


def keep_open(until: Mapping[tuple[int, Role], date], *, actor: HasPublicId) -> Links:
    return {key: link.public_id for key, link in keep_links_open(until, actor=actor).items()}


def link_of(party: DateParty, links: Links) -> UUID | None:
    key = link_key(party)
    return links.get(key) if key is not None else None


def parties_of(rows: Iterable[LoopDate]) -> list[DateParty]:
    """Those the dates concern, with all that a letter needs. Cost: one query."""
    return loaded(DateParty.objects.filter(date__in=[row.pk for row in rows]))


def parties_among(keys: Iterable[int]) -> list[DateParty]:
    """The same by their own keys. Cost: one query."""
    return loaded(DateParty.objects.filter(pk__in=keys))
