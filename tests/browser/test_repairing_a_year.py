"""The year does not go as planned: one leaves for a job, an employer goes bankrupt, and Lise repairs with the fewest changes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.loops.models import Loop, Participant, Stay
from brobygger.loops.states import CommitmentState, LoopState
from brobygger.outbox.models import Message
from brobygger.placements.models import PlacementKind
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to


def the_loop() -> Loop:
    return Loop.objects.get(state=LoopState.RUNNING)


@pytest.fixture
def lise(page):
    """At the holes of the loop that is in its fifth month, where one place stands empty."""
    come_to_the_loops(page, "lise")
    page.get_by_role("link", name=the_loop().name).click()
    page.get_by_role("list", name="Steg i loopen").get_by_role("link", name="Året").click()
    page.get_by_role("link", name="Finn en løsning").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hull i året")
    return page


def test_lise_writes_that_one_leaves_and_that_a_firm_is_bankrupt_and_repairs_the_year(lise, check_axe):
    expect(lise.get_by_role("region", name="Dette mangler")).to_contain_text("Én ledig plass")
    look_over(lise, check_axe)

    one_leaves_for_a_job(lise, check_axe)
    a_firm_is_bankrupt(lise, check_axe)
    the_year_is_repaired(lise, check_axe)


def one_leaves_for_a_job(lise, check_axe) -> None:
    stays = Stay.objects.filter(participant__loop=the_loop(), period=0, participant__left_on__isnull=True).order_by("pk")
    leaver = stays.exclude(employer__workplace__name="Klarbekk renhold")[0].participant
    lise.get_by_role("link", name="En deltaker slutter").click()
    lise.get_by_role("button", name="Skriv inn at de slutter").click()
    expect(lise.get_by_role("alert").or_(lise.locator(".ds-error-summary"))).to_contain_text("Velg hvem som slutter")
    look_over(lise, check_axe)

    lise.get_by_role("radio", name=leaver.person.first_name, exact=True).check()
    lise.get_by_label("Siste dag i loopen").fill(f"{clock.today():%d.%m.%Y}")
    lise.get_by_role("radio", name="Jobb", exact=True).check()
    lise.get_by_label("Hva slags jobb eller utdanning?").select_option(label="Fast ordinær jobb")
    lise.get_by_label("Hvor er det?").fill("Havnelageret <b>AS</b>")
    lise.get_by_label("Første dag der").fill(f"{clock.today():%d.%m.%Y}")
    lise.get_by_role("button", name="Skriv inn at de slutter").click()

    expect(lise.get_by_role("status")).to_contain_text("Det er skrevet inn.")
    leaver.refresh_from_db()
    assert leaver.went_to.kind == PlacementKind.ORDINARY_PERMANENT
    assert leaver.went_to.place_name == "Havnelageret <b>AS</b>"


def a_firm_is_bankrupt(lise, check_axe) -> None:
    Message.objects.all().delete()
    lise.get_by_role("link", name="En bedrift går ut").click()
    look_over(lise, check_axe)
    lise.get_by_role("radio", name="Klarbekk renhold").check()
    lise.get_by_label("Siste dag noen kan være der").fill(f"{clock.today():%d.%m.%Y}")
    lise.get_by_role("radio", name="Konkurs").check()
    lise.get_by_role("button", name="La bedriften gå ut").click()

    expect(lise.get_by_role("status")).to_contain_text("Bedriften er ute av loopen.")
    expect(lise.get_by_role("region", name="Dette mangler")).to_contain_text("Uten plass")
    assert the_loop().employers.get(workplace__name="Klarbekk renhold").state == CommitmentState.DROPPED_OUT
    told = list(Message.objects.exclude(template="loops/reminder").values_list("recipient_address", flat=True))
    assert told
    assert len(told) == len(set(told))


def the_year_is_repaired(lise, check_axe) -> None:
    before = Stay.objects.filter(participant__loop=the_loop()).count()
    lise.get_by_role("group", name="Er det noen nye?").get_by_role("checkbox").first.check()
    lise.get_by_role("button", name="Foreslå en reparasjon").click()
    proposal = lise.get_by_role("region", name="Forslaget")
    expect(proposal).to_contain_text("Slik blir året")
    expect(proposal).to_contain_text("er ny i loopen og begynner hos")
    look_over(lise, check_axe)

    lise.get_by_role("button", name="Vedta reparasjonen").click()

    expect(lise.get_by_role("status")).to_contain_text("Reparasjonen er vedtatt.")
    expect(lise.get_by_role("region", name="Den siste reparasjonen")).to_be_visible()
    assert Stay.objects.filter(participant__loop=the_loop()).count() > before
    look_over(lise, check_axe)


def test_the_holes_are_reached_and_a_repair_proposed_with_the_keyboard_alone(lise):
    tab_to(lise, "Foreslå en reparasjon")
    lise.keyboard.press("Enter")

    expect(lise.get_by_role("region", name="Forslaget")).to_be_visible()
    assert not Participant.objects.filter(loop=the_loop(), left_on=clock.today()).exists()
