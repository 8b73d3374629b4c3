from __future__ import annotations

from uuid import uuid4

import pytest

from brobygger.audit.models import Entry
from tests.kit import once_of
from tests.web.window.scenes import candidate_url, kick_off_scene

pytestmark = pytest.mark.django_db


def test_an_answer_sent_twice_is_carried_out_once(client):
    scene = kick_off_scene(days_ahead=7)
    page = client.get(candidate_url(scene.amina)).content.decode()
    sent = {"answer": "yes", "once": once_of(page)}

    first = client.post(candidate_url(scene.amina, "answer"), sent)
    second = client.post(candidate_url(scene.amina, "answer"), sent)

    assert first.url == second.url
    assert Entry.objects.filter(event="loops.invitation_accepted").count() == 1


def test_a_refused_form_leaves_nothing_half_done(client):
    scene = kick_off_scene(days_ahead=7, said_yes=True)

    answer = client.post(candidate_url(scene.amina, "presentation"), {"travel_limit_km": "langt", "once": str(uuid4())})

    assert answer.status_code == 422
    assert not Entry.objects.filter(event="loops.candidate_prepared").exists()
