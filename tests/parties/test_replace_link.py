from __future__ import annotations

from datetime import date, timedelta

import pytest

from brobygger.access.links import link_of, link_token
from brobygger.kernel.errors import DomainError
from brobygger.outbox.models import Message
from brobygger.parties.actions import close_link, replace_link
from brobygger.parties.models import Role, SignedLink
from tests.factories import A_MOMENT, PersonFactory, SignedLinkFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_closed_link_opens_nothing():
    link = SignedLinkFactory()

    close_link(link.person, role=Role.CANDIDATE, now=A_MOMENT, actor=UserFactory())

    link.refresh_from_db()
    assert not link.is_open(A_MOMENT.date())
    assert not Message.objects.exists()


def test_the_old_address_is_dead_and_a_new_one_is_sent():
    link = SignedLinkFactory(person__email="amina@brovik.invalid", expires_on=date(2026, 9, 1))
    old = link_token(link)

    fresh = replace_link(link.person, role=Role.CANDIDATE, now=A_MOMENT, actor=UserFactory())

    assert link_of(old) is None
    assert link_of(link_token(fresh)) == fresh
    assert fresh.is_open(A_MOMENT.date())
    assert fresh.expires_on == date(2026, 9, 1)
    assert (Message.objects.get().template, Message.objects.get().link) == ("parties/fresh_link", link.public_id)


def test_one_that_has_run_out_works_for_another_month():
    link = SignedLinkFactory(person__email="amina@brovik.invalid", expires_on=A_MOMENT.date() - timedelta(days=1))

    fresh = replace_link(link.person, role=Role.CANDIDATE, now=A_MOMENT, actor=UserFactory())

    assert fresh.expires_on == A_MOMENT.date() + timedelta(days=30)


def test_when_a_new_one_can_not_be_sent_the_old_one_stands():
    link = SignedLinkFactory()

    with pytest.raises(DomainError, match="en ny lenke kan ikke sendes"):
        replace_link(link.person, role=Role.CANDIDATE, now=A_MOMENT, actor=UserFactory())

    assert SignedLink.objects.get().withdrawn_at is None


@pytest.mark.parametrize("change", [close_link, replace_link])
def test_one_who_never_had_a_link_has_none_to_close(change):
    with pytest.raises(DomainError, match="har ikke fått noen lenke"):
        change(PersonFactory(email="amina@brovik.invalid"), role=Role.CANDIDATE, now=A_MOMENT, actor=UserFactory())
