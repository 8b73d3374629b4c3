"""Who has the contact with an employer: two to ring, taken again when one has left, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.kernel import clock
from brobygger.parties.models import Membership, Role
from tests.factories import EmployerRelationFactory, UserFactory
from tests.kit import address, read
from tests.web.jobdev.steps import sending

pytestmark = pytest.mark.django_db


def test_the_unit_takes_the_contact_with_two_to_ring_and_ends_it_again(client, jonas, per, bakery):
    form = {"responsible": str(jonas.public_id), "deputy": str(per.public_id)}

    client.post(address("jobdev:begin_relation", bakery), sending(form))
    taken = read(client, address("jobdev:employer", bakery))
    refused = client.post(address("jobdev:begin_relation", bakery), sending(form))
    client.post(address("jobdev:end_relation", bakery.relations.get()), sending({}))

    assert "Du har kontakten. Per Lind er stedfortreder." in taken
    assert refused.status_code == 422
    assert bakery.relations.get().ends_on == clock.today()


def test_a_contact_whose_responsible_has_left_can_be_taken_again_or_ended(client, jonas, per, unit, bakery):
    gone = UserFactory(role=Role.SPECIALIST)
    Membership.objects.filter(user=gone).update(ends_on=clock.today() - timedelta(days=1))
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=gone)

    page = read(client, address("jobdev:employer", bakery))
    client.post(address("jobdev:begin_relation", bakery), sending({"responsible": str(jonas.public_id), "deputy": str(per.public_id)}))

    assert "Ingen har ansvaret for kontakten nå." in page
    assert "Avslutt kontakten" in page
    assert "Du har kontakten. Per Lind er stedfortreder." in read(client, address("jobdev:employer", bakery))


def test_another_stands_in_for_a_contact_and_one_of_another_unit_cannot_choose_it(client, jonas, per, unit, bakery):
    ours, theirs = EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas), EmployerRelationFactory(workplace=bakery)

    way = read(client, address("jobdev:employer", bakery))
    page = read(client, address("jobdev:relation_deputy", ours))
    nobody = client.post(address("jobdev:relation_deputy", ours), sending({}))
    client.post(address("jobdev:relation_deputy", ours), sending({"deputy": str(per.public_id)}))

    assert address("jobdev:relation_deputy", ours) in way
    assert f'value="{per.public_id}"' in page
    assert f'value="{jonas.public_id}"' not in page
    assert nobody.status_code == 422
    assert "Du har kontakten. Per Lind er stedfortreder." in read(client, address("jobdev:employer", bakery))
    assert client.get(address("jobdev:relation_deputy", theirs)).status_code == 404


def test_the_contact_has_two_and_one_of_another_unit_cannot_end_it(client, jonas, per, unit, bakery):
    same = client.post(address("jobdev:begin_relation", bakery), sending({"responsible": str(per.public_id), "deputy": str(per.public_id)}))
    theirs = EmployerRelationFactory(workplace=bakery, responsible=UserFactory())

    assert same.status_code == 422
    assert client.post(address("jobdev:end_relation", theirs), sending({})).status_code == 404
    theirs.refresh_from_db()
    assert theirs.ends_on is None
