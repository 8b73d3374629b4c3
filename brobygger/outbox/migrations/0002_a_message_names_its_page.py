from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="page",
            field=models.CharField(
                blank=True, default="", help_text="where one who signs in is led; the job finds the address", max_length=20
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="message",
            name="page_of",
            field=models.UUIDField(help_text="public id of the row the page shows", null=True),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(name="message_shows_a_row_on_a_page", condition=Q(page_of__isnull=True) | ~Q(page="")),
        ),
    ]
