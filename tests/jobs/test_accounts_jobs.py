from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from brobygger.accounts.models import SubmittedForm
from brobygger.jobs.accounts import clear_sessions, forget_forms
from brobygger.kernel import clock

pytestmark = pytest.mark.django_db


def test_the_nightly_job_forgets_the_forms_of_yesterday():
    old, fresh = (SubmittedForm.submitted.create(key=uuid4(), digest="d") for _each in range(2))
    SubmittedForm.submitted.filter(pk=old.pk).update(created_at=clock.now() - timedelta(hours=25))

    forget_forms(0)

    assert list(SubmittedForm.submitted.all()) == [fresh]


def test_the_hourly_job_clears_sessions_that_have_expired_and_no_others():
    over, open_still = SessionStore(), SessionStore()
    for each in (over, open_still):
        each["x"] = 1
        each.save()
    Session.objects.filter(session_key=over.session_key).update(expire_date=clock.now() - timedelta(minutes=1))

    clear_sessions(0)

    assert list(Session.objects.values_list("session_key", flat=True)) == [open_still.session_key]


@pytest.mark.parametrize("name", ["accounts.forget_submitted", "accounts.clear_sessions"])
def test_the_queue_asks_for_both_by_itself(name):
    asked = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}

    assert name in asked
