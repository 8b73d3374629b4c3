from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.intake.models import Part
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Membership, Role
from tests.factories import AbsenceFactory, EngagementFactory, PlacementFactory, ResponsibilityFactory, UnitFactory, UserFactory
from tests.kit import address, signed_in, text_of

TODAY = clock.today()


@pytest.fixture
def unit(db):
    return UnitFactory()


@pytest.fixture
def engagement(unit):
    jonas, ida = (UserFactory(name=name, role=Role.SPECIALIST, role__unit=unit) for name in ("Jonas Hauglid", "Ida Berg"))
    return EngagementFactory(unit=unit, responsible=jonas, deputy=ida, person__first_name="Nora")


def jonas(engagement):
    return engagement.responsibilities.get(part=Part.RESPONSIBLE).user


def test_the_deputy_is_chosen_from_the_page_that_the_persons_page_leads_to(engagement, unit):
    ahmed = UserFactory(name="Ahmed Sund", role=Role.SPECIALIST, role__unit=unit)
    client = signed_in(jonas(engagement))

    way = text_of(client.get(reverse("people:person", args=[engagement.person.public_id])))
    page = text_of(client.get(address("cover:following", engagement)))
    client.post(address("cover:choose_deputy", engagement), {"stedfortreder-deputy": str(ahmed.public_id)})

    assert address("cover:following", engagement) in way
    assert "Jonas Hauglid er ansvarlig. Ida Berg er stedfortreder." in page
    assert f'value="{ahmed.public_id}"' in page
    assert f'value="{jonas(engagement).public_id}"' not in page
    assert "Ahmed Sund er stedfortreder." in text_of(client.get(address("cover:following", engagement)))


def test_the_leader_finds_who_nobody_is_responsible_for_and_gives_them_somebody(engagement, unit):
    siri = UserFactory(name="Siri Vik", role=Role.LEADER, role__unit=unit)
    ahmed = UserFactory(name="Ahmed Sund", role=Role.SPECIALIST, role__unit=unit)
    client = signed_in(siri)
    full = text_of(client.get(address("cover:following", engagement)))
    Membership.objects.filter(user=jonas(engagement)).update(ends_on=TODAY - timedelta(days=1))

    listed = text_of(client.get(reverse("leader:unanswered")))
    page = text_of(client.get(address("cover:following", engagement)))
    nobody = client.post(address("cover:choose_responsible", engagement), {})
    client.post(address("cover:choose_responsible", engagement), {"ansvarlig-responsible": str(ahmed.public_id)})

    assert "Velg hvem som er ansvarlig" not in full
    assert address("cover:following", engagement) in listed
    assert "Ingen er ansvarlig nå." in page
    assert nobody.status_code == 422
    assert "Velg hvem som blir ansvarlig" in text_of(nobody)
    assert "Velg en stedfortreder" not in text_of(nobody)  # the page's other form was not sent
    assert "Ahmed Sund er ansvarlig. Ida Berg er stedfortreder." in text_of(client.get(address("cover:following", engagement)))
    assert address("cover:following", engagement) not in text_of(client.get(reverse("leader:unanswered")))


def test_whoever_chooses_after_a_colleague_has_chosen_is_told_so(engagement):
    client = signed_in(jonas(engagement))

    late = client.post(address("cover:choose_responsible", engagement), {})

    assert late.status_code == 422
    assert "Velg hvem som blir ansvarlig" in text_of(late)


def test_one_who_was_responsible_before_can_stand_in(engagement, unit):
    before = UserFactory(name="Per Lind", role=Role.SPECIALIST, role__unit=unit)
    long_ago = engagement.starts_on - timedelta(days=9)
    ResponsibilityFactory(
        engagement=engagement, user=before, part=Part.RESPONSIBLE, starts_on=long_ago, ends_on=engagement.starts_on - timedelta(days=1)
    )

    page = text_of(
        signed_in(engagement.responsibilities.get(part=Part.RESPONSIBLE, ends_on=None).user).get(address("cover:following", engagement))
    )

    assert f'value="{before.public_id}"' in page


def test_the_end_says_which_places_go_on_and_is_said_on_the_list(engagement):
    PlacementFactory(person=engagement.person, active=True, workplace__name="<i>Bakeriet</i>")
    client = signed_in(jonas(engagement))
    last = TODAY + timedelta(days=2)

    page = text_of(client.get(address("cover:following", engagement)))
    without = client.post(address("cover:end_engagement", engagement), {"slutt-on": ""})
    past = client.post(address("cover:end_engagement", engagement), {"slutt-on": day(TODAY - timedelta(days=1))})
    after = client.post(address("cover:end_engagement", engagement), {"slutt-on": day(last)}, follow=True)

    assert "Nora er hos &lt;i&gt;Bakeriet&lt;/i&gt; nå." in page
    assert (without.status_code, past.status_code) == (422, 422)
    assert "Skriv i dag eller en dag som kommer." in text_of(past)
    assert f"Siste dag for oppfølgingen av Nora er {day(last)}." in text_of(after)
    engagement.refresh_from_db()
    assert engagement.ends_on == last


def test_a_deputy_cannot_end_it_while_the_responsible_is_at_work_and_says_why_when_not(engagement):
    own = jonas(engagement)
    deputy = engagement.responsibilities.get(part=Part.DEPUTY, ends_on=None).user
    client, url = signed_in(deputy), address("cover:end_engagement", engagement)

    page, refused = text_of(client.get(address("cover:following", engagement))), client.post(url, {"slutt-on": day(TODAY)})
    AbsenceFactory(user=own, starts_on=TODAY, ends_on=TODAY)
    without = client.post(url, {"slutt-on": day(TODAY)})
    ended = client.post(url, {"slutt-on": day(TODAY), "slutt-because": "Har flyttet."}, follow=True)

    assert f"Bare {own.name} kan avslutte." in page
    assert refused.status_code == 404
    assert (without.status_code, "Skriv hvorfor det avsluttes" in text_of(without)) == (422, True)
    assert "Har flyttet." in text_of(ended)
    assert "La oppfølgingen gå videre" in text_of(ended)


def test_strangers_in_the_same_role_neither_see_nor_do_it(engagement, unit):
    colleague, leader, other = (
        UserFactory(role=Role.SPECIALIST, role__unit=unit),
        UserFactory(role=Role.LEADER, role__unit=unit),
        UserFactory(role=Role.LEADER, role__unit=UnitFactory()),
    )

    codes = [signed_in(user).get(address("cover:following", engagement)).status_code for user in (colleague, leader, other)]
    ended = signed_in(colleague).post(address("cover:end_engagement", engagement), {"slutt-on": day(TODAY)})
    given = signed_in(colleague).post(address("cover:choose_responsible", engagement), {"ansvarlig-responsible": str(colleague.public_id)})

    assert codes == [404, 200, 404]
    assert (ended.status_code, given.status_code) == (404, 404)
    engagement.refresh_from_db()
    assert engagement.ends_on is None
