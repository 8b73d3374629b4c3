from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from brobygger.access.models import NeedToKnow
from brobygger.audit.models import LookUp
from brobygger.followup.due_dates import NEVER, with_due_dates
from brobygger.followup.models import Contact, ContactKind, ContactWith
from brobygger.intake.models import Engagement, Responsibility
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Protection, Role
from tests.factories import AppointmentFactory, ContactFactory, EngagementFactory, PlacementFactory, UserFactory
from tests.kit import signed_in, text_of
from tests.web.contacts.conftest import Work, specialist
from tests.web.shell.test_sensitive import SYNTHETIC

JSON = {"accept": "application/json"}
TODAY = clock.today()


def log_url(engagement: Engagement) -> str:
    return reverse("contacts:log", args=[engagement.public_id])


def note(**fields) -> dict[str, str]:
    return {"kind": "phone", "whom": "candidate", "line": "Trives godt.", "key": str(uuid4()), **fields}


def test_two_taps_write_down_a_contact_now_and_come_back_with_undo(work: Work):
    client = work.client
    answer = client.post(log_url(work.nora), {"kind": "phone", "key": str(uuid4()), "line": "", "next": "/folk/"})

    contact = Contact.objects.get()
    page = text_of(client.get("/folk/"))

    assert answer.url == "/folk/"
    assert (contact.engagement, contact.written_by, contact.kind, contact.whom) == (work.nora, work.jonas, "phone", ContactWith.CANDIDATE)
    assert clock.now() - contact.happened_at < timedelta(minutes=1)
    assert f"Lagret: telefon med Nora kl. {contact.happened_at.astimezone(clock.OSLO):%H.%M}." in page
    assert f'action="/oppfolging/notat/{contact.public_id}/angre/?neste=%2Ffolk%2F"' in page


def test_undo_takes_the_note_back_and_comes_back_to_the_same_page(work: Work):
    client = work.client
    client.post(log_url(work.nora), note(next="/folk/"))
    undo = next(iter(client.get("/folk/").context["messages"])).extra_tags

    answer = client.post(undo)

    assert answer.url == "/folk/"
    assert "Notatet er tatt tilbake." in text_of(client.get("/folk/"))
    assert with_due_dates(Engagement.objects.all(), today=TODAY).get().due_phase == NEVER


def test_one_who_gives_no_page_of_ours_to_come_back_to_comes_to_the_person(work: Work):
    for elsewhere in ("", "https://evil.example/", "//evil.example/"):
        answer = work.client.post(log_url(work.nora), note(next=elsewhere))

        assert answer.url == reverse("people:person", args=[work.nora.person.public_id])


def test_the_phone_gets_an_id_and_the_same_id_when_the_answer_was_lost(work: Work):
    sent = note()

    first, again = (work.client.post(log_url(work.nora), sent, headers=JSON) for _sending in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json() == {"id": str(Contact.objects.get().public_id)}


def test_a_key_that_belongs_to_another_note_is_a_conflict_the_phone_can_tell_of(work: Work):
    sent = note()
    work.client.post(log_url(work.nora), sent, headers=JSON)

    answer = work.client.post(log_url(work.nora), {**sent, "line": "Noe annet."}, headers=JSON)

    assert answer.status_code == 409
    assert "Et annet notat" in answer.json()["message"]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": "telepathy"}, "Velg hva du gjorde"),
        ({"kind": ""}, "Velg hva du gjorde"),
        ({"key": "x"}, "Åpne det på nytt"),
        ({"line": f"Ring {SYNTHETIC}"}, "fødselsnummer"),
        ({"happened_at": "in a while"}, "Klokka på telefonen"),
        ({"happened_at": "2024-01-01T10:00:00Z"}, "Oppfølgingen begynte"),
        ({"happened_at": "0001-01-01T00:00:00+14:00"}, "Klokka på telefonen"),
        ({"happened_at": "9999-12-31T23:59:59-12:00"}, "Klokka på telefonen"),
        ({"phone_now": "2207-01-04T10:00:00Z"}, "Klokka på telefonen"),
        ({"happened_at": "2000-01-02T10:00:00Z", "phone_now": "2099-12-30T10:00:00Z"}, "Oppfølgingen begynte"),
        ({"next_step": "Ringe", "next_step_on": "04.01.2207"}, "04.01.2207 er langt fram."),
        ({"on": "02.01.0026"}, "02.01.0026 er lenge siden. Mente du 02.01.2026?"),
        ({"line": "x" * 1001}, "1000"),
    ],
)
def test_a_note_that_is_refused_says_why_and_the_phone_keeps_it(wrong, message, work: Work):
    answer = work.client.post(log_url(work.nora), note(**wrong), headers=JSON)

    assert answer.status_code == 422
    assert message in answer.json()["message"]
    assert not Contact.objects.exists()


def test_what_looks_like_health_is_let_through_once_read(work: Work):
    sent = note(line="Har fått en diagnose.")

    refused = work.client.post(log_url(work.nora), sent, headers=JSON)
    answer = work.client.post(log_url(work.nora), {**sent, **refused.json()["read"]}, headers=JSON)

    assert refused.status_code == 422
    assert answer.status_code == 201


def test_a_phone_whose_clock_is_wrong_is_put_right(work: Work):
    wrong = clock.now() + timedelta(hours=26)
    sent = note(happened_at=(wrong - timedelta(minutes=90)).astimezone(UTC).isoformat(), phone_now=wrong.astimezone(UTC).isoformat())

    work.client.post(log_url(work.nora), sent, headers=JSON)

    assert abs(clock.now() - timedelta(minutes=90) - Contact.objects.get().happened_at) < timedelta(minutes=1)


def test_a_phone_that_is_ahead_and_says_no_more_loses_no_note(work: Work):
    ahead = (clock.now() + timedelta(hours=3)).astimezone(UTC).isoformat()

    answer = work.client.post(log_url(work.nora), note(happened_at=ahead), headers=JSON)

    assert answer.status_code == 201
    assert Contact.objects.get().happened_at <= clock.now()


def test_the_longer_page_takes_another_time_others_a_place_and_a_step(work: Work):
    stay = PlacementFactory(person=work.nora.person, active=True, workplace__name="Lyngtunet hagesenter")
    foreign = PlacementFactory()
    before, after = TODAY - timedelta(days=2), TODAY + timedelta(days=4)
    said = note(kind="office", whom="both", on=day(before), at="14.15", placement=str(stay.public_id))

    page = text_of(work.client.get(log_url(work.nora) + "?neste=/folk/"))
    refused = work.client.post(log_url(work.nora), {**said, "placement": str(foreign.public_id)})
    answer = work.client.post(log_url(work.nora), {**said, "next_step": "Ringe Eva", "next_step_on": day(after), "next": "/folk/"})

    contact = Contact.objects.get()
    assert "Lyngtunet hagesenter" in page
    assert refused.status_code == 422
    assert answer.url == "/folk/"
    assert (contact.kind, contact.whom, contact.placement) == (ContactKind.OFFICE, ContactWith.BOTH, stay)
    assert f"{contact.happened_at.astimezone(clock.OSLO):%d.%m.%Y %H.%M}" == f"{day(before)} 14.15"
    assert (contact.next_step, contact.next_step_on) == ("Ringe Eva", after)


def test_a_day_to_come_is_refused_at_its_field_and_what_was_written_stands(work: Work):
    answer = work.client.post(log_url(work.nora), note(on=day(TODAY + timedelta(days=1))))

    assert answer.status_code == 422
    assert "Skriv et tidspunkt som har vært" in str(answer.context["form"]["on"].errors)
    assert "Trives godt." in text_of(answer)


def test_withholding_needs_a_reason_and_a_day(work: Work):
    until = TODAY + timedelta(days=5)
    half = work.client.post(log_url(work.nora), note(withheld_until=day(until)))
    answer = work.client.post(log_url(work.nora), note(withheld_until=day(until), withheld_because="Avtales først."))

    assert half.status_code == 422
    assert '<details class="bb-open bb-open--line" open>' in text_of(half)
    assert answer.status_code == 302
    assert Contact.objects.get().withheld_until == until


def test_markup_in_a_line_is_text_wherever_it_is_shown(work: Work):
    evil = "<script>alert(1)</script>"
    ContactFactory(
        engagement=work.nora, line=evil, next_step=evil, next_step_on=TODAY, withheld_until=TODAY + timedelta(days=1), withheld_because=evil
    )

    listed = work.client.get(reverse("contacts:of_person", args=[work.nora.person.public_id])).content.decode()
    refused = work.client.post(log_url(work.nora), note(line=evil, kind="")).content.decode()

    assert listed.count("&lt;script&gt;") == 3
    assert evil not in listed
    assert evil not in refused
    assert "&lt;script&gt;" in refused


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.COUNSELLOR, Role.LEADER, Role.BUSINESS_COORDINATOR])
def test_a_stranger_finds_nothing(role: Role, work: Work):
    contact = ContactFactory(engagement=work.nora, written_by=work.jonas)
    strangers = [UserFactory(role=role), UserFactory(role=role, role__unit=work.nora.unit)]

    for stranger in strangers:
        client = signed_in(stranger)

        assert client.get(log_url(work.nora)).status_code == 404
        assert client.post(log_url(work.nora), note()).status_code == 404
        assert client.post(log_url(work.nora), note(), headers=JSON).status_code == 404
        assert client.post(reverse("contacts:undo", args=[contact.public_id])).status_code == 404
        assert client.get(reverse("contacts:of_person", args=[work.nora.person.public_id])).status_code == 404
    assert Contact.objects.count() == 1


def test_one_whose_protection_the_specialist_has_no_clearance_for_is_not_there(work: Work):
    work.nora.person.protection = Protection.UNKNOWN
    work.nora.person.save(update_fields=["protection"])

    assert work.client.get(log_url(work.nora)).status_code == 404
    assert work.client.post(log_url(work.nora), note()).status_code == 404


def test_nobody_takes_back_a_colleagues_note(work: Work):
    hanne = specialist("Hanne Vik", unit=work.nora.unit)
    contact = ContactFactory(engagement=work.nora, written_by=hanne)

    answer = work.client.post(reverse("contacts:undo", args=[contact.public_id]))
    page = text_of(work.client.get(reverse("contacts:of_person", args=[work.nora.person.public_id])))

    assert answer.status_code == 404
    assert "Hanne Vik" in page
    assert "Ta tilbake" not in page


def test_contacts_stay_with_those_who_made_them_when_another_takes_over(work: Work):
    work.client.post(log_url(work.nora), note())
    hanne = specialist("Hanne Vik", unit=work.nora.unit)
    Responsibility.objects.update(user=hanne)

    page = text_of(signed_in(hanne).get(reverse("contacts:of_person", args=[work.nora.person.public_id])))

    assert Contact.objects.get().written_by == work.jonas
    assert "Jonas Hauglid" in page
    assert work.client.post(log_url(work.nora), note(), headers=JSON).status_code == 404


def test_the_list_has_the_newest_first_in_pages_without_those_taken_back(work: Work):
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    for number in range(30):
        ContactFactory(engagement=work.nora, happened_at=moment + timedelta(hours=number), line=f"Linje {number:02}", written_by=work.jonas)
    mistake = Contact.objects.get(line="Linje 29")
    ContactFactory(engagement=work.nora, withdraws=mistake, written_by=work.jonas)

    first = work.client.get(reverse("contacts:of_person", args=[work.nora.person.public_id]))
    second = work.client.get(first.context["page"].after_url)

    assert [row.line for row in first.context["page"].rows] == [f"Linje {number:02}" for number in range(28, 3, -1)]
    assert [row.line for row in second.context["page"].rows] == [f"Linje {number:02}" for number in range(3, -1, -1)]


@pytest.mark.parametrize("row_count", [1, 40])
def test_the_pages_cost_the_same_for_one_note_and_for_many(row_count, work: Work, django_assert_max_num_queries):
    for _number in range(row_count):
        ContactFactory(engagement=work.nora, placement=PlacementFactory(person=work.nora.person), written_by=UserFactory())
    client = work.client
    client.get("/folk/")

    with django_assert_max_num_queries(12):
        client.get(reverse("contacts:of_person", args=[work.nora.person.public_id]))
    with django_assert_max_num_queries(12):
        client.get(log_url(work.nora))


@pytest.mark.parametrize("headers", [{}, JSON], ids=["two taps", "the phone's queue"])
@pytest.mark.parametrize("row_count", [1, 40])
def test_saving_a_note_in_two_taps_costs_eleven_statements_whatever_is_written(row_count, headers, work: Work, django_assert_num_queries):
    for _number in range(row_count):
        ContactFactory(engagement=work.nora, placement=PlacementFactory(person=work.nora.person), written_by=work.jonas)
    client = work.client
    client.get("/folk/")  # the session is written once a minute

    with django_assert_num_queries(11):  # two of them are the savepoint that the test's own transaction makes of the note's
        client.post(log_url(work.nora), note(line="", next="/i-dag/"), headers=headers)

    assert Contact.objects.count() == row_count + 1


def test_saving_a_note_from_the_longer_page_costs_twelve_and_its_savepoints(work: Work, django_assert_num_queries):
    stay = PlacementFactory(person=work.nora.person)
    client = work.client
    client.get("/folk/")

    with django_assert_num_queries(16):  # twelve of them ask or change something, four are savepoints
        client.post(log_url(work.nora), note(placement=str(stay.public_id), once=str(uuid4())))

    assert Contact.objects.get().placement == stay


def test_two_taps_that_are_refused_come_back_as_the_longer_page_that_asks_where(work: Work):
    PlacementFactory(person=work.nora.person, workplace__name="Lyngtunet hagesenter")

    answer = work.client.post(log_url(work.nora), note(line="Diagnosen er endret.", next="/i-dag/"))

    assert answer.status_code == 422
    assert "Lyngtunet hagesenter" in text_of(answer)


def test_the_longer_page_asks_where_only_when_there_is_a_place_to_choose(work: Work):
    without = text_of(work.client.get(log_url(work.nora)))
    PlacementFactory(person=work.nora.person)

    assert "Hvor?" not in without
    assert "Hvor?" in text_of(work.client.get(log_url(work.nora)))


def test_looking_at_the_notes_is_written_down(work: Work):
    work.client.get(reverse("contacts:of_person", args=[work.nora.person.public_id]))
    work.client.get(log_url(work.nora))

    assert list(LookUp.objects.order_by("id").values_list("purpose", flat=True)) == ["contacts", "contact new"]


def test_one_with_a_stated_reason_reads_and_does_not_write(work: Work):
    hanne = specialist("Hanne Vik", unit=work.nora.unit)
    NeedToKnow.objects.create(user=hanne, person=work.nora.person, reason="Skal stå inn på mandag.", starts_on=TODAY, ends_on=TODAY)
    ContactFactory(engagement=work.nora, line="Trives godt.")

    page = text_of(signed_in(hanne).get(reverse("contacts:of_person", args=[work.nora.person.public_id])))

    assert "Trives godt." in page
    assert signed_in(hanne).get(log_url(work.nora)).status_code == 404


def test_a_note_sent_after_the_session_ended_waits_and_is_saved_once(work: Work):
    client = work.client
    client.get("/folk/")
    session = client.session
    session["seen_at"] = (clock.now() - timedelta(minutes=61)).timestamp()
    session.save()
    sent = note(line="Vil gjerne ha flere timer.")

    answer = client.post(log_url(work.nora), sent)
    was_saved = Contact.objects.exists()
    client.force_login(work.jonas)
    waiting = client.get(reverse("accounts:kept")).context["waiting"]
    for _sending in range(2):
        client.post(waiting[0].path, {"kept_form": waiting[0].id, **dict(waiting[0].fields)})

    assert answer.url == reverse("account_login")
    assert not was_saved
    assert Contact.objects.get().line == "Vil gjerne ha flere timer."
    assert not Client().get(log_url(work.nora)).content


def test_an_engagement_of_another_unit_is_never_in_the_list(work: Work):
    elsewhere = EngagementFactory()
    ContactFactory(engagement=elsewhere, line="Fra et annet sted.")

    answer = work.client.get(reverse("contacts:of_person", args=[elsewhere.person.public_id]))

    assert answer.status_code == 404


def test_two_at_the_same_time_are_said_before_a_next_step_is_saved_and_can_be_gone_past(work: Work):
    soon = TODAY + timedelta(days=3)
    AppointmentFactory(
        unit=work.nora.unit, kind="own", about="Kurs", with_user=work.jonas, starts_at=datetime.combine(soon, time(10), clock.OSLO)
    )
    said = note(next_step="Møte på kafeen kl. 10", next_step_on=day(soon))

    refused = work.client.post(log_url(work.nora), {**said, "once": str(uuid4())})
    tick = re.search(r'name="anyway" value="([0-9a-f]{12})"', text_of(refused))
    kept = Contact.objects.count()
    work.client.post(log_url(work.nora), {**said, "once": str(uuid4()), "anyway": tick[1]})

    assert (refused.status_code, kept) == (422, 0)
    assert "Du har allerede" in text_of(refused)
    assert Contact.objects.get().agreed.on == soon
