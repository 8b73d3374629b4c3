from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.kernel.units import day

SHEET = reverse("pages:specimens")
WINDOW = reverse("pages:specimen_window")
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PUBLIC = [reverse("pages:front"), reverse("pages:privacy"), reverse("pages:accessibility")]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_component(new_page, check_axe, size, scheme):
    page = new_page(size, color_scheme=scheme)

    for path in [SHEET, WINDOW, "/finnes-ikke/", *PUBLIC]:
        page.goto(path)
        check_axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the window"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "phone"])
def test_a_form_with_mistakes_is_swapped_in_and_read_from_the_top(new_page, check_axe, size):
    page = new_page(size)
    page.goto(SHEET)
    page.get_by_label("Hva trengs på jobben?").fill("Han har angst")

    page.get_by_role("button", name="Lagre plassen").click()

    summary = page.get_by_role("group", name="ting må rettes før vi kan lagre")
    summary.wait_for()
    expect(summary).to_be_focused()
    expect(page.get_by_text("Dette ligner helseopplysninger: «angst»")).to_have_count(2)
    check_axe(page)
    summary.get_by_role("link", name="Skriv når Henrik begynner").click()
    expect(page.get_by_label("Når begynner han?")).to_be_focused()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["wide", "phone"])
def test_a_day_is_pressed_rather_than_typed(new_page, size):
    page = new_page(size)
    page.goto(SHEET)
    box, today = page.get_by_label("Når begynner han?"), day(clock.today())
    press_today = page.get_by_role("button", name=f"I dag, {today}")

    box.focus()
    page.keyboard.press("Tab")
    expect(press_today).to_be_focused()
    page.keyboard.press("Enter")

    expect(box).to_have_value(today)
    expect(press_today).to_have_attribute("aria-pressed", "true")
    assert press_today.bounding_box()["height"] >= 44
    page.get_by_role("button", name="I morgen").click()
    expect(box).to_have_value(day(clock.today() + timedelta(days=1)))
    expect(press_today).to_have_attribute("aria-pressed", "false")
    box.fill("fredag")
    expect(page.get_by_role("button", name="I morgen")).to_have_attribute("aria-pressed", "false")


def test_without_script_there_is_no_button_that_does_nothing(new_page):
    page = new_page(DESK, java_script_enabled=False)
    page.goto(SHEET)

    expect(page.get_by_label("Når begynner han?")).to_be_visible()
    expect(page.get_by_role("button", name="I morgen")).to_have_count(0)


def test_the_form_works_without_script(new_page):
    page = new_page(DESK, java_script_enabled=False)
    page.goto(SHEET)
    page.get_by_label("Hva trengs på jobben?").fill("Han har angst")
    page.get_by_role("button", name="Lagre plassen").click()

    page.get_by_role("checkbox", name="Jeg har lest gjennom, lagre likevel").check()
    page.get_by_role("button", name="Lagre plassen").click()

    expect(page).to_have_title("Må rettes: Mønster – Brobygger")
    expect(page.get_by_role("checkbox", name="Jeg har lest gjennom")).to_have_count(0)
    expect(page.get_by_label("Hva trengs på jobben?")).to_have_value("Han har angst")


def test_the_keyboard_goes_from_the_skip_link_through_everything_in_order(page):
    page.goto(SHEET)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Loopene")).to_be_focused()
    reached = 0
    while page.evaluate("document.activeElement !== document.body") and reached < 100:
        page.keyboard.press("Tab")
        reached += 1
    assert reached > 25
    assert reached < 100


def test_nothing_is_sent_twice_by_an_impatient_hand(page):
    page.goto(SHEET)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    page.get_by_role("button", name="Ring meg").dblclick()
    page.get_by_role("heading", name="Mønster").wait_for()

    assert len(sent) == 1


def test_the_language_is_chosen_at_the_foot_of_any_page(page):
    page.goto(PUBLIC[1])

    page.get_by_role("button", name="Nynorsk").click()

    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.lang") == "nn"
    assert page.url.endswith(PUBLIC[1])


def test_paper_gets_the_content_and_not_the_shell(page):
    page.goto(SHEET)

    page.emulate_media(media="print")

    assert page.get_by_role("heading", name="Planen som tabell").is_visible()
    assert not page.get_by_role("button", name="Lagre plassen").is_visible()
    assert not page.get_by_role("link", name="Personvern").is_visible()
