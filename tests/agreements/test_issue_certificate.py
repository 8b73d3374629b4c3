from __future__ import annotations

import hashlib
import io
import json
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from brobygger.agreements.actions.certifying import have_in_language, issue_certificate
from brobygger.agreements.contents import is_unchanged
from brobygger.agreements.letters import certificate_counts
from brobygger.agreements.models import EmployerWords, JointCertificate
from brobygger.agreements.seal import Sealed, check_seal
from brobygger.audit.models import Entry
from brobygger.kernel.errors import DomainError
from brobygger.loops.models import LeftFor, LoopEmployer, Participant
from brobygger.loops.states import CommitmentState
from brobygger.outbox.models import Message
from tests.agreements.scenes import NOW, TODAY, seal_in, year_scene
from tests.factories import EmployerWordsFactory, EvaluationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def office(settings):
    seal_in(settings)


def issue(scene, **fields):
    return issue_certificate(scene.amina, **{"language": "nb", "today": TODAY, "now": NOW, "actor": scene.lise, **fields})


def text_of(certificate):
    with certificate.file.open("rb") as file:
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages).split())


def test_a_finished_year_gives_a_sealed_file_with_the_words_that_exist():
    scene = year_scene(finished=True, stays=3)
    EmployerWordsFactory(stay=scene.stays[0], tasks=["Lage deig"], words="Kommer presis.", title="Daglig leder")
    EmployerWordsFactory(stay=scene.stays[2], tasks=["Vanne"], words="Kan navnene på alle plantene.")

    certificate = issue(scene)

    with certificate.file.open("rb") as file:
        content = file.read()
    assert hashlib.sha256(content).hexdigest() == certificate.digest
    assert check_seal(content, now=NOW).state == Sealed.UNCHANGED
    assert is_unchanged(certificate, now=NOW)
    said = text_of(certificate)
    assert all(
        words in said for words in ("Amina Hemmelig", "Lage deig", "Kommer presis.", "Tor Bakkli, Daglig leder", "Elvekroken verksted")
    )
    assert scene.loop.unit.name not in said


def test_the_candidate_gets_one_letter_that_applies_until_a_newer_certificate():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])

    first = issue(scene)
    EmployerWordsFactory(stay=scene.stays[1])
    second = issue(scene, now=NOW + timedelta(hours=1))

    letters = Message.objects.filter(template="agreements/certificate").order_by("pk")
    assert [letter.recipient_address for letter in letters] == ["amina@brovik.invalid"] * 2
    assert [certificate_counts(row.public_id, TODAY) for row in (first, second)] == [False, True]


def test_issued_again_it_is_a_new_row_and_the_old_one_stands():
    scene = year_scene(finished=True)
    words = EmployerWordsFactory(stay=scene.stays[0], words="Kommer presis.")
    first = issue(scene)
    EmployerWords.objects.filter(pk=words.pk).update(words="Kommer alltid presis.")

    second = issue(scene, now=NOW + timedelta(minutes=5))

    assert JointCertificate.objects.count() == 2
    assert ("Kommer presis." in text_of(first), "Kommer alltid presis." in text_of(second)) == (True, True)
    assert list(Entry.objects.filter(event="agreements.certificate_issued").order_by("pk").values_list("facts__again", flat=True)) == [
        False,
        True,
    ]


def test_nothing_new_the_same_day_gives_the_certificate_that_stands():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])

    first, second = issue(scene), issue(scene, now=NOW + timedelta(minutes=5))

    assert first == second
    assert JointCertificate.objects.count() == Message.objects.count() == 1


def test_one_who_left_for_a_job_gets_it_at_once_with_the_days_as_they_turned_out():
    scene = year_scene(stays=0)
    Participant.objects.filter(pk=scene.amina.pk).update(left_on=date(2026, 11, 2), left_for=LeftFor.JOB)
    scene.amina.stays.all().delete()
    stay = scene.stay(scene.amina, 0, left_on=date(2026, 11, 2))
    EmployerWordsFactory(stay=stay)

    certificate = issue(scene)

    assert (certificate.contents["starts_on"], certificate.contents["ends_on"]) == ("2026-09-14", "2026-11-02")
    assert [each["employer"] for each in certificate.contents["employers"]] == ["Rugbakken bakeri"]


def test_one_who_leaves_on_a_day_ahead_gets_it_when_that_day_has_come():
    scene = year_scene(stays=0)
    last_day = TODAY + timedelta(days=1)
    Participant.objects.filter(pk=scene.amina.pk).update(left_on=last_day, left_for=LeftFor.JOB)
    scene.amina.stays.all().delete()
    EmployerWordsFactory(stay=scene.stay(scene.amina, 0, left_on=TODAY))

    with pytest.raises(DomainError, match="er fortsatt i loopen"):
        issue(scene)

    assert issue(scene, today=last_day).participant == scene.amina


def test_nothing_of_how_it_ended_or_of_the_evaluations_is_among_the_values():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    EvaluationFactory(stay=scene.stays[0], worked="HEMMELIG-EVALUERING")
    LoopEmployer.objects.filter(pk=scene.employers[1].pk).update(
        state=CommitmentState.DROPPED_OUT, dropped_out_on=TODAY, dropped_out_because="bankrupt"
    )

    contents = json.dumps(issue(scene).contents, ensure_ascii=False)

    assert not [word for word in ("HEMMELIG-EVALUERING", "bankrupt", "konkurs", "as_planned", "cause", "other") if word in contents]


def test_words_typed_after_a_talk_say_so_in_the_language_of_the_certificate():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0], typed_by=scene.lise)

    certificate = issue(scene)

    assert "Skrevet ned av Lise Dalby etter samtale med Tor Bakkli" in text_of(certificate)


def test_markup_in_what_was_typed_comes_out_as_typed():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0], tasks=["#strong[Bake]", "<b>Pakke</b>"], words="*Rolig* & blid_ $x$ \\ #let y = 1")

    said = text_of(issue(scene))

    assert all(words in said for words in ("#strong[Bake]", "<b>Pakke</b>", "*Rolig* & blid_ $x$ \\ #let y = 1"))


@pytest.mark.parametrize(
    ("finished", "has_words", "message"), [(False, True, "er fortsatt i loopen"), (True, False, "Ingen av bedriftene")]
)
def test_too_early_or_without_words_there_is_no_certificate(finished, has_words, message):
    scene = year_scene(finished=finished)
    if has_words:
        EmployerWordsFactory(stay=scene.stays[0])

    with pytest.raises(DomainError, match=message):
        issue(scene)

    assert not JointCertificate.objects.exists()
    assert not Message.objects.exists()


def test_an_office_without_a_key_says_whom_to_ask(settings):
    settings.SEAL_KEY = settings.SEAL_CERTIFICATE = ""
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])

    with pytest.raises(DomainError, match="nøkkel"):
        issue(scene)

    assert not JointCertificate.objects.exists()


def test_what_changes_while_the_file_is_made_is_seen(monkeypatch):
    scene = year_scene(finished=True)
    words = EmployerWordsFactory(stay=scene.stays[0])

    def slowly(pdf, **named):
        EmployerWords.objects.filter(pk=words.pk).update(words="Noe annet.")
        return pdf

    monkeypatch.setattr("brobygger.agreements.actions.certifying.seal", slowly)
    with pytest.raises(DomainError, match="Noe ble endret"):
        issue(scene)

    assert not JointCertificate.objects.exists()


def test_the_candidate_has_it_in_another_language_once_with_the_employers_words_as_written():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0], words="Kommer presis.")
    certificate = issue(scene)

    nynorsk = have_in_language(certificate, language="nn", now=NOW + timedelta(days=2), actor=scene.amina.person)
    again = have_in_language(certificate, language="nn", now=NOW + timedelta(days=3), actor=scene.amina.person)

    assert nynorsk == again
    assert nynorsk.contents == certificate.contents
    assert "Kommer presis." in text_of(nynorsk)
    assert nynorsk.issued_by == scene.lise
    assert JointCertificate.objects.count() == 2
    assert Message.objects.count() == 1


def test_a_certificate_that_no_longer_counts_is_not_made_in_another_language():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    first = issue(scene)
    EmployerWordsFactory(stay=scene.stays[1])
    issue(scene, now=NOW + timedelta(minutes=1))

    with pytest.raises(DomainError, match="utstedt på nytt"):
        have_in_language(first, language="en", now=NOW, actor=scene.amina.person)


def test_a_file_that_was_changed_or_is_gone_is_not_called_unchanged():
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[0])
    certificate = issue(scene)

    storage, name = certificate.file.storage, certificate.file.name
    with storage.open(name, "ab") as file:
        file.write(b"\n% changed")
    tampered = is_unchanged(JointCertificate.objects.get(), now=NOW)
    storage.delete(name)

    assert not tampered
    assert not is_unchanged(certificate, now=NOW)
