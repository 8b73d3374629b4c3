from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from brobygger.access.models import NeedToKnow
from brobygger.audit.models import LookUp
from brobygger.kernel import clock
from brobygger.parties.models import Person, Protection, Role
from tests.factories import EngagementFactory, LoopFactory, NeedToKnowFactory, ParticipantFactory, PersonFactory, UnitFactory, UserFactory

REASON = "Tar imot besøk mens Kari er på kurs."


@pytest.fixture
def office():
    return UnitFactory(name="NAV Brovik")


@pytest.fixture
def kari(office, client):
    user = UserFactory(name="Kari Moseby", role=Role.COUNSELLOR, role__unit=office)
    client.force_login(user)
    return user


def page_of(person: Person) -> str:
    return reverse("people:person", args=[person.public_id])


def reason_for(person: Person) -> str:
    return reverse("people:reason", args=[person.public_id])


def look_ups() -> set[tuple[object, str, bool]]:
    return set(LookUp.objects.values_list("person", "purpose", "is_permitted"))


@pytest.mark.django_db
def test_the_list_shows_those_one_follows_and_writes_down_each_of_them(client, kari, office):
    amina = EngagementFactory(person__first_name="Amina", person__last_name="Yusuf", unit=office, responsible=kari).person
    ole = EngagementFactory(person__first_name="Ole", person__last_name="Berg", unit=office, deputy=kari).person
    EngagementFactory(person__last_name="Fremmed", unit=office)

    page = client.get(reverse("people:list")).content.decode()

    assert page.index("Ole Berg") < page.index("Amina Yusuf")
    assert "Du følger opp 2 nå." in page
    assert "Fremmed" not in page
    assert look_ups() == {(amina.public_id, "people", True), (ole.public_id, "people", True)}


@pytest.mark.django_db
def test_a_search_finds_by_name_in_ones_own_unit_and_nowhere_else(client, kari, office):
    here = EngagementFactory(person__first_name="Amina", unit=office).person
    EngagementFactory(person__first_name="Amina", person__last_name="Annensted")
    EngagementFactory(person__first_name="Amina", person__last_name="Vernet", person__protection=Protection.CODE_6, unit=office)

    page = client.get(reverse("people:list"), {"navn": "amina"}).content.decode()

    assert str(here) in page
    assert "Skriv hvorfor du trenger å åpne." in page
    assert "Annensted" not in page
    assert "Vernet" not in page
    assert look_ups() == {(here.public_id, "people", True)}


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["a", "", "01010112345", "Amina 010101"])
def test_a_search_with_digits_or_one_letter_is_refused_and_finds_nobody(client, kari, office, text):
    amina = EngagementFactory(person__first_name="Amina", unit=office).person

    answer = client.get(reverse("people:list"), {"navn": text})

    assert answer.status_code == 422
    assert "uten tall" in answer.content.decode()
    assert str(amina) not in answer.content.decode()
    assert not LookUp.objects.exists()


@pytest.mark.django_db
def test_a_long_search_is_shown_page_by_page(client, kari, office):
    for number in range(30):
        EngagementFactory(person__first_name="Kim", person__last_name=f"Berg{chr(97 + number % 26)}{number // 26}", unit=office)

    first = client.get(reverse("people:list"), {"navn": "kim"})
    second = client.get(first.context["page"].after_url)

    assert len(first.context["found"]) == 25
    assert len(second.context["found"]) == 5
    assert not second.context["page"].after_url
    assert LookUp.objects.values("person").distinct().count() == 30


@pytest.mark.django_db
def test_the_page_of_somebody_one_follows_says_whom_to_ring(client, kari, office):
    jonas = UserFactory(name="Jonas Hauglid", phone="68050215")
    engagement = EngagementFactory(person__first_name="Amina", person__phone="68050214", unit=office, responsible=kari, deputy=jonas)
    amina = engagement.person
    ParticipantFactory(person=amina, loop=LoopFactory(name="Loop Havna"), said_yes=True)

    page = client.get(page_of(amina)).content.decode()

    assert 'href="tel:+4768050214"' in page
    assert 'href="tel:+4768050215"' in page
    assert "Kari Moseby" in page
    assert "Loop Havna" in page
    assert "har sagt ja" in page
    assert look_ups() == {(amina.public_id, "person", True)}


@pytest.mark.django_db
def test_the_page_tells_those_who_follow_who_has_looked(client, kari, office):
    jonas = UserFactory(name="Jonas Hauglid", role=Role.SPECIALIST, role__unit=office)
    amina = EngagementFactory(unit=office, responsible=kari).person
    NeedToKnowFactory(user=jonas, person=amina, starts_on=clock.today())
    client.force_login(jonas)
    for_jonas = client.get(page_of(amina)).content.decode()
    client.force_login(kari)

    page = client.get(page_of(amina)).content.decode()
    seen_by = client.get(reverse("people:seen_by", args=[amina.public_id])).content.decode()

    assert "Hvem har sett her" in page
    assert "Jonas Hauglid" in seen_by
    assert "Hvem har sett her" not in for_jonas


@pytest.mark.django_db
def test_who_has_looked_is_for_those_who_follow_only(client, kari, office):
    amina = EngagementFactory(unit=office).person
    NeedToKnowFactory(user=kari, person=amina, starts_on=clock.today())

    assert client.get(reverse("people:seen_by", args=[amina.public_id])).status_code == 404


@pytest.mark.django_db
def test_opening_somebody_one_does_not_follow_asks_for_a_reason_first(client, kari, office):
    amina = EngagementFactory(person__first_name="Amina", person__phone="68050214", unit=office).person

    answer = client.get(page_of(amina), follow=True)

    assert answer.redirect_chain == [(reason_for(amina), 302)]
    page = answer.content.decode()
    assert "Amina kan se at du har åpnet" in page
    assert "tel:" not in page
    assert "68050214" not in page.replace("\u00a0", "").replace(" ", "")
    assert look_ups() == {(amina.public_id, "state reason", True)}


@pytest.mark.django_db
def test_a_stated_reason_opens_the_page_and_stands_in_the_log(client, kari, office):
    amina = EngagementFactory(person__phone="68050214", unit=office).person

    answer = client.post(reason_for(amina), {"reason": REASON, "how_long": "30"}, follow=True)

    assert answer.redirect_chain == [(page_of(amina), 302)]
    assert "68050214" in answer.content.decode()
    assert REASON in answer.content.decode()
    need = NeedToKnow.objects.get()
    assert (need.user, need.person, need.ends_on - need.starts_on) == (kari, amina, timedelta(days=30))
    assert LookUp.objects.get(purpose="person").reason == REASON


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reason", "how_long", "said"),
    [
        ("kort", "7", "Skriv grunnen med 10 til 255 tegn."),
        ("x" * 256, "7", "Skriv grunnen med 10 til 255 tegn."),
        (REASON, "365", "gyldig"),
        (f"{REASON} 01010750160", "7", "fødselsnummer"),
    ],
)
def test_a_bad_reason_is_explained_and_opens_nothing(client, kari, office, reason, how_long, said):
    amina = EngagementFactory(unit=office).person

    answer = client.post(reason_for(amina), {"reason": reason, "how_long": how_long})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not NeedToKnow.objects.exists()


@pytest.mark.django_db
def test_one_who_follows_is_not_asked_for_a_reason(client, kari, office):
    amina = EngagementFactory(unit=office, responsible=kari).person

    assert client.get(reason_for(amina)).headers["Location"] == page_of(amina)


@pytest.mark.django_db
@pytest.mark.parametrize("protection", sorted(set(Protection) - {Protection.NONE}))
def test_protected_people_answer_as_if_they_were_not_there_and_no_reason_is_taken(client, kari, office, protection):
    amina = EngagementFactory(person__protection=protection, unit=office).person

    answers = [
        client.get(page_of(amina)),
        client.get(reason_for(amina)),
        client.post(reason_for(amina), {"reason": REASON, "how_long": "7"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert not NeedToKnow.objects.exists()
    assert set(LookUp.objects.values_list("person", "is_permitted")) == {(amina.public_id, False)}


@pytest.mark.django_db
def test_not_there_and_not_yours_are_the_same_page(client, kari):
    somebody = PersonFactory()

    not_yours, not_there = client.get(page_of(somebody)), client.get(reverse("people:person", args=[uuid4()]))

    assert (not_yours.status_code, not_there.status_code) == (404, 404)
    assert without_what_varies(not_yours) == without_what_varies(not_there)


def without_what_varies(answer) -> str:
    """A page without the address it was asked for and the tokens that are new each time."""
    page = answer.content.decode().replace(answer.wsgi_request.path, "")
    return re.sub(r'value="[\w-]{36,64}"', "", page).replace(answer.headers["X-Request-ID"], "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_stands_in_the_log_although_the_answer_was_404(client, kari, method):
    somebody = PersonFactory()

    answer = getattr(client, method)(
        reason_for(somebody), {"once": str(uuid4()), "reason": REASON, "how_long": "7"} if method == "post" else {}
    )

    assert answer.status_code == 404
    look_up = LookUp.objects.get()
    assert (look_up.actor, look_up.person, look_up.is_permitted) == (kari.public_id, somebody.public_id, False)
    assert look_up.path == reason_for(somebody)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.DRIVER, Role.LOOP_COORDINATOR, Role.PEER_WORKER, Role.REFERRER, Role.DATA_PROTECTION_OFFICER])
def test_roles_that_do_not_follow_anybody_have_no_such_page(client, office, role):
    client.force_login(UserFactory(role=role, role__unit=office))
    amina = EngagementFactory(unit=office).person

    assert client.get(reverse("people:list")).status_code == 404
    assert client.get(page_of(amina)).status_code == 404
