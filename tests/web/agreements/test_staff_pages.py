from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.audit.models import Entry, LookUp
from brobygger.kernel import clock
from brobygger.loops.models import LeftFor, LoopEmployer, Participant, Side
from brobygger.loops.states import CommitmentState
from brobygger.outbox.models import Message
from brobygger.parties.models import ContactPerson, Person, Protection, Role
from tests.agreements.scenes import TODAY, year_scene
from tests.factories import (
    EmployerWordsFactory,
    EvaluationFactory,
    FamilyTieFactory,
    MembershipFactory,
    PersonFactory,
    UserFactory,
    WayOnFactory,
)
from tests.kit import once_of, signed_in
from tests.web.agreements.scenes import staff

pytestmark = pytest.mark.django_db
ANSWERS = {"worked": "Kundene.", "hard": "", "way_on": ""}
WORDS = {"tasks": ["Lage deig"], "words": "Rolig & blid.", "title": ""}


# Who comes in


def whole(*, finished=True):
    scene = year_scene(finished=finished)
    EmployerWordsFactory(stay=scene.stays[0])
    EvaluationFactory(stay=scene.stays[0])
    WayOnFactory(participant=scene.amina)
    lise = signed_in(scene.lise)
    if finished:
        lise.post(staff("issue", scene.amina), {"language": "nb"})
    return scene


def pages_of(scene):
    placement = scene.stays[0].placement
    return {
        "evaluations": staff("evaluations", scene.loop),
        "certificates": staff("certificates", scene.loop),
        "certificate": staff("certificate", scene.amina),
        "file": staff("file", scene.amina.certificates.get()),
        "way_on": staff("way_on", scene.amina),
        "type_candidate": staff("type_candidate", placement),
        "type_employer": staff("type_employer", placement),
        "type_words": staff("type_words", placement),
    }


def test_the_coordinator_opens_every_page_and_the_counsellor_those_that_are_read():
    scene = whole()

    answers = {
        who: {name for name, url in pages_of(scene).items() if signed_in(getattr(scene, who)).get(url).status_code == 200}
        for who in ("lise", "kari")
    }

    assert answers["lise"] == set(pages_of(scene))
    assert answers["kari"] == {"evaluations", "certificates", "certificate", "file", "way_on"}


def test_a_stranger_in_every_role_finds_nothing_and_it_is_written_down():
    scene = whole()
    stranger = UserFactory()
    for role in (Role.LOOP_COORDINATOR, Role.COUNSELLOR, Role.DRIVER, Role.LEADER, Role.SPECIALIST, Role.BUSINESS_COORDINATOR):
        MembershipFactory(user=stranger, role=role)
    client, placement = signed_in(stranger), scene.stays[0].placement

    answers = {name: client.get(url).status_code for name, url in pages_of(scene).items()}
    posts = [client.post(staff("issue", scene.amina), {"language": "nb"}), client.post(staff("remind", placement))]

    assert set(answers.values()) == {404}
    assert {answer.status_code for answer in posts} == {404}
    assert LookUp.objects.filter(actor=stranger.public_id, is_permitted=False, person=scene.amina.person.public_id).count() >= 6


@pytest.mark.parametrize("role", [Role.DRIVER, Role.LEADER, Role.BUSINESS_COORDINATOR])
def test_those_around_the_loop_who_do_not_follow_the_candidate_find_nothing(role):
    scene = whole()
    user = UserFactory(role=role, role__unit=scene.office)
    scene.loop.driver = user
    scene.loop.save()

    assert {signed_in(user).get(url).status_code for url in pages_of(scene).values()} == {404}


@pytest.mark.parametrize("why", ["protected", "oneself", "family"])
def test_protection_own_record_and_family_stand_in_front(why):
    scene = whole()
    urls = pages_of(scene)
    if why == "protected":
        Person.objects.filter(pk=scene.amina.person.pk).update(protection=Protection.CODE_7)
    elif why == "oneself":
        Person.objects.filter(pk=scene.amina.person.pk).update(user=scene.lise)
    else:
        FamilyTieFactory(person=scene.amina.person, relative=PersonFactory(user=scene.lise))
    client = signed_in(scene.lise)

    answers = {name: client.get(url) for name, url in urls.items()}

    assert {name for name, answer in answers.items() if answer.status_code == 200} == {"evaluations", "certificates"}
    assert not [name for name in ("evaluations", "certificates") if "Amina" in answers[name].content.decode()]


# Reading and typing


def test_both_sides_of_every_stay_stand_side_by_side():
    scene = year_scene()
    EvaluationFactory(stay=scene.stays[0], side=Side.CANDIDATE, worked="Deigen <3.")
    EvaluationFactory(stay=scene.stays[0], side=Side.EMPLOYER, worked="Ansvaret.", typed_by=scene.lise)

    page = signed_in(scene.kari).get(staff("evaluations", scene.loop)).content.decode()

    assert "Deigen &lt;3." in page
    assert "Ansvaret." in page
    assert "Skrevet inn av Lise Dalby etter en samtale" in page
    assert "Skriv inn det" not in page
    assert "2 opphold har begynt." in page
    assert LookUp.objects.filter(purpose="agreements evaluations", person=scene.amina.person.public_id).exists()


@pytest.mark.parametrize(("name", "side"), [("type_candidate", Side.CANDIDATE), ("type_employer", Side.EMPLOYER)])
def test_the_coordinator_types_what_was_said_and_it_says_so(name, side):
    scene = year_scene()

    answer = signed_in(scene.lise).post(staff(name, scene.stays[0].placement), ANSWERS)

    assert answer.status_code == 302
    assert Evaluation.objects.values_list("side", "worked", "typed_by").get() == (side, "Kundene.", scene.lise.pk)


def test_the_coordinator_types_the_words_of_an_employer_that_is_gone():
    scene = year_scene()
    ContactPerson.objects.filter(workplace=scene.bakery.workplace).update(ends_on=TODAY - timedelta(days=400))
    LoopEmployer.objects.filter(pk=scene.bakery.pk).update(
        state=CommitmentState.DROPPED_OUT, dropped_out_on=TODAY, dropped_out_because="bankrupt"
    )
    client, url = signed_in(scene.lise), staff("type_words", scene.stays[0].placement)
    sent = {**WORDS, "signed_by": str(scene.bakery.contact.public_id)}

    tried = client.post(url, {**sent, "preview": "1"}).content.decode()
    nobody = client.post(url, WORDS)
    answer = client.post(url, sent)

    assert "Skrevet ned av Lise Dalby etter samtale med Tor Bakkli" in tried
    assert nobody.status_code == 422
    assert answer.status_code == 302
    assert EmployerWords.objects.values_list("signed_by", "typed_by").get() == (scene.bakery.contact.pk, scene.lise.pk)


def test_the_way_on_is_written_by_coordinator_or_counsellor():
    scene = year_scene()
    sent = {"aim": "Bli baker.", "helps": "", "first_step": "Ringe.", "due_on": f"01.09.{clock.today().year + 2}"}

    for writer, helper in ((scene.lise, scene.kari), (scene.kari, scene.lise)):
        client = signed_in(writer)
        page = client.get(staff("way_on", scene.amina)).content.decode()
        answer = client.post(staff("way_on", scene.amina), {**sent, "owner": str(helper.public_id)})

        assert "Kari Moseby" in page
        assert answer.status_code == 302
        assert WayOn.objects.get().owner == helper


# The certificate


def test_the_page_says_what_is_there_and_what_is_missing_and_reminds_once_a_day():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    client = signed_in(scene.lise)

    page = client.get(staff("certificate", scene.amina)).content.decode()
    listed = client.get(staff("certificates", scene.loop)).content.decode()
    first = client.post(staff("remind", scene.stays[1].placement))
    second = client.post(staff("remind", scene.stays[1].placement), follow=True)

    assert "Én bedrift har ikke skrevet ennå." in page
    assert page.count("Minn bedriften om attesten:") == 1
    assert "1 av 2 har skrevet" in listed
    assert "Kan lages nå" in listed
    assert first.status_code == 302
    assert second.redirect_chain == [(staff("certificate", scene.amina), 302)]
    assert "fikk brev om dette i dag" in second.content.decode()
    assert Message.objects.filter(template="agreements/words_employer").count() == 1


def test_pressed_twice_there_is_one_certificate_and_the_staffs_file_is_the_candidates():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    client = signed_in(scene.lise)
    key = once_of(client.get(staff("certificate", scene.amina)).content.decode())

    answers = [client.post(staff("issue", scene.amina), {"language": "nn", "once": key}) for _ in range(2)]
    certificate = JointCertificate.objects.get()
    answer = client.get(staff("file", certificate))

    assert [each.status_code for each in answers] == [302, 302]
    assert certificate.language == "nn"
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == certificate.digest
    assert answer["Content-Disposition"] == 'attachment; filename="felles-attest-amina-hemmelig-nn.pdf"'
    assert Entry.objects.filter(event="agreements.certificate_issued").count() == 1
    assert LookUp.objects.filter(purpose="agreements certificate file", actor=scene.lise.public_id).count() == 1


def test_the_language_is_the_candidates_own_until_another_is_chosen():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    Person.objects.filter(pk=scene.amina.person.pk).update(language="nn")
    client = signed_in(scene.lise)

    page = client.get(staff("certificate", scene.amina)).content.decode()
    wrong = client.post(staff("issue", scene.amina), {"language": "de"})

    assert re.findall(r'name="language" value="(\w+)"[^>]*checked', page) == ["nn"]
    assert wrong.status_code == 422


def test_while_the_loop_runs_there_is_no_button_and_pressing_says_why():
    scene = whole(finished=False)
    client = signed_in(scene.lise)

    page = client.get(staff("certificate", scene.amina)).content.decode()
    answer = client.post(staff("issue", scene.amina), {"language": "nb"})

    assert "Attesten lages når loopen er fullført" in page
    assert 'name="language"' not in page.split("<main")[1].split("<footer")[0]
    assert answer.status_code == 422
    assert "Amina er fortsatt i loopen" in answer.content.decode()


def test_the_address_a_certificate_is_made_at_shows_its_page():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])

    answer = signed_in(scene.lise).get(staff("issue", scene.amina))

    assert answer.status_code == 200
    assert "Slik står det på attesten" in answer.content.decode()


def test_after_new_words_the_page_says_that_the_certificate_is_behind():
    scene = whole()
    client = signed_in(scene.lise)
    before = client.get(staff("certificate", scene.amina)).content.decode()
    EmployerWordsFactory(stay=scene.stays[1])

    after = client.get(staff("certificate", scene.amina)).content.decode()

    assert "Noe er skrevet" not in before
    assert "Noe er skrevet etterpå." in after
    assert "Lag attesten på nytt" in after


def test_a_certificate_that_says_all_there_is_asks_for_nothing_and_can_still_be_made_again():
    scene = whole()
    client = signed_in(scene.lise)

    page = client.get(staff("certificate", scene.amina)).content.decode().split("<main")[1]

    assert 'class="bb-now' not in page.replace("bb-nowrap", "")
    assert "<summary>Lag attesten på nytt</summary>" in page


def test_the_page_says_before_it_is_made_which_words_cannot_be_read_in_the_file():
    scene = whole()
    client = signed_in(scene.lise)
    assert "blir til □" not in client.get(staff("certificate", scene.amina)).content.decode()

    Person.objects.filter(pk=scene.amina.person_id).update(first_name="አበበ", last_name="")
    EmployerWords.objects.update(words="王小明 er rolig og blid.")

    page = client.get(staff("certificate", scene.amina)).content.decode()
    assert "skrifttyper som ikke har tegnene i «አበበ», «王小明». De blir til □" in page
    assert "slik det står i passet" in page


def test_one_without_an_address_is_to_be_rung():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    Person.objects.filter(pk=scene.amina.person.pk).update(email="")
    client = signed_in(scene.lise)

    page = client.get(staff("certificate", scene.amina)).content.decode()
    client.post(staff("issue", scene.amina), {"language": "nb"})

    assert "Amina har ikke e-post, så du må ringe og si fra." in page
    assert JointCertificate.objects.count() == 1
    assert not Message.objects.exists()


@pytest.mark.parametrize("name", ["evaluations", "certificates"])
def test_a_page_of_the_loop_costs_the_same_for_one_and_for_many(name):
    costs = []
    for count in (1, 9):
        scene = year_scene()
        for number in range(count):
            stay = scene.stays[0] if number == 0 else scene.stay(scene.add(f"Deltaker{number}"), 0)
            EmployerWordsFactory(stay=stay, typed_by=scene.lise)
            EvaluationFactory(stay=stay, typed_by=scene.lise)
            WayOnFactory(participant=stay.participant)
        client = signed_in(scene.lise)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(staff(name, scene.loop)).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


@pytest.mark.parametrize(("days_ahead", "is_time"), [(0, True), (7, False)])
def test_a_certificate_can_be_made_from_the_last_day_in_the_loop_and_the_pages_say_so(days_ahead, is_time):
    scene = year_scene()
    EmployerWordsFactory(stay=scene.stays[0])
    last_day = clock.today() + timedelta(days=days_ahead)
    Participant.objects.filter(pk=scene.amina.pk).update(left_on=last_day, left_for=LeftFor.JOB)
    lise = signed_in(scene.lise)

    listed = lise.get(staff("certificates", scene.loop)).content.decode()
    page = lise.get(staff("certificate", scene.amina)).content.decode()

    assert ("Kan lages nå" in listed, "Ikke laget ennå" in listed) == (is_time, not is_time)
    assert (staff("issue", scene.amina) in page) == is_time
    assert (f"Amina er i loopen til og med {last_day:%d.%m.%Y}. Attesten kan lages fra den dagen." in page) == (not is_time)
