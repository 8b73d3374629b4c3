"""Where each row has its page. A view names the row, and the address is worked out here."""

from __future__ import annotations

from functools import cache
from operator import attrgetter
from uuid import UUID

from django.db.models import Model
from django.urls import get_script_prefix, reverse

from brobygger.appointments.models import Appointment
from brobygger.followup.models import ExperienceInterview, Handover, Matter
from brobygger.intake.models import EmployerRelation, Engagement, Intake
from brobygger.jobdev.models import EmployerVisit, Opening, Suggestion
from brobygger.loops.models import Loop, LoopDate, LoopEmployer, Participant, Stay
from brobygger.parties.models import ContactPerson, Person, Workplace
from brobygger.placements.models import Placement
from brobygger.talent.models import Disclosure

ANY = UUID(int=0)
Place = Model | str  # a row with a page of its own, the name of a page without arguments, or an address

# The name of the page, and the rows whose public ids stand in its address; the row's own when none are named.
PAGES: dict[type[Model], tuple[str, ...]] = {
    Appointment: ("appointments:appointment",),
    ContactPerson: ("jobdev:contact", "workplace.public_id", "public_id"),
    Disclosure: ("talent:disclosures", "person.public_id"),
    EmployerRelation: ("jobdev:employer", "workplace.public_id"),
    EmployerVisit: ("jobdev:visit",),
    Engagement: ("cover:following",),
    ExperienceInterview: ("experiences:interview",),
    Handover: ("cover:handover",),
    Intake: ("intake:intake",),
    Loop: ("loops:loop",),
    LoopDate: ("year:date", "loop.public_id", "public_id"),
    LoopEmployer: ("loops:employer",),
    Matter: ("followup:matter",),
    Opening: ("jobdev:opening",),
    Participant: ("loops:prepare",),
    Person: ("people:person",),
    Placement: ("placements:placement",),
    Stay: ("year:stay", "participant.loop.public_id", "public_id"),
    Suggestion: ("suggestions:suggestion",),
    Workplace: ("jobdev:employer",),
}


def address_of(place: Place) -> str:
    """Raises  LookupError for a row that has no page; NoReverseMatch for a name that is none."""
    if isinstance(place, Model):
        if type(place) not in PAGES:
            raise LookupError(f"a {type(place).__name__} has no page: add one to PAGES in web/addresses.py")
        name, *ids = PAGES[type(place)]
        return address_to(name, *(attrgetter(each)(place) for each in ids or ("public_id",)))
    return place if place.startswith("/") else address_to(place)


def address_to(name: str, *public_ids: UUID) -> str:
    """The same as `reverse` with public ids, at a small part of the price: a page asks for the same addresses for each of its rows.

    Raises  NoReverseMatch for a name that is none, or takes something else
    """
    return address_with_holes(get_script_prefix(), name, len(public_ids)).format(*public_ids)


@cache
def address_with_holes(prefix: str, name: str, id_count: int) -> str:
    return reverse(name, args=[ANY] * id_count).replace(str(ANY), "{}")
