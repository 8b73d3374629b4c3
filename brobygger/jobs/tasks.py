"""Jobs that keep the queue itself in order."""

from __future__ import annotations

from procrastinate.contrib.django import app

from brobygger.jobs import accounts, audit, outbox

__all__ = ["accounts", "audit", "clear_finished_jobs", "outbox", "take_up_lost_jobs"]  # the queue finds every job from here

KEEP_FINISHED_HOURS = 24 * 31


@app.periodic(cron="* * * * *")
@app.task(name="jobs.take_up_lost_jobs", queueing_lock="jobs.take_up_lost_jobs", pass_context=False)
async def take_up_lost_jobs(timestamp: int) -> None:
    """Put back the jobs of workers that are gone, every minute. The queue itself would leave them as begun for ever.

    Source  STACK: a killed worker's job comes back only this way
    """
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="15 3 * * *")
@app.task(name="jobs.clear_finished_jobs", queueing_lock="jobs.clear_finished_jobs", pass_context=False)
async def clear_finished_jobs(timestamp: int) -> None:
    """Delete finished jobs that are a month old, every night. Failed ones stay until somebody has looked at them."""
    await app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)
