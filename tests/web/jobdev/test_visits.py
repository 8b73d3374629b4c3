"""Visits are planned, logged with one answer, moved and called off."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from brobygger.jobdev.models import EmployerVisit, Opening, VisitState
from brobygger.kernel import clock
from brobygger.kernel.units import day
from tests.factories import AbsenceFactory, EmployerVisitFactory, SpecialistProfileFactory
from tests.kit import address, read
from tests.web.jobdev.steps import held, outcome, plan, sending

pytestmark = pytest.mark.django_db


def test_a_colleague_reads_a_visit_but_changes_it_only_as_the_deputy_of_one_who_is_away(client, jonas, per, unit, bakery):
    visit = EmployerVisitFactory(workplace=bakery, unit=unit, visitor=per, planned_at=clock.now())

    before = read(client, address("jobdev:visit", visit))
    refused = client.get(address("jobdev:move", visit)).status_code
    SpecialistProfileFactory(user=per, usual_deputy=jonas)
    AbsenceFactory(user=per, starts_on=clock.today())
    after = read(client, address("jobdev:visit", visit))

    assert (address("jobdev:hold", visit) in before, refused) == (False, 404)
    assert address("jobdev:hold", visit) in after
    assert client.get(address("jobdev:move", visit)).status_code == 200


def test_planning_a_visit_and_pressing_twice_gives_one(client, jonas, unit, bakery, tor):
    form = sending(plan(meets=str(tor.public_id), purpose="Første besøk."))

    first, second = client.post(address("jobdev:plan", bakery), form), client.post(address("jobdev:plan", bakery), form)

    visit = EmployerVisit.objects.get()
    assert first.url == second.url == address("jobdev:visit", visit)
    assert (visit.visitor, visit.unit, visit.meets, visit.appointment.about) == (jonas, unit, tor, "Første besøk.")
    assert "kl. 10.30" in read(client, address("jobdev:visit", visit))


def test_the_same_key_from_a_phone_that_lost_the_answer_gives_one_visit(client, jonas, bakery):
    form = outcome(need="Noen som kan vaske.")

    for _sending in range(2):
        assert client.post(address("jobdev:log", bakery), sending(form)).status_code == 302

    assert EmployerVisit.objects.count() == 1


def test_the_same_key_with_other_words_is_refused_and_the_words_are_kept_for_one_more(client, jonas, bakery):
    form = outcome(need="Noen som kan vaske.")
    client.post(address("jobdev:log", bakery), sending(form))

    refused = client.post(address("jobdev:log", bakery), sending({**form, "need": "Noen som kan male."}))

    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Det er allerede lagret noe annet herfra." in page
    assert "Noen som kan male." in page
    assert EmployerVisit.objects.get().need == "Noen som kan vaske."
    new_key = re.search(r'name="key" value="([^"]+)"', page)[1]
    client.post(address("jobdev:log", bakery), sending({**form, "need": "Noen som kan male.", "key": new_key}))
    assert EmployerVisit.objects.count() == 2


def test_a_visit_is_logged_with_one_answer(client, jonas, unit, bakery):
    answer = client.post(address("jobdev:log", bakery), sending(outcome(spoke_with_decider="nei")))

    visit = EmployerVisit.objects.get()
    assert answer.url == address("jobdev:employer", bakery)
    assert (visit.state, visit.spoke_with_decider, visit.unit, visit.visitor) == (VisitState.HELD, False, unit, jonas)
    assert f"Du var her {day(clock.today())}." in read(client, address("jobdev:employer", bakery))


def test_a_visit_without_the_answer_is_not_saved(client, jonas, bakery):
    answer = client.post(address("jobdev:log", bakery), sending(outcome(spoke_with_decider="", need="Noen som kan vaske.")))

    assert answer.status_code == 422
    assert "Noen som kan vaske." in answer.content.decode()
    assert not EmployerVisit.objects.exists()


def test_a_visit_gives_an_opening_in_the_same_breath_and_a_next_step(client, jonas, bakery, tor):
    soon = day(clock.today() + timedelta(days=7))
    form = outcome(meets=str(tor.public_id), next_step="Ring Tor", next_step_on=soon, title="Dekkskift", tasks="Skifte dekk.")

    client.post(address("jobdev:log", bakery), sending(form))

    visit, opening = EmployerVisit.objects.get(), Opening.objects.get()
    assert (opening.visit, opening.owner, visit.meets) == (visit, jonas, tor)
    page = read(client, address("jobdev:employer", bakery))
    assert "Dekkskift" in page
    assert "Ring Tor" in page


def test_an_opening_without_tasks_is_refused_and_nothing_is_saved(client, jonas, bakery):
    answer = client.post(address("jobdev:log", bakery), sending(outcome(title="Dekkskift")))

    assert answer.status_code == 422
    assert "Skriv hva arbeidet er." in answer.content.decode()
    assert not EmployerVisit.objects.exists()


def test_a_visit_on_another_day_is_logged_at_noon_or_at_its_time(client, jonas, bakery):
    yesterday = clock.today() - timedelta(days=1)

    client.post(address("jobdev:log", bakery), sending(outcome(on=day(yesterday))))
    client.post(address("jobdev:log", bakery), sending(outcome(on=day(yesterday), at="14.15")))

    moments = [visit.held_at.astimezone(clock.OSLO) for visit in EmployerVisit.objects.order_by("pk")]
    assert [(moment.date(), f"{moment:%H.%M}") for moment in moments] == [(yesterday, "12.00"), (yesterday, "14.15")]


def test_the_moment_a_phone_kept_counts(client, jonas, bakery):
    moment = (clock.now() - timedelta(hours=5)).replace(microsecond=0)

    client.post(address("jobdev:log", bakery), sending(outcome(happened_at=moment.isoformat())))

    assert EmployerVisit.objects.get().held_at == moment


def test_a_national_id_is_refused(client, jonas, bakery):
    answer = client.post(address("jobdev:log", bakery), sending(outcome(need="Ring 15076500565 i morgen.")))

    assert answer.status_code == 422
    assert not EmployerVisit.objects.exists()


def test_a_planned_visit_is_logged_moved_and_called_off(client, jonas, unit, bakery):
    moved, made = EmployerVisitFactory.create_batch(2, workplace=bakery, unit=unit, visitor=jonas, planned_at=clock.now())
    later = clock.today() + timedelta(days=4)

    client.post(address("jobdev:move", moved), sending({"on": day(later), "at": ""}))
    moved.refresh_from_db()
    page = read(client, address("jobdev:visit", moved))
    client.post(address("jobdev:call_off", moved), sending({}))
    client.post(address("jobdev:hold", made), sending(outcome(need="Vask.")))

    moved.refresh_from_db(), made.refresh_from_db()
    assert f'en gang <span class="bb-nowrap">{day(later)}' in page
    assert (moved.state, made.state, made.need) == (VisitState.CALLED_OFF, VisitState.HELD, "Vask.")
    assert client.get(address("jobdev:hold", made)).url == address("jobdev:visit", made)
    assert "kan ikke bli «avlyst»" in client.post(address("jobdev:call_off", made), sending({}), follow=True).content.decode()


def test_the_next_step_is_done_with_one_button(client, jonas, unit, bakery):
    visit = held(1, workplace=bakery, unit=unit, visitor=jonas, next_step="Ring Tor", next_step_on=clock.today())

    client.post(address("jobdev:next_step_done", visit), sending({}))

    visit.refresh_from_db()
    assert visit.next_step_done_at is not None
    assert "Gjort" in read(client, address("jobdev:visit", visit))
