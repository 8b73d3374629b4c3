"""A database filled, unless it is: the demo's town, or a region on paper."""

from __future__ import annotations

import time

from django.core.management import call_command

from benchmarks.scale import rows
from brobygger.accounts.models import User
from brobygger.demo import town
from brobygger.kernel import clock
from brobygger.reference.actions import load_reference_data

FILL = {"town": town.seed, "region": rows.fill}
NAMES = {"town": "Byen Brovik", "region": "En region med 20 000 deltakere"}


def run(database: str) -> int:
    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    if not User.objects.exists():
        load_reference_data()
        FILL[database](today=clock.today())
        rows.analyze()
    print(f"\n{NAMES[database]}, klar på {time.perf_counter() - began:.0f} s", flush=True)
    return 0
