"""What the letters about a loop's dates say to each reader. Source: RULES W8, W9, A3, A7; ADR 0092"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from brobygger.appointments.models import AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.kernel.local_time import in_norway
from brobygger.kernel.units import day, phone
from brobygger.loops.models import Loop, LoopDate, Stay
from brobygger.loops.the_year.calendars import named_to, summary_of
from brobygger.loops.the_year.telling.readers import Links, Reader, date_of
from brobygger.outbox.actions import Draft
from brobygger.outbox.letters import Letter
from brobygger.parties.models import Role

Named = Mapping[Role, Collection[int]]  # the keys of the dates whose candidate may be named, for each role that reads
NOBODY: Named = {}


@dataclass(frozen=True)
class Line:
    """A date as one reader has it.

    Takes   person_key  of a reader who is not there as staff
            is_theirs   whether it still concerns the reader
    """

    row: LoopDate
    role: Role
    person_key: int | None
    is_theirs: bool = True

    def what(self, named: Named) -> str:
        """What the date is called to the reader: «Samling», «Oppstartsmøte med Amina»."""
        if self.row.participant is None:
            return capfirst(self.row.get_kind_display())
        is_named = self.row.pk in named.get(self.role, ())
        return summary_of(self.row, for_role=self.role, is_named=is_named, person_key=self.person_key)

    def words(self, named: Named) -> dict[str, str]:
        local = in_norway(self.row.starts_at)
        return {"day": day(local.date()), "time": f"{local:%H.%M}", "what": self.what(named), "place": self.row.place}

    def sentence(self, named: Named) -> str:
        """The date on one line, in the language that is active: «04.01.2027 kl. 09.00: Samling, Brohuset»."""
        words = self.words(named)
        if self.row.state == AppointmentState.CALLED_OFF:
            return _("%(day)s kl. %(time)s: %(what)s. Avlyst.") % words
        if not self.is_theirs:
            return _("%(day)s kl. %(time)s: %(what)s. Gjelder ikke deg lenger.") % words
        if self.row.place and self.row.participant is None:
            return _("%(day)s kl. %(time)s: %(what)s, %(place)s") % words
        return _("%(day)s kl. %(time)s: %(what)s") % words


def line_of(party: AppointmentParty) -> Line:
    return Line(date_of(party), Role(party.role), party.person_id)


def sentences(lines: Iterable[Line], named: Named) -> str:
    return "\n".join(line.sentence(named) for line in lines)


def named_by_role(rows: Iterable[LoopDate], *, today: date) -> Named:
    """The dates whose candidate may be named, for each role that reads. Cost: three queries. Source: RULES A3, A7"""
    listed = list(rows)
    at_work = named_to(listed, for_role=Role.EMPLOYER, today=today)
    return {
        Role.EMPLOYER: at_work,
        Role.MENTOR: at_work,
        Role.LOOP_COORDINATOR: named_to(listed, for_role=Role.LOOP_COORDINATOR, today=today),
        Role.COUNSELLOR: named_to(listed, for_role=Role.COUNSELLOR, today=today),
    }


def draft_of(
    letter: Letter,
    reader: Reader,
    rows: Iterable[LoopDate],
    *,
    loop: Loop,
    about: UUID,
    once: str,
    links: Links,
    words: Mapping[str, str | int],
) -> Draft:
    """A letter about some dates, with who to call, and what the calendar files are made of when it is sent.

    Takes   words  in the reader's language
    """
    return letter.draft(
        once=once,
        to=reader.to,
        about=about,
        values={
            "loop": loop.name,
            "owner": loop.coordinator.name,
            "phone": phone(loop.coordinator.phone),
            "reader": str(reader.key),
            "role": str(reader.role),
            "date_ids": " ".join(str(row.public_id) for row in rows),
            **words,
        },
        link=reader.link_among(links),
    )


def once_for(to: UUID, dates: Iterable[LoopDate], stays: Iterable[Stay] = (), text: str = "") -> str:
    """A key made of what a letter tells, so that telling the same twice is telling once."""
    told = [f"{row.public_id} {row.sequence} {row.state}" for row in dates]
    told += [f"{stay.pk} {stay.starts_on} {stay.ends_on}" for stay in stays]
    return f"{to}:{sha256('|'.join([*sorted(told), text]).encode()).hexdigest()[:32]}"
