from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.appointments.models import AppointmentKind
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import LookUp
from brobygger.intake.models import Service
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import midnight, moment_on
from brobygger.parties.models import Protection, Role
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    AppointmentPartyFactory,
    ContactFactory,
    ContactPersonFactory,
    EngagementFactory,
    PersonFactory,
    PostalCodeFactory,
    SpecialistProfileFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)
from tests.followup.phases import load_phases
from tests.kit import address, read, signed_in, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 9, 46, tzinfo=OSLO)  # a Thursday of week 46
MONDAY, FRIDAY = date(2026, 11, 9), date(2026, 11, 13)
MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def thursday(monkeypatch):
    load_phases()
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def office():
    return UnitFactory(name="NAV Brovik")


@pytest.fixture
def jonas(office, client):
    user = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=office)
    client.force_login(user)
    return user


def followed(user, first_name, *, last=1, **named):
    engagement = EngagementFactory(
        person__first_name=first_name,
        person__last_name="Prøve",
        person__phone="68050982",
        responsible=user,
        service=Service.SUPPORTED_EMPLOYMENT,
        **named,
    )
    if last is not None:
        ContactFactory(engagement=engagement, happened_at=NOW - timedelta(days=last), written_by=user)
    return engagement


def agreed(user, on, at=None, *, minutes=60, person=None, kind=AppointmentKind.TALK, **named):
    span = (
        (midnight(on), midnight(on + timedelta(days=1)))
        if at is None
        else (moment_on(on, at), moment_on(on, at) + timedelta(minutes=minutes))
    )
    row = AppointmentFactory(starts_at=span[0], ends_at=span[1], is_all_day=at is None, kind=kind, **named)
    AppointmentPartyFactory(appointment=row, user=user)
    if person is not None:
        AppointmentPartyFactory(appointment=row, user=None, person=person, role=Role.CANDIDATE)
    return row


def week_of(client, **asked) -> str:
    return read(client, address("week:week"), **asked)


def part(page: str, number: int) -> str:
    """What stands under one day."""
    return page.partition(f'aria-labelledby="dag-{number}"')[2].partition("</section>")[0]


def test_a_week_has_each_day_with_what_is_agreed_by_the_clock(client, jonas):
    ingrid = followed(jonas, "Ingrid").person
    agreed(jonas, MONDAY, time(9), person=ingrid, place="Brohuset", state=AppointmentState.HELD)
    agreed(jonas, FRIDAY, time(12), kind=AppointmentKind.OWN, about="Lagmøte")
    agreed(jonas, FRIDAY, time(8, 30), kind=AppointmentKind.VISIT, workplace=WorkplaceFactory(name="Havnekontoret", street="Strandgata 2"))

    page = week_of(client)

    assert "Uke 46" in page
    assert "9.–13. november. Tre avtaler." in page
    monday, friday = part(page, 1), part(page, 5)
    assert all(words in monday for words in ("Mandag 9.", "1 avtale", "09.00", "Samtale", "Ingrid Prøve", "Brohuset", "logget"))
    assert friday.index("Havnekontoret") < friday.index("Lagmøte")
    assert "Strandgata 2" in friday
    assert "Lørdag" not in page


def test_saturday_and_sunday_stand_there_only_when_something_is_on_them(client, jonas):
    agreed(jonas, date(2026, 11, 15), kind=AppointmentKind.LOOP, place="Brohuset")

    page = week_of(client)

    assert "Lørdag" not in page
    assert "Brohuset" in part(page, 7)


def test_one_that_has_been_and_is_not_logged_says_so_and_one_to_come_does_not(client, jonas):
    agreed(jonas, MONDAY, time(13), person=followed(jonas, "Elif").person)
    agreed(jonas, FRIDAY, time(13), person=followed(jonas, "Adam").person)
    agreed(jonas, MONDAY, time(9), kind=AppointmentKind.OWN, about="Lagmøte")

    page = week_of(client)

    assert part(page, 1).count("Ikke logget.") == 1
    assert "Ikke logget." not in part(page, 5)


def test_called_off_ones_are_gone_and_two_at_once_are_said(client, jonas):
    agreed(jonas, FRIDAY, time(9), kind=AppointmentKind.OWN, about="Avlyst møte", state=AppointmentState.CALLED_OFF)
    agreed(jonas, FRIDAY, time(10), kind=AppointmentKind.OWN, about="Lagmøte")
    agreed(jonas, FRIDAY, time(10, 30), kind=AppointmentKind.OWN, about="Kurs")

    page = week_of(client)

    assert "Avlyst møte" not in page
    assert "Lagmøte og Kurs er på samme tid." in part(page, 5)


def test_the_way_is_reckoned_from_the_office_and_on(client, jonas, office):
    office.postal_code = PostalCodeFactory(code="9001", latitude=60.0, longitude=10.0)
    office.save()
    far = WorkplaceFactory(name="Langt", postal_code=PostalCodeFactory(code="9002", latitude=60.1, longitude=10.0))
    agreed(jonas, FRIDAY, time(9), kind=AppointmentKind.VISIT, workplace=far, unit=office)
    agreed(jonas, FRIDAY, time(11), kind=AppointmentKind.CALL, person=followed(jonas, "Adam").person, unit=office)
    agreed(jonas, FRIDAY, time(13), kind=AppointmentKind.OWN, about="Lagmøte", unit=office)

    friday = part(week_of(client), 5)

    assert "22 min fra kontoret" in friday
    assert "44 min på veien" in friday


def test_a_candidate_one_does_not_follow_any_more_is_not_named(client, jonas):
    stranger = PersonFactory(first_name="Fremmed", last_name="Person")
    agreed(jonas, FRIDAY, time(9), person=stranger)

    page = week_of(client)

    assert "En deltaker" in part(page, 5)
    assert "Fremmed" not in page
    assert not LookUp.objects.filter(person=stranger.public_id).exists()


def test_who_is_named_is_written_down_as_looked_up(client, jonas):
    nora = followed(jonas, "Nora").person
    agreed(jonas, FRIDAY, time(9), person=nora)

    week_of(client)

    assert LookUp.objects.get(person=nora.public_id).purpose == "week"


def test_one_with_protection_whom_one_may_not_meet_is_not_there(client, jonas):
    hidden = PersonFactory(first_name="Skjult", protection=Protection.CODE_6)
    agreed(jonas, FRIDAY, time(9), person=hidden, place="Hemmelig sted")

    page = week_of(client)

    assert "Skjult" not in page
    assert "Hemmelig sted" not in page


def test_those_who_are_due_with_nothing_agreed_stand_there_with_a_free_time(client, jonas):
    followed(jonas, "Leo", last=16)
    hodan = followed(jonas, "Hodan", last=13)
    agreed(jonas, FRIDAY, time(8), minutes=120, kind=AppointmentKind.OWN, about="Kurs")
    agreed(jonas, FRIDAY, time(13), person=followed(jonas, "Petter", last=14).person)
    followed(jonas, "Sara", last=2)

    page = week_of(client)
    due = page.partition('id="uten"')[2]

    assert "To skal følges opp uten at dere har avtalt tid." in page
    assert due.index("Leo Prøve") < due.index("Hodan Prøve")
    assert "Petter" not in due
    assert "Sara" not in due
    assert "Ledig luke i dag 10.00." in due
    assert "Ledig luke fredag 10.00." in due
    assert 'href="tel:+4768050982"' in due
    assert f"{address('appointments:new')}?person={hodan.person.public_id}&amp;dag=2026-11-13&amp;kl=1000" in due


def test_one_whose_appointment_has_been_without_a_word_of_it_is_due(client, jonas):
    vida = followed(jonas, "Vida", last=6)
    agreed(jonas, MONDAY, time(10), person=vida.person, unit=vida.unit)

    due = week_of(client).partition('id="uten"')[2]

    assert "Vida" in due
    assert "Tre dager over tiden." in due


def test_a_week_to_come_has_those_who_are_due_then_and_one_that_has_been_has_none(client, jonas):
    followed(jonas, "Leo", last=16)
    followed(jonas, "Vida", last=8)

    ahead, ago = week_of(client, uke="2026-47"), week_of(client, uke="2026-45")

    assert "Vida" in ahead
    assert "Leo" not in ahead
    assert "Skal følges opp, ikke avtalt" not in ago


def test_days_away_are_there_with_who_stands_in_and_no_free_time_is_found_on_them(client, jonas):
    SpecialistProfileFactory(user=jonas, usual_deputy=UserFactory(name="Gro Heimdal"))
    AbsenceFactory(user=jonas, starts_on=NOW.date(), ends_on=date(2026, 11, 20), recorded_by=jonas)
    followed(jonas, "Leo", last=16)

    page = week_of(client)

    assert "Borte. Gro Heimdal svarer imens." in part(page, 4)
    assert "Borte" not in part(page, 3)
    assert "Leo Prøve" in page
    assert "Ledig luke" not in page


def test_what_a_colleague_who_is_away_was_to_be_at_is_in_the_week_of_the_one_who_stands_in(client, jonas, office):
    kari = UserFactory(name="Kari Moseby", role=Role.SPECIALIST, role__unit=office)
    SpecialistProfileFactory(user=kari, usual_deputy=jonas)
    AbsenceFactory(user=kari, starts_on=NOW.date(), ends_on=NOW.date(), recorded_by=kari)
    agreed(kari, NOW.date(), time(12), kind=AppointmentKind.VISIT, workplace=WorkplaceFactory(name="Havnelageret"))
    agreed(kari, FRIDAY, time(12), kind=AppointmentKind.VISIT, workplace=WorkplaceFactory(name="Torget sport"))

    page = week_of(client)

    assert "Havnelageret" in part(page, 4)
    assert "For Kari Moseby, som er borte." in part(page, 4)
    assert "Torget sport" not in page


def test_the_names_of_those_at_a_workplace_stand_there(client, jonas):
    meeting = agreed(
        jonas, FRIDAY, time(9), kind=AppointmentKind.THREE, person=followed(jonas, "Nora").person, workplace=WorkplaceFactory()
    )
    eva = ContactPersonFactory(person__first_name="Eva", person__last_name="Myrland").person
    AppointmentPartyFactory(appointment=meeting, user=None, person=eva, role=Role.EMPLOYER)

    assert "Med Eva Myrland." in part(week_of(client), 5)


@pytest.mark.parametrize(
    "asked", ["0026-10", "9999-52", "2026-54", "2026-00", "tull", "2026-1000", "²026-10", "2026-49\n", "-1-1", "2207-01"]
)
def test_a_week_that_is_none_or_far_away_is_not_found(client, jonas, asked):
    assert client.get(address("week:week"), {"uke": asked}).status_code == 404


@pytest.mark.parametrize("monday", [date(2026, 12, 28), date(2027, 3, 22), date(2026, 10, 19), date(2026, 6, 29)])
def test_any_week_has_its_days_and_the_way_to_the_ones_beside_it(client, jonas, monday):
    """Also the last of the year, and those where the clock is changed."""
    year, number, _day = monday.isocalendar()
    before, after = (monday + timedelta(days=days) for days in (-7, 7))

    page = week_of(client, uke=f"{year}-{number}")

    assert all(f"?uke={each.isocalendar().year}-{each.isocalendar().week:02}" in page for each in (before, after))
    assert f" {monday.day}." in part(page, 1)
    assert "Denne uka" in page


def test_the_week_is_for_those_who_agree_on_things_and_stands_in_their_menu(client, jonas, office):
    per = UserFactory(role=Role.BUSINESS_COORDINATOR, role__unit=office)
    siri = UserFactory(role=Role.LEADER, role__unit=office)

    assert ">Uka<" in week_of(client)
    assert ">Uka<" in read(signed_in(per), address("week:week"))
    assert signed_in(siri).get(address("week:week")).status_code == 404
    assert ">Enhetens uke<" in read(signed_in(siri), address("leader:week"))


def test_the_number_of_queries_is_the_same_for_a_full_week(client, jonas, office):
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            week_of(client)
        return len(asked)

    week_of(client)  # what is asked once only
    agreed(jonas, FRIDAY, time(9), person=followed(jonas, "Nora", last=20).person, workplace=WorkplaceFactory(), unit=office)
    followed(jonas, "Leo", last=20)
    few = cost()
    for number in range(20):
        person = followed(jonas, f"Ola{number}", last=20).person
        on = MONDAY + timedelta(days=number % 5)
        agreed(jonas, on, time(8 + number // 5), person=person, workplace=WorkplaceFactory(), unit=office)
        followed(jonas, f"Per{number}", last=20)

    assert cost() == few <= MOST_QUERIES


def test_what_somebody_has_written_is_shown_as_text(client, jonas):
    agreed(jonas, FRIDAY, time(9), kind=AppointmentKind.OWN, about='<script>alert("x")</script> 100% {{ me }}')

    assert "&lt;script&gt;" in week_of(client)
    assert "<script>alert" not in text_of(client.get(address("week:week")))
