"""Who has the contact with an employer: two to ring, taken again when one has left, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from brobygger.kernel import clock
from brobygger.parties.models import Membership, Role
from tests.factories import AbsenceFactory, EmployerRelationFactory, UserFactory
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


def test_a_contact_whose_responsible_has_left_is_taken_again_before_it_is_ended(client, jonas, per, unit, bakery):
    gone = UserFactory(role=Role.SPECIALIST)
    Membership.objects.filter(user=gone).update(ends_on=clock.today() - timedelta(days=1))
    EmployerRelationFactory(workplace=bakery, unit=unit, responsible=gone)

    page = read(client, address("jobdev:employer", bakery))
    client.post(address("jobdev:begin_relation", bakery), sending({"responsible": str(jonas.public_id), "deputy": str(per.public_id)}))

    taken = read(client, address("jobdev:employer", bakery))
    assert "Ingen har ansvaret for kontakten nå." in page
    assert "Avslutt kontakten" not in page
    assert "Du har kontakten. Per Lind er stedfortreder." in taken
    assert "Avslutt kontakten" in taken


def test_a_deputy_cannot_end_what_is_a_colleagues_and_says_why_while_that_one_is_away(client, jonas, per, unit, bakery):
    relation = EmployerRelationFactory(workplace=bakery, unit=unit, responsible=per, deputy=jonas)
    url = address("jobdev:end_relation", relation)

    page, refused = read(client, address("jobdev:employer", bakery)), client.post(url, sending({"because": "Lagt ned."}))
    AbsenceFactory(user=per, starts_on=clock.today(), ends_on=clock.today())
    way, asked = read(client, address("jobdev:employer", bakery)), read(client, url)
    without = client.post(url, sending({"because": ""}))
    ended = client.post(url, sending({"because": "De har lagt ned."}), follow=True)

    assert "Avslutt kontakten" not in page
    assert refused.status_code == 404
    assert url in way
    assert "Hvorfor avsluttes det?" in asked
    assert without.status_code == 422
    assert "I dag er siste dag dere har kontakt med" in ended.content.decode()
    assert "De har lagt ned." in read(client, address("jobdev:employer", bakery))


def test_the_responsible_one_is_not_asked_why_and_the_page_has_the_way_back(client, jonas, per, unit, bakery):
    relation = EmployerRelationFactory(workplace=bakery, unit=unit, responsible=jonas, deputy=per)

    asked = read(client, address("jobdev:end_relation", relation))
    client.post(address("jobdev:end_relation", relation), sending({}))
    page = read(client, address("jobdev:employer", bakery))
    kept = client.post(address("jobdev:keep_relation", relation), sending({}), follow=True)

    assert "Hvorfor avsluttes det?" not in asked
    assert "La kontakten gå videre" in page
    assert "Kontakten med Rugbakken bakeri går videre." in kept.content.decode()
    relation.refresh_from_db()
    assert relation.ends_on is None


def test_the_leader_may_end_it_and_says_why(client, per, unit, bakery):
    relation = EmployerRelationFactory(workplace=bakery, unit=unit, responsible=per)
    client.force_login(UserFactory(name="Siri Vik", role=Role.LEADER, role__unit=unit))

    way = read(client, address("jobdev:employer", bakery))
    client.post(address("jobdev:end_relation", relation), sending({"because": "Enheten legges om."}))

    relation.refresh_from_db()
    assert "Avslutt kontakten" in way
    assert "Velg stedfortreder" not in way
    assert (relation.ends_on, relation.ended_because) == (clock.today(), "Enheten legges om.")


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
