import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from prometheus_client.parser import text_string_to_metric_families

from brobygger.kernel import clock
from brobygger.outbox.models import Message
from brobygger.web.health import views


@pytest.fixture(autouse=True)
def ask_about_migrations_anew():
    views.all_migrations_are_applied.cache_clear()


def test_healthz_answers_without_the_database(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"process": "ok"}


@pytest.mark.django_db
def test_readyz_answers_for_database_migrations_and_queue(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok", "queue": "ok"}


@pytest.mark.django_db
def test_readyz_names_the_queue_when_its_table_is_gone(client):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO procrastinate_jobs_gone")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["queue"] == "failing"
    assert answer.json()["database"] == "ok"


@pytest.mark.django_db
def test_readyz_names_migrations_that_are_waiting_and_asks_again_next_time(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "migrations": "failing", "queue": "ok"}
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('sessions', '0001_initial', now())")
    assert client.get("/readyz").status_code == 200


def test_readyz_names_the_database_when_it_is_away(client, monkeypatch):
    def away():
        raise DatabaseError

    monkeypatch.setattr(views.connection, "ensure_connection", away)
    monkeypatch.setattr(views, "jobs_by_status", away)
    monkeypatch.setattr(views, "all_migrations_are_applied", away)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert set(answer.json().values()) == {"failing"}


@pytest.mark.django_db
def test_metrics_count_a_request_under_its_route_and_never_its_address(client):
    before = value(client.get("/metrics"), "brobygger_requests_total", route="healthz", status="200")

    client.get("/healthz?hemmelig=12345678901")
    answer = client.get("/metrics")

    assert value(answer, "brobygger_requests_total", route="healthz", status="200") == before + 1
    assert b"12345678901" not in answer.content
    assert value(answer, "brobygger_jobs", status="failed") == 0
    assert value(answer, "brobygger_oldest_job_waiting_seconds") == 0


@pytest.mark.django_db
def test_metrics_tell_how_many_jobs_wait_and_for_how_long(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('en kø', 'en.jobb', '{}', 'todo') RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '90 seconds' WHERE job_id = %s", [job])

    answer = client.get("/metrics")

    assert value(answer, "brobygger_jobs", status="todo") == 1
    assert value(answer, "brobygger_oldest_job_waiting_seconds") >= 90


@pytest.mark.django_db
def test_metrics_tell_how_many_messages_are_stuck(client):
    hour_ago = clock.now() - timedelta(hours=1)
    Message.objects.create(
        once="1", template="test", about=uuid4(), recipient_address="a@brovik.invalid", created_at=hour_ago, send_after=hour_ago
    )

    assert value(client.get("/metrics"), "brobygger_stuck_messages") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", {"REMOTE_ADDR": "127.0.0.1"}, 200),
        ("", {"REMOTE_ADDR": "::1"}, 200),
        ("", {"REMOTE_ADDR": "192.0.2.7"}, 404),
        ("", {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 404),
        ("", {"REMOTE_ADDR": ""}, 404),
        ("nøkkel", {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer nøkkel"}, 200),
        ("nøkkel", {"REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer feil"}, 404),
        ("nøkkel", {"REMOTE_ADDR": "127.0.0.1"}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_holder_of_the_token(client, settings, token, sent, status):
    settings.METRICS_TOKEN = token

    answer = client.get("/metrics", **sent)

    assert answer.status_code == status


@pytest.mark.django_db
def test_in_the_demo_every_page_says_what_its_queries_cost(client):
    answer = client.get("/readyz")

    assert re.fullmatch(r'db;dur=\d+\.\d;desc="\d+ queries"', answer["Server-Timing"])
    assert int(re.search(r'"(\d+)', answer["Server-Timing"]).group(1)) >= 1


def value(answer, name, **labels):
    """A figure as it stands in an answer, 0 when it is not there yet."""
    for family in text_string_to_metric_families(answer.content.decode()):
        for sample in family.samples:
            if sample.name == name and labels.items() <= sample.labels.items():
                return sample.value
    return 0
