"""A worker's threads live long, and its connections must not be older than the database server."""

from __future__ import annotations

from django.db import connections


def drop_old_connections() -> None:
    """Close connections that are broken or have lasted their time, as Django does before a request. One in a transaction is left alone."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
