"""Kari asks Amina how it was and reads it back; Amina lets it be read with others', and takes it back."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import expect

from brobygger.demo.cast import person_id
from brobygger.followup.models import ExperienceAnswer, ExperienceInterview
from brobygger.parties.models import Person
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import look_over
from tests.kit import come_in_as, token_of

SAID = "At det var den samme hele veien."


def test_what_somebody_tells_is_read_back_and_is_theirs_to_let_out_and_take_back(new_page, check_axe, town):
    page = new_page(PHONE, has_touch=True, is_mobile=True)
    come_in_as(page, "kari")
    page.goto(reverse("people:list"))
    page.get_by_role("link", name="Spør noen hvordan det var").click()
    page.get_by_role("link", name="Samtale med en jobbsøker").click()
    page.get_by_role("link", name="Amina Rahimi").click()
    page.get_by_label("Hva hjalp deg mest på veien mot jobb?").fill(SAID)
    page.get_by_role("button", name="Se svarene samlet").click()
    expect(page.get_by_role("heading", name="Les svarene høyt for Amina")).to_be_visible()
    look_over(page, check_axe)
    page.get_by_role("button", name="Lagre svarene").click()
    expect(page.get_by_text("Svarene er lagret. De tilhører Amina.")).to_be_visible()
    look_over(page, check_axe)

    window = new_page(DESK)
    window.goto(reverse("window:experiences", args=[token_of(Person.objects.get(public_id=person_id("amina")))]))
    expect(window.get_by_text(SAID)).to_be_visible()
    window.get_by_role("button", name="La dem leses sammen med andres", exact=True).click()
    expect(window.get_by_text("Leses sammen med andres, uten navnet ditt", exact=True)).to_be_visible()
    let_out = ExperienceInterview.objects.get(person__public_id=person_id("amina")).is_read_across
    window.get_by_text("Ta tilbake svarene").click()
    look_over(window, check_axe)
    window.get_by_role("button", name="Slett svarene mine").click()
    expect(window.get_by_text("Svarene er tatt tilbake, og slettet.")).to_be_visible()
    look_over(window, check_axe)

    assert let_out
    assert not ExperienceAnswer.objects.filter(interview__person__public_id=person_id("amina")).exists()
