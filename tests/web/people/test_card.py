from __future__ import annotations

from uuid import uuid4

import pytest

from brobygger.audit.models import LookUp
from brobygger.intake.models import Engagement, Pathway, Service
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.parties.models import Person, Protection, Role
from tests.factories import (
    ClearanceFactory,
    EngagementFactory,
    IntakeFactory,
    NeedToKnowFactory,
    PersonFactory,
    PostalCodeFactory,
    UserFactory,
)
from tests.kit import address, signed_in, text_of, window

pytestmark = pytest.mark.django_db
TODAY = clock.today()
MARKUP = "<b>Nora</b>"


@pytest.fixture
def nora(jonas, office):
    return EngagementFactory(
        unit=office, responsible=jonas, person__first_name="Nora", person__last_name="Sletten", person__phone="68050118",
        pathway=Pathway.PLACE_THEN_TRAIN,
    ).person  # fmt: skip


def card(**answers):
    first = {"first_name": "Nora", "last_name": "Sletten", "phone": "68050118", "email": "", "street": "", "postal_code": ""}
    return first | {"language": "nb", "talks_best": "", "born_on": ""} | answers


def way(**answers):
    return {"pathway": "place_then_train", "hours_wished": "", "worked_lately": ""} | answers


def test_what_was_told_stands_on_the_page_and_leads_to_where_it_is_put_right(client, nora):
    PostalCodeFactory(code="9008", place="Tromsø")
    Person.objects.filter(pk=nora.pk).update(email="nora@brovik.invalid", postal_code="9008", talks_best="ar", language="nn")
    engagement = Engagement.objects.get()
    Engagement.objects.update(hours_wished="22.5", worked_lately=False)
    IntakeFactory(person=nora, unit=engagement.unit, accepted=True, engagement=engagement, first_words="Vil jobbe ute.")

    page = text_of(client.get(address("people:person", nora)))

    for told in (
        "nora@brovik.invalid", "9008 Tromsø", "Snakker helst arabisk. Brev og sider på nynorsk.", "Jobb først, opplæring underveis",
        "22,5 timer i uka", "I arbeid siste to år", "Vil jobbe ute.",
        address("people:card", nora), address("people:way", engagement), address("talent:profile", nora),
    ):  # fmt: skip
        assert told in page


def test_a_number_is_put_right_and_the_page_says_who_changed_it_from_what(client, nora, jonas):
    answer = client.post(address("people:card", nora), card(phone="68050300"), follow=True)

    assert answer.redirect_chain[-1][0] == address("people:person", nora)
    assert "Opplysningene er lagret." in text_of(answer)
    history = text_of(client.get(address("people:card", nora)))
    assert f"Telefonen ble endret {day(TODAY)} av Jonas Hauglid" in history
    assert "680 50 118" in history
    assert "680 50 300" in history


def test_the_history_has_each_value_in_words(client, nora):
    PostalCodeFactory(code="9008", place="Tromsø")

    client.post(address("people:card", nora), card(postal_code="9008", language="en", talks_best="ar", born_on="17.05.2003"))

    history = text_of(client.get(address("people:card", nora)))
    for words in ("9008 Tromsø", "ikke skrevet", "English", "arabisk", "17.05.2003"):
        assert words in history.split("Det som er endret")[1]


def test_sent_twice_it_is_changed_once_and_what_is_wrong_is_said_with_all_still_there(client, nora):
    key = str(uuid4())
    for _each in range(2):
        client.post(address("people:card", nora), card(phone="68050300", once=key))
    wrong = client.post(address("people:card", nora), card(phone="68050400", email="nora"))

    assert text_of(client.get(address("people:card", nora))).count("Telefonen ble endret") == 1
    assert wrong.status_code == 422
    assert 'value="680 50 400"' in text_of(wrong)
    assert Person.objects.get(pk=nora.pk).phone == "68050300"


def test_what_a_colleague_has_changed_meanwhile_is_not_undone_and_the_next_save_holds(client, nora):
    stale = client.get(address("people:card", nora)).content.decode().split('name="after" value="')[1].split('"')[0]
    client.post(address("people:card", nora), card(email="ny@brovik.invalid", after=stale))

    refused = client.post(address("people:card", nora), card(phone="68050300", after=stale))
    first = Person.objects.get(pk=nora.pk)
    carried = refused.content.decode().split('name="after" value="')[1].split('"')[0]
    client.post(address("people:card", nora), card(phone="68050300", email="ny@brovik.invalid", after=carried))

    assert refused.status_code == 422
    assert "Noen har rettet opplysningene mens du skrev" in text_of(refused)
    assert (first.phone, first.email) == ("68050118", "ny@brovik.invalid")
    assert Person.objects.get(pk=nora.pk).phone == "68050300"


def test_the_way_is_put_right_with_its_history(client, nora):
    engagement = Engagement.objects.get()

    client.post(address("people:way", engagement), way(pathway="train_then_place", worked_lately="ja", hours_wished="20"))

    page = text_of(client.get(address("people:way", engagement)))
    assert Engagement.objects.get().worked_lately is True
    assert f"Veien ble endret {day(TODAY)} av Jonas Hauglid" in page
    assert "jobb først, opplæring underveis" in page.split("Det som er endret")[1]
    assert "vet ikke" in page.split("Det som er endret")[1]


def test_an_unasked_way_is_said_to_be_so(client, jonas, office):
    tor = EngagementFactory(unit=office, responsible=jonas).person

    assert "Ikke spurt ennå" in text_of(client.get(address("people:person", tor)))


def test_a_deputy_and_a_leader_with_a_reason_put_it_right_and_others_do_not(nora, office):
    engagement = Engagement.objects.get()
    ida, gro, siri = (UserFactory(role=role, role__unit=office) for role in (Role.SPECIALIST, Role.SPECIALIST, Role.LEADER))
    engagement.responsibilities.create(user=ida, part="deputy", starts_on=TODAY)
    for user in (gro, siri):
        NeedToKnowFactory(user=user, person=nora, starts_on=TODAY)

    def answers(user):
        pages = (address("people:card", nora), address("people:way", engagement))
        return [signed_in(user).get(page).status_code for page in pages]

    assert answers(ida) == answers(siri) == [200, 200]
    assert answers(gro) == [404, 404]
    assert answers(UserFactory(role=Role.LEADER, role__unit=office)) == [404, 404]
    assert address("people:card", nora) in text_of(signed_in(siri).get(address("people:person", nora)))
    assert address("people:card", nora) not in text_of(signed_in(gro).get(address("people:person", nora)))


def test_looking_at_the_card_is_written_down(client, nora, jonas):
    client.get(address("people:card", nora))

    assert LookUp.objects.filter(person=nora.public_id, actor=jonas.public_id, purpose="card", is_permitted=True).count() == 1


def test_a_protected_one_has_no_street_on_the_card_and_is_opened_by_those_with_clearance_only(client, nora, jonas):
    Person.objects.filter(pk=nora.pk).update(protection=Protection.CODE_7)
    shut = client.get(address("people:card", nora)).status_code
    ClearanceFactory(user=jonas, protection=Protection.CODE_7)

    page = text_of(client.get(address("people:card", nora)))
    client.post(address("people:card", nora), card(street="Brugata 4", phone="68050300"))

    assert shut == 404
    assert "Gateadresse" not in page
    found = Person.objects.get(pk=nora.pk)
    assert (found.street, found.phone, found.protection) == ("", "68050300", Protection.CODE_7)


def test_markup_on_the_card_and_in_its_history_is_shown_as_it_was_written(client, nora):
    client.post(address("people:card", nora), card(street=MARKUP))
    client.post(address("people:card", nora), card(street="Brugata 4"))

    for page in (client.get(address("people:card", nora)), client.get(address("people:person", nora))):
        assert MARKUP not in page.content.decode()


def test_the_history_costs_the_same_however_long(client, nora, django_assert_max_num_queries):
    PostalCodeFactory(code="9008", place="Tromsø")
    for number in range(12):
        client.post(address("people:card", nora), card(phone=f"6805{number:04}", postal_code="9008" if number % 2 else ""))

    with django_assert_max_num_queries(16):
        assert text_of(client.get(address("people:card", nora))).count("Telefonen ble endret") == 12


# The candidate's own


def test_a_candidate_sees_and_puts_right_how_they_are_reached(client):
    amina = PersonFactory(first_name="Amina", phone="68050118", email="gammel@brovik.invalid", street="Brugata 4")
    page = client.get(window(amina, name="reach"))
    answer = client.post(window(amina, name="reach"), {"phone": "68050300", "email": "ny@brovik.invalid", "language": "nn"}, follow=True)

    assert 'value="gammel@brovik.invalid"' in text_of(page)
    assert answer.redirect_chain[-1][0] == window(amina)
    amina.refresh_from_db()
    assert (amina.phone, amina.email, amina.language, amina.street) == ("68050300", "ny@brovik.invalid", "nn", "Brugata 4")


def test_those_who_follow_up_see_that_the_candidate_did_it(client, nora):
    client.post(window(nora, name="reach"), {"phone": "68050300", "email": "", "language": "nb"})

    assert f"Telefonen ble endret {day(TODAY)} av Nora Sletten selv" in text_of(client.get(address("people:card", nora)))


def test_an_employers_link_has_no_such_page(client):
    tor = PersonFactory()

    assert client.get(window(tor, Role.EMPLOYER, "reach")).status_code == 404


def test_the_page_is_led_to_from_the_candidates_front_page(client):
    amina = PersonFactory(first_name="Amina")

    assert window(amina, name="reach") in text_of(client.get(window(amina)))


def test_one_who_follows_in_another_service_puts_the_card_right_but_not_the_way_of_this_one(nora, office):
    kari = UserFactory(role=Role.COUNSELLOR, role__unit=office)
    EngagementFactory(person=nora, unit=office, service=Service.SUPPORTED_EMPLOYMENT, responsible=kari)

    assert signed_in(kari).get(address("people:card", nora)).status_code == 200
    assert signed_in(kari).get(address("people:way", Engagement.objects.exclude(pathway="").get())).status_code == 404
