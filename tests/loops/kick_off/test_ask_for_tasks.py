from __future__ import annotations

import pytest

from brobygger.kernel.errors import DomainError
from brobygger.loops.kick_off.actions.inviting import ask_for_tasks
from brobygger.loops.states import CommitmentState
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


def test_one_that_is_out_of_the_loop_is_not_asked():
    employer = LoopEmployerFactory(state=CommitmentState.WITHDRAWN)

    with pytest.raises(DomainError, match="ikke med i loopen"):
        ask_for_tasks(employer, now=A_MOMENT, actor=UserFactory())

    assert not Message.objects.exists()


def test_a_contact_without_email_is_called_instead(settings):
    settings.DEMO = False
    employer = LoopEmployerFactory(contact__email="", contact__phone="")

    with pytest.raises(DomainError, match="verken e-post eller telefon"):
        ask_for_tasks(employer, now=A_MOMENT, actor=UserFactory())

    assert not Message.objects.exists()
