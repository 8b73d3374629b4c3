"""A note the server does not take is kept, with what it said and what to do; and one sent when the session is over waits for the next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.sessions.models import Session

from brobygger.followup.models import ContactKind
from brobygger.intake.models import Responsibility
from brobygger.kernel import clock
from tests.browser.phone_steps import lines, log, row_of, take_along, two_people, until
from tests.kit import come_in_as

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

CONFLICT = "Et annet notat er lagret fra det samme skjemaet. Åpne skjemaet på nytt, og skriv dette en gang til."


@pytest.fixture
def people(town):
    return two_people()


def end_the_session() -> None:
    """What an hour at the coffee machine does."""
    for row in Session.objects.all():
        content = row.get_decoded()
        if "seen_at" in content:
            content["seen_at"] = (clock.now() - timedelta(minutes=61)).timestamp()
            row.session_data = Session.objects.encode(content)
            row.save()


def test_a_note_after_the_session_ended_waits_and_goes_by_itself_once_signed_in(phone: Page, people):
    come_in_as(phone, "jonas")
    take_along(phone)

    end_the_session()
    log(phone, "Henrik", "Skrevet for sent.")
    phone.get_by_text("Ett notat venter på telefonen. Logg inn, så sendes de.").wait_for()
    assert lines() == []
    phone.get_by_role("link", name="Logg inn").click()
    phone.get_by_role("heading", name="Logg inn").first.wait_for()
    assert "Henrik" not in phone.content()
    come_in_as(phone, "jonas")
    until(lines, "the note is in")

    assert lines() == ["Skrevet for sent."]
    until(lambda: phone.get_by_text("venter på telefonen").count() == 0, "nothing waits")


def test_refused_notes_stay_with_what_was_said_and_can_be_put_right_or_thrown_away(phone: Page, people, check_axe, picture):
    come_in_as(phone, "jonas")
    take_along(phone)
    phone.context.set_offline(True)
    log(phone, "Nora", "Overført imens.")
    phone.get_by_text("Ett notat venter på telefonen.").wait_for()
    log(phone, "Henrik", "Han har angst.")
    phone.get_by_text("To notater venter på telefonen.").wait_for()
    Responsibility.objects.filter(engagement=people["Nora"]).delete()

    phone.context.set_offline(False)
    phone.goto("/i-dag/")
    phone.get_by_text("To notater kom ikke inn.").wait_for()
    phone.get_by_role("link", name="Se dem").click()
    phone.get_by_role("heading", name="Notater som ikke kom inn").wait_for()
    gone, health = row_of(phone, "Telefon med Nora"), row_of(phone, "Telefon med Henrik")
    gone.get_by_text("Du følger ikke opp denne personen lenger.").wait_for()
    health.get_by_text("Dette ligner helseopplysninger: «angst».").wait_for()
    check_axe(phone)
    picture(phone, "kom-ikke-inn-390", full_page=True)
    health.get_by_label("Det du skrev").fill("Han vil begynne rolig.")
    health.get_by_role("button", name="Send på nytt").click()
    until(lines, "the note is in once it is put right")
    gone.get_by_role("button", name="Kast notatet").click()
    phone.get_by_role("dialog").get_by_role("button", name="Behold det").click()
    assert gone.count() == 1
    gone.get_by_role("button", name="Kast notatet").click()
    phone.get_by_role("dialog").get_by_role("button", name="Kast notatet").click()
    phone.get_by_text("Notater som ikke kom inn").wait_for(state="hidden")

    assert lines() == ["Han vil begynne rolig."]


def test_a_note_whose_key_belongs_to_another_note_is_kept_and_gets_a_new_key(phone: Page, people):
    come_in_as(phone, "jonas")
    take_along(phone)
    keys = []

    def take_the_key(route: Route) -> None:
        """Somebody has stored another note under the very key before it arrives."""
        fields = route.request.post_data
        keys.append(fields)
        route.fetch(post_data=fields.replace("Det+riktige", "Noe+annet"))
        route.continue_()

    phone.route("**/logg/", take_the_key, times=1)
    log(phone, "Henrik", "Det riktige", kind="Møttes ute")
    phone.get_by_text(CONFLICT).wait_for()
    assert lines() == ["Noe annet"]
    row_of(phone, "Møtte Henrik ute").get_by_role("button", name="Send på nytt").click()
    until(lambda: len(lines()) == 2, "it is in under a key of its own")

    assert lines() == ["Noe annet", "Det riktige"] or lines() == ["Det riktige", "Noe annet"]
    assert len(keys) == 1
    assert people["Henrik"].contacts.filter(kind=ContactKind.OUT).count() == 2
