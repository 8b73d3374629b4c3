from __future__ import annotations

from datetime import UTC, datetime

import pytest

from brobygger.followup.contacts import contacts_of, last_kind_of
from brobygger.followup.models import Contact, ContactKind
from tests.factories import ContactFactory, EngagementFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_contacts_come_newest_first_about_one_person_or_one_engagement():
    engagement = EngagementFactory()
    old = ContactFactory(engagement=engagement, happened_at=datetime(2027, 1, 4, tzinfo=UTC))
    new = ContactFactory(engagement=engagement, happened_at=datetime(2027, 1, 5, tzinfo=UTC))
    other = ContactFactory(engagement=EngagementFactory(person=engagement.person), happened_at=datetime(2027, 1, 6, tzinfo=UTC))
    ContactFactory()

    assert list(contacts_of(Contact.objects.all(), engagement.person)) == [other, new, old]
    assert list(contacts_of(Contact.objects.all(), engagement)) == [new, old]


def test_the_scope_is_never_widened():
    contact = ContactFactory()

    assert not contacts_of(Contact.objects.none(), contact.person)


def test_the_likely_kind_is_the_last_one_that_was_not_taken_back():
    jonas = UserFactory()
    ContactFactory(written_by=jonas, kind=ContactKind.OUT, happened_at=datetime(2027, 1, 4, tzinfo=UTC))
    mistake = ContactFactory(written_by=jonas, kind=ContactKind.AT_WORK, happened_at=datetime(2027, 1, 5, tzinfo=UTC))
    ContactFactory(engagement=mistake.engagement, withdraws=mistake, written_by=jonas, kind=ContactKind.AT_WORK)

    assert last_kind_of(jonas) == ContactKind.OUT
    assert last_kind_of(UserFactory()) == ContactKind.PHONE
