import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from brobygger.jobs.tasks import clear_finished_jobs, take_up_lost_jobs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("heartbeat_seconds_ago", "status"),
    [(None, "todo"), (600, "todo"), (1, "doing")],
    ids=["its worker is forgotten", "its worker has long been silent", "its worker is alive"],
)
def test_a_job_is_put_back_when_its_worker_is_gone_and_left_when_it_works(heartbeat_seconds_ago, status):
    job = begun_job(heartbeat_seconds_ago)

    async_to_sync(take_up_lost_jobs.func)(0)

    assert status_of(job) == status


@pytest.mark.parametrize(("status", "days_old", "stays"), [("succeeded", 40, False), ("succeeded", 2, True), ("failed", 40, True)])
def test_finished_jobs_go_after_a_month_and_failed_ones_stay(status, days_old, stays):
    job = begun_job(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job])
        cursor.execute("UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = %s", [days_old, job])

    async_to_sync(clear_finished_jobs.func)(0)

    assert (status_of(job) is not None) is stays


def begun_job(heartbeat_seconds_ago):
    with connection.cursor() as cursor:
        worker = None
        if heartbeat_seconds_ago is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
                [heartbeat_seconds_ago],
            )
            (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('kø', 'en.jobb', '{}', 'todo') RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, job])
    return job


def status_of(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        row = cursor.fetchone()
    return row and row[0]
