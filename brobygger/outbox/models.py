"""What is to be sent. An action puts a message here; a job sends it after the commit. Source: ADR 0043."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.our_time import within_our_time
from brobygger.outbox.reach import is_email
from brobygger.outbox.states import MessageState


class Message(models.Model):
    """One letter to one person, by e-mail or text message: which letter it is, and the finished plain values that go in it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    once = models.CharField(max_length=200, unique=True, help_text="subject, kind and due date; the same is never sent twice")
    template = models.CharField(_("mal"), max_length=80)
    about = models.UUIDField(help_text="public id of what it is about")
    recipient_name = models.CharField(_("navn"), max_length=160)
    recipient_address = models.CharField(_("til"), max_length=254, help_text="e-mail, or a telephone number")
    language = models.CharField(_("språk"), max_length=2)
    values = models.JSONField(default=dict)
    link = models.UUIDField(null=True, help_text="public id of the signed link whose address the job adds")
    page = models.CharField(max_length=20, blank=True, help_text="where one who signs in is led; the job finds the address")
    page_of = models.UUIDField(null=True, help_text="public id of the row the page shows")
    state = models.CharField(_("status"), max_length=10, choices=MessageState, default=MessageState.WAITING)
    created_at = models.DateTimeField()
    send_after = models.DateTimeField(_("sendes"))
    send_before = models.DateTimeField(null=True, help_text="later than this it is cancelled, not sent")
    taken_at = models.DateTimeField(null=True, help_text="when a worker last began to send it")
    sent_at = models.DateTimeField(_("sendt"), null=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    last_error = models.CharField(_("siste feil"), max_length=120, blank=True)
    sends_again = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            within_our_time("message_days_are_of_our_time", "created_at", "send_after", "send_before", "taken_at", "sent_at"),
            models.CheckConstraint(
                name="message_shows_a_row_on_a_page",
                condition=Q(page_of__isnull=True) | ~Q(page=""),
            ),
            models.CheckConstraint(
                name="message_has_a_moment_once_sent",
                condition=(Q(state=MessageState.SENT) & Q(sent_at__isnull=False)) | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_was_taken_before_it_was_sent",
                condition=~Q(state__in=[MessageState.SENDING, MessageState.SENT, MessageState.FAILED]) | Q(taken_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="message_newest_first"),
            models.Index(fields=["about"], name="message_by_what_it_is_about"),
            models.Index(
                fields=["send_after"],
                condition=Q(state__in=[MessageState.WAITING, MessageState.SENDING]),
                name="message_not_yet_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.recipient_address}"

    @property
    def is_email(self) -> bool:
        return is_email(self.recipient_address)
