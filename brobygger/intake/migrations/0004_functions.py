from pathlib import Path

from django.db import migrations

from brobygger.kernel.sql import run_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_how_people_come_in"), ("parties", "0004_functions")]

    operations = [
        run_file(SQL / "at_work.sql", fingerprint="a55b90cb349a"),
        run_file(SQL / "followed_by.sql", fingerprint="de3958d077cc"),
        run_file(SQL / "people_of.sql", fingerprint="2612e44f18dc"),
        run_file(SQL / "caseload.sql", fingerprint="9c594ced1d81"),
        run_file(SQL / "answered_by.sql", fingerprint="a35a3e11f60a"),
    ]
