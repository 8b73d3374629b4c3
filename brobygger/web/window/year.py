"""The year in the windows: its sentences, the mentor's page, and the dates as files for calendars. Source: RULES A7, W9; ADR 0091."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from brobygger.access import door
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.agreements.queries import Written
from brobygger.kernel import clock
from brobygger.kernel.units import NO_BREAK_SPACE
from brobygger.loops.models import DateKind, LeftFor, Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.loops.sharing import SHARING_LASTS
from brobygger.loops.states import BEING_BUILT, CommitmentState, InvitationState, LoopState
from brobygger.loops.the_year.calendar_file import Method, calendar_file
from brobygger.loops.the_year.calendars import LOADED, calendar_dates, description_of, named_to, summary_of
from brobygger.loops.the_year.queries import dates_ahead
from brobygger.loops.windows.candidate import has_a_year
from brobygger.loops.windows.candidate_year import OwnYear
from brobygger.loops.windows.employer_year import Guest, YearHere
from brobygger.loops.windows.mentor import mentor_year, who_answers_mentor
from brobygger.loops.windows.order import WITH_A_YEAR
from brobygger.parties.models import Role
from brobygger.placements.states import PlacementState
from brobygger.web.phrases import in_a_row, number, on_day, opening
from brobygger.web.window.pages import address, call, opened_by, show

FILE_NAME = "datoer.ics"
DAYS_IN_DAYS = 14  # fewer are counted in days, more in weeks


# Words that more than one window has


def day_of(value: date, *, today: date) -> str:
    """A day as one says it, which does not break over lines."""
    return on_day(value, today=today).replace(" ", NO_BREAK_SPACE)


def left_in_words(last: date, *, today: date) -> str:
    days = (last - today).days
    if days == 0:
        return _("Siste dag.")
    if days < DAYS_IN_DAYS:
        return ngettext("Én dag igjen.", "%(count)s dager igjen.", days) % {"count": opening(days)}
    return ngettext("Én uke igjen.", "%(count)s uker igjen.", days // 7) % {"count": opening(days // 7)}


@dataclass(frozen=True)
class Line:
    """One date as a page has it: what it is, and a sentence more where it helps."""

    row: LoopDate
    what: str
    text: str = ""

    @property
    def place(self) -> str:
        """Where it is. Of a date at a workplace only the street, as what it is says the rest; all of it when it is somewhere else."""
        if self.row.employer is None:
            return self.row.place
        return self.row.place.removeprefix(self.row.employer.workplace.name).removeprefix(", ")

    @property
    def help(self) -> str:
        return description_of(self.row)


@dataclass(frozen=True)
class Other:
    """Another loop of the same window: its name, what it is, and whether it asks something."""

    name: str
    what: str
    url: str
    asks: bool


def kick_off_is(loop: Loop, *, today: date) -> str:
    if loop.kick_off_on is None:
        return _("Dagen for kick-off er ikke satt ennå.")
    if loop.kick_off_on < today:
        return _("Kick-off har vært.")
    return _("Kick-off er %(day)s.") % {"day": day_of(loop.kick_off_on, today=today)}


def state_words(loop: Loop, *, today: date) -> str:
    """What a loop is when its kick-off is behind it."""
    if loop.state == LoopState.DECIDED and loop.starts_on is not None:
        return _("Planen er klar. Oppstart er %(day)s.") % {"day": day_of(loop.starts_on, today=today)}
    if loop.state == LoopState.RUNNING:
        return _("Året er i gang.")
    return _("Fullført.") if loop.state == LoopState.FINISHED else _("Avlyst.")


# The candidate


def own_lead(own: OwnYear) -> str:
    """Where one is and until when, and what comes after."""
    loop, today = own.loop, own.today
    if own.has_left:
        gone = _("Du er ikke i %(loop)s lenger.") % {"loop": loop}
        return f"{gone} {went_to(own.participant, today=today)}".strip()
    if own.is_finished:
        places = in_a_row([str(stay.employer) for stay in own.stays])
        return _("%(loop)s er fullført. Du var hos %(places)s.") % {"loop": loop, "places": places}
    here, following = own.here, own.following
    if here is not None:
        words = {"place": here.employer, "day": day_of(here.ends_on, today=today), "name": loop.coordinator.name}
        if own.participant.left_on is not None:
            return _("Du er hos %(place)s til %(day)s. Da slutter du i loopen.") % words
        if following is not None:
            return _("Du er hos %(place)s til %(day)s. Etter det er det %(next)s.") % {**words, "next": following.employer}
        if here.period == loop.periods - 1:
            return _("Du er hos %(place)s til %(day)s. Det er det siste stedet i året.") % words
        return _("Du er hos %(place)s til %(day)s. %(name)s finner ut sammen med deg hva som kommer etter.") % words
    if following is not None:
        words = {"place": following.employer, "day": day_of(following.starts_on, today=today)}
        if own.been:
            return _("Du har ingen plass akkurat nå. Du begynner hos %(place)s %(day)s.") % words
        return _("Du begynner hos %(place)s %(day)s.") % words
    return _("Du har ingen plass akkurat nå. %(name)s ringer deg om veien videre.") % {"name": loop.coordinator.name}


def went_to(participant: Participant, *, today: date) -> str:
    """Where somebody went from the loop, as long as they are there."""
    place = participant.went_to
    if place is None or place.state in {PlacementState.ENDED, PlacementState.CANCELLED}:
        return ""
    words = {"place": place.place, "day": day_of(place.starts_on, today=today)}
    if participant.left_for == LeftFor.EDUCATION:
        return _("Du begynner på %(place)s %(day)s.") % words if place.starts_on > today else _("Nå går du på %(place)s.") % words
    return _("Du begynner hos %(place)s %(day)s.") % words if place.starts_on > today else _("Nå er du hos %(place)s.") % words


@dataclass(frozen=True)
class Stop:
    """One place on the way round."""

    stay: Stay
    over: str
    text: str
    is_ahead: bool


def stops(own: OwnYear) -> list[Stop]:
    today, found = own.today, []
    for stay in own.stays:
        first, last = day_of(stay.starts_on, today=today), day_of(stay.ends_on, today=today)
        if stay.ends_on < today:
            found.append(Stop(stay, _("Du har vært her"), _("%(first)s – %(last)s.") % {"first": first, "last": last}, is_ahead=False))
        elif stay.starts_on <= today:
            text = _("%(first)s – %(last)s. %(left)s") % {
                "first": first,
                "last": last,
                "left": left_in_words(stay.ends_on, today=today),
            }
            found.append(Stop(stay, _("Du er her nå"), text, is_ahead=False))
        else:
            found.append(Stop(stay, _("Fra %(day)s") % {"day": first}, _("Til %(day)s.") % {"day": last}, is_ahead=True))
    return found


def own_lines(own: OwnYear) -> list[Line]:
    key = own.participant.person_id
    return [Line(row, summary_of(row, for_role=Role.CANDIDATE, is_named=False, person_key=key), own_text(row, own)) for row in own.dates]


def own_text(row: LoopDate, own: OwnYear) -> str:
    """What happens that day, in a sentence."""
    is_mine = row.participant_id == own.participant.pk
    match row.kind:
        case DateKind.START | DateKind.ROTATION:
            stay = next((stay for stay in own.stays if stay.period == row.turning), None)
            return _("Du begynner hos %(place)s.") % {"place": stay.employer} if stay is not None else ""
        case DateKind.END:
            return _("Året i loopen er ferdig.")
        case DateKind.GATHERING:
            return _("Alle i loopen snakker om hvordan det går, og om det som kommer.")
        case DateKind.START_MEETING:
            return _("Dere blir enige om hva du skal lære, og hvem du ringer.")
        case DateKind.HOSPITATION if is_mine:
            host = own.hosts.get(row.pk)
            return _("Du er sammen med %(name)s, som har plassen nå.") % {"name": host.first_name} if host is not None else ""
        case DateKind.HOSPITATION:
            return _("Du viser hva dere gjør der.")
        case DateKind.EVALUATION:
            return _("Dere snakker om hva som gikk bra, og hva som var vanskelig.")
    return ""


def own_others(request: HttpRequest, rows: Iterable[Participant]) -> list[Other]:
    today = request.principal.today
    return [
        Other(str(row.loop), what_it_is(row, today=today), address(request, "invitation", row.public_id), asks=asks_for_an_answer(row))
        for row in rows
    ]


def asks_for_an_answer(row: Participant) -> bool:
    return row.state == InvitationState.INVITED and row.loop.state in BEING_BUILT


def what_it_is(row: Participant, *, today: date) -> str:
    """What one of a candidate's loops is to them."""
    if row.loop.state == LoopState.CANCELLED:
        return _("Avlyst.")
    if row.state == InvitationState.NO:
        return _("Du vil noe annet.")
    if row.loop.state in BEING_BUILT:
        said = _("Du er invitert.") if row.state == InvitationState.INVITED else _("Du har sagt ja.")
        return f"{said} {kick_off_is(row.loop, today=today)}"
    if row.left_on is not None and row.left_on < today:
        return _("Du gikk videre %(day)s.") % {"day": day_of(row.left_on, today=today)}
    if row.loop.state in WITH_A_YEAR and not has_a_year(row):
        return _("Kick-off har vært.")
    return state_words(row.loop, today=today)


# The employer


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


def others_here(request: HttpRequest, rows: Iterable[LoopEmployer]) -> list[Other]:
    today = request.principal.today
    return [
        Other(
            f"{row.loop}, {row}",
            what_it_is_here(row, today=today),
            address(request, "place", row.public_id),
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


# The mentor


def mentor(request: HttpRequest) -> HttpResponse:
    """First names, tasks, goals and dates of those one is mentor for. Source: RULES A7."""
    principal = request.principal
    year = mentor_year(
        door.rows(principal, Verb.READ, Stay),
        meets=door.rows(principal, Verb.MEET, Participant),
        dates=door.rows(principal, Verb.READ, LoopDate),
        today=principal.today,
        now=clock.now(),
    )
    door.seen(principal, year.named.values(), Purpose.LOOP_MENTORED)
    coordinators = [loop.coordinator for loop in year.loops]
    if not year.all:
        answers = who_answers_mentor(principal.person, today=principal.today)
        coordinators = [answers] if answers is not None else []
    once = {user.pk: user for user in coordinators}
    lines = [
        Line(row, summary_of(row, for_role=Role.MENTOR, is_named=row.participant_id in year.named, person_key=None)) for row in year.dates
    ]
    return show(
        request,
        "window/mentor.html",
        {
            "year": year,
            "lines": lines,
            "lead": mentor_lead([each.first_name or _("en deltaker") for each in year.here]),
            "calls": [call(user, _("Koordinator for loopen"), tone="rav") for user in once.values()],
        },
    )


def mentor_lead(names: list[str]) -> str:
    if not names:
        return _("Ingen som du er fadder for, er hos dere nå.")
    return _("Du er fadder for %(names)s.") % {"names": in_a_row(names)}


# Dates for the calendar


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@require_safe
def dates_file(request: HttpRequest) -> HttpResponse:
    """Every date ahead that concerns the holder of the link."""
    return file_of(request, list(dates_ahead(door.rows(request.principal, Verb.READ, LoopDate), now=clock.now())))


@opened_by(Role.CANDIDATE, Role.EMPLOYER, Role.MENTOR)
@require_safe
def date_file(request: HttpRequest, date_id: UUID) -> HttpResponse:
    row = door.get(request.principal, Verb.READ, LoopDate, date_id, *LOADED)
    return file_of(request, [row] if row.ends_at > clock.now() else [])


def file_of(request: HttpRequest, rows: list[LoopDate]) -> HttpResponse:
    """Dates to keep, in the words of the holder's role. The file has no address in it: one to a window would go where calendars go."""
    if not rows:
        raise Http404
    principal = request.principal
    role = Role(principal.link.role)
    about = [row.participant_id for row in rows if row.participant_id is not None]
    met = set(door.rows(principal, Verb.MEET, Participant).filter(pk__in=about).values_list("pk", flat=True))
    named = named_to([row for row in rows if row.participant_id in met], for_role=role, today=principal.today)
    door.seen(
        principal, [row.participant.person for row in rows if row.pk in named and row.participant is not None], Purpose.LOOP_DATES_AT_WORK
    )
    loops = {row.loop_id: row.loop.name for row in rows}
    made = calendar_file(
        calendar_dates(rows, for_role=role, named=named, person_key=principal.person_key),
        method=Method.PUBLISH,
        name=next(iter(loops.values())) if len(loops) == 1 else "Brobygger",
        made_at=clock.now(),
    )
    return HttpResponse(
        made,
        content_type=Method.PUBLISH.content_type,
        headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "private, no-store"},
    )
