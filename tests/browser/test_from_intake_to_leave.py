"""Jonas takes somebody in, finds them a place, follows up and goes on leave, on a phone. Siri sees that nothing fell between chairs."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from brobygger.followup.models import Contact, ContactKind
from brobygger.intake.models import Engagement, Part, Responsibility
from brobygger.jobdev.models import Opening, OpeningState, Suggestion, SuggestionState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from brobygger.placements.models import Placement
from brobygger.placements.states import PlacementState
from tests.browser.conftest import PHONE
from tests.browser.phone_steps import log, take_along, until
from tests.kit import come_in_as, token_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from brobygger.parties.models import Person

NAME = "Selma Jorfald"  # referred two days ago, and given to Jonas


def test_a_specialists_way_with_one_person_and_what_the_leader_sees(new_page, phone, town, picture):
    window, siri = new_page(PHONE), new_page(PHONE)
    come_in_as(phone, "jonas")
    phone.goto("/i-dag/")
    picture(phone, "today-390")

    selma = take_in(phone)
    visit_with_an_opening(phone)
    suggestion = suggest(phone, window, selma)
    begin(phone, selma, suggestion)
    follow_up_three_times(phone, selma)
    phone.goto(f"/folk/{selma.public_id}/")
    picture(phone, "person-390")
    go_on_leave(phone)

    come_in_as(siri, "siri")
    siri.goto("/uka/")
    picture(siri, "week-390")
    expect(siri.get_by_role("link", name="0").and_(siri.locator('[href*="ingen-svarer"]'))).to_be_visible()
    siri.locator('[href*="ikke-kontaktet"]').first.click()
    expect(siri.get_by_text(NAME)).to_have_count(0)
    siri.goto("/inntak/")
    expect(siri.get_by_text(NAME)).to_have_count(0)


def take_in(page: Page) -> Person:
    page.goto("/inntak/")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.get_by_role("link", name="Ta inn nå").click()
    deputies = page.get_by_label("Hvem er stedfortreder?")
    deputies.select_option(deputies.get_by_role("option", name="Ahmed Sund").get_attribute("value"))
    page.get_by_role("radio", name="Jobb først, opplæring underveis").check()
    page.get_by_role("button", name="Ta inn").click()
    page.get_by_text("Selma er tatt inn. Jonas Hauglid er ansvarlig.").wait_for()
    engagement = Engagement.objects.get(intake__person__first_name="Selma", intake__person__last_name="Jorfald")
    assert Responsibility.objects.filter(engagement=engagement, part=Part.DEPUTY).count() == 1
    return engagement.person


def visit_with_an_opening(page: Page) -> None:
    page.goto("/i-dag/")
    page.get_by_role("link", name="Rugbakken bakeri").first.click()
    page.get_by_role("link", name="Skriv hvordan det gikk").click()
    page.get_by_role("radio", name="Ja", exact=True).check()
    page.get_by_text("De har en mulighet").click()
    page.get_by_role("textbox", name="Kort sagt").fill("Julebakst")
    page.get_by_role("textbox", name="Hva er arbeidet?").fill("Bake kaker og pakke varer til kundene.")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagret: du var hos Rugbakken bakeri.").wait_for()


def suggest(page: Page, window: Page, selma: Person) -> Suggestion:
    """The candidate is asked first, then agrees on what the bakery may know, and then the bakery is asked."""
    opening = Opening.objects.get(title="Julebakst")
    page.goto(f"/folk/{selma.public_id}/muligheter/{opening.public_id}/")
    page.get_by_role("textbox", name="Hva tenker du?").fill("Selma har snakket om å bake.")
    page.get_by_role("button", name="Spør Selma").click()
    page.wait_for_url("**/forslag/**")

    window.goto(f"/v/{token_of(selma)}/")  # in nynorsk, which is what Selma reads
    window.get_by_role("link", name="Ei moglegheit for deg").click()
    window.get_by_role("button", name="Ja, spør dei").click()
    suggestion = Suggestion.objects.get(opening=opening)
    until(lambda: Suggestion.objects.get(pk=suggestion.pk).state == SuggestionState.CANDIDATE_WILL, "Selma has said yes")

    page.reload()
    page.get_by_role("link", name="Velg hva Rugbakken bakeri får vite").click()
    first = page.get_by_role("region", name="Ting 1")
    first.get_by_role("textbox").fill("Vil gjerne bake.")
    first.get_by_role("radio", name="Deles med Rugbakken bakeri").check()
    page.get_by_role("button", name="Les det sammen med Selma").click()
    page.get_by_role("button", name="Selma har lest den og sier ja").click()
    page.goto(f"/forslag/{suggestion.public_id}/")
    page.get_by_role("button", name="Spør bedriften").click()
    until(lambda: Suggestion.objects.get(pk=suggestion.pk).state == SuggestionState.EMPLOYER_ASKED, "the bakery is asked")
    return suggestion


def begin(page: Page, selma: Person, suggestion: Suggestion) -> None:
    page.goto(f"/forslag/{suggestion.public_id}/")
    page.get_by_text("De har møttes allerede").click()
    page.get_by_role("radio", name="Praksisplass").check()
    page.get_by_role("textbox", name="Første dag").fill(day(clock.today()))
    page.get_by_role("button", name="Selma begynner").click()
    until(lambda: Placement.objects.filter(person=selma).exists(), "there is a placement")
    page.goto(f"/folk/{selma.public_id}/")
    page.get_by_role("button", name="Har begynt").click()
    until(lambda: Placement.objects.get(person=selma).state == PlacementState.ACTIVE, "she has begun")
    assert Opening.objects.get(pk=suggestion.opening_id).state == OpeningState.FILLED


def follow_up_three_times(page: Page, selma: Person) -> None:
    """By telephone from the day's page, at work without coverage, and out from her own page."""
    logged = Contact.objects.filter(person=selma, written_by__email="jonas@brovik.example", withdraws__isnull=True, act="")
    take_along(page)
    log(page, NAME)
    page.get_by_text("Lagret: telefon med Selma kl.").wait_for()
    take_along(page)
    page.context.set_offline(True)
    page.get_by_text("de neste dagene").click()
    log(page, NAME, "Traff henne ved ovnen.", kind="På jobben")
    page.get_by_text("Ett notat venter på telefonen.").wait_for()
    assert logged.count() == 1
    with page.expect_event("load"):  # the day's page is fetched anew, since it has changed
        page.context.set_offline(False)
    until(lambda: logged.count() == 2, "the note from without coverage is in")
    page.goto(f"/folk/{selma.public_id}/")
    page.get_by_role("button", name="Møttes ute").click()
    page.get_by_text("Lagret: møtte Selma ute kl.").wait_for()
    until(lambda: logged.count() == 3, "three are logged")
    assert set(logged.values_list("kind", flat=True)) == {ContactKind.PHONE, ContactKind.AT_WORK, ContactKind.OUT}


def go_on_leave(page: Page) -> None:
    first = clock.today() + timedelta(days=1)
    page.goto("/borte/ny/")
    page.get_by_role("textbox", name="Første dag borte").fill(day(first))
    page.get_by_role("textbox", name="Siste dag borte").fill(day(first + timedelta(days=4)))
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Disse har ingen som svarer i de dagene").wait_for()
    page.get_by_role("radio", name="Ahmed Sund").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text(day(first)).first).to_be_visible()
