from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from brobygger.audit.models import Entry
from brobygger.jobdev.actions.openings import (
    OpeningCard,
    close_opening,
    correct_opening,
    fill_opening,
    find_opening,
    follow_up_opening,
    reopen_opening,
    tell_of_opening,
)
from brobygger.jobdev.letters import is_open
from brobygger.jobdev.models import Opening, OpeningState
from brobygger.jobdev.queries import who_hears_from
from brobygger.kernel.errors import DomainError
from brobygger.outbox.letters import Page
from brobygger.outbox.models import Message
from tests.factories import (
    A_MOMENT,
    AbsenceFactory,
    EmployerRelationFactory,
    OpeningFactory,
    PersonFactory,
    UnitFactory,
    UserFactory,
    WorkplaceFactory,
)

pytestmark = pytest.mark.django_db
TODAY = A_MOMENT.date()
LATER = A_MOMENT + timedelta(days=3)
TYRES = OpeningCard(title="Dekkskift", tasks="Skifte dekk og rydde.", hours_per_week=15, work_times=("day",), starts_on=TODAY, places=2)


def find(card=TYRES, **named):
    user = UserFactory()
    return find_opening(WorkplaceFactory(), unit=UnitFactory(), owner=user, card=card, now=A_MOMENT, actor=user, **named)


def test_an_opening_keeps_what_it_is_and_counts_as_followed_up_when_it_is_found():
    opening = find()

    opening.refresh_from_db()
    assert (opening.tasks, opening.hours_per_week, opening.work_times, opening.places) == (TYRES.tasks, 15, ["day"], 2)
    assert (opening.state, opening.followed_up_at, opening.told_by) == (OpeningState.OPEN, A_MOMENT, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tasks": "  "}, "tasks"),
        ({"title": ""}, "title"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"places": 0}, "places"),
        ({"hours_per_week": 61}, "hours_per_week"),
    ],
)
def test_an_opening_that_cannot_be_is_refused_at_its_field(change, field):
    with pytest.raises(DomainError) as refusal:
        find(replace(TYRES, **change))

    assert refusal.value.field == field
    assert not Opening.objects.exists()


def test_an_employer_who_tells_reaches_the_one_who_answers_with_one_letter():
    tor, jonas, hanne = PersonFactory(), UserFactory(), UserFactory()
    relation = EmployerRelationFactory(responsible=jonas, deputy=hanne)
    AbsenceFactory(user=jonas, starts_on=TODAY)

    found = who_hears_from(relation.workplace, today=TODAY)
    opening = tell_of_opening(relation.workplace, unit=relation.unit, owner=found.answers, card=TYRES, now=A_MOMENT, actor=tor)

    assert (opening.owner, opening.told_by, opening.unit) == (hanne, tor, relation.unit)
    message = Message.objects.get()
    assert (message.template, message.recipient_address) == ("jobdev/opening_told", hanne.email)
    assert (message.page, message.page_of) == (Page.OPENING, opening.public_id)


def test_when_both_are_away_the_responsible_one_hears_and_with_no_relation_nobody():
    jonas, hanne = UserFactory(), UserFactory()
    relation = EmployerRelationFactory(responsible=jonas, deputy=hanne)
    for user in (jonas, hanne):
        AbsenceFactory(user=user, starts_on=TODAY)

    found = who_hears_from(relation.workplace, today=TODAY)

    assert (found.answers, found.responsible) == (None, jonas)
    assert who_hears_from(WorkplaceFactory(), today=TODAY) is None


def test_the_letter_applies_until_the_opening_is_no_longer_open():
    opening = OpeningFactory()
    before = is_open(opening.public_id, TODAY)

    fill_opening(opening, actor=opening.owner)

    assert (before, is_open(opening.public_id, TODAY)) == (True, False)


def test_following_up_moves_the_moment_and_only_for_an_open_one():
    opening = OpeningFactory()

    follow_up_opening(opening, now=LATER, actor=opening.owner)
    close_opening(opening, actor=opening.owner)

    with pytest.raises(DomainError, match="ikke åpen lenger"):
        follow_up_opening(opening, now=LATER + timedelta(days=1), actor=opening.owner)
    opening.refresh_from_db()
    assert opening.followed_up_at == LATER


def test_an_opening_is_filled_or_closed_and_opens_again():
    opening = OpeningFactory()

    fill_opening(opening, actor=opening.owner)
    with pytest.raises(DomainError, match="Muligheten er «fylt»"):
        close_opening(opening, actor=opening.owner)
    reopen_opening(opening, now=LATER, actor=opening.owner)

    opening.refresh_from_db()
    assert (opening.state, opening.followed_up_at) == (OpeningState.OPEN, LATER)
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == ["jobdev.opening_filled", "jobdev.opening_reopened"]


def test_an_opening_is_put_right_and_the_history_keeps_what_stood_there():
    opening, hanne = OpeningFactory(tasks="Skifte dekk."), UserFactory()

    correct_opening(opening, card=replace(TYRES, ends_on=date(2030, 1, 1)), owner=hanne, now=LATER, actor=opening.owner)

    opening.refresh_from_db()
    assert (opening.tasks, opening.owner, opening.ends_on, opening.followed_up_at) == (TYRES.tasks, hanne, date(2030, 1, 1), LATER)
    assert Opening.pgh_event_model.objects.filter(pgh_obj=opening, tasks="Skifte dekk.").exists()
