import datetime

from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("loops", "0006_who_called_it_off")]

    operations = [
        migrations.RemoveIndex(model_name="loop", name="loop_by_kick_off"),
        migrations.AddIndex(
            model_name="loop",
            index=models.Index(Coalesce("kick_off_on", datetime.date.max).desc(), models.F("id").desc(), name="loop_by_kick_off"),
        ),
    ]
