from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.followup.models import CallBack
from brobygger.kernel import clock
from brobygger.parties.models import Protection, Role
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    CallBackFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    UnitFactory,
    UserFactory,
)
from tests.kit import signed_in, text_of

TODAY = clock.today()


class Office:
    """Kari answers for Amina, Jonas stands in, Siri leads; Amina waits for a call."""

    def __init__(self) -> None:
        self.unit = UnitFactory()
        names = ("Kari Moseby", "Jonas Hauglid", "Hanne Lie")
        self.kari, self.jonas, self.hanne = (UserFactory(name=name, role=Role.SPECIALIST, role__unit=self.unit) for name in names)
        self.siri = UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=self.unit)
        person = {"person__first_name": "Amina", "person__last_name": "Rahimi", "person__phone": "68050214"}
        self.engagement = EngagementFactory(unit=self.unit, responsible=self.kari, deputy=self.jonas, **person)
        self.call = CallBackFactory(engagement=self.engagement, asked_at=clock.now() - timedelta(minutes=1))

    def rung(self):
        return reverse("cover:rung", args=[self.call.public_id])


@pytest.fixture
def office(db):
    return Office()


def page(user):
    return text_of(signed_in(user).get(reverse("cover:calls")))


def test_the_list_says_who_and_until_when_and_is_a_look_up(office):
    found = page(office.kari)

    assert "Amina Rahimi" in found
    assert "Trykket «Ring meg»" in found
    assert "Ring 680 50 214" in found
    assert LookUp.objects.get(purpose="call backs").person == office.engagement.person.public_id


def test_a_deputy_has_it_only_while_the_other_is_away(office):
    before = page(office.jonas)
    AbsenceFactory(user=office.kari, starts_on=TODAY, ends_on=TODAY)

    assert "Amina" not in before
    assert "Amina Rahimi" in page(office.jonas)
    assert "Amina" not in page(office.kari)


def test_the_leader_sees_who_is_to_ring_and_when_nobody_is(office):
    assert "Amina Rahimi" in page(office.siri)
    assert "Kari Moseby ringer." in page(office.siri)
    for user in (office.kari, office.jonas):
        AbsenceFactory(user=user, starts_on=TODAY)

    assert "Ingen svarer i dag." in page(office.siri)


def test_ringing_takes_one_tap_and_a_second_tap_changes_nothing(office):
    key = str(uuid4())

    first = signed_in(office.kari).post(office.rung(), {"once": key}, follow=True)
    second = signed_in(office.jonas).post(office.rung(), {"next": "/ring/"}, follow=True)

    assert "Du har ringt Amina Rahimi." in text_of(first)
    assert "Kari Moseby hadde allerede ringt Amina Rahimi." in text_of(second)
    office.call.refresh_from_db()
    assert office.call.rung_by == office.kari


def test_the_button_comes_back_to_a_page_of_ours_only(office):
    answer = signed_in(office.kari).post(office.rung(), {"next": "https://ond.invalid/"})

    assert answer.url == reverse("cover:calls")


def test_strangers_get_the_404_of_what_is_not_there(office):
    stranger, coordinator = UserFactory(role=Role.SPECIALIST), UserFactory(role=Role.LOOP_COORDINATOR)
    missed = reverse("cover:missed_person", args=[office.engagement.public_id])

    answers = [signed_in(stranger).post(url).status_code for url in (office.rung(), missed)]
    answers += [signed_in(coordinator).get(reverse(f"cover:{name}")).status_code for name in ("calls", "missed")]

    assert answers == [404] * 4
    assert Client().get(reverse("cover:calls")).status_code == 302


def test_a_colleague_who_took_the_phone_finds_the_person_by_name_and_taps_once(office):
    CallBack.objects.all().delete()
    client = signed_in(office.hanne)
    found = text_of(client.get(reverse("cover:missed"), {"navn": "amin"}))

    said = text_of(client.post(reverse("cover:missed_person", args=[office.engagement.public_id]), follow=True))

    assert "Amina Rahimi" in found
    assert "Amina Rahimi er skrevet opp. Kari Moseby har fått beskjed om å ringe innen" in said
    assert CallBack.objects.get().recorded_by == office.hanne


def test_one_with_protection_is_not_found_by_name(office):
    EngagementFactory(unit=office.unit, person__first_name="Aminata", person__protection=Protection.SHIELDED)

    assert "Aminata" not in text_of(signed_in(office.hanne).get(reverse("cover:missed"), {"navn": "amin"}))


def test_an_employer_that_rang_stands_with_each_contact(office):
    relation = EmployerRelationFactory(unit=office.unit, responsible=office.kari, workplace__name="Rugbakken bakeri")
    tor = ContactPersonFactory(workplace=relation.workplace, person__first_name="Tor", person__last_name="Bakkli").person
    client = signed_in(office.kari)

    found = text_of(client.get(reverse("cover:missed")))
    client.post(reverse("cover:missed_employer", args=[relation.public_id, tor.public_id]))
    stranger = client.post(reverse("cover:missed_employer", args=[relation.public_id, office.engagement.person.public_id]))

    assert 'Ringte<span class="ds-sr-only"> Tor Bakkli</span>' in found
    assert 'Ringte<span class="ds-sr-only"> Amina Rahimi</span>' in found
    assert CallBack.objects.get(relation=relation).person == tor
    assert stranger.status_code == 404


def test_digits_are_not_searched_for(office):
    answer = signed_in(office.kari).get(reverse("cover:missed"), {"navn": "01017012345"})

    assert answer.status_code == 422
    assert "uten tall" in text_of(answer)


def test_signs_in_a_name_do_nothing(office):
    person = office.engagement.person
    person.first_name = "<script>alert(1)</script>"
    person.save()

    for url in ("cover:calls", "cover:missed"):
        assert "<script>alert(1)" not in signed_in(office.kari).get(reverse(url)).content.decode()


@pytest.mark.parametrize("name", ["calls", "missed"])
def test_the_pages_cost_the_same_for_one_and_for_many(name, office, django_assert_max_num_queries):
    for _each in range(12):
        CallBackFactory(engagement=EngagementFactory(unit=office.unit, responsible=office.kari))
        relation = EmployerRelationFactory(unit=office.unit, responsible=office.kari)
        contact = ContactPersonFactory(workplace=relation.workplace)
        CallBackFactory(from_employer=True, relation=relation, person=contact.person)
    client = signed_in(office.kari)

    with django_assert_max_num_queries(14):
        client.get(reverse(f"cover:{name}"))


def test_when_one_rings_can_be_agreed_and_moved_and_is_held_when_one_has_rung(office):
    address = reverse("cover:agree", args=[office.call.public_id])
    client = signed_in(office.kari)
    tomorrow = TODAY + timedelta(days=1)

    client.post(address, {"on": tomorrow.isoformat(), "at": "10.00", "once": str(uuid4())})
    client.post(address, {"on": tomorrow.isoformat(), "at": "11.00", "once": str(uuid4())})

    office.call.refresh_from_db()
    appointment = office.call.appointment
    assert (appointment.on, f"{appointment.at:%H.%M}", appointment.kind, appointment.sequence) == (tomorrow, "11.00", "call", 1)
    assert "kl. 11.00." in text_of(client.get(reverse("cover:calls")))
    client.post(reverse("cover:rung", args=[office.call.public_id]))
    appointment.refresh_from_db()
    assert appointment.state == "held"


def test_two_at_the_same_time_are_said_before_when_one_rings_is_agreed(office):
    tomorrow = TODAY + timedelta(days=1)
    starts_at = datetime.combine(tomorrow, time(10), clock.OSLO)
    AppointmentFactory(unit=office.unit, kind="own", about="Kurs", with_user=office.kari, starts_at=starts_at)

    answer = signed_in(office.kari).post(
        reverse("cover:agree", args=[office.call.public_id]), {"on": tomorrow.isoformat(), "at": "10.15", "once": str(uuid4())}
    )

    office.call.refresh_from_db()
    assert (answer.status_code, office.call.appointment) == (422, None)
    assert "Du har allerede" in text_of(answer)
