from __future__ import annotations

import pytest

from brobygger.loops.actions.inviting import ask_for_tasks
from brobygger.outbox.models import Message
from brobygger.parties.models import Role, SignedLink
from tests.factories import A_MOMENT, LoopEmployerFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_contact_gets_a_link_each_time_it_is_asked_for():
    employer = LoopEmployerFactory(contact__email="tor@brovik.example")

    for minute in (1, 2):
        ask_for_tasks(employer, now=A_MOMENT.replace(minute=minute), actor=UserFactory())

    link = SignedLink.objects.get()
    assert (link.person, link.role) == (employer.contact, Role.EMPLOYER)
    assert list(Message.objects.values_list("template", flat=True)) == ["loops/tasks"] * 2
