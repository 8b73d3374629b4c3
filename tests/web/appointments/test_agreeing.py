"""Appointments made, moved, called off and taken up again on their pages, and what the candidate hears of it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from brobygger.appointments.actions import call_off
from brobygger.appointments.models import Appointment, AppointmentKind, AppointmentParty
from brobygger.appointments.states import AppointmentState
from brobygger.audit.models import LookUp
from brobygger.intake.models import Service
from brobygger.jobdev.models import EmployerVisit
from brobygger.kernel import clock
from brobygger.kernel.clock import OSLO
from brobygger.kernel.local_time import moment_on
from brobygger.outbox.models import Message
from brobygger.outbox.states import MessageState
from brobygger.parties.models import Protection, Role
from tests.factories import (
    AppointmentFactory,
    AppointmentPartyFactory,
    ClearanceFactory,
    ContactPersonFactory,
    EmployerRelationFactory,
    EngagementFactory,
    PersonFactory,
    SuggestionFactory,
    UnitFactory,
    UserFactory,
)
from tests.kit import address, hidden_of, read, signed_in, text_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 9, 46, tzinfo=OSLO)  # a Thursday
FRIDAY = date(2026, 11, 13)


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


@pytest.fixture
def nora(jonas, office):
    engagement = EngagementFactory(
        unit=office,
        person__first_name="Nora",
        person__last_name="Sletten",
        person__email="nora@brovik.example",
        responsible=jonas,
        service=Service.SUPPORTED_EMPLOYMENT,
    )
    return engagement.person


@pytest.fixture
def bakery(office):
    relation = EmployerRelationFactory(unit=office, workplace__name="Rugbakken bakeri", workplace__street="Kaigata 4")
    return relation.workplace


def agreed(user, at=time(10), *, person=None, on=FRIDAY, kind=AppointmentKind.TALK, minutes=60, **named):
    starts_at = moment_on(on, at)
    row = AppointmentFactory(kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **named)
    AppointmentPartyFactory(appointment=row, user=user)
    if person is not None:
        AppointmentPartyFactory(appointment=row, user=None, person=person, role=Role.CANDIDATE)
    return row


def own_form(page: str) -> str:
    """The page as far as its own form goes: the languages at its foot are a form too."""
    head, form, rest = page.rpartition('<form class="bb-form"')
    return head + form + rest.partition("</form>")[0]


def send_new(client, *, query="", **said):
    url = f"{address('appointments:new')}{query}"
    return client.post(url, hidden_of(own_form(read(client, url))) | {"on": "13.11.2026", "at": "10.00", "tell": "on"} | said)


def send(client, name, appointment, **said):
    url = address(name, appointment)
    return client.post(url, hidden_of(own_form(read(client, url))) | said)


def letters(*templates: str) -> list[Message]:
    return [each for each in Message.objects.order_by("pk") if each.template in {f"appointments/{name}" for name in templates}]


# Made


def test_with_a_candidate_it_is_a_talk_and_they_are_told_when_where_and_whom_to_ring(client, jonas, nora):
    answer = send_new(client, person=str(nora.public_id), place="Brohuset", about="Bare for oss")

    appointment = Appointment.objects.get()
    assert answer.url == address("appointments:appointment", appointment)
    assert (appointment.kind, appointment.on, appointment.at, appointment.until) == ("talk", FRIDAY, time(10), time(10, 30))
    assert {(each.user, each.person) for each in appointment.parties.all()} == {(jonas, None), (None, nora)}
    (letter,) = letters("made")
    assert letter.recipient_address == "nora@brovik.example"
    assert (letter.values["kind"], letter.values["when"], letter.values["place"]) == (
        "samtale",
        "fredag 13. november kl. 10.00",
        "Brohuset",
    )
    assert "Bare for oss" not in str(letter.values)
    assert letter.link is not None


def test_nobody_is_told_when_the_tick_is_taken_away(client, jonas, nora):
    send_new(client, person=str(nora.public_id), tell="")

    assert Appointment.objects.exists()
    assert not Message.objects.exists()


def test_what_it_is_follows_from_whom_it_is_with(client, jonas, nora, bakery):
    send_new(client, person=str(nora.public_id), workplace=str(bakery.public_id), at="08.00")
    send_new(client, person=str(nora.public_id), by_phone="on", at="12.00")
    send_new(client, about="Lagmøte", at="14.00")

    assert list(Appointment.objects.order_by("starts_at").values_list("kind", flat=True)) == ["three", "call", "own"]
    assert Appointment.objects.get(kind="three").workplace == bakery


def test_with_a_workplace_alone_it_is_a_visit(client, jonas, bakery):
    answer = send_new(client, workplace=str(bakery.public_id), about="Høre om jul")

    visit = EmployerVisit.objects.get()
    assert answer.url == address("jobdev:visit", visit)
    assert (visit.workplace, visit.visitor, visit.appointment.about) == (bakery, jonas, "Høre om jul")
    assert client.get(address("appointments:appointment", visit.appointment)).url == answer.url


def test_with_nobody_it_must_say_what_it_is_about(client, jonas):
    answer = send_new(client, place="Brohuset")

    assert answer.status_code == 422
    assert "Skriv hva det gjelder, eller velg hvem avtalen er med." in text_of(answer)
    assert 'value="Brohuset"' in answer.content.decode()


def test_one_who_is_at_the_workplace_can_be_chosen_when_it_is_known(client, jonas, nora, bakery):
    tor = ContactPersonFactory(workplace=bakery, person__first_name="Tor")
    query = f"?arbeidssted={bakery.public_id}"

    assert "Hvem i bedriften?" not in read(client, address("appointments:new"))
    send_new(client, query=query, person=str(nora.public_id), workplace=str(bakery.public_id), meets=str(tor.public_id))

    assert AppointmentParty.objects.get(role=Role.EMPLOYER).person == tor.person


def test_the_address_fills_in_the_form_and_what_stands_there_wrongly_is_left_out(client, jonas, nora):
    page = read(client, address("appointments:new"), person=str(nora.public_id), dag="2026-11-13", kl="1000")

    assert f'<option value="{nora.public_id}" selected>' in page
    assert 'value="13.11.2026"' in page
    assert 'value="10.00"' in page
    assert client.get(address("appointments:new"), {"person": "tull", "dag": "32.13", "kl": "25", "arbeidssted": "tull"}).status_code == 200


def test_one_comes_back_to_the_week_one_came_from(client, jonas, nora):
    assert send_new(client, query="?neste=/min-uke/%3Fuke%3D2026-46", person=str(nora.public_id)).url == "/min-uke/?uke=2026-46"


def test_the_same_form_sent_twice_gives_one_appointment_and_one_letter(client, jonas, nora):
    url = address("appointments:new")
    said = hidden_of(own_form(read(client, url))) | {"on": "13.11.2026", "at": "10.00", "tell": "on", "person": str(nora.public_id)}

    for once in (said["once"], said["once"], str(uuid4())):
        client.post(url, said | {"once": once, "anyway": ""})

    assert Appointment.objects.count() == 1
    assert [each.state for each in letters("made")] == [MessageState.WAITING]


def test_only_those_one_follows_up_can_be_chosen(client, jonas):
    stranger = EngagementFactory(person__first_name="Fremmed").person

    answer = send_new(client, person=str(stranger.public_id))

    assert answer.status_code == 422
    assert "Fremmed" not in read(client, address("appointments:new"))


def test_a_day_that_has_been_is_refused_where_it_was_written(client, jonas):
    answer = send_new(client, about="Lagmøte", on="11.11.2026")

    assert answer.status_code == 422
    assert "11.11.2026 har vært" in text_of(answer)


def test_who_can_be_chosen_is_written_down_as_looked_up(client, jonas, nora):
    read(client, address("appointments:new"))

    assert LookUp.objects.get(person=nora.public_id).purpose == "appointment new"


# Collisions


def test_what_is_at_the_same_time_is_said_and_let_through_with_a_tick(client, jonas, nora):
    agreed(jonas, time(9, 30), kind=AppointmentKind.OWN, about="Kurs")
    said = {"person": str(nora.public_id), "about": "Veien videre"}

    refused = send_new(client, **said)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Du har allerede hos oss kl. 09.30–10.30: Kurs." in text_of(refused)
    assert 'value="Veien videre"' in page
    assert not Appointment.objects.filter(kind="talk").exists()
    mark = page.partition('name="anyway" value="')[2].partition('"')[0]
    assert send_new(client, anyway=mark, **said).status_code == 302
    assert Appointment.objects.filter(kind="talk").exists()


def test_a_tick_for_one_thing_does_not_let_another_through(client, jonas, nora):
    agreed(jonas, time(9, 30), kind=AppointmentKind.OWN, about="Kurs")
    page = send_new(client, person=str(nora.public_id)).content.decode()
    mark = page.partition('name="anyway" value="')[2].partition('"')[0]
    agreed(jonas, time(14), kind=AppointmentKind.OWN, about="Noe annet")

    answer = send_new(client, person=str(nora.public_id), at="14.00", anyway=mark)

    assert answer.status_code == 422
    assert "Noe annet" in text_of(answer)


def test_of_an_appointment_one_may_not_see_only_that_one_is_busy_is_said(client, jonas, nora):
    other = UserFactory(name="Hanne Vik", role=Role.COUNSELLOR)
    hidden = PersonFactory(first_name="Skjult", protection=Protection.CODE_6)
    meeting = agreed(other, time(9, 30), person=hidden, place="Hemmelig sted", about="Hemmelig sak")
    AppointmentPartyFactory(appointment=meeting, user=None, person=nora, role=Role.CANDIDATE)

    answer = send_new(client, person=str(nora.public_id))

    assert "Nora er opptatt kl. 09.30–10.30." in text_of(answer)
    assert "Hemmelig" not in text_of(answer)
    assert "Skjult" not in text_of(answer)


def test_what_is_for_any_time_of_the_day_or_called_off_or_right_before_is_in_nobodys_way(client, jonas, nora):
    agreed(jonas, time(9), kind=AppointmentKind.OWN, about="Rett før")
    agreed(jonas, time(10), kind=AppointmentKind.OWN, about="Avlyst", state=AppointmentState.CALLED_OFF)

    assert send_new(client, person=str(nora.public_id)).status_code == 302
    assert send_new(client, about="Når som helst", at="").status_code == 302


# The page


def test_the_page_says_what_when_where_and_with_whom(client, jonas, nora, bakery):
    meeting = agreed(jonas, kind=AppointmentKind.THREE, person=nora, workplace=bakery, about="Hvordan går det?")

    page = text_of(client.get(address("appointments:appointment", meeting)))

    for words in (
        "Nora Sletten",
        "Møte, alle tre",
        "Fredag 13. november kl. 10.00–11.00",
        "Rugbakken bakeri, Kaigata 4",
        "Hvordan går det?",
    ):
        assert words in page
    assert LookUp.objects.get(person=nora.public_id).purpose == "appointment"


def test_a_candidate_whom_others_follow_now_is_not_named(client, jonas):
    meeting = agreed(jonas, person=PersonFactory(first_name="Fremmed"))

    page = read(client, address("appointments:appointment", meeting))

    assert "En deltaker" in page
    assert "Fremmed" not in page


@pytest.mark.parametrize("name", ["appointment", "move", "call_off", "calendar"])
def test_what_does_not_concern_one_is_not_found(client, jonas, office, name):
    other = UserFactory(role=Role.SPECIALIST, role__unit=office)
    meeting = agreed(other, kind=AppointmentKind.OWN, about="Deres")

    assert client.get(address(f"appointments:{name}", meeting)).status_code == 404
    assert client.post(address("appointments:restore", meeting)).status_code == 404


def test_the_responsible_sees_and_moves_what_a_colleague_has_agreed_with_their_own(client, jonas, nora, office):
    other = UserFactory(role=Role.SPECIALIST, role__unit=office)
    meeting = agreed(other, person=nora)

    assert "Flytt" in read(client, address("appointments:appointment", meeting))


# Moved, called off and taken up again


def test_moving_tells_the_candidate_and_takes_back_what_waits_to_be_sent(client, jonas, nora):
    send_new(client, person=str(nora.public_id))
    meeting = Appointment.objects.get()

    answer = send(client, "appointments:move", meeting, on="16.11.2026", at="12.00", until="12.30", tell="on")

    meeting.refresh_from_db()
    assert answer.url == address("appointments:appointment", meeting)
    assert (meeting.on, meeting.at, meeting.sequence) == (date(2026, 11, 16), time(12), 1)
    assert [(each.template, each.state) for each in letters("made", "moved")] == [
        ("appointments/made", MessageState.CANCELLED),
        ("appointments/moved", MessageState.WAITING),
    ]
    assert letters("moved")[0].values["when"] == "mandag 16. november kl. 12.00"


def test_what_it_is_about_changes_without_a_letter(client, jonas, nora):
    meeting = agreed(jonas, person=nora)

    send(client, "appointments:move", meeting, on="13.11.2026", at="10.00", until="11.00", about="Noe nytt", tell="on")

    meeting.refresh_from_db()
    assert meeting.about == "Noe nytt"
    assert not Message.objects.exists()


def test_moving_to_where_somebody_is_busy_is_said_but_not_to_where_it_stands(client, jonas, nora):
    meeting = agreed(jonas, person=nora)
    agreed(jonas, time(14), kind=AppointmentKind.OWN, about="Kurs")

    assert send(client, "appointments:move", meeting, on="13.11.2026", at="10.30", until="11.30").status_code == 302
    refused = send(client, "appointments:move", meeting, on="13.11.2026", at="14.30", until="15.00")
    assert "Du har allerede hos oss kl. 14.00–15.00: Kurs." in text_of(refused)


def test_calling_off_tells_the_candidate_and_undoing_it_before_it_is_sent_tells_nobody(client, jonas, nora):
    meeting = agreed(jonas, person=nora)

    answer = client.post(address("appointments:call_off", meeting), {"because": "Syk", "tell": "on"}, follow=True)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.called_off_because) == (AppointmentState.CALLED_OFF, "Syk")
    assert [each.state for each in letters("called_off")] == [MessageState.WAITING]
    assert "Syk" not in str(letters("called_off")[0].values)
    assert address("appointments:restore", meeting) in answer.content.decode()

    client.post(address("appointments:restore", meeting))

    meeting.refresh_from_db()
    assert meeting.state == AppointmentState.PLANNED
    assert [each.state for each in letters("called_off", "made")] == [MessageState.CANCELLED]


def test_one_who_has_been_told_that_it_is_off_hears_that_it_is_on(client, jonas, nora):
    meeting = agreed(jonas, person=nora)
    client.post(address("appointments:call_off", meeting), {"tell": "on", "because": "Skolen har fri."})
    Message.objects.update(state=MessageState.SENT, taken_at=NOW, sent_at=NOW)

    client.post(address("appointments:restore", meeting))

    assert [(each.template, each.state) for each in letters("called_off", "made")] == [
        ("appointments/called_off", MessageState.SENT),
        ("appointments/made", MessageState.WAITING),
    ]


def test_one_of_ones_own_is_called_off_with_one_press_and_asks_for_no_reason(client, jonas):
    meeting = agreed(jonas, kind=AppointmentKind.OWN, about="Kurs")
    page = read(client, address("appointments:appointment", meeting))

    assert f'action="{address("appointments:call_off", meeting)}"' in page
    assert client.post(address("appointments:call_off", meeting)).status_code == 302
    assert not Message.objects.exists()


def test_one_that_is_called_off_is_moved_by_nobody(client, jonas):
    meeting = call_off(agreed(jonas, kind=AppointmentKind.OWN), now=NOW, actor=jonas)

    assert client.get(address("appointments:move", meeting)).url == address("appointments:appointment", meeting)
    page = read(client, address("appointments:appointment", meeting))
    assert "Det blir likevel" in page
    assert "Avlyst" in page


def test_one_with_nobody_to_log_about_is_marked_as_held_and_that_can_be_undone(client, jonas):
    meeting = agreed(jonas, time(8), kind=AppointmentKind.OWN, on=NOW.date())

    client.post(address("appointments:hold", meeting))
    meeting.refresh_from_db()
    assert meeting.state == AppointmentState.HELD
    client.post(address("appointments:hold_no_more", meeting))
    meeting.refresh_from_db()
    assert meeting.state == AppointmentState.PLANNED


def test_the_file_for_ones_own_calendar_names_nobody(client, jonas, nora, bakery):
    meeting = agreed(jonas, kind=AppointmentKind.THREE, person=nora, workplace=bakery, about="Hemmelig")

    answer = client.get(address("appointments:calendar", meeting))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Besøk", "Kaigata 4")
    assert event["UID"] == f"{meeting.public_id}@brobygger"
    assert all(words not in answer.content.decode() for words in ("Nora", "Sletten", "Rugbakken", "Hemmelig"))


def test_where_it_is_is_not_sent_to_one_with_protection(client, jonas, nora):
    ClearanceFactory(user=jonas, protection=Protection.CODE_7)
    nora.protection = Protection.CODE_7
    nora.save()

    send_new(client, person=str(nora.public_id), place="Brohuset")

    assert [each.values["place"] for each in letters("made")] == [""]


def test_a_counsellor_agrees_too_and_a_leader_does_not(office):
    kari, siri = (UserFactory(role=role, role__unit=office) for role in (Role.COUNSELLOR, Role.LEADER))

    assert signed_in(kari).get(address("appointments:new")).status_code == 200
    assert signed_in(siri).get(address("appointments:new")).status_code == 404


def test_logging_from_its_page_is_filled_in_with_when_it_was_and_holds_it(client, jonas, nora):
    meeting = agreed(jonas, time(8), person=nora, on=FRIDAY - timedelta(days=2), kind=AppointmentKind.THREE)
    page = read(client, address("appointments:appointment", meeting))
    log_url = page.partition('href="/oppfolging/')[2].partition('"')[0]

    form = read(client, f"/oppfolging/{log_url}".replace("&amp;", "&"))

    assert 'value="11.11.2026"' in form
    assert 'value="08.00"' in form


# The forms of what makes appointments by itself


def test_a_visit_is_not_planned_where_one_is_elsewhere_without_a_tick(client, jonas, bakery):
    agreed(jonas, time(9, 30), kind=AppointmentKind.OWN, about="Kurs")
    url = address("jobdev:plan", bakery)
    said = hidden_of(own_form(read(client, url))) | {"on": "13.11.2026", "at": "10.00", "kind": "visit"}

    page = client.post(url, said).content.decode()
    assert "Du har allerede hos oss kl. 09.30–10.30: Kurs." in page
    mark = page.partition('name="anyway" value="')[2].partition('"')[0]
    client.post(url, said | {"anyway": mark})

    visit = EmployerVisit.objects.get()
    moved = client.post(address("jobdev:move", visit), {"on": "13.11.2026", "at": "09.45"})
    assert "Du har allerede hos oss kl. 09.30–10.30: Kurs." in moved.content.decode()
    assert client.post(address("jobdev:move", visit), {"on": "13.11.2026", "at": "14.00"}).status_code == 302


def test_a_meeting_about_an_opening_is_not_agreed_where_the_candidate_is_elsewhere_without_a_tick(client, jonas, nora, office):
    suggestion = SuggestionFactory(person=nora, made_by=jonas, opening__unit=office, employer_asked=True)
    agreed(jonas, time(9, 30), person=nora)
    url = address("suggestions:meet", suggestion)

    page = client.post(url, {"day": "13.11.2026", "time": "10.00"}).content.decode()

    assert "Du har allerede samtale kl. 09.30–10.30: Nora Sletten." in page
    assert 'name="anyway"' in page
