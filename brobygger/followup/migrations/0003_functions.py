from pathlib import Path

from django.db import migrations

from brobygger.kernel.sql import run_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("followup", "0002_the_work"), ("placements", "0002_openings_and_endings"), ("intake", "0004_functions")]

    operations = [run_file(SQL / "due_dates.sql", fingerprint="c998f495936c")]
