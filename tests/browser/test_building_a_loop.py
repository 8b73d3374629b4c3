"""Dag starts a loop, finds and registers employers, writes down their yes, and sets the day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from brobygger.kernel import clock
from tests.browser.loop_steps import come_to_the_loops, look_over
from tests.factories import register_number

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_dag_builds_a_loop_until_it_opens(page, check_axe):
    come_to_the_loops(page, "dag")
    look_over(page, check_axe)
    start(page, check_axe)

    add_known_employer(page, check_axe)
    add_new_employer(page, check_axe)
    set_the_day(page, check_axe)

    expect(page.get_by_role("main")).to_contain_text("To av to bedrifter har sagt ja. Åpen for deltakere")
    expect(page.get_by_role("main")).to_contain_text("Ingen er invitert ennå.")
    look_over(page, check_axe)


def start(page: Page, check_axe) -> None:
    page.get_by_role("link", name="Start en ny loop").click()
    look_over(page, check_axe)
    page.get_by_role("button", name="Start loopen").click()
    expect(page.get_by_role("group", name="ting må rettes")).to_be_focused()
    look_over(page, check_axe)
    page.get_by_label("Hva skal loopen hete?").fill("Fjordloopen")
    page.get_by_label("Hvor er den?").select_option("Steinkjer")
    page.get_by_label("Hvilken bransje?").fill("mat og service")
    page.get_by_label("Hvor mange bedrifter?").fill("2")
    page.get_by_label("Hvem er koordinator?").select_option(index=1)
    page.get_by_label("NAV Brovik").check()
    page.get_by_role("button", name="Start loopen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fjordloopen")
    expect(page.get_by_role("main")).to_contain_text("2 bedrifter til må si ja.")


def add_known_employer(page: Page, check_axe) -> None:
    page.get_by_role("link", name="Legg til en bedrift").click()
    page.get_by_label("Navn eller organisasjonsnummer").press_sequentially("torget sp")
    page.get_by_role("button", name="Legg til Torget sport").wait_for()  # found while typing
    look_over(page, check_axe)
    page.get_by_role("button", name="Legg til Torget sport").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Torget sport")
    write_tasks(page)
    page.get_by_label("Plasser i periode 2").fill("2")
    page.get_by_label("Rom på kick-off").fill("Rom 1")
    page.get_by_label("Kveld").check()
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.get_by_label("Plasser i periode 2")).to_have_value("2")
    look_over(page, check_axe)
    page.get_by_role("button", name="De sa ja").click()
    expect(page.get_by_role("main")).to_contain_text("Én av to bedrifter har sagt ja.")


def write_tasks(page: Page) -> None:
    page.get_by_label("Hva gjør en der?").fill("ta imot varer\nselge")
    page.get_by_role("button", name="Lagre oppgavene").click()
    expect(page.get_by_role("group", name="ting må rettes")).to_contain_text("Skriv tre til ti oppgaver. Du har skrevet 2.")
    page.get_by_label("Hva gjør en der?").fill("ta imot varer\nselge\nsette på plass varer")
    page.get_by_role("button", name="Lagre oppgavene").click()
    expect(page.get_by_role("status")).to_contain_text("Oppgavene er lagret.")


def add_new_employer(page: Page, check_axe) -> None:
    number = register_number(9000)
    wrong = number[:8] + str((int(number[8]) + 1) % 10)
    page.get_by_role("link", name="Legg til en bedrift").click()
    page.get_by_label("Organisasjonsnummer", exact=True).fill(wrong)
    page.get_by_label("Hva heter bedriften?").fill("Fjordbrygga AS")
    page.get_by_label("Hva heter arbeidsstedet?").fill("Fjordbrygga")
    page.get_by_label("Postnummer").fill("7713")
    page.get_by_label("Fornavn til den du snakker med").fill("Nils")
    page.get_by_label("Etternavn").fill("Brygge")
    page.get_by_label("Telefon").fill("680 52 900")
    page.get_by_role("button", name="Registrer og legg til").click()
    expect(page.get_by_role("group", name="Én ting må rettes")).to_contain_text("er ikke et organisasjonsnummer")
    look_over(page, check_axe)
    page.get_by_label("Organisasjonsnummer", exact=True).fill(number)
    page.get_by_role("button", name="Registrer og legg til").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fjordbrygga")
    page.get_by_role("button", name="Send lenke, så Nils skriver selv").click()
    expect(page.get_by_role("status")).to_contain_text("Lenken er sendt til Nils Brygge.")
    page.get_by_text("Legg til dager").click()
    page.get_by_label("Første dag").fill("05.07.2027")
    page.get_by_label("Siste dag").fill("25.07.2027")
    page.get_by_label("Hvorfor?").fill("Ferie")
    page.get_by_role("button", name="Lagre dagene").click()
    expect(page.get_by_role("main")).to_contain_text("05.07.2027–25.07.2027")
    page.get_by_role("button", name="De sa ja").click()
    expect(page.get_by_role("main")).to_contain_text("Oppgavene til Fjordbrygga mangler.")


def set_the_day(page: Page, check_axe) -> None:
    today = clock.today()
    page.get_by_role("link", name="Dagen er ikke satt.").click()
    look_over(page, check_axe)
    page.get_by_label("Hvilken dag?").fill(f"{today + timedelta(days=14):%d.%m.%Y}")
    page.get_by_label("Hvor?").fill("Brohuset i Brovik")
    page.get_by_label("Når begynner deltakerne i bedriftene?").fill(f"{today + timedelta(days=7):%d.%m.%Y}")
    page.get_by_role("button", name="Lagre dagen").click()
    expect(page.get_by_role("group", name="Én ting må rettes")).to_contain_text("Oppstarten må være etter kick-off")
    page.get_by_label("Når begynner deltakerne i bedriftene?").fill(f"{today + timedelta(days=49):%d.%m.%Y}")
    page.get_by_role("button", name="Lagre dagen").click()


def test_dag_finishes_the_next_step_and_writes_another(page, check_axe):
    come_to_the_loops(page, "dag")
    page.get_by_role("link", name="Havneloopen").click()
    expect(page.get_by_role("region", name="Neste steg")).to_contain_text("Dag Vestli tar det")

    page.get_by_role("button", name="Dette er gjort").click()
    page.get_by_label("Hva skjer?").fill("Ringe Lise om dagen")
    page.get_by_label("Hvem tar det?").select_option("Lise Dalby")
    page.get_by_label("Innen når?").fill(f"{clock.today():%d.%m.%Y}")
    look_over(page, check_axe)
    page.get_by_role("button", name="Lagre neste steg").click()

    expect(page.get_by_role("region", name="Neste steg")).to_contain_text("Lise Dalby tar det, og fristen er i dag.")


def test_the_loop_can_be_built_without_script(new_page):
    page = new_page(java_script_enabled=False)
    come_to_the_loops(page, "dag")
    page.get_by_role("link", name="Havneloopen").click()

    page.get_by_role("link", name="Legg til en bedrift").click()
    page.get_by_label("Navn eller organisasjonsnummer").fill("torget sport")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("button", name="Legg til Torget sport").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Torget sport")
