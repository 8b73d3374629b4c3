"""Where to read more of what was done together, for those who may."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from brobygger.access import door
from brobygger.access.principal import Principal
from brobygger.access.verbs import Verb
from brobygger.followup.models import Act, Contact, ExperienceInterview, Matter
from brobygger.jobdev.models import Suggestion
from brobygger.loops.models import Loop, Participant
from brobygger.parties.models import Person
from brobygger.web.addresses import address_of

OF_A_PERSON = {Act.PROFILE: "talent:profile", Act.DISCLOSURE: "talent:disclosures"}
ROWS = {Act.ANSWER: (Verb.READ, Suggestion), Act.MATTER: (Verb.SOLVE, Matter), Act.EXPERIENCE: (Verb.READ, ExperienceInterview)}


def address_of_act(principal: Principal, contact: Contact) -> str:
    """The page of what a contact was written by; empty when the reader may not read it. Cost: two queries at most."""
    act, about = Act(contact.act), contact.about
    assert about is not None, "a contact by an act says what it was about"
    if act in OF_A_PERSON:
        person = door.rows(principal, Verb.PREPARE, Person, pk=contact.person_id).first()
        return reverse(OF_A_PERSON[act], args=[person.public_id]) if person is not None else ""
    if act in ROWS:
        verb, model = ROWS[act]
        row = door.rows(principal, verb, model, public_id=about).first()
        return address_of(row) if row is not None else ""
    return address_in_loop(principal, contact, act, about)


def address_in_loop(principal: Principal, contact: Contact, act: Act, about: UUID) -> str:
    guided = door.rows(principal, Verb.GUIDE, Participant, person=contact.person_id)
    if act == Act.WAY_ON:
        participant = guided.filter(public_id=about).first()
        return reverse("agreements:way_on", args=[participant.public_id]) if participant is not None else ""
    loop = door.rows(principal, Verb.READ, Loop, participants__in=guided.filter(stays__public_id=about)).first()
    return reverse("year:stay", args=[loop.public_id, about]) if loop is not None else ""
