"""What the queue and the messages waiting say about themselves. Plain SQL: these figures concern nobody's rows."""

from __future__ import annotations

from django.db import connection


def jobs_by_status() -> dict[str, int]:
    """How many jobs wait, run, or have failed, by the queue's own words.

    Cost    one query over the jobs that are not done, which a partial count keeps short
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT status, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status")
        return {"todo": 0, "doing": 0, "failed": 0, **dict(cursor.fetchall())}


def oldest_waiting_seconds() -> float:
    """How long the job that has waited longest could have been done by now, 0 when none waits.

    Cost    one query
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(extract(epoch FROM now() - min(coalesce(job.scheduled_at, event.at))), 0) "
            "FROM procrastinate_jobs job JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred' "
            "WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())"
        )
        (seconds,) = cursor.fetchone()
    return max(0.0, float(seconds))
