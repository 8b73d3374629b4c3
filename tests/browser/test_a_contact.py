"""A contact is written down with all there is to say, taken back, written anew, and read by the one it is about."""

from __future__ import annotations

import re
from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import expect

from brobygger.followup.models import Contact
from brobygger.intake.models import Engagement
from brobygger.kernel import clock
from brobygger.kernel.units import day
from tests.browser.conftest import DESK, PHONE
from tests.browser.loop_steps import look_over
from tests.factories import EngagementFactory, PlacementFactory
from tests.kit import come_in_as, of_the_cast, token_of


def test_a_contact_is_logged_undone_and_read_by_the_one_it_is_about(new_page, check_axe, town):
    jonas, today = of_the_cast("jonas"), clock.today()
    began = today - timedelta(days=30)
    nora = EngagementFactory(person__first_name="Nora", person__last_name="Sletten", responsible=jonas, starts_on=began)
    PlacementFactory(person=nora.person, active=True, workplace__name="Lyngtunet hagesenter")
    page = new_page(PHONE, has_touch=True, is_mobile=True)
    come_in_as(page, "jonas")

    written_down(page, nora, "Trives med plantene. <b>Vil</b> ha flere timer.", check_axe)
    expect(page.get_by_text("Lagret: kontakt med Nora og arbeidsgiveren")).to_be_visible()
    look_over(page, check_axe)
    page.get_by_role("button", name="Angre").click()
    expect(page.get_by_text("Notatet er tatt tilbake.")).to_be_visible()
    expect(page.get_by_text("Ingen kontakt er skrevet ned ennå.")).to_be_visible()
    written_down(page, nora, "Vil ha flere timer.", check_axe)
    expect(page.get_by_text("Neste steg")).to_be_visible()
    page.goto(reverse("contacts:of_person", args=[nora.person.public_id]))
    look_over(page, check_axe)
    window = new_page(DESK)
    window.goto(reverse("window:written", args=[token_of(nora.person)]))
    expect(window.get_by_text("Vil ha flere timer.")).to_be_visible()
    expect(window.get_by_text("med deg og arbeidsgiveren")).to_be_visible()
    look_over(window, check_axe)

    assert Contact.objects.filter(engagement=nora).count() == 3


def written_down(page, nora: Engagement, line: str, check_axe) -> None:
    listed = reverse("contacts:of_person", args=[nora.person.public_id])
    page.goto(f"{reverse('contacts:log', args=[nora.public_id])}?neste={listed}")
    page.get_by_role("radio", name="På jobben").check()
    page.get_by_role("radio", name="Begge").check()
    page.get_by_label("Én linje, om du vil").fill(line)
    page.get_by_label("Hvilken dag?").fill(day(clock.today() - timedelta(days=1)))
    page.get_by_label("Når på dagen?").fill("14.15")
    page.get_by_label("Hvor?").select_option("Lyngtunet hagesenter")
    page.get_by_role("textbox", name=re.compile("^Neste steg")).fill("Ringe Eva")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Én ting må rettes før vi kan lagre")).to_be_visible()
    check_axe(page)
    page.get_by_label("Når er neste steg?").fill(day(clock.today() + timedelta(days=5)))
    page.get_by_role("button", name="Lagre").click()
