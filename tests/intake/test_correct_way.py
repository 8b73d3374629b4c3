from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError

from brobygger.audit.models import Entry
from brobygger.intake.actions.describing import WAY_FIELDS, correct_way
from brobygger.intake.models import Engagement, Pathway
from brobygger.parties.changes import changes_of
from tests.factories import EngagementFactory

JOB, TRAINING = Pathway.PLACE_THEN_TRAIN, Pathway.TRAIN_THEN_PLACE


@pytest.fixture
def engagement(db):
    return EngagementFactory(pathway=JOB)


def test_the_way_is_put_right_and_the_history_says_what_stood_there_and_who_did_it(engagement, scene):
    correct_way(engagement, pathway=TRAINING, worked_lately=None, hours_wished=Decimal("22.5"), actor=scene.jonas)

    found = {each.field: (each.before, each.after, each.by) for each in changes_of(engagement, fields=WAY_FIELDS)}
    assert found == {"pathway": (JOB, TRAINING, scene.jonas), "hours_wished": (None, Decimal("22.5"), scene.jonas)}
    assert Entry.objects.get(event="intake.way_corrected").facts["fields"] == "pathway+hours_wished"


def test_not_known_can_become_known_and_not_known_again(engagement, scene):
    correct_way(engagement, pathway=JOB, worked_lately=False, hours_wished=None, actor=scene.jonas)
    correct_way(engagement, pathway=JOB, worked_lately=None, hours_wished=None, actor=scene.jonas)

    assert [(each.before, each.after) for each in changes_of(engagement, fields=WAY_FIELDS)] == [(False, None), (None, False)]


def test_saving_what_stands_there_leaves_no_trace(engagement, scene):
    correct_way(engagement, pathway=JOB, worked_lately=None, hours_wished=None, actor=scene.jonas)

    assert not Entry.objects.filter(event="intake.way_corrected").exists()


@pytest.mark.parametrize("wrong", [{"pathway": "sideways"}, {"hours_wished": 0}, {"hours_wished": Decimal("60.5")}])
def test_the_database_refuses_what_is_no_way_and_no_hours_of_a_week(engagement, wrong):
    with pytest.raises(IntegrityError):
        Engagement.objects.filter(pk=engagement.pk).update(**wrong)
