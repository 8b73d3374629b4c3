from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from brobygger.appointments.feeds import feed_of, follow, follow_no_more
from brobygger.appointments.models import CalendarFeed
from brobygger.audit.models import Entry
from brobygger.kernel.clock import OSLO
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 10, 0, tzinfo=OSLO)


@pytest.fixture
def jonas():
    return UserFactory(name="Jonas Hauglid")


def events():
    return list(Entry.objects.order_by("pk").values_list("event", flat=True))


def test_the_secret_opens_the_feed_and_lies_nowhere_in_the_database(jonas):
    secret = follow(jonas, now=NOW, actor=jonas)

    feed = feed_of(secret)
    assert feed.user == jonas
    assert len(secret) == 43  # 32 octets
    assert secret not in str([*CalendarFeed.objects.values(), *Entry.objects.values()])


def test_a_new_secret_closes_the_old_one_and_both_are_in_the_log(jonas):
    old = follow(jonas, now=NOW, actor=jonas)
    new = follow(jonas, now=NOW, actor=jonas)

    assert feed_of(old) is None
    assert feed_of(new).user == jonas
    assert events() == ["appointments.feed_made", "appointments.feed_renewed"]


def test_stopping_closes_it_and_stopping_again_changes_nothing(jonas):
    secret = follow(jonas, now=NOW, actor=jonas)
    feed = feed_of(secret)

    follow_no_more(feed, actor=jonas)
    follow_no_more(feed, actor=jonas)

    assert feed_of(secret) is None
    assert events() == ["appointments.feed_made", "appointments.feed_stopped"]


def test_nobody_makes_it_for_another(jonas):
    with pytest.raises(ValueError, match="only the users themselves"):
        follow(jonas, now=NOW, actor=UserFactory())


def test_the_database_refuses_a_secret_where_the_fingerprint_belongs(jonas):
    with pytest.raises(IntegrityError, match="calendar_feed_has_a_fingerprint"), transaction.atomic():
        CalendarFeed.objects.create(user=jonas, fingerprint="uT1nHEl7mQd0Zx4w", made_at=NOW)
