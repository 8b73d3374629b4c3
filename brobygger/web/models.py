"""What the pages themselves remember. Nothing here says anything about a person."""

from __future__ import annotations

from django.db import models


class SubmittedForm(models.Model):
    """A form that has been answered with a redirect, so that a second press gets the same answer.

    The digest covers address, user and content; none of them can be read from it. Rows are of no use after a day.
    """

    key = models.UUIDField()
    digest = models.CharField(max_length=64)
    answered_with = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    submitted: models.Manager[SubmittedForm] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "digest"], name="submitted_form_is_answered_once"),
        ]

    def __str__(self) -> str:
        return str(self.key)
