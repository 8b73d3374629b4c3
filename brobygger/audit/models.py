"""What happened and who looked: rows that are only ever added, with opaque ids and no foreign keys. Source: RULES A10; ADR 0040."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from brobygger.kernel.our_time import within_our_time

LONGEST_REASON = 255  # that of a stated reason, so that the log never holds half of one


class Entry(models.Model):
    """One business event: what happened to what, and who did it. Ids and codes only, never names or free text."""

    recorded_at = models.DateTimeField(_("tidspunkt"), db_default=Now(), editable=False)
    event = models.CharField(_("hendelse"), max_length=80)
    subject_kind = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    actor_kind = models.CharField(max_length=80)
    actor_id = models.UUIDField(null=True, help_text="empty when the program itself acted")
    facts = models.JSONField(default=dict)
    transaction_id = models.BigIntegerField(db_default=0, editable=False, help_text="set by a trigger; sealing reads it")

    class Meta:
        constraints = [
            within_our_time("entry_days_are_of_our_time", "recorded_at"),
            models.CheckConstraint(
                name="entry_has_an_actor_unless_the_program_acted",
                condition=models.Q(actor_id__isnull=False) | models.Q(actor_kind="program"),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "id"], name="entry_by_subject"),
            models.Index(fields=["transaction_id"], name="entry_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_kind} {self.subject_id}"


class LookUp(models.Model):
    """That somebody looked at a person, or was refused. One row a person, also for each row of a list.

    The table is partitioned by month; its real key is (looked_up_at, id). Source: ADR 0041.
    """

    looked_up_at = models.DateTimeField(_("tidspunkt"))
    actor = models.UUIDField(_("hvem"))
    actor_role = models.CharField(_("roller"), max_length=160)
    person = models.UUIDField(_("om hvem"))
    purpose = models.CharField(_("formål"), max_length=80)
    reason = models.CharField(_("begrunnelse"), max_length=LONGEST_REASON, blank=True)
    is_permitted = models.BooleanField(_("fikk se"))
    request_id = models.CharField(max_length=64)
    path = models.CharField(_("side"), max_length=200)
    transaction_id = models.BigIntegerField(db_default=0, editable=False, help_text="set by a trigger; sealing reads it")

    class Meta:
        constraints = [
            within_our_time("look_up_days_are_of_our_time", "looked_up_at"),
        ]
        db_table = "audit_look_up"
        indexes = [
            models.Index(fields=["person", "-looked_up_at", "-id"], name="look_up_by_person"),
            models.Index(fields=["actor", "-looked_up_at", "-id"], name="look_up_by_actor"),
            models.Index(fields=["transaction_id"], name="look_up_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} → {self.person}"


class Seal(models.Model):
    """A batch of entries and look-ups with the hash of each row, chained to the batch before. Source: ADR 0042."""

    number = models.PositiveBigIntegerField(primary_key=True)
    chain = models.PositiveSmallIntegerField(help_text="a new one begins when the database is restored on another server")
    sealed_at = models.DateTimeField()
    from_transaction = models.BigIntegerField(help_text="the first transaction of the batch")
    to_transaction = models.BigIntegerField(help_text="the first transaction after the batch")
    entry_floor = models.BigIntegerField(help_text="entries of this chain have a higher id")
    look_up_floor = models.BigIntegerField(help_text="look-ups of this chain have a higher id")
    entry_ids = ArrayField(models.BigIntegerField())
    entry_hashes = ArrayField(models.BinaryField())
    look_up_ids = ArrayField(models.BigIntegerField())
    look_up_hashes = ArrayField(models.BinaryField())
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            within_our_time("seal_days_are_of_our_time", "sealed_at"),
        ]

    def __str__(self) -> str:
        return str(self.number)
