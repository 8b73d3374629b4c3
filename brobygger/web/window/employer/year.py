"""What an employer's page says of the year: who is there, who comes, and what is empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.agreements.queries import Written
from brobygger.loops.models import DateKind, LoopDate, LoopEmployer
from brobygger.loops.sharing import SHARING_LASTS
from brobygger.loops.states import BEING_BUILT, CommitmentState
from brobygger.loops.the_year.calendars import summary_of
from brobygger.loops.windows.employer_year import Guest, YearHere
from brobygger.parties.models import Role
from brobygger.web.phrases import in_a_row, number, opening
from brobygger.web.request import Request
from brobygger.web.window.dates import Line
from brobygger.web.window.pages import address
from brobygger.web.window.words import Other, day_of, kick_off_is, state_words


def lead_here(year: YearHere) -> str:
    """Who is here and until when, and who comes next."""
    employer, today = year.employer, year.today
    if year.is_out and employer.dropped_out_on is not None and employer.dropped_out_on < today:
        last = day_of(employer.dropped_out_on + SHARING_LASTS, today=today)
        return _("Dere er ikke med i %(loop)s lenger. Siden er her til %(day)s.") % {"loop": employer.loop, "day": last}
    if year.is_finished:
        return _("%(loop)s er fullført.") % {"loop": employer.loop}
    sentences = [who_is_here(year.here, today=today)]
    if year.coming:
        first = year.coming[0].stay.starts_on
        names = in_a_row(names_of([guest for guest in year.coming if guest.stay.starts_on == first]))
        sentences.append(capfirst(_("%(names)s kommer %(day)s.") % {"names": names, "day": day_of(first, today=today)}))
    return " ".join(sentences)


def who_is_here(here: Sequence[Guest], *, today: date) -> str:
    if not here:
        return _("Ingen er hos dere nå.")
    names, last = in_a_row(names_of(here)), here[0].stay.ends_on
    if any(guest.stay.ends_on != last for guest in here):
        return capfirst(_("%(names)s er hos dere nå.") % {"names": names})
    return capfirst(_("%(names)s er hos dere til %(day)s.") % {"names": names, "day": day_of(last, today=today)})


def names_of(guests: Iterable[Guest]) -> list[str]:
    """First names, and at last how many there are who share no name."""
    listed = list(guests)
    names = [guest.first_name for guest in listed if guest.first_name]
    rest = len(listed) - len(names)
    if rest:
        names.append(ngettext("en deltaker", "%(count)s deltakere", rest) % {"count": number(rest)})
    return names


def lines_here(year: YearHere) -> list[Line]:
    named = year.named
    return [
        Line(
            row,
            summary_of(row, for_role=Role.EMPLOYER, is_named=row.participant_id in named, person_key=None),
            who_begins(row, year),
        )
        for row in year.dates
    ]


def who_begins(row: LoopDate, year: YearHere) -> str:
    """Who begins at the employer that day."""
    if row.kind not in {DateKind.START, DateKind.ROTATION}:
        return ""
    names = in_a_row(names_of([guest for guest in year.guests if guest.stay.period == row.turning and guest.stay.starts_on > year.today]))
    return capfirst(_("%(names)s begynner hos dere.") % {"names": names}) if names else ""


def unwritten(rows: Iterable[Written]) -> list[str]:
    """First names of those the employer has something left to write about."""
    return [each.stay.participant.person.first_name for each in rows if each.words is None or each.employer is None]


def empty_lines(year: YearHere) -> list[str]:
    return [
        ngettext("Én plass er ledig fra %(day)s.", "%(count)s plasser er ledige fra %(day)s.", hole.places)
        % {"count": opening(hole.places), "day": day_of(hole.free_from, today=year.today)}
        for hole in year.empty
    ]


def others_here(request: Request, rows: Iterable[LoopEmployer]) -> list[Other]:
    today = request.principal.today
    return [
        Other(
            f"{row.loop}, {row}",
            what_it_is_here(row, today=today),
            address(request, "place", row),
            asks=row.loop.state in BEING_BUILT,
        )
        for row in rows
    ]


def what_it_is_here(row: LoopEmployer, *, today: date) -> str:
    """What one of an employer's loops is to it."""
    if row.state == CommitmentState.DROPPED_OUT and row.dropped_out_on is not None:
        return _("Dere gikk ut %(day)s.") % {"day": day_of(row.dropped_out_on, today=today)}
    if row.loop.state in BEING_BUILT:
        said = _("Dere er spurt.") if row.state == CommitmentState.ASKED else _("Dere har sagt ja.")
        return f"{said} {kick_off_is(row.loop, today=today)}"
    return state_words(row.loop, today=today)
