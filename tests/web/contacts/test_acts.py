"""The line in the log that something done together wrote: it leads to what it was, for those who may read that."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.followup.models import Act, Contact
from brobygger.kernel import clock
from brobygger.parties.models import Person, Role
from tests.factories import (
    ContactFactory,
    EngagementFactory,
    ExperienceInterviewFactory,
    LoopFactory,
    MatterFactory,
    ParticipantFactory,
    StayFactory,
    SuggestionFactory,
    UserFactory,
)
from tests.kit import signed_in, text_of

pytestmark = pytest.mark.django_db


def counsellor_and_engagement():
    kari = UserFactory(name="Kari Moseby", role=Role.COUNSELLOR)
    return kari, EngagementFactory(person__first_name="Nora", unit=kari.memberships.get().unit, responsible=kari)


def act_url(contact: Contact) -> str:
    return reverse("contacts:act", args=[contact.public_id])


def of(act: Act, person: Person, kari) -> tuple[UUID, str]:
    """What it was about, and the page of that."""
    loop = LoopFactory(running=True, offices=[kari.memberships.get().unit])
    participant = ParticipantFactory(loop=loop, person=person, granted=True)
    match act:
        case Act.PROFILE:
            return person.public_id, reverse("talent:profile", args=[person.public_id])
        case Act.DISCLOSURE:
            return person.public_id, reverse("talent:disclosures", args=[person.public_id])
        case Act.ANSWER:
            row = SuggestionFactory(person=person)
            return row.public_id, reverse("suggestions:suggestion", args=[row.public_id])
        case Act.MATTER:
            row = MatterFactory(person=person, participant=participant)
            return row.public_id, reverse("followup:matter", args=[row.public_id])
        case Act.EXPERIENCE:
            row = ExperienceInterviewFactory(person=person, asked_by=kari)
            return row.public_id, reverse("experiences:interview", args=[row.public_id])
        case Act.WAY_ON:
            return participant.public_id, reverse("agreements:way_on", args=[participant.public_id])
        case Act.START_MEETING | Act.EVALUATION:
            row = StayFactory(participant=participant)
            return row.public_id, reverse("year:stay", args=[loop.public_id, row.public_id])


@pytest.mark.parametrize("act", Act)
def test_the_line_leads_to_what_was_done(act):
    kari, engagement = counsellor_and_engagement()
    about, address = of(act, engagement.person, kari)
    contact = ContactFactory(engagement=engagement, together=True, act=act, about=about, written_by=kari, happened_at=clock.now())
    client = signed_in(kari)

    page = text_of(client.get(reverse("contacts:of_person", args=[engagement.person.public_id])))
    answer = client.get(act_url(contact))

    assert f'href="{act_url(contact)}">{str(act.label)[:1].upper()}{str(act.label)[1:]}' in page
    assert answer.url == address
    assert client.get(address).status_code == 200


def test_one_who_may_not_read_it_comes_back_to_the_person_and_is_told():
    kari, engagement = counsellor_and_engagement()
    contact = ContactFactory(engagement=engagement, together=True, act=Act.ANSWER, about=uuid4(), written_by=kari)
    client = signed_in(kari)

    answer = client.get(act_url(contact), follow=True)

    assert answer.redirect_chain[0][0] == reverse("people:person", args=[engagement.person.public_id])
    assert "Det kan bare de som følger opp dette, lese mer om." in text_of(answer)


def test_it_is_not_put_right_in_the_log_but_can_be_taken_back():
    kari, engagement = counsellor_and_engagement()
    about, _address = of(Act.ANSWER, engagement.person, kari)
    contact = ContactFactory(engagement=engagement, together=True, act=Act.ANSWER, about=about, written_by=kari)
    client = signed_in(kari)
    correct = reverse("contacts:correct", args=[contact.public_id])

    page = text_of(client.get(reverse("contacts:of_person", args=[engagement.person.public_id])))
    client.post(reverse("contacts:undo", args=[contact.public_id]), {"once": str(uuid4())})

    assert correct not in page
    assert client.get(correct).url == act_url(contact)
    assert Contact.objects.filter(withdraws=contact, act=Act.ANSWER, about=about).exists()


def test_a_line_of_the_log_leads_to_the_person_and_a_stranger_gets_nothing():
    kari, engagement = counsellor_and_engagement()
    contact = ContactFactory(engagement=engagement, written_by=kari)

    assert signed_in(kari).get(act_url(contact)).url == reverse("people:person", args=[engagement.person.public_id])
    assert signed_in(UserFactory(role=Role.COUNSELLOR)).get(act_url(contact)).status_code == 404
    assert Client().get(act_url(contact)).status_code == 302


def test_the_button_together_is_not_offered_and_not_taken():
    kari, engagement = counsellor_and_engagement()
    client = signed_in(kari)
    log = reverse("contacts:log", args=[engagement.public_id])

    answer = client.post(log, {"kind": "together", "whom": "candidate", "key": str(uuid4())}, headers={"accept": "application/json"})

    assert 'value="together"' not in text_of(client.get(log))
    assert answer.status_code == 422
