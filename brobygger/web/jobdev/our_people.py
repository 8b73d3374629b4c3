"""Who of ours is at an employer, in lines: by name those the reader may read of, the others as a number. Source: ADR 0123."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.access import door
from brobygger.access.fence import fence
from brobygger.access.principal import Principal
from brobygger.access.purposes import Purpose
from brobygger.access.verbs import Verb
from brobygger.followup.at_employers import Ours, Stay, Thought, who_of_ours
from brobygger.jobdev.models import Suggestion
from brobygger.parties.models import Workplace
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from brobygger.web.addresses import address_of, address_to
from brobygger.web.placements import words


class Line(NamedTuple):
    name: str
    text: str
    url: str


def people_of(principal: Principal, workplace: Workplace) -> dict[str, Any]:
    """What the page of an employer says of our people there; those it names are written down as looked at."""
    found = who_of_ours(
        workplace,
        placements=door.rows(principal, Verb.READ, Placement, workplace=workplace),
        suggestions=door.rows(principal, Verb.READ, Suggestion, opening__workplace=workplace),
        met=fence(principal, ""),
    )
    door.seen(principal, found.people, Purpose.EMPLOYER_PEOPLE)
    return {
        "here": [here_now(each, principal) for each in found.here.seen],
        "others_here": others(found.here),
        "before_here": [been_here(each, principal) for each in found.before.seen],
        "others_before": others(found.before),
        "spoken_of": [spoken_of(each) for each in found.spoken_of.seen],
        "others_spoken_of": others(found.spoken_of),
        "has_people": not found.is_empty,
    }


def here_now(stay: Stay, principal: Principal) -> Line:
    """«Praksisplass, fra 5. oktober til 22. januar. Timer i uka: 20.»"""
    said = [f"{what_and_when(stay, principal)}."]
    if stay.link.hours:
        said.append(_("Timer i uka: %(hours)s.") % {"hours": words.hours(stay.link, today=principal.today)})
    if stay.link.state == PlacementState.PLANNED:
        said.append(_("Har ikke begynt."))
    return Line(str(stay.person), " ".join(said), address_of(stay.person))


def been_here(stay: Stay, principal: Principal) -> Line:
    return Line(str(stay.person), what_and_when(stay, principal), address_of(stay.person))


def what_and_when(stay: Stay, principal: Principal) -> str:
    return f"{words.what(stay.link)}, {words.when(stay.link, today=principal.today)}"


def spoken_of(thought: Thought) -> Line:
    text = _("%(title)s: %(state)s") % {"title": thought.title, "state": thought.state.label}
    return Line(str(thought.person), text, address_to("suggestions:suggestion", thought.public_id))


def others(part: Ours[Any]) -> str:
    if not part.others:
        return ""
    more = ngettext("Og én til, som du ikke følger opp.", "Og %(count)s til, som du ikke følger opp.", part.others)
    alone = ngettext("Én person, som du ikke følger opp.", "%(count)s personer, som du ikke følger opp.", part.others)
    return (more if part.seen else alone) % {"count": part.others}
