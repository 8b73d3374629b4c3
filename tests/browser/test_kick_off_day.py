"""Lise runs the kick-off that is today: who is here, interviews, wishes, and what happens next for everyone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from brobygger.kernel import clock
from brobygger.loops.models import Interview, Loop, Participant, Wish
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to


@pytest.fixture
def lise(page):
    come_to_the_loops(page, "lise")
    page.get_by_role("link", name="Brovik-loopen").click()
    page.get_by_role("link", name="Åpne kick-off-dagen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kick-off i dag")
    return page


def test_lise_runs_the_day(lise, check_axe, picture):
    look_over(lise, check_axe)
    picture(lise, "kick-off-1280", full_page=True)

    lise.get_by_role("checkbox", name="Helene").check()
    lise.get_by_role("button", name="Lagre oppmøtet").click()
    expect(lise.get_by_role("main")).to_contain_text("10 av 11")
    lise.get_by_role("button", name="Lag planen på nytt").click()
    expect(lise.get_by_role("region", name="Intervjuplan")).to_contain_text("Rugbakken bakeri")
    held = list(Interview.objects.filter(loop__name__startswith="Brovik").values_list("participant", "round"))
    assert len(held) == len(set(held))

    lise.get_by_role("link", name="Skriv ut per rom").click()
    expect(lise.get_by_role("heading", level=2).first).to_have_text("Rom 1: Rugbakken bakeri")
    look_over(lise, check_axe)
    lise.go_back()
    lise.get_by_role("link", name="Skriv ut per person").click()
    look_over(lise, check_axe)


def test_the_printed_sheets_have_no_shell_and_one_page_a_room(lise):
    lise.get_by_role("link", name="Skriv ut per rom").click()

    lise.emulate_media(media="print")

    expect(lise.get_by_role("navigation", name="Hovedmeny")).to_be_hidden()
    expect(lise.get_by_text("Skriv ut siden fra nettleseren")).to_be_hidden()
    breaks = lise.get_by_role("region").evaluate_all("sheets => sheets.map(sheet => getComputedStyle(sheet).breakBefore)")
    assert breaks == ["auto", "page", "page"]


def test_links_are_sent_again_and_an_answer_is_typed(lise, check_axe):
    lise.get_by_role("button", name="Send lenken på nytt til Lyngtunet hagesenter").click()
    expect(lise.get_by_role("status").last).to_contain_text("Lenken er sendt til")
    lise.get_by_role("link", name="Skriv inn svar for en som ikke har telefon").click()
    look_over(lise, check_axe)
    lise.get_by_role("link", name="Lyngtunet hagesenter").click()
    look_over(lise, check_axe)
    expect(lise.get_by_role("radio", checked=True)).to_have_count(0)

    questions = lise.get_by_role("main").get_by_role("group")
    for place in range(questions.count()):
        questions.nth(place).get_by_role("radio", name="3").check()
    lise.get_by_role("button", name="Lagre svarene").click()

    expect(lise.get_by_role("main")).to_contain_text("8 av 12 har svart")
    loop = Loop.objects.get(name__startswith="Brovik")
    assert Wish.objects.filter(employer__loop=loop, employer__workplace__name="Lyngtunet hagesenter", side="employer", value=3).count() == 9
    lise.get_by_role("link", name="Skriv inn svar for en som ikke har telefon").click()
    lise.get_by_role("link", name="Lyngtunet hagesenter").click()
    expect(lise.get_by_role("radio", checked=True)).to_have_count(0)


def test_answers_that_come_in_show_without_leaving_the_page(lise):
    expect(lise.get_by_role("region", name="Ønsker")).to_contain_text("7 av 12 har svart")
    waiting = Wish.objects.filter(participant__loop__name__startswith="Brovik", side="candidate").values_list("participant", flat=True)
    answered = Participant.objects.filter(pk__in=set(waiting)).first()
    Wish.objects.filter(participant=answered, side="candidate").delete()

    lise.get_by_role("link", name="Se hvem som har svart nå").click()

    expect(lise.get_by_role("region", name="Ønsker")).to_contain_text("6 av 12 har svart")


def test_everyone_who_came_gets_a_next_step(lise, check_axe):
    lise.get_by_role("link", name="Neste steg for alle").click()
    look_over(lise, check_axe)
    expect(lise.get_by_role("rowheader")).to_have_text(["Amina", "Daniel", "Emil", "Marius", "Nora", "Oskar", "Sara", "Thea", "Yusuf"])

    lise.get_by_role("link", name="Skriv neste steg for Amina").click()
    look_over(lise, check_axe)
    lise.get_by_label("Hva skjer?").fill("Samtale om læreplass")
    lise.get_by_label("Hvem tar det?").select_option("Kari Moseby")
    lise.get_by_label("Innen når?").fill(f"{clock.today():%d.%m.%Y}")
    lise.get_by_role("button", name="Lagre neste steg").click()

    expect(lise.get_by_role("row", name="Amina")).to_contain_text("Kari Moseby")
    expect(lise.get_by_role("main")).to_contain_text("Ni møtte. Én har et neste steg.")


def test_the_day_can_be_run_from_the_keyboard_alone(lise):
    tab_to(lise, "Helene")
    lise.keyboard.press("Space")
    tab_to(lise, "Lagre oppmøtet")
    lise.keyboard.press("Enter")
    expect(lise.get_by_role("main")).to_contain_text("10 av 11")

    tab_to(lise, "En til har kommet")
    lise.keyboard.press("Enter")
    expect(lise.get_by_text("Be deltakeren åpne lenken sin")).to_be_visible()
    tab_to(lise, "Intervjuplan")
    tab_to(lise, "Lag planen på nytt")
    lise.keyboard.press("Enter")
    expect(lise.get_by_role("status").last).to_contain_text("Intervjuplanen er laget.")

    tab_to(lise, "Send lenken på nytt til Lyngtunet hagesenter")
    lise.keyboard.press("Enter")
    expect(lise.get_by_role("status").last).to_contain_text("Lenken er sendt til")
    tab_to(lise, "Skriv inn svar for en som ikke har telefon")
    lise.keyboard.press("Enter")
    expect(lise.get_by_role("heading", level=1)).to_have_text("Skriv inn svar")


def test_the_day_works_on_a_phone_without_script(new_page):
    phone = new_page({"width": 390, "height": 844}, java_script_enabled=False)
    come_to_the_loops(phone, "lise")
    phone.get_by_role("link", name="Brovik-loopen").click()
    phone.get_by_role("link", name="Åpne kick-off-dagen").click()

    phone.get_by_role("checkbox", name="Jakob").check()
    phone.get_by_role("button", name="Lagre oppmøtet").click()

    expect(phone.get_by_role("main")).to_contain_text("10 av 11")


def test_a_decided_loop_offers_no_buttons(page):
    come_to_the_loops(page, "lise")
    page.get_by_role("link", name="Sentrumsloopen").click()
    page.get_by_role("link", name="Åpne kick-off-dagen").click()

    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
