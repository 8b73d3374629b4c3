import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from brobygger.cli.migrate import bring_up_to_date, migrations_waiting, refuse_an_old_database
from brobygger.kernel.errors import DomainError

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder():
    return MigrationRecorder(connection)


@pytest.mark.parametrize("look", [bring_up_to_date, refuse_an_old_database])
def test_a_database_made_before_the_migrations_were_made_anew_is_refused_untouched(look, recorder):
    recorder.record_unapplied("reference", "0001_initial")
    recorder.record_applied("reference", "0001_extensions")
    before = recorder.applied_migrations().keys()

    with pytest.raises(DomainError, match="laget av en eldre utgave") as refusal:
        look()

    assert refusal.value.message.count("\n") == 0
    assert recorder.applied_migrations().keys() == before


def test_a_newer_releases_migrations_are_left_alone(recorder):
    recorder.record_applied("loops", "9999_something_newer")

    assert migrations_waiting() == []


@pytest.mark.parametrize("app", ["account", "an_app_of_yesterday"])
def test_a_migration_that_a_dependency_no_longer_has_is_left_alone(app, recorder):
    recorder.record_unapplied("access", "0001_initial")
    recorder.record_applied(app, "0099_gone")

    assert migrations_waiting() == ["access.0001_initial"]
