"""An employer's own pages, from the tasks to who comes when. No sign-in anywhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from brobygger.loops.models import Side, Task, Wish
from brobygger.loops.states import LoopState
from brobygger.parties.models import Role
from tests.browser.conftest import DESK, PHONE
from tests.factories import DecisionFactory, InterviewFactory, StayFactory, TaskMarkFactory
from tests.kit import token_of
from tests.web.window.scenes import employer_url, kick_off_scene

SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])


@SIZES
def test_an_employer_writes_its_tasks_and_places(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(days_ahead=7)
    Task.objects.filter(employer=scene.bakery).delete()

    page.goto(employer_url(scene.bakery))
    expect(page.get_by_role("heading", name="Hei, Tor")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Skriv oppgavene").click()
    page.get_by_role("textbox", name="Oppgave 1", exact=True).fill("Lage deig")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("link", name="Skriv tre til ti oppgaver. Du har skrevet 1.")).to_be_visible()
    check_axe(page)
    page.get_by_role("textbox", name="Oppgave 2", exact=True).fill("Pakke brød")
    page.get_by_role("textbox", name="Oppgave 3", exact=True).fill("Stå i kassa")
    picture(page, f"vindu-bedrift-oppgaver-{size['width']}", full_page=True)
    page.get_by_role("button", name="Lagre").click()

    expect(page.get_by_text("Oppgavene er lagret.")).to_be_visible()
    assert list(scene.bakery.tasks.values_list("text", flat=True)) == ["Lage deig", "Pakke brød", "Stå i kassa"]


@SIZES
def test_an_employer_reads_about_those_it_meets_and_wishes_in_private(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(turned_up=True, names=("Amina", "Bo", "Sara"), presentation="Jeg vil lære å bake brød, og stå i butikken.")
    for number, participant in enumerate(scene.participants):
        InterviewFactory(loop=scene.loop, participant=participant, employer=scene.bakery, round=number)
        for task in scene.bakery.tasks.all():
            TaskMarkFactory(participant=participant, task=task, mark="want")

    page.goto(employer_url(scene.bakery))
    expect(page.get_by_role("region", name="Samtalene hos dere").get_by_text("Sara")).to_be_visible()
    check_axe(page)
    picture(page, f"vindu-bedrift-dagen-{size['width']}", full_page=True)
    page.get_by_role("link", name="De dere møter").click()
    expect(page.get_by_role("article").first.get_by_text("Amina", exact=True)).to_be_visible()
    expect(page.get_by_text("Hemmelig")).to_have_count(0)
    check_axe(page)
    picture(page, f"vindu-bedrift-moter-{size['width']}", full_page=True)
    page.get_by_role("link", name="Siden vår").click()
    page.get_by_role("link", name="Si hva dere ønsker").click()
    for name, value in [("Amina", "5 helst hos oss"), ("Bo", "3"), ("Sara", "0 ikke hos oss")]:
        page.get_by_role("group", name=name).get_by_role("radio", name=value).check()
    check_axe(page)
    picture(page, f"vindu-bedrift-onsker-{size['width']}", full_page=True)
    page.get_by_role("button", name="Lagre ønskene").click()

    expect(page.get_by_text("Ønskene er lagret.")).to_be_visible()
    wishes = Wish.objects.filter(employer=scene.bakery, side=Side.EMPLOYER)
    assert dict(wishes.values_list("participant__person__first_name", "value")) == {"Amina": 5, "Bo": 3, "Sara": 0}


@SIZES
def test_an_employer_sees_who_comes_when(new_page, check_axe, picture, size):
    page = new_page(size)
    scene = kick_off_scene(turned_up=True)
    scene.loop.state, scene.loop.decision = LoopState.DECIDED, DecisionFactory()
    scene.loop.save()
    StayFactory(participant=scene.amina, employer=scene.bakery, starts_on=scene.loop.starts_on)

    page.goto(employer_url(scene.bakery))

    expect(page.get_by_role("region", name="Hvem som kommer når").get_by_text("Amina")).to_be_visible()
    expect(page.get_by_text("Bo", exact=True)).to_have_count(0)
    check_axe(page)
    picture(page, f"vindu-bedrift-kommer-{size['width']}", full_page=True)


@SIZES
def test_a_mentor_finds_whom_to_call(new_page, check_axe, size):
    page = new_page(size)
    scene = kick_off_scene()

    page.goto(f"/v/{token_of(scene.bakery.contact, Role.MENTOR)}/")

    expect(page.get_by_text("Her er det ingenting for deg ennå")).to_be_visible()
    check_axe(page)
