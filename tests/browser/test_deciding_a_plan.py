"""From the last wishes to a decided plan: phones, reasons, a price, a decision, a print, and what each side sees afterwards."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from brobygger.access.links import link_token
from brobygger.demo.cast import person_id
from brobygger.kernel import clock
from brobygger.loops.kick_off.actions.wishes import give_candidate_wishes
from brobygger.loops.kick_off.queries import turned_up
from brobygger.loops.models import Loop, NextStep, Participant, Stay
from brobygger.loops.queries import committed_employers
from brobygger.loops.states import LoopState
from brobygger.parties.models import Person, Role, SignedLink
from brobygger.proposals.models import Proposal
from tests.browser.conftest import DESK, PHONE, arrive
from tests.browser.loop_steps import come_to_the_loops, look_over, tab_to


def todays_loop() -> Loop:
    return Loop.objects.select_related("coordinator").get(name__startswith="Brovik-loopen")


def window_of(person: Person, role: Role) -> str:
    return f"/v/{link_token(SignedLink.objects.get(person=person, role=role))}/"


def rest_of_the_candidates_answer(loop: Loop, *, but: Participant) -> None:
    for number, participant in enumerate(turned_up(loop)):
        if participant.wishes_given_at is None and participant.pk != but.pk:
            values = [(5, 4, 3), (4, 5, 3), (3, 4, 5)][number % 3]
            wishes = dict(zip(committed_employers(loop), values, strict=True))
            give_candidate_wishes(participant, wishes=wishes, now=clock.now(), actor=participant.person)


def wish_on_a_phone(phone, window: str, link: str, heading: str) -> None:
    """Open the letter's link and give everyone on the list a number."""
    phone.goto(window)
    phone.get_by_role("link", name=link).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(heading)
    arrive(phone)
    questions = phone.get_by_role("main").get_by_role("group")
    for place in range(questions.count()):
        questions.nth(place).get_by_role("radio", name="4").check()
    phone.get_by_role("button", name="Lagre ønskene").click()
    expect(phone.get_by_role("status").last).to_be_visible()


@pytest.fixture
def wished(new_page):
    """The last employer and the last candidate answer on their own phones; nobody signs in to do so."""
    loop = todays_loop()
    phone = new_page(PHONE, has_touch=True, is_mobile=True)
    nora = Participant.objects.select_related("person").get(loop=loop, person__first_name="Nora")
    rest_of_the_candidates_answer(loop, but=nora)
    garden = next(row for row in committed_employers(loop) if row.workplace.name == "Lyngtunet hagesenter")
    wish_on_a_phone(phone, window_of(nora.person, Role.CANDIDATE), "Si hvor du vil være", "Hvor vil du helst være?")
    wish_on_a_phone(phone, window_of(garden.contact, Role.EMPLOYER), "Si hva dere ønsker", "Hvem vil dere gjerne ha hos dere?")
    return loop


@pytest.fixture
def lise(page):
    come_to_the_loops(page, "lise")
    page.get_by_role("link", name="Brovik-loopen").click()
    page.get_by_role("list", name="Steg i loopen").get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Planen for året")
    return page


def test_lise_makes_the_plan_sees_a_price_decides_and_everybody_sees_their_own(wished, lise, new_page, check_axe, picture):
    lise.get_by_role("button", name="Lag planen").click()
    expect(lise.get_by_role("main")).to_contain_text("Alle 18 plassene er fylt.")
    expect(lise.get_by_role("img", name="Planen som hjul")).to_be_visible()
    expect(lise.get_by_role("region", name="Hvorfor planen er slik")).to_contain_text("begynner hos")
    look_over(lise, check_axe)
    lise.set_viewport_size(DESK | {"height": 1240})
    picture(lise, "plan-1280")
    lise.set_viewport_size(DESK)

    walk = Proposal.objects.filter(subject_id=wished.public_id).latest("pk").result["plan"]["paths"][0]
    pinned = Participant.objects.select_related("person").get(public_id=walk["candidate"])
    elsewhere = next(row for row in committed_employers(wished) if str(row.public_id) == walk["stays"][1])
    lise.get_by_label("Deltaker", exact=True).select_option(label=pinned.person.first_name)
    lise.get_by_label("Bedrift", exact=True).select_option(label=elsewhere.workplace.name)
    lise.get_by_role("button", name="Se hva det koster").click()
    price = lise.get_by_role("status").filter(has_text="Hvis ")
    expect(price).to_contain_text(f"Hvis {pinned.person.first_name} begynner hos {elsewhere.workplace.name}")
    expect(price).to_contain_text("opphold flyttes")
    look_over(lise, check_axe)

    lise.get_by_role("button", name="Bruk endringen").click()
    expect(lise.get_by_text(re.compile("låst som første sted"))).to_be_visible()
    lise.get_by_role("button", name="Vedta planen").click()
    expect(lise.get_by_role("link", name="Skriv hvorfor du avviker fra forslaget")).to_be_visible()
    check_axe(lise)
    lise.get_by_label("Hvorfor avviker du fra forslaget?").fill("De kjenner hverandre fra før og ba om det.")
    lise.get_by_role("button", name="Vedta planen").click()
    expect(lise.get_by_role("heading", name="Planen er vedtatt")).to_be_visible()
    expect(lise.get_by_role("main")).to_contain_text("De kjenner hverandre fra før og ba om det.")
    look_over(lise, check_axe)

    lise.get_by_role("link", name="Se neste steg for alle").click()
    names = [row.person.first_name for row in turned_up(wished)]
    for name in names:
        expect(lise.get_by_role("main")).to_contain_text(name)
    assert NextStep.objects.filter(loop=wished, participant__isnull=False).count() == len(names) == 9
    wished.refresh_from_db()
    assert wished.state == LoopState.DECIDED

    sees_only_their_own(new_page, wished, check_axe, picture)


def sees_only_their_own(new_page, loop: Loop, check_axe, picture) -> None:
    phone = new_page(PHONE, has_touch=True, is_mobile=True)
    amina = Participant.objects.select_related("person").get(loop=loop, person__public_id=person_id("amina"))
    phone.goto(window_of(amina.person, Role.CANDIDATE))
    main = phone.get_by_role("main")
    expect(main).to_contain_text("Lise Dalby")
    others = [row.person.first_name for row in turned_up(loop) if row.pk != amina.pk]
    text = main.inner_text()
    assert not [name for name in others if re.search(rf"\b{name}\b", text)]
    check_axe(phone)
    picture(phone, "candidate-390", full_page=True)

    tor = Person.objects.get(public_id=person_id("tor"))
    phone.goto(window_of(tor, Role.EMPLOYER))
    phone.get_by_role("link", name=re.compile(f"^{loop.name}")).click()
    arriving = set(
        Stay.objects.filter(employer__contact=tor, participant__loop=loop).values_list("participant__person__first_name", flat=True)
    )
    expect(phone.get_by_role("region", name="Hvem som kommer når")).to_be_visible()
    arrive(phone)
    text = phone.get_by_role("main").inner_text()
    assert arriving
    assert all(name in text for name in arriving)
    assert not [word for word in ("Verkstedet", "Elvekroken", "NAV", "født", " år gammel") if word in text]
    check_axe(phone)
    picture(phone, "employer-390", full_page=True)


def test_the_print_has_the_wheel_and_the_table_and_no_reasons(wished, lise, check_axe, picture):
    lise.get_by_role("button", name="Lag planen").click()
    lise.get_by_role("link", name="Skriv ut hjulet").click()
    look_over(lise, check_axe)

    lise.emulate_media(media="print")

    expect(lise.get_by_role("img", name="Planen som hjul")).to_be_visible()
    expect(lise.get_by_role("row")).to_have_count(7)
    expect(lise.get_by_role("navigation", name="Hovedmeny")).to_be_hidden()
    assert "ønsk" not in lise.get_by_role("main").inner_text().replace("Begrunnelser og ønsker er ikke med.", "")


def test_the_plan_is_made_and_one_way_followed_by_keyboard_alone(wished, lise):
    tab_to(lise, "Lag planen")
    lise.keyboard.press("Enter")
    expect(lise.get_by_role("img", name="Planen som hjul")).to_be_visible()

    tab_to(lise, "Alle")
    lise.keyboard.press("ArrowRight")

    first = lise.get_by_role("group", name="Følg én vei, eller se alle").get_by_role("radio").nth(1)
    expect(first).to_be_checked()
    ways = lise.get_by_role("img", name="Planen som hjul").evaluate(
        "wheel => [...wheel.querySelectorAll('.bb-way')].map(way => getComputedStyle(way).opacity)"
    )
    assert "1" in ways
    assert set(ways) != {"1"}
    tab_to(lise, "Vedta planen")


def test_the_command_makes_the_same_plan_from_what_the_proposal_was_worked_out_from(wished, lise, tmp_path):
    lise.get_by_role("button", name="Lag planen").click()
    expect(lise.get_by_role("img", name="Planen som hjul")).to_be_visible()
    file = tmp_path / "loop.json"
    file.write_text(json.dumps(Proposal.objects.filter(subject_id=wished.public_id).latest("pk").inputs), encoding="utf-8")

    answer = subprocess.run(
        [sys.executable, "-m", "brobygger.cli", "plan-loop", str(file)], capture_output=True, text=True, check=True, timeout=60
    )

    made = json.loads(answer.stdout)
    shown = Proposal.objects.filter(subject_id=wished.public_id).latest("pk").result["plan"]
    assert made["status"] == "optimal"
    assert made["paths"] == shown["paths"]
    assert made["objective"] == shown["objective"]
    assert all(reason["because"].endswith(".") for reason in made["reasons"])
