from pathlib import Path

from django.db import migrations

from brobygger.kernel.sql import run_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_positions_and_places")]

    operations = [run_file(SQL / "close_family.sql", fingerprint="4c07ad6c92e9")]
