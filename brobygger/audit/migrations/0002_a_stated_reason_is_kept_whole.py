from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="lookup",
            name="reason",
            field=models.CharField(blank=True, max_length=255, verbose_name="begrunnelse"),
        ),
    ]
