from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Role
from tests.factories import ContactFactory, EngagementFactory, UserFactory
from tests.kit import text_of, token_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()


def page(client, person, *, role: Role = Role.CANDIDATE, query: str = "") -> str:
    answer = client.get(reverse("window:written", args=[token_of(person, role)]) + query)
    return text_of(answer) if answer.status_code == 200 else str(answer.status_code)


def test_a_candidate_reads_who_wrote_what_and_when(client):
    jonas = UserFactory(name="Jonas Hauglid")
    contact = ContactFactory(line="Trives godt.", written_by=jonas, next_step="Møte Eva", next_step_on=TODAY + timedelta(days=3))

    said = page(client, contact.person)

    assert "Trives godt." in said
    assert "Telefon</strong> med deg" in said
    assert f"Neste steg {day(TODAY + timedelta(days=3))}: Møte Eva" in said
    assert "02.01.2025 kl. 10.00, Jonas Hauglid" in said
    assert not LookUp.objects.exists()


def test_what_is_withheld_shows_by_itself_on_its_day(client):
    engagement = EngagementFactory()
    ContactFactory(
        engagement=engagement, line="Kommer senere.", withheld_until=TODAY + timedelta(days=1), withheld_because="Avtales først."
    )
    ContactFactory(engagement=engagement, line="Har kommet.", withheld_until=TODAY, withheld_because="Avtales først.")

    said = page(client, engagement.person)

    assert "Har kommet." in said
    assert "Kommer senere." not in said
    assert "Avtales først." not in said


def test_what_is_taken_back_and_what_is_about_others_is_not_there(client):
    mistake = ContactFactory(line="Feil person.")
    ContactFactory(engagement=mistake.engagement, withdraws=mistake)
    ContactFactory(line="Om en annen.")

    said = page(client, mistake.person)

    assert "Feil person." not in said
    assert "Om en annen." not in said
    assert "Ingen har skrevet noe ennå." in said


def test_markup_in_a_note_is_text(client):
    contact = ContactFactory(line="<script>alert(1)</script>")

    said = page(client, contact.person)

    assert "<script>alert(1)" not in said
    assert "&lt;script&gt;alert(1)" in said


def test_the_notes_come_in_pages_newest_first(client):
    engagement = EngagementFactory()
    for number in range(25):
        ContactFactory(engagement=engagement, line=f"Linje {number:02}", happened_at=clock.now() - timedelta(days=30 - number))

    answer = client.get(reverse("window:written", args=[token_of(engagement.person)]))
    older = client.get(answer.context["page"].after_url)

    assert [row.line for row in answer.context["page"].rows] == [f"Linje {number:02}" for number in range(24, 4, -1)]
    assert [row.line for row in older.context["page"].rows] == [f"Linje {number:02}" for number in range(4, -1, -1)]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.MENTOR])
def test_a_link_in_another_capacity_does_not_open_it(client, role: Role):
    assert page(client, ContactFactory().person, role=role) == "404"


def test_the_way_there_stands_on_the_candidates_page(client):
    person = EngagementFactory().person

    home = client.get(reverse("window:home", args=[token_of(person)])).content.decode()

    assert reverse("window:written", args=[token_of(person)]) in home
