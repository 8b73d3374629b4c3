"""How gunicorn serves Brobygger, in the demo and in production. Read with --config python:config.gunicorn."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from prometheus_client import multiprocess

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

worker_class = "gthread"
workers = int(os.environ.get("BROBYGGER_WEB_WORKERS", "2"))
threads = int(os.environ.get("BROBYGGER_WEB_THREADS", "4"))
bind = os.environ.get("BROBYGGER_BIND", "127.0.0.1:8000")
graceful_timeout = int(os.environ.get("BROBYGGER_WEB_GRACE_SECONDS", "20"))
forwarded_allow_ips = os.environ.get("BROBYGGER_PROXY_ADDRESSES", "127.0.0.1,::1")
control_socket_disable = True
logger_class = "brobygger.web.accounts.masking.GunicornLogger"  # an address may be a signed link, and a log is no place for keys
preload_app = True  # the program is read once and shared by the processes; no connection is opened before they part
# Workers begin anew now and then, so that a slow leak never fills the machine; the spread keeps them from doing it together.
max_requests = 20_000
max_requests_jitter = 2_000


def child_exit(server: Arbiter, worker: Worker) -> None:
    """Drop the figures that only make sense for a living process."""
    multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]  # prometheus-client has no types here


def on_exit(server: Arbiter) -> None:
    """Counts begin anew at the next start, so their files go."""
    shutil.rmtree(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""), ignore_errors=True)
