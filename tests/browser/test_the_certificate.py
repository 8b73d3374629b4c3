"""From how it went to the joint certificate: the employer writes, the coordinator issues, and the candidate fetches."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect
from pypdf import PdfReader

from brobygger.agreements.models import EmployerWords, Evaluation, JointCertificate
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.loops.models import Side
from tests.agreements.scenes import seal_in, year_scene
from tests.browser.conftest import DESK, PHONE
from tests.factories import EmployerWordsFactory, EvaluationFactory
from tests.kit import signed_in
from tests.web.agreements.scenes import at, own, staff

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@pytest.fixture(autouse=True)
def office(settings):
    seal_in(settings)


def take_the_session_of(page, user):
    """Staff of a scene are not in the cast, so they get the session that signing in would have given."""
    client = signed_in(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "localhost", "path": "/"}])


def test_an_employer_writes_on_the_phone_the_coordinator_issues_and_the_candidate_fetches(new_page, check_axe, picture):
    scene = year_scene(finished=True)
    EmployerWordsFactory(stay=scene.stays[1], tasks=["Bytte dekk", "Vaske biler"], words="Spør når noe er uklart.", title="Verksmester")
    phone = new_page(PHONE, has_touch=True, is_mobile=True)

    phone.goto(at(scene.bakery, "words"))
    check_axe(phone)
    picture(phone, "vindu-bedrift-attester-390", full_page=True)
    phone.get_by_role("link", name="Ord til attesten for Amina").click()
    phone.get_by_role("checkbox", name="Lage deig").check()
    phone.get_by_role("textbox", name="En oppgave til").fill("Pynte kaker")
    phone.get_by_role("textbox", name="Noen ord om arbeidet").fill("Amina kommer presis og er rolig når det er kø.")
    phone.get_by_role("textbox", name="Stilling").fill("Daglig leder")
    phone.get_by_role("button", name="Se hvordan det blir").click()
    expect(phone.get_by_text("Slik blir det. Det er ikke lagret ennå.")).to_be_visible()
    expect(phone.get_by_role("article").get_by_text("Tor Bakkli, Daglig leder")).to_be_visible()
    check_axe(phone)
    picture(phone, "vindu-bedrift-ord-390", full_page=True)
    phone.get_by_role("button", name="Lagre").click()
    expect(phone.get_by_text("Ordene til attesten er lagret.")).to_be_visible()
    assert EmployerWords.objects.get(stay=scene.stays[0]).tasks == ["Lage deig", "Pynte kaker"]

    desk = new_page(DESK)
    take_the_session_of(desk, scene.lise)
    desk.goto(staff("certificates", scene.loop))
    expect(desk.get_by_text("Alle bedriftene har skrevet.")).to_be_visible()
    check_axe(desk)
    picture(desk, "attestene-1280", full_page=True)
    desk.get_by_role("link", name="Amina Hemmelig").click()
    check_axe(desk)
    picture(desk, "attesten-for-1280", full_page=True)
    desk.get_by_role("radio", name="Nynorsk").check()
    desk.get_by_role("button", name="Lag attesten").click()
    expect(desk.get_by_text("Attesten er laget, og Amina har fått beskjed.")).to_be_visible()
    check_axe(desk)
    picture(desk, "attesten-etter-1280", full_page=True)
    desk.set_viewport_size(PHONE)
    check_axe(desk)
    picture(desk, "attesten-etter-390", full_page=True)

    mine = new_page(PHONE, has_touch=True, is_mobile=True)
    mine.goto(own(scene.amina, "certificate"))
    expect(mine.get_by_text("Filen har et elektronisk segl og er ikke endret siden.")).to_be_visible()
    expect(mine.get_by_text("Amina kommer presis og er rolig når det er kø.")).to_be_visible()
    check_axe(mine)
    picture(mine, "vindu-attest-390", full_page=True)
    with mine.expect_download() as fetched:
        mine.get_by_role("link", name="Hent på nynorsk (PDF)").click()
    assert_is_the_certificate(Path(fetched.value.path()), scene.amina, language="nn")
    assert fetched.value.suggested_filename == "felles-attest-amina-hemmelig-nn.pdf"
    mine.get_by_role("button", name="Lag den på bokmål").click()
    with mine.expect_download() as fetched:
        mine.get_by_role("link", name="Hent på bokmål (PDF)").click()
    assert_is_the_certificate(Path(fetched.value.path()), scene.amina, language="nb")
    mine.set_viewport_size(DESK)
    check_axe(mine)
    picture(mine, "vindu-attest-1280", full_page=True)


def assert_is_the_certificate(path, participant, *, language):
    """The file that came is the one that was sealed, and a reader finds it tagged, with a title and a language."""
    certificate = JointCertificate.objects.get(participant=participant, language=language)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == certificate.digest
    reader = PdfReader(path)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith(language)
    assert "Amina Hemmelig" in reader.metadata.title
    assert "Amina kommer presis" in " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@SIZES
def test_how_it_went_is_written_by_both_sides_and_typed_after_a_call(new_page, check_axe, picture, size):
    scene = year_scene()
    EvaluationFactory(stay=scene.stays[0], side=Side.EMPLOYER, worked="Tar ansvar for disken.", hard="Å si fra i tide.")
    mine = new_page(size)

    mine.goto(own(scene.amina, "certificate"))
    check_axe(mine)
    picture(mine, f"vindu-attest-underveis-{size['width']}", full_page=True)
    mine.get_by_role("link", name="Rugbakken bakeri").click()
    expect(mine.get_by_role("region", name="Dette skrev Rugbakken bakeri").get_by_text("Å si fra i tide.")).to_be_visible()
    mine.get_by_role("textbox", name="Hva gikk bra?").fill("Jeg fikk lage deigen alene.")
    check_axe(mine)
    picture(mine, f"vindu-evaluering-{size['width']}", full_page=True)
    mine.get_by_role("button", name="Lagre").click()
    expect(mine.get_by_text("Det du skrev, er lagret.")).to_be_visible()

    theirs = new_page(size)
    theirs.goto(at(scene.bakery, "words"))
    theirs.get_by_role("link", name="Hvordan det gikk med Amina").click()
    expect(theirs.get_by_text("Jeg fikk lage deigen alene.")).to_have_count(0)
    check_axe(theirs)

    desk = new_page(size)
    take_the_session_of(desk, scene.lise)
    desk.goto(staff("evaluations", scene.loop))
    expect(desk.get_by_text("Jeg fikk lage deigen alene.")).to_be_visible()
    check_axe(desk)
    picture(desk, f"evalueringer-{size['width']}", full_page=True)
    desk.get_by_role("link", name="Skriv inn det Elvekroken verksted sier om Amina").click()
    check_axe(desk)
    desk.get_by_role("textbox", name="Hva gikk bra?").fill("Lærer fort.")
    desk.get_by_role("button", name="Lagre").click()
    expect(desk.get_by_text("Det du skrev inn, er lagret.")).to_be_visible()
    assert Evaluation.objects.get(stay=scene.stays[1]).typed_by == scene.lise


@SIZES
def test_the_way_on_is_written_together_and_the_aim_is_the_candidates(new_page, check_axe, picture, size):
    scene = year_scene()
    desk = new_page(size)
    take_the_session_of(desk, scene.kari)

    desk.goto(staff("certificate", scene.amina))
    desk.get_by_role("link", name="Skriv veien videre").click()
    desk.get_by_role("textbox", name="Hva vil Amina?").fill("Jobbe i bakeri.")
    desk.get_by_role("textbox", name="Hva er det første som skal gjøres?").fill("Ringe bakeriet på Torget.")
    desk.get_by_role("combobox", name="Hvem hjelper?").select_option(label="Kari Moseby")
    desk.get_by_role("textbox", name="Innen når?").fill(day(clock.today() + timedelta(days=200)))
    check_axe(desk)
    picture(desk, f"veien-videre-{size['width']}", full_page=True)
    desk.get_by_role("button", name="Lagre").click()
    expect(desk.get_by_text("Veien videre for Amina er lagret.")).to_be_visible()

    mine = new_page(size)
    mine.goto(own(scene.amina, "certificate"))
    mine.get_by_role("link", name="Endre det jeg vil").click()
    mine.get_by_role("textbox", name="Hva vil du?").fill("Bli baker, og ta fagbrev.")
    check_axe(mine)
    mine.get_by_role("button", name="Lagre").click()
    expect(mine.get_by_text("Bli baker, og ta fagbrev.")).to_be_visible()
    check_axe(mine)


@SIZES
def test_the_words_of_an_employer_are_typed_after_a_talk(new_page, check_axe, picture, size):
    scene = year_scene(finished=True)
    desk = new_page(size)
    take_the_session_of(desk, scene.lise)

    desk.goto(staff("certificate", scene.amina))
    desk.get_by_role("button", name="Minn bedriften om attesten: Rugbakken bakeri").click()
    expect(desk.get_by_text("Tor Bakkli hos Rugbakken bakeri har fått brev om attesten.")).to_be_visible()
    desk.get_by_role("link", name="Skriv inn det Rugbakken bakeri sier").click()
    desk.get_by_role("radio", name="Tor Bakkli").check()
    desk.get_by_role("checkbox", name="Stå i kassa").check()
    desk.get_by_role("textbox", name="Noen ord om arbeidet").fill("Blid i kassa.")
    desk.get_by_role("button", name="Se hvordan det blir").click()
    expect(desk.get_by_text("Skrevet ned av Lise Dalby etter samtale med Tor Bakkli")).to_be_visible()
    check_axe(desk)
    picture(desk, f"attest-skriv-inn-{size['width']}", full_page=True)
    desk.get_by_role("button", name="Lagre").click()
    expect(desk.get_by_text("Ordene fra Rugbakken bakeri er lagret.")).to_be_visible()
    check_axe(desk)
