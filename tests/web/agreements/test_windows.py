from __future__ import annotations

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from brobygger.agreements.actions.certifying import issue_certificate
from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate, WayOn
from brobygger.audit.models import Entry, LookUp
from brobygger.kernel import clock
from brobygger.loops.models import LeftFor, Participant, Side
from brobygger.parties.models import Grant, Person, Protection
from tests.agreements.scenes import NOW, TODAY, year_scene
from tests.factories import EmployerWordsFactory, EvaluationFactory, WayOnFactory
from tests.kit import once_of
from tests.web.agreements.scenes import at, own

pytestmark = pytest.mark.django_db
ANSWERS = {"worked": "Kundene.", "hard": "Morgenene.", "way_on": "Vil bake mer."}
WORDS = {"tasks": ["Lage deig"], "own_0": "Bake <b>kringle</b>", "words": "Rolig & blid.", "title": "Daglig leder"}


def issued(scene, **fields):
    return issue_certificate(scene.amina, **{"language": "nb", "today": TODAY, "now": NOW, "actor": scene.lise, **fields})


# How it went


def test_a_candidate_says_how_it_went_and_reads_what_the_employer_wrote(client):
    scene = year_scene()
    stay = scene.stays[0]
    EvaluationFactory(stay=stay, side=Side.EMPLOYER, worked="Amina tok ansvar for disken.")

    answer = client.post(own(scene.amina, "evaluation", stay.placement), ANSWERS)
    page = client.get(own(scene.amina, "evaluation", stay.placement)).content.decode()

    assert answer.status_code == 302
    assert Evaluation.objects.get(stay=stay, side=Side.CANDIDATE).hard == "Morgenene."
    assert "Amina tok ansvar for disken." in page
    assert "Morgenene." in page


def test_an_employer_says_how_it_went_and_never_reads_the_candidate_or_another_employer(client):
    scene = year_scene()
    EvaluationFactory(stay=scene.stays[0], side=Side.CANDIDATE, worked="KANDIDATENS ORD")
    EvaluationFactory(stay=scene.stays[1], side=Side.EMPLOYER, worked="VERKSTEDETS ORD")
    EmployerWordsFactory(stay=scene.stays[1], words="VERKSTEDETS ATTESTORD")

    answer = client.post(at(scene.bakery, "employer_evaluation", scene.stays[0].placement), ANSWERS)
    pages = [
        client.get(url).content.decode()
        for url in (
            at(scene.bakery, "employer_evaluation", scene.stays[0].placement),
            at(scene.bakery, "employer_words", scene.stays[0].placement),
            at(scene.bakery, "words"),
        )
    ]

    assert answer.status_code == 302
    assert Evaluation.objects.get(stay=scene.stays[0], side=Side.EMPLOYER).worked == "Kundene."
    assert "Kundene." in pages[0]
    for page in pages:
        assert not [words for words in ("KANDIDATENS", "VERKSTEDETS", "Hemmelig", "varte så lenge") if words in page]


def test_an_answer_that_looks_like_health_is_asked_about_and_a_national_id_refused(client):
    scene = year_scene()
    url = own(scene.amina, "evaluation", scene.stays[0].placement)

    health = client.post(url, {"worked": "Depresjonen min ble bedre."})
    number = client.post(url, {"worked": "Nummeret mitt er 15076500565."})

    assert (health.status_code, number.status_code) == (422, 422)
    assert "helseopplysninger" in health.content.decode()
    assert not Evaluation.objects.exists()


def test_a_finished_loop_shows_what_was_said_and_takes_no_more(client):
    scene = year_scene(finished=True)
    EvaluationFactory(stay=scene.stays[0], side=Side.CANDIDATE, worked="Deigen.", typed_by=scene.lise)
    url = own(scene.amina, "evaluation", scene.stays[0].placement)

    page = client.get(url).content.decode()
    answer = client.post(url, ANSWERS)

    assert "Deigen." in page
    assert "Skrevet inn av Lise Dalby etter en samtale" in page
    assert 'name="worked"' not in page
    assert answer.status_code == 422
    assert Evaluation.objects.get().worked == "Deigen."


# The employer's words


def test_an_employer_sees_how_it_will_read_and_then_saves_it(client):
    scene = year_scene()
    url = at(scene.bakery, "employer_words", scene.stays[0].placement)

    tried = client.post(url, {**WORDS, "preview": "1"}).content.decode()
    kept_nothing = not EmployerWords.objects.exists()
    answer = client.post(url, WORDS)

    assert kept_nothing
    assert "Slik blir det. Det er ikke lagret ennå." in tried
    assert "Bake &lt;b&gt;kringle&lt;/b&gt;</li>" in tried
    assert "Tor Bakkli, Daglig leder" in tried
    assert answer.status_code == 302
    words = EmployerWords.objects.get()
    assert (words.tasks, words.words, words.title) == (["Lage deig", "Bake <b>kringle</b>"], "Rolig & blid.", "Daglig leder")
    assert (words.signed_by, words.typed_by) == (scene.bakery.contact, None)


def test_what_was_ticked_and_written_before_stands_in_the_form(client):
    scene = year_scene()
    EmployerWordsFactory(stay=scene.stays[0], tasks=["Pakke brød", "Male veggen"], typed_by=scene.lise)

    page = client.get(at(scene.bakery, "employer_words", scene.stays[0].placement)).content.decode()

    assert re.findall(r'value="([^"]+)"[^>]*checked', page) == [escape("Pakke brød")]
    assert 'value="Male veggen"' in page
    assert "Lise Dalby skrev dette inn etter en samtale" in page


@pytest.mark.parametrize("sent", [{**WORDS, "tasks": [], "own_0": ""}, {**WORDS, "words": " "}, {**WORDS, "tasks": ["Noe forfalsket"]}])
@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_words_that_cannot_stand_are_refused_where_they_are_written(client, sent, button):
    scene = year_scene()

    answer = client.post(at(scene.bakery, "employer_words", scene.stays[0].placement), sent | button)

    assert answer.status_code == 422
    assert not EmployerWords.objects.exists()


def test_words_sent_twice_are_kept_once(client):
    scene = year_scene()
    url = at(scene.bakery, "employer_words", scene.stays[0].placement)
    key = once_of(client.get(url).content.decode())

    answers = [client.post(url, {**WORDS, "once": key}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(event="agreements.words_written").count() == 1


def test_what_an_employer_opens_is_seen_by_the_candidate(client):
    scene = year_scene()

    client.get(at(scene.bakery, "words"))

    assert LookUp.objects.filter(person=scene.amina.person.public_id, purpose="agreements words", is_permitted=True).count() == 1


@pytest.mark.parametrize("why", ["another employer", "yes taken back", "protected"])
def test_what_is_not_an_employers_is_not_there(client, why):
    scene = year_scene()
    employer, stay = scene.bakery, scene.stays[0]
    if why == "another employer":
        employer = scene.employers[1]
    elif why == "yes taken back":
        Grant.objects.filter(workplace=scene.bakery.workplace).update(withdrawn_at=NOW)
    else:
        Person.objects.filter(pk=scene.amina.person.pk).update(protection=Protection.UNKNOWN)

    answers = [
        send(at(employer, name, stay.placement))
        for name in ("employer_words", "employer_evaluation")
        for send in (client.get, lambda url: client.post(url, WORDS | ANSWERS))
    ]
    hub = client.get(at(employer, "words")).content.decode()

    assert {answer.status_code for answer in answers} == {404}
    assert ("Amina" in hub) == (why == "another employer")  # who has been there too, and has a stay of her own
    assert not EmployerWords.objects.exists()


def test_a_stay_that_has_not_begun_is_not_written_about(client):
    scene = year_scene()
    garden, stay = scene.employers[2], scene.stays[2]

    pages = [client.get(at(garden, name, stay.placement)).content.decode() for name in ("employer_words", "employer_evaluation")]
    answers = [client.post(at(garden, name, stay.placement), WORDS | ANSWERS) for name in ("employer_words", "employer_evaluation")]
    hub = client.get(at(garden, "words")).content.decode()

    assert all("har ikke begynt ennå" in page and 'name="worked"' not in page and 'name="words"' not in page for page in pages)
    assert {answer.status_code for answer in answers} == {422}
    assert "Amina" not in hub
    assert not EmployerWords.objects.exists()


# The way on


def test_a_candidate_changes_the_aim_and_only_that(client):
    scene = year_scene()
    way_on = WayOnFactory(participant=scene.amina, owner=scene.kari)

    answer = client.post(own(scene.amina, "way_on", way_on), {"aim": "Bli baker.", "first_step": "Noe annet"})
    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert answer.status_code == 302
    assert WayOn.objects.values_list("aim", "first_step").get() == ("Bli baker.", "Søke på ledig plass.")
    assert "Bli baker." in page
    assert "Kari Moseby" in page


# The certificate


def test_a_candidate_fetches_the_very_file_that_was_issued(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0], words="Rolig & blid.", tasks=["<b>Deig</b>"])
    certificate = issued(scene)

    page = client.get(own(scene.amina, "certificate")).content.decode()
    answer = client.get(own(scene.amina, "certificate_file", certificate))
    content = b"".join(answer.streaming_content)

    assert hashlib.sha256(content).hexdigest() == certificate.digest
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="felles-attest-amina-hemmelig.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert Entry.objects.filter(event="agreements.certificate_fetched", subject_id=certificate.public_id).count() == 1
    assert "Filen har et elektronisk segl og er ikke endret siden." in page
    assert "Rolig &amp; blid." in page
    assert "&lt;b&gt;Deig&lt;/b&gt;" in page


def test_a_file_that_was_changed_on_the_disk_is_told_of(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    certificate = issued(scene)
    with certificate.file.storage.open(certificate.file.name, "ab") as file:
        file.write(b"\n%")

    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert "Filen er ikke slik den var da den ble forseglet." in page
    assert "ikke endret siden" not in page


def test_the_candidate_chooses_the_language_and_pressing_twice_gives_one(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    certificate = issued(scene)

    answers = [client.post(own(scene.amina, "certificate_language", certificate), {"language": "nn"}) for _ in range(2)]
    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert [answer.status_code for answer in answers] == [302, 302]
    assert list(JointCertificate.objects.order_by("pk").values_list("language", flat=True)) == ["nb", "nn"]
    assert "Hent på nynorsk (PDF)" in page
    assert "Lag den på engelsk" in page


def test_words_written_after_the_certificate_are_shown_as_such(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    issued(scene)
    EmployerWordsFactory(stay=scene.stays[1], words="KOM SENERE")

    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert "Skrevet etter at attesten ble laget" in page
    assert page.count("KOM SENERE") == 1


def test_before_there_is_a_certificate_the_candidate_reads_what_is_written_so_far(client):
    scene = year_scene()
    EmployerWordsFactory(stay=scene.stays[0], words="Kommer presis.")

    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert "Kommer presis." in page
    assert "Hent attesten" not in page


def test_one_whose_last_day_is_ahead_is_not_told_that_the_certificate_is_on_its_way(client):
    scene = year_scene()
    last_day = clock.today() + timedelta(days=7)
    Participant.objects.filter(pk=scene.amina.pk).update(left_on=last_day, left_for=LeftFor.JOB)

    page = client.get(own(scene.amina, "certificate")).content.decode()

    assert "Du får en felles attest når du er ferdig i loopen." in page
    assert "lager attesten når bedriftene har skrevet" not in page


def test_nothing_of_another_candidates_is_there(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    way_on = WayOnFactory(participant=scene.amina)
    certificate, bo = issued(scene), scene.add("Bo")

    answers = [
        client.get(own(bo, "certificate", scene.amina)),
        client.get(own(bo, "certificate_file", certificate)),
        client.post(own(bo, "certificate_language", certificate), {"language": "nn"}),
        client.get(own(bo, "evaluation", scene.stays[0].placement)),
        client.post(own(bo, "evaluation", scene.stays[0].placement), ANSWERS),
        client.post(own(bo, "way_on", way_on), {"aim": "Noe annet."}),
        client.get(at(scene.bakery, "certificate", scene.amina)),
        client.get(at(scene.bakery, "certificate_file", certificate)),
        client.get(own(bo, "words", scene.bakery)),
        client.get(own(bo, "employer_words", scene.stays[0].placement)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert JointCertificate.objects.count() == 1


def test_one_with_a_protected_address_still_fetches_their_own(client):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    certificate = issued(scene)
    Person.objects.filter(pk=scene.amina.person.pk).update(protection=Protection.CODE_6)

    assert client.get(own(scene.amina, "certificate_file", certificate)).status_code == 200


def test_an_employers_page_costs_the_same_for_one_and_for_many(client):
    costs = []
    for count in (1, 12):
        scene = year_scene()
        for number in range(count - 1):
            stay = scene.stay(scene.add(f"Deltaker{number}"), 0)
            EmployerWordsFactory(stay=stay)
            EvaluationFactory(stay=stay, side=Side.EMPLOYER)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(at(scene.bakery, "words")).content.decode()
        costs.append(len(queries))
        assert page.count("Ord til attesten for") == count

    assert costs[0] == costs[1]


def test_no_page_names_the_authority_or_shows_how_a_stay_ended(client):
    scene = year_scene(finished=True)
    scene.loop.unit.name = "NAV Arbeidslivssenter"
    scene.loop.unit.save()
    EmployerWordsFactory(stay=scene.stays[0])
    EvaluationFactory(stay=scene.stays[0])
    WayOnFactory(participant=scene.amina)
    issued(scene)
    placement = scene.stays[0].placement

    pages = [
        client.get(url).content.decode()
        for url in (
            own(scene.amina, "certificate"),
            own(scene.amina, "evaluation", placement),
            at(scene.bakery, "words"),
            at(scene.bakery, "employer_words", placement),
            at(scene.bakery, "employer_evaluation", placement),
        )
    ]

    for page in pages:
        assert not re.search(r"\bNAV\b|varte så lenge som planlagt|as_planned|konkurs", page)
