from __future__ import annotations

import pytest

from brobygger.loops.building.queries import Lacks, employers_of, invitation_counts, missing, waiting_step
from brobygger.loops.models import LoopEmployer
from tests.factories import LoopEmployerFactory, LoopFactory, NextStepFactory, ParticipantFactory, PostalCodeFactory

pytestmark = pytest.mark.django_db


def lacks(loop):
    employers = list(employers_of(LoopEmployer.objects.all(), loop))
    return missing(loop, employers=employers, invited=invitation_counts(loop), next_step=waiting_step(loop))


def complete(**fields):
    loop = LoopFactory(**{"open": True, "employers_wanted": 2, **fields})
    for number in range(2):
        LoopEmployerFactory(
            loop=loop,
            committed=True,
            workplace__name=f"Sted {number}",
            workplace__postal_code=PostalCodeFactory(),
            tasks=["en", "to", "tre"],
        )
    ParticipantFactory(loop=loop)
    NextStepFactory(loop=loop)
    return loop


def test_a_loop_with_everything_lacks_nothing():
    assert lacks(complete()) == ()


def test_a_new_loop_lacks_employers_a_day_and_a_next_step():
    found = lacks(LoopFactory(employers_wanted=3))

    assert [one.what for one in found] == [Lacks.EMPLOYERS, Lacks.KICK_OFF, Lacks.NEXT_STEP]
    assert found[0].words == "3 bedrifter til må si ja."


def test_the_last_one_is_written_as_one():
    loop = complete(employers_wanted=3)

    assert [one.words for one in lacks(loop)] == ["Én bedrift til må si ja."]


def test_tasks_and_postal_code_are_asked_of_those_who_said_yes():
    loop = complete()
    employer = loop.employers.get(workplace__name="Sted 1")
    employer.tasks.last().delete()
    employer.workplace.postal_code = None
    employer.workplace.save(update_fields=["postal_code"])
    LoopEmployerFactory(loop=loop, workplace__name="Bare spurt")

    found = lacks(loop)

    assert [(one.what, one.employer) for one in found] == [(Lacks.TASKS, employer), (Lacks.POSTAL_CODE, employer)]
    assert found[0].words == "Oppgavene til Sted 1 mangler."


def test_an_open_loop_without_anybody_invited_says_so():
    loop = complete()
    loop.participants.all().delete()

    assert [one.what for one in lacks(loop)] == [Lacks.INVITATIONS]


def test_a_decided_loop_lacks_nothing_any_more():
    assert lacks(LoopFactory(decided=True)) == ()


def test_counts_are_by_answer():
    loop = LoopFactory()
    ParticipantFactory.create_batch(3, loop=loop)
    ParticipantFactory.create_batch(2, loop=loop, said_yes=True)
    ParticipantFactory(loop=loop, said_no=True)
    ParticipantFactory()

    counts = invitation_counts(loop)

    assert (counts.invited, counts.yes, counts.no, counts.asked) == (3, 2, 1, 6)
