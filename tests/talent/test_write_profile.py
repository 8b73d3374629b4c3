from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction

from brobygger.audit.models import Entry
from brobygger.kernel import clock
from brobygger.kernel.errors import DomainError
from brobygger.reference.models import Occupation
from brobygger.talent.actions.profile import MOST_OCCUPATIONS, ProfileContent, write_profile
from brobygger.talent.models import VocationalProfile
from brobygger.talent.queries import latest_profile, profile_versions
from tests.factories import A_MOMENT, PersonFactory, UserFactory, VocationalProfileFactory

TODAY = date(2026, 11, 12)


def write(person, *, after=0, actor=None, on=TODAY, **content):
    return write_profile(
        person,
        content=ProfileContent(**{"wishes": "Jobbe med planter.", **content}),
        after=after,
        gone_through_on=on,
        today=TODAY,
        now=A_MOMENT,
        actor=actor or UserFactory(),
    )


def occupations(count):
    rows = [Occupation(code=str(number), level=1, name=f"Felt {number}", search_text=f" felt {number} |") for number in range(1, 2)]
    rows += [Occupation(code="11", level=2, parent_id="1", name="Gruppe", search_text=" gruppe |")]
    rows += [Occupation(code="111", level=3, parent_id="11", name="Gruppe", search_text=" gruppe |")]
    rows += [
        Occupation(code=f"111{number}", level=4, parent_id="111", name=f"Yrke {number}", search_text=f" yrke {number} |")
        for number in range(count)
    ]
    for row in rows:
        row.save()
    return tuple(row for row in rows if row.level == 4)


@pytest.mark.django_db
def test_going_through_it_again_gives_a_new_version_and_leaves_the_old_one_as_it_was():
    nora, jonas = PersonFactory(), UserFactory()
    first = write(nora, wishes="Jobbe med planter.", occupations=occupations(2), actor=jonas)

    second = write(nora, after=1, wishes=" Ha ansvar for en avdeling. ", travel_minutes=40, travels_by="public", work_times=("day",))

    assert [each.version for each in profile_versions(VocationalProfile.objects.all(), nora)] == [2, 1]
    assert latest_profile(VocationalProfile.objects.all(), nora) == second
    assert second.wishes == "Ha ansvar for en avdeling."
    first.refresh_from_db()
    assert (first.wishes, first.written_by, first.occupations.count()) == ("Jobbe med planter.", jonas, 2)
    assert Entry.objects.filter(event="talent.profile_written").count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"wishes": "  "}, "wishes"),
        ({"on": TODAY + timedelta(days=1)}, "gone_through_on"),
        ({"travel_minutes": 0}, "travel_minutes"),
        ({"travel_minutes": 181}, "travel_minutes"),
        ({"hours_from": 61}, "hours_from"),
        ({"hours_to": 0}, "hours_to"),
        ({"hours_from": 30, "hours_to": 20}, "hours_to"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_nothing_is_written(content, field):
    nora = PersonFactory()

    with pytest.raises(DomainError) as refusal:
        write(nora, **content)

    assert refusal.value.field == field
    assert not VocationalProfile.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_more_occupations_than_one_can_think_of_are_refused():
    many = occupations(MOST_OCCUPATIONS + 1)

    with pytest.raises(DomainError, match="høyst 8 yrker"):
        write(PersonFactory(), occupations=many)

    assert not VocationalProfile.objects.exists()


@pytest.mark.django_db
def test_one_who_has_not_read_the_newest_version_is_told_who_wrote_it():
    nora = PersonFactory()
    VocationalProfileFactory(person=nora, version=1)
    VocationalProfileFactory(person=nora, version=2, written_by__name="Ida Nesvold", gone_through_on=TODAY)

    with pytest.raises(DomainError, match=r"Noen har skrevet en nyere utgave: Ida Nesvold, 12\.11\.2026"):
        write(nora, after=1)

    assert VocationalProfile.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_refused_in_words():
    nora, users = PersonFactory(), UserFactory.create_batch(2)
    together, answers = Barrier(2), []

    def save(actor):
        together.wait()
        try:
            answers.append(write(nora, actor=actor).version)
        except DomainError as refusal:
            answers.append(refusal.message[:34])
        finally:
            connection.close()

    threads = [Thread(target=save, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers, key=str) == [1, "Noen har skrevet en nyere utgave: "]
    assert VocationalProfile.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_to_change_or_remove_a_version():
    written = VocationalProfileFactory()

    for change in (lambda: VocationalProfile.objects.update(wishes="Noe annet."), written.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

    assert VocationalProfile.objects.get().wishes == "Jobbe med planter og folk."


@pytest.mark.django_db
@pytest.mark.parametrize("version_count", [1, 12])
def test_the_versions_cost_two_queries_however_many(version_count, django_assert_num_queries):
    nora = PersonFactory()
    for version in range(1, version_count + 1):
        VocationalProfileFactory(person=nora, version=version, written_at=clock.now())

    with django_assert_num_queries(2):
        for each in profile_versions(VocationalProfile.objects.all(), nora):
            str(each.written_by), list(each.occupations.all())
