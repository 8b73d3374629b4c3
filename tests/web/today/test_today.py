from __future__ import annotations

import gzip
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.followup.actions.contacts import log_contact
from brobygger.followup.models import CallBackKind, ContactKind
from brobygger.intake.models import Service
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.parties.models import Protection, Role
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    CallBackFactory,
    ClearanceFactory,
    ContactFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EmployerVisitFactory,
    EngagementFactory,
    IntakeFactory,
    OpeningFactory,
    PersonFactory,
    SpecialistProfileFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.followup.phases import load_phases

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 9, 46, tzinfo=OSLO)  # a Thursday
MOST_QUERIES = 12
MOST_BYTES_GZ = 15_000


@pytest.fixture(autouse=True)
def thursday(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office():
    return UnitFactory(name="NAV Brovik")


@pytest.fixture
def jonas(office, client):
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=office)
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def rhythm():
    load_phases()


def followed(user, first_name, *, last=None, **named):
    """Somebody on the way to a job, whom a user rings every 14 days, and did so many days ago; never when no number is given."""
    engagement = EngagementFactory(
        person__first_name=first_name, person__phone="68050982", responsible=user, service=Service.SUPPORTED_EMPLOYMENT, **named
    )
    if last is not None:
        ContactFactory(engagement=engagement, happened_at=NOW - timedelta(days=last), written_by=user)
    return engagement


def today_of(client) -> str:
    answer = client.get(reverse("today:today"))
    assert answer.status_code == 200
    return answer.content.decode()


def in_order(page: str, *words: str) -> bool:
    places = [page.index(each) for each in words]
    return places == sorted(places)


def test_those_nobody_has_talked_to_stand_first_then_the_late_then_today_and_the_next_days_are_folded(client, jonas):
    followed(jonas, "Leo", last=14)
    followed(jonas, "Nora", last=17)
    followed(jonas, "Adam")
    followed(jonas, "Vida", last=12)
    followed(jonas, "Sara", last=1)

    page = today_of(client)

    assert in_order(page, "Adam", "Ikke kontaktet ennå.", "Nora", "Tre dager over tiden.", "Leo", "I dag.", "bb-open--line", "Vida")
    assert in_order(page, "Leo", "Én de neste dagene", "Lørdag 14. november", "Vida")
    assert "Sara" not in page
    assert "Alle 5 jeg følger opp" in page
    assert "Torsdag 12. november. Tre skal følges opp." in page


def test_each_one_can_be_rung_and_logged_and_the_kind_used_last_stands_out(client, jonas):
    nora = followed(jonas, "Nora", last=17)
    ContactFactory(engagement=nora, kind=ContactKind.AT_WORK, happened_at=NOW - timedelta(days=16), written_by=jonas)

    page = today_of(client)

    assert 'href="tel:+4768050982"' in page
    assert reverse("contacts:log", args=[nora.public_id]) in page
    assert 'data-who="Nora"' in page
    assert re.findall(r'<button class="ds-button" name="kind" value="(\w+)">', page) == ["at_work"]


def test_an_absent_colleagues_people_come_along_with_whose_they_are_and_until_when(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=office)
    followed(kari, "Amina", deputy=jonas)
    AbsenceFactory(user=kari, starts_on=NOW.date(), ends_on=date(2026, 12, 3), recorded_by=kari)

    page = today_of(client)

    assert "Amina" in page
    assert "For Kari til 3. desember." in page
    assert "Kari Moseby er borte til og med 3. desember. Du svarer imens." in page


def test_a_deputy_has_nobody_of_a_colleague_who_is_at_work(client, jonas, office):
    kari = UserFactory(role=Role.SPECIALIST, role__unit=office)
    followed(kari, "Amina", deputy=jonas)

    assert "Amina" not in today_of(client)


def test_the_people_of_one_who_has_left_come_to_the_deputy(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=office, role__ends_on=NOW.date() - timedelta(days=1))
    followed(kari, "Amina", deputy=jonas)

    page = today_of(client)

    assert "Amina" in page
    assert "Kari Moseby" not in page


def test_those_who_wait_for_a_call_come_first_with_a_clock_and_how_long_is_left(client, jonas):
    maja = followed(jonas, "Maja", last=1)
    CallBackFactory(engagement=maja, kind=CallBackKind.RING_ME, asked_at=NOW - timedelta(minutes=36), due_at=NOW + timedelta(minutes=84))

    page = today_of(client)

    assert in_order(
        page, "Ring tilbake nå", "bb-clock__gone", "Maja", "Trykket «Ring meg» 09.10.", "Ring innen 11.10", "1 time og 24 minutter"
    )
    assert "Én venter på at du ringer" in page


def test_the_days_visits_stand_in_the_order_of_the_way_with_telephone_map_and_who_was_there(client, jonas, office):
    per = UserFactory(name="Per Aunvik", role=Role.BUSINESS_COORDINATOR, role__unit=office)
    tor = ContactPersonFactory(
        person__first_name="Tor",
        person__last_name="Bakkli",
        person__phone="68050214",
        can_decide=True,
        workplace__name="Rugbakken bakeri",
        workplace__street="Kaigata 4",
    )
    EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW.replace(hour=14, minute=0), workplace__name="Klarbekk renhold")
    EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW.replace(hour=10, minute=30), workplace=tor.workplace, meets=tor)
    EmployerVisitFactory(visitor=per, unit=office, held=True, held_at=datetime(2026, 11, 3, 12, tzinfo=OSLO), workplace=tor.workplace)
    EmployerRelationFactory(workplace=tor.workplace, unit=office, responsible=per)

    page = today_of(client)

    assert in_order(page, "10.30", "Rugbakken bakeri", "Treffe Tor Bakkli, som kan bestemme.", "Kaigata 4.", "14.00", "Klarbekk renhold")
    assert "Per var her 3. november og har kontakten." in page
    assert 'href="tel:+4768050214">Ring Tor<span class="ds-sr-only"> Rugbakken bakeri</span></a>' in page
    assert "openstreetmap.org/search?query=Kaigata" in page
    assert "Du har to avtaler." in page


def test_what_was_agreed_with_a_candidate_and_in_a_suggestion_stands_on_the_way(client, jonas, office):
    nora, viktor = followed(jonas, "Nora"), followed(jonas, "Viktor")
    log_contact(
        nora, kind="phone", whom="candidate", happened_at=NOW - timedelta(days=1), line="", key=uuid4(), now=NOW - timedelta(days=1),
        actor=jonas, next_step="Møte på kafeen kl. 13", next_step_on=NOW.date(), next_step_where="Kafé Bro",
    )  # fmt: skip
    AppointmentFactory(
        unit=office, kind="three", starts_at=NOW.replace(hour=14, minute=0), workplace=WorkplaceFactory(name="Lyngtunet"),
        with_user=jonas, with_candidate=viktor.person,
    )  # fmt: skip

    page = today_of(client)

    due, way = page.split("Avtaler, i kjørerekkefølge")
    assert "Møte på kafeen kl. 13." in due
    assert in_order(way, "13.00", "Samtale", "Nora", "Møte på kafeen kl. 13", "Kafé Bro", "14.00", "Møte, alle tre", "Viktor", "Lyngtunet")
    assert "Du har to avtaler." in page or "du har to avtaler" in page
    assert set(LookUp.objects.values_list("person", flat=True)) >= {nora.person.public_id, viktor.person.public_id}


def test_one_somebody_no_longer_follows_is_not_named_on_the_way(client, jonas, office):
    AppointmentFactory(unit=office, starts_at=NOW, with_user=jonas, with_candidate=PersonFactory(first_name="Hemmelig"), place="Kafé Bro")

    page = today_of(client)

    assert in_order(page, "Samtale", "Kafé Bro")
    assert "Hemmelig" not in page


def test_what_one_has_said_one_will_do_for_an_employer_stands_there_that_day_and_is_done_with_one_button(client, jonas, office):
    visit = EmployerVisitFactory(
        visitor=jonas, unit=office, held=True, next_step="Ringe Máret", next_step_on=NOW.date(), workplace__name="Rugbakken bakeri"
    )

    before = today_of(client)
    client.post(reverse("today:step_done", args=[visit.agreed.public_id]))
    after = today_of(client)

    assert in_order(before, "Det du har sagt du skal gjøre", "Ringe Máret", "Rugbakken bakeri", "Det er gjort")
    assert "Ringe Máret" not in after.split("bb-toast")[0]
    visit.refresh_from_db()
    assert visit.next_step_done_at is not None


def test_an_absent_colleagues_visits_come_to_their_usual_deputy_today(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=office)
    SpecialistProfileFactory(user=kari, usual_deputy=jonas)
    for planned_at, name in ((NOW.replace(hour=14), "Klarbekk renhold"), (NOW - timedelta(days=2), "Rugbakken bakeri")):
        EmployerVisitFactory(visitor=kari, unit=office, planned_at=planned_at, workplace__name=name)

    while_at_work = today_of(client)
    AbsenceFactory(user=kari, starts_on=NOW.date(), ends_on=date(2026, 12, 3), recorded_by=kari)
    while_away = today_of(client)

    assert "Klarbekk renhold" not in while_at_work
    assert in_order(while_away, "14.46", "Klarbekk renhold", "For Kari til 3. desember.")
    assert "Rugbakken bakeri" not in while_away


def test_a_visit_that_should_have_been_asks_how_it_went(client, jonas, office):
    EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW - timedelta(days=2), workplace__name="Klarbekk renhold")

    page = today_of(client)

    assert in_order(page, "Ingen avtaler i dag.", "Klarbekk renhold", "var avtalt 10. november.")


def test_what_is_new_names_who_did_it_and_no_candidate(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.COUNSELLOR, role__unit=office)
    IntakeFactory(owner=jonas, unit=office, referred_by=kari, referred_at=NOW - timedelta(hours=3), person__first_name="Henvist")
    OpeningFactory(unit=office, workplace__name="Elvekroken verksted", title="Dekkskift, fire uker", found_at=NOW - timedelta(hours=5))

    page = today_of(client)

    assert in_order(page, "Kari Moseby</a> har henvist én til deg.", "Elvekroken verksted</a> har en mulighet: Dekkskift, fire uker.")
    assert "Henvist" not in page


def test_one_is_never_told_that_one_has_referred_somebody_to_oneself(client, jonas, office):
    IntakeFactory(owner=jonas, unit=office, referred_by=jonas, referred_at=NOW - timedelta(hours=3))

    page = today_of(client)

    assert "Du</a> svarer på en du har henvist selv. Svar om dere kan begynne." in page
    assert "har henvist én til deg" not in page


def test_nothing_to_do_is_said_in_words(client, jonas):
    page = today_of(client)

    assert "Torsdag 12. november. Ingen venter på deg akkurat nå." in page
    assert "Når du blir ansvarlig for noen, står de her" in page


def test_everybody_on_the_page_is_written_down_and_nobody_else(client, jonas):
    shown = [followed(jonas, "Adam").person, followed(jonas, "Vida", last=12).person]
    followed(jonas, "Sara", last=1)

    today_of(client)

    assert set(LookUp.objects.values_list("person", "purpose")) == {(person.public_id, "today") for person in shown}


@pytest.mark.parametrize("role", [Role.LEADER, Role.LOOP_COORDINATOR, Role.PEER_WORKER])
def test_those_who_follow_nobody_up_have_no_such_page(client, role):
    client.force_login(UserFactory(role=role))

    assert client.get(reverse("today:today")).status_code == 404
    assert client.get(reverse("today:copy")).status_code == 404


@pytest.mark.parametrize("many", [1, 40])
def test_the_page_costs_the_same_for_few_and_for_many(client, jonas, office, many, django_assert_max_num_queries):
    kari = UserFactory(role=Role.SPECIALIST, role__unit=office)
    AbsenceFactory(user=kari, starts_on=NOW.date(), ends_on=NOW.date(), recorded_by=kari)
    for number in range(many):
        followed(jonas, f"Egen {number}", last=number % 30)
        CallBackFactory(engagement=followed(kari, f"Andres {number}", deputy=jonas), asked_at=NOW)
        EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW)
        IntakeFactory(owner=jonas, unit=office, referred_at=NOW)
        OpeningFactory(unit=office, found_at=NOW)

    today_of(client)
    with django_assert_max_num_queries(MOST_QUERIES):
        today_of(client)


def test_the_page_of_eighteen_people_is_light(client, jonas, office):
    for number in range(18):
        followed(jonas, f"Deltaker{number}", last=None if number == 0 else number + 6)
    for hour in (10, 12, 14):
        EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW.replace(hour=hour))

    page = client.get(reverse("today:today")).content

    assert page.count(b"bb-log") == 18
    assert len(gzip.compress(page, 6)) <= MOST_BYTES_GZ


def test_a_page_with_more_than_it_has_room_for_counts_them_all_and_shows_the_first(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=office)
    AbsenceFactory(user=kari, starts_on=NOW.date(), ends_on=date(2026, 12, 3), recorded_by=kari)
    followed(kari, "Sist", last=5, deputy=jonas)
    for number in range(31):
        followed(jonas, f"Deltaker{number}", last=20)
    for number in range(3):
        followed(jonas, f"Snart{number}", last=12)

    page = today_of(client)

    assert "31 skal følges opp." in page
    assert page.count("bb-log") == 30
    assert "De første 30 vises." in page
    assert "Alle 35 jeg følger opp" in page
    assert "Kari Moseby er borte til og med 3. desember." in page
    assert LookUp.objects.count() == 30
    assert len(gzip.compress(page.encode(), 6)) <= MOST_BYTES_GZ


def test_the_phones_copy_has_first_name_telephone_and_next_step_and_nothing_more(client, jonas):
    henrik = followed(jonas, "Henrik", person__last_name="Åsmo", person__email="henrik@eksempel.no")
    ContactFactory(
        engagement=henrik,
        happened_at=NOW - timedelta(days=2),
        next_step="Ring om jobbmessa",
        next_step_on=date(2026, 11, 14),
        line="Vond rygg",
    )
    nora = followed(jonas, "Nora", last=3)
    sara = followed(jonas, "Sara", last=15)

    answer = client.get(reverse("today:copy"))

    assert answer.json() == {
        "user": str(jonas.public_id),
        "people": [
            {
                "id": str(sara.public_id),
                "name": "Sara",
                "tel": "+4768050982",
                "next": "Skulle vært fulgt opp 11. november.",
                "kind": "phone",
                "url": reverse("contacts:log", args=[sara.public_id]),
            },
            {
                "id": str(henrik.public_id),
                "name": "Henrik",
                "tel": "+4768050982",
                "next": "Ring om jobbmessa 14. november.",
                "kind": "phone",
                "url": reverse("contacts:log", args=[henrik.public_id]),
            },
            {
                "id": str(nora.public_id),
                "name": "Nora",
                "tel": "+4768050982",
                "next": "Følges opp innen 23. november.",
                "kind": "phone",
                "url": reverse("contacts:log", args=[nora.public_id]),
            },
        ],
    }
    assert "no-store" in answer["Cache-Control"]
    assert set(LookUp.objects.values_list("person", "purpose")) == {(each.person.public_id, "phone") for each in (henrik, nora, sara)}


@pytest.mark.parametrize("protection", [Protection.CODE_6, Protection.SHIELDED, Protection.UNKNOWN])
def test_the_phone_carries_nobody_with_protection_whatever_clearance_its_owner_has(client, jonas, protection):
    hidden = followed(jonas, "Skjult", person__protection=protection)
    ClearanceFactory(user=jonas, protection=protection)

    assert "Skjult" in today_of(client)
    assert client.get(reverse("today:copy")).json()["people"] == []
    assert not LookUp.objects.filter(person=hidden.person.public_id, purpose="phone").exists()


def test_markup_in_names_steps_and_visits_is_shown_as_it_was_written(client, jonas, office):
    nora = followed(jonas, "<i>Nora</i>")
    ContactFactory(engagement=nora, happened_at=NOW, next_step="<i>Ring</i> henne", next_step_on=NOW.date(), written_by=jonas)
    EmployerVisitFactory(visitor=jonas, unit=office, planned_at=NOW, purpose="<i>Avtale</i>", workplace__name="<i>Bakeriet</i>")

    page = today_of(client)

    assert "<i>" not in page
    for word in ("Nora", "Avtale", "Bakeriet"):
        assert f"&lt;i&gt;{word}&lt;/i&gt;" in page
