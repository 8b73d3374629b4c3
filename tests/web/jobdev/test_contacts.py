"""Contact persons of an employer are added, put right and gone."""

from __future__ import annotations

import pytest

from brobygger.kernel import clock
from brobygger.parties.models import ContactPerson, Role
from tests.factories import ContactPersonFactory, PersonFactory, SignedLinkFactory, UserFactory
from tests.kit import address
from tests.web.jobdev.steps import sending

pytestmark = pytest.mark.django_db


def test_a_contact_of_another_employer_is_not_found_under_this_one(client, jonas, bakery):
    assert client.get(address("jobdev:contact", bakery, ContactPersonFactory())).status_code == 404


def test_a_contact_is_added_put_right_and_gone(client, jonas, bakery):
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "sjef", "phone": "68053760", "email": "", "can_decide": "on"}
    client.post(address("jobdev:new_contact", bakery), sending(reach))
    twice = client.post(address("jobdev:new_contact", bakery), sending(reach))
    contact = ContactPerson.objects.get()

    client.post(address("jobdev:contact", bakery, contact), sending({**reach, "title": "daglig leder", "can_decide": ""}))
    contact.refresh_from_db()
    client.post(address("jobdev:end_contact", bakery, contact), sending({}))

    assert twice.status_code == 422
    assert (contact.title, contact.can_decide) == ("daglig leder", False)
    contact.refresh_from_db()
    assert contact.ends_on == clock.today()


def test_a_contact_with_an_open_page_of_their_own_stays(client, jonas, bakery, tor):
    SignedLinkFactory(person=tor.person, role=Role.EMPLOYER)

    answer = client.post(address("jobdev:end_contact", bakery, tor), sending({}), follow=True)

    tor.refresh_from_db()
    assert answer.redirect_chain == [(address("jobdev:contact", bakery, tor), 302)]
    assert "har en egen side i Brobygger" in answer.content.decode()
    assert tor.ends_on is None


def test_somebody_who_is_more_than_a_contact_is_not_changed_from_here(client, jonas, bakery):
    contact = ContactPersonFactory(workplace=bakery, person=PersonFactory(user=UserFactory(), first_name="Siri"))
    reach = {"first_name": "Eva", "last_name": "Myr", "title": "", "phone": "68053760", "email": ""}

    answer = client.post(address("jobdev:contact", bakery, contact), sending(reach))

    assert answer.status_code == 422
    contact.person.refresh_from_db()
    assert contact.person.first_name == "Siri"
