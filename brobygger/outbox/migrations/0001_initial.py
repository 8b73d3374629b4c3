import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("waiting", "venter"),
    ("sending", "sendes nå"),
    ("sent", "sendt"),
    ("cancelled", "avlyst"),
    ("failed", "ikke levert"),
]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "once",
                    models.CharField(help_text="subject, kind and due date; the same is never sent twice", max_length=200, unique=True),
                ),
                ("template", models.CharField(max_length=80, verbose_name="mal")),
                ("about", models.UUIDField(help_text="public id of what it is about")),
                ("recipient_name", models.CharField(max_length=160, verbose_name="navn")),
                ("recipient_address", models.CharField(help_text="e-mail, or a telephone number", max_length=254, verbose_name="til")),
                ("language", models.CharField(max_length=2, verbose_name="språk")),
                ("values", models.JSONField(default=dict)),
                ("link", models.UUIDField(help_text="public id of the signed link whose address the job adds", null=True)),
                ("state", models.CharField(choices=STATES, default="waiting", max_length=10, verbose_name="status")),
                ("created_at", models.DateTimeField()),
                ("send_after", models.DateTimeField(verbose_name="sendes")),
                ("send_before", models.DateTimeField(help_text="later than this it is cancelled, not sent", null=True)),
                ("taken_at", models.DateTimeField(help_text="when a worker last began to send it", null=True)),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sendt")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="forsøk")),
                ("last_error", models.CharField(blank=True, max_length=120, verbose_name="siste feil")),
                (
                    "sends_again",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outbox.message"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-created_at", "-id"], name="message_newest_first"),
                    models.Index(fields=["about"], name="message_by_what_it_is_about"),
                    models.Index(
                        condition=Q(state__in=["waiting", "sending"]),
                        fields=["send_after"],
                        name="message_not_yet_sent",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=(Q(state="sent") & Q(sent_at__isnull=False)) | (~Q(state="sent") & Q(sent_at__isnull=True)),
                        name="message_has_a_moment_once_sent",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["sending", "sent", "failed"]) | Q(taken_at__isnull=False),
                        name="message_was_taken_before_it_was_sent",
                    ),
                ],
            },
        ),
    ]
