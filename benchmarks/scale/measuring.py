"""The pages of one database measured, printed as they come, and judged."""

from __future__ import annotations

import os

from benchmarks.scale import alone, asking, visitors, yardstick
from benchmarks.scale.asking import Page
from benchmarks.scale.bounds import Machine, Measured, broken

HEADS = (
    f"{'side':<8}{'for':<21}{'prosessor ms':>13}{'minste':>8}{'database ms':>13}{'spørringer':>12}{'HTML kB':>9}{'CSS+JS kB':>11}"
    f"{'to om gangen ms':>17}{'95 %':>6}"
)


def run(database: str) -> int:
    """The fixed loop is timed beside each page, and its shortest time is the machine's when nothing disturbs it."""
    pages = asking.pages_of(database)
    load = os.getloadavg()[0] / (os.cpu_count() or 1)
    loops, measured = [yardstick.milliseconds()], []
    with visitors.served():
        print(HEADS, flush=True)
        for page in pages:
            measured.append(say(measure(page)))
            loops.append(yardstick.milliseconds())
    asking.take_notes_back()
    return report(measured, loop_ms=min(loops), load=load)


def measure(page: Page) -> Measured:
    waited = vars(visitors.measure(page)) if page.form is None else {}
    return Measured(page=page.name, asker=page.asker, people=page.people, **vars(alone.measure(page)), **waited)


def say(each: Measured) -> Measured:
    waited = "–" if each.median_ms is None else f"{each.median_ms:.0f}"
    at_worst = "–" if each.ninety_fifth_ms is None else f"{each.ninety_fifth_ms:.0f}"
    print(
        f"{each.page:<8}{each.asker:<21}{each.processor_ms:>13.1f}{each.least_processor_ms:>8.1f}{each.database_ms:>13.1f}"
        f"{each.query_count:>12}{each.html_kb:>9.1f}{each.static_kb:>11.1f}{waited:>17}{at_worst:>6}",
        flush=True,
    )
    return each


def report(measured: list[Measured], *, loop_ms: float, load: float) -> int:
    machine = Machine(pace=loop_ms / yardstick.REFERENCE_MS, load=load)
    print(f"Nettprosessen brukte på det meste {alone.peak_memory_mb():.0f} MB minne.")
    print(
        f"Den faste løkka tok {loop_ms:.0f} ms, og {yardstick.REFERENCE_MS:.0f} der grensene ble satt: "
        f"grensene for tid er ganget med {machine.pace:.2f}."
    )
    if load > 1:
        print(
            f"Før målingen hadde maskinen {load:.1f} oppgaver til hver kjerne. Databasens tid og tida for to om gangen er for høye, "
            "og grensene for dem er ganget med det også."
        )
    over = broken(measured, machine)
    for words in over:
        print(f"Over grensen: {words}")
    return 1 if over else 0
