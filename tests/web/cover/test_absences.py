from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.intake.models import Absence, Part, Responsibility
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from tests.factories import AbsenceFactory, EngagementFactory, FamilyTieFactory, PersonFactory, UnitFactory, UserFactory
from tests.kit import signed_in, text_of

TODAY = clock.today()
FIRST, LAST = TODAY + timedelta(days=7), TODAY + timedelta(days=11)
DAYS = {"starts_on": day(FIRST), "ends_on": day(LAST)}


class Office:
    def __init__(self) -> None:
        self.unit = UnitFactory()
        self.kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=self.unit)
        self.jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=self.unit)
        self.siri = UserFactory(name="Siri Lunden", role=Role.LEADER, role__unit=self.unit)
        self.amina = EngagementFactory(unit=self.unit, responsible=self.kari, person__first_name="Amina", person__last_name="Rahimi")


@pytest.fixture
def office(db):
    return Office()


NEW = "/borte/ny/"


def test_the_page_asks_who_stands_in_before_anything_is_stored(office):
    client = signed_in(office.kari)

    asked = client.post(NEW, DAYS)
    answer = client.post(NEW, {**DAYS, "stand_in": str(office.jonas.public_id)}, follow=True)

    assert asked.status_code == 422
    assert "Disse har ingen som svarer i de dagene" in text_of(asked)
    assert "Amina Rahimi" in text_of(asked)
    assert "Spurt om å stå inn: Jonas Hauglid" in text_of(answer)
    deputy = Responsibility.objects.get(part=Part.DEPUTY)
    assert (deputy.user, deputy.starts_on, deputy.ends_on) == (office.jonas, FIRST, LAST)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (day(FIRST), "31.12.9999", "31.12.9999 er langt fram."),
        (day(FIRST), "04.01.2207", "04.01.2207 er langt fram."),
        (day(FIRST), day(FIRST + timedelta(days=400)), "Et fravær kan vare i ett år."),
    ],
)
def test_days_away_without_end_are_refused_before_anybody_is_reckoned_with(first, last, said, office, monkeypatch):
    monkeypatch.setattr("brobygger.web.cover.absences.gaps_while_away", None)  # a day in memory for each of those one holds

    answer = signed_in(office.kari).post(NEW, {"starts_on": first, "ends_on": last})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Absence.objects.exists()


def test_with_a_deputy_at_work_two_dates_are_enough(office):
    Responsibility.objects.create(engagement=office.amina, user=office.jonas, part=Part.DEPUTY, starts_on=TODAY)

    answer = signed_in(office.kari).post(NEW, DAYS, follow=True)

    assert "Stedfortrederne svarer." in text_of(answer)
    assert Absence.objects.get().recorded_by == office.kari


def test_when_no_colleague_can_stand_in_the_page_says_what_to_do(office):
    AbsenceFactory(user=office.jonas, starts_on=FIRST)

    answer = signed_in(office.kari).post(NEW, DAYS)

    assert "Ingen kollega på jobb kan svare for alle disse" in text_of(answer)
    assert not Absence.objects.filter(user=office.kari).exists()


def test_sending_twice_stores_one(office):
    client, once = signed_in(office.kari), str(uuid4())
    words = {**DAYS, "stand_in": str(office.jonas.public_id), "once": once}

    for _each in range(2):
        assert client.post(NEW, words).url == "/borte/"

    assert Absence.objects.count() == 1


def test_days_can_be_changed_and_called_off(office):
    client = signed_in(office.kari)
    client.post(NEW, {**DAYS, "stand_in": str(office.jonas.public_id)})
    absence = Absence.objects.get()
    words = {**DAYS, "ends_on": day(FIRST), "stand_in": str(office.jonas.public_id)}

    client.post(reverse("cover:absence", args=[absence.public_id]), words)
    shorter = Responsibility.objects.get(part=Part.DEPUTY)
    said = client.post(reverse("cover:call_off_absence", args=[absence.public_id]), follow=True)

    assert shorter.ends_on == FIRST
    assert "er avlyst. Alt er som før." in text_of(said)
    assert not Responsibility.objects.filter(part=Part.DEPUTY).exists()


def test_a_leader_writes_for_a_colleague_in_the_unit_and_for_nobody_else(office):
    stranger = UserFactory(role=Role.SPECIALIST)
    client = signed_in(office.siri)
    words = {**DAYS, "stand_in": str(office.jonas.public_id)}

    page = text_of(client.get("/borte/"))
    client.post(f"{NEW}?hvem={office.kari.public_id}", words)
    refused = client.post(f"{NEW}?hvem={stranger.public_id}", words)

    assert "Skriv inn for en kollega" in page
    assert (Absence.objects.get().user, Absence.objects.get().recorded_by) == (office.kari, office.siri)
    assert refused.status_code == 404


def test_a_leader_is_told_of_nobody_they_may_not_meet(office):
    of_siri = PersonFactory(first_name="Lillian", last_name="Lunden")
    FamilyTieFactory(person=PersonFactory(user=office.siri), relative=of_siri)
    EngagementFactory(unit=office.unit, responsible=office.kari, person=of_siri)
    EngagementFactory(unit=office.unit, responsible=office.kari, person__first_name="Skjermet", person__protection=Protection.CODE_7)
    EngagementFactory(responsible=office.kari, person__first_name="Fremmed")

    page = text_of(signed_in(office.siri).post(f"{NEW}?hvem={office.kari.public_id}", DAYS))

    assert "Amina Rahimi" in page
    assert page.count("En deltaker") == 1
    assert not [name for name in ("Lillian", "Skjermet", "Fremmed") if name in page]
    assert set(LookUp.objects.values_list("person", flat=True)) == {office.amina.person.public_id}


def test_nobody_opens_the_days_of_another(office):
    absence = AbsenceFactory(user=office.kari, starts_on=FIRST)
    pages = [reverse(f"cover:{name}", args=[absence.public_id]) for name in ("absence", "call_off_absence")]

    for user in (office.jonas, UserFactory(role=Role.LEADER), UserFactory(role=Role.LOOP_COORDINATOR)):
        assert [signed_in(user).post(url).status_code for url in pages] == [404, 404]
    assert signed_in(office.jonas).get(f"{NEW}?hvem={office.kari.public_id}").status_code == 404


@pytest.mark.parametrize("row_count", [1, 10])
def test_the_page_costs_the_same_however_many_are_away(row_count, office, django_assert_max_num_queries):
    for _each in range(row_count):
        AbsenceFactory(user=UserFactory(role=Role.SPECIALIST, role__unit=office.unit), starts_on=TODAY)
    client = signed_in(office.siri)

    with django_assert_max_num_queries(12):
        client.get("/borte/")
