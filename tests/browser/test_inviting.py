"""Kari invites somebody she follows, meets the age limit, and helps with the presentation."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from brobygger.intake.models import Part, Responsibility
from brobygger.loops.models import Participant
from brobygger.parties.models import Person, Protection
from tests.browser.loop_steps import come_to_the_loops, look_over


def test_kari_invites_and_prepares_a_candidate(page, check_axe):
    come_to_the_loops(page, "kari")
    page.get_by_role("link", name="Brovik-loopen").click()
    expect(page.get_by_role("link", name="Legg til en bedrift")).to_have_count(0)
    look_over(page, check_axe)
    page.get_by_role("link", name="Inviter deltakere").click()
    look_over(page, check_axe)

    invite = page.get_by_role("button", name=re.compile("^Inviter .+")).first
    name = invite.get_attribute("aria-label").removeprefix("Inviter ")
    page.get_by_label("Søk på navn").press_sequentially(name)
    page.get_by_role("button", name=f"Inviter {name}").click()
    expect(page.get_by_role("status")).to_contain_text(f"{name} er invitert og har fått en lenke.")

    page.get_by_role("link", name="Se dem du har invitert").click()
    look_over(page, check_axe)
    page.get_by_role("button", name=f"Send lenken på nytt til {name}").click()
    expect(page.get_by_role("status")).to_contain_text("på nytt")
    page.get_by_role("link", name=name).click()
    look_over(page, check_axe)
    page.get_by_label("Slik presenterer jeg meg").fill("Jeg har angst, men liker å bake.")
    page.get_by_role("button", name="Se hvordan det blir").click()
    expect(page.get_by_role("group", name="Én ting må rettes")).to_contain_text("Dette ligner helseopplysninger")
    look_over(page, check_axe)
    page.get_by_label("Slik presenterer jeg meg").fill("Jeg liker å bake.")
    page.get_by_role("button", name="Se hvordan det blir").click()
    expect(page.get_by_role("region", name="Dette ser bedriftene")).to_contain_text("Jeg liker å bake.")
    expect(page.get_by_role("region", name="Dette ser bedriftene")).to_contain_text("Ikke lagret ennå.")
    page.get_by_label("Natt").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_label("Natt")).to_be_checked()
    assert Participant.objects.filter(presentation="Jeg liker å bake.", cannot_work=["night"]).count() == 1


def test_somebody_too_old_is_refused_with_a_sentence(page, check_axe):
    followed = Responsibility.objects.filter(user__email="kari@brovik.example", part=Part.RESPONSIBLE, ends_on=None)
    not_invited = Person.objects.filter(protection=Protection.NONE, loop_participations=None, engagements__responsibilities__in=followed)
    Person.objects.filter(pk=not_invited.order_by("pk").last().pk).update(first_name="Eldbjørg", born_on="1970-01-01")
    come_to_the_loops(page, "kari")
    page.get_by_role("link", name="Brovik-loopen").click()
    page.get_by_role("link", name="Inviter deltakere").click()
    expect(page.get_by_role("button", name="Inviter Eldbjørg")).to_have_count(0)

    page.get_by_label("Søk på navn").fill("Eldbjørg")
    page.get_by_role("button", name="Søk").click()
    page.get_by_role("button", name="Inviter Eldbjørg").click()

    expect(page.get_by_role("alert")).to_contain_text("fra 18 til og med 30 år på kick-off-dagen. Eldbjørg")
    look_over(page, check_axe)
