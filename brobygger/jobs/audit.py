"""Seals the log, and makes room for the months to come. Source: ADR 0041, 0042."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from brobygger.audit.actions import make_partitions, seal_batch
from brobygger.jobs.connections import drop_old_connections
from brobygger.kernel import clock

log = logging.getLogger("brobygger.audit")


@app.periodic(cron="*/10 * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seal what was written, every ten minutes. The hash goes to the program's log too, out of the database's reach."""
    drop_old_connections()
    made = seal_batch(clock.now())
    if made is not None:
        log.info("batch %s sealed: %s", made.number, made.hash.hex())


@app.periodic(cron="40 3 * * *")
@app.task(name="audit.make_partitions", queueing_lock="audit.make_partitions")
def make_room(timestamp: int) -> None:
    """Make the look-ups' tables for three months ahead. Asked every night, so that a missed night does no harm."""
    drop_old_connections()
    make_partitions(clock.today())
