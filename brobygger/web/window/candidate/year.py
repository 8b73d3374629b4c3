"""What «Året mitt» says of where one is, and of what comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from brobygger.loops.models import DateKind, LeftFor, LoopDate, Participant, Stay
from brobygger.loops.states import BEING_BUILT, InvitationState, LoopState
from brobygger.loops.the_year.calendars import summary_of
from brobygger.loops.windows.candidate import has_a_year
from brobygger.loops.windows.candidate_year import OwnYear
from brobygger.loops.windows.order import WITH_A_YEAR
from brobygger.parties.models import Role
from brobygger.placements.states import PlacementState
from brobygger.web.phrases import in_a_row
from brobygger.web.request import Request
from brobygger.web.window.dates import Line
from brobygger.web.window.pages import address
from brobygger.web.window.words import Other, day_of, kick_off_is, left_in_words, state_words


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


def own_others(request: Request, rows: Iterable[Participant]) -> list[Other]:
    today = request.principal.today
    return [
        Other(str(row.loop), what_it_is(row, today=today), address(request, "invitation", row), asks=asks_for_an_answer(row))
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
