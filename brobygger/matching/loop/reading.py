"""From the file of contracts/loop.md to an instance, refusing anything it does not say."""

from __future__ import annotations

from collections.abc import Collection

from brobygger.matching.bad_instance import BadInstance
from brobygger.matching.loop.model import HIGHEST_FIT, HIGHEST_WISH, Employer, Instance, Veto
from brobygger.matching.strict_json import (
    printable,
    read_format,
    read_id,
    read_json,
    read_list,
    read_object,
    read_table,
    read_text,
    read_whole,
)

FORMAT = "brobygger-loop/1"

MOST_PERIODS = 120
"""Ten years of months; more is a slip, and one number may stand for all of them."""

MOST_PLACES = 1_000_000
MOST_VISITS = 1_000_000


def read_instance(text: str | bytes) -> Instance:
    """The instance in a file.

    Takes   text  the content of the file, as text or as bytes
    Raises  BadInstance, one sentence in bokmål naming the place
    Source  contracts/loop.md, «Instance»
    """
    content = read_json(text)
    read_format(content, FORMAT)
    fields = read_object(
        content,
        "Fila",
        required=("format", "periods", "employers", "candidates", "candidate_wishes", "employer_wishes"),
        optional=("min_visits", "fit", "vetoes"),
    )
    periods = read_whole(fields["periods"], "«periods»", low=1, high=MOST_PERIODS)
    employers = _employers(fields["employers"], periods)
    candidates = _candidates(fields["candidates"])
    employer_ids = [employer.id for employer in employers]
    return Instance(
        periods=periods,
        employers=employers,
        candidates=candidates,
        candidate_wishes=_numbers(fields["candidate_wishes"], "candidate_wishes", candidates, employer_ids, HIGHEST_WISH),
        employer_wishes=_numbers(fields["employer_wishes"], "employer_wishes", employer_ids, candidates, HIGHEST_WISH),
        fit=_numbers(fields.get("fit", {}), "fit", candidates, employer_ids, HIGHEST_FIT),
        vetoes=_vetoes(fields.get("vetoes", []), candidates, employer_ids, periods),
        min_visits=read_whole(fields["min_visits"], "«min_visits»", low=0, high=MOST_VISITS) if "min_visits" in fields else None,
    )


def _employers(value: object, periods: int) -> tuple[Employer, ...]:
    employers = []
    for number, entry in enumerate(read_list(value, "«employers»")):
        where = f"«employers[{number}]»"
        fields = read_object(entry, where, required=("id", "places"))
        employers.append(Employer(read_id(fields["id"], f"«employers[{number}].id»"), _places(fields["places"], number, periods)))
    if not employers:
        raise BadInstance("«employers» må ha minst én bedrift.")
    _refuse_twice("employers", [employer.id for employer in employers])
    return tuple(employers)


def _places(value: object, number: int, periods: int) -> tuple[int, ...]:
    where = f"employers[{number}].places"
    if not isinstance(value, list):
        return (read_whole(value, f"«{where}»", low=0, high=MOST_PLACES),) * periods
    if len(value) != periods:
        raise BadInstance(f"«{where}» har {len(value)} tall, men loopen har {periods} perioder.")
    return tuple(read_whole(places, f"«{where}[{period}]»", low=0, high=MOST_PLACES) for period, places in enumerate(value))


def _candidates(value: object) -> tuple[str, ...]:
    ids = []
    for number, entry in enumerate(read_list(value, "«candidates»")):
        fields = read_object(entry, f"«candidates[{number}]»", required=("id",))
        ids.append(read_id(fields["id"], f"«candidates[{number}].id»"))
    _refuse_twice("candidates", ids)
    return tuple(ids)


def _numbers(value: object, name: str, rows: Collection[str], columns: Collection[str], highest: int) -> dict[str, dict[str, int]]:
    """A table of numbers by two ids."""
    known_rows, known_columns = set(rows), set(columns)
    numbers: dict[str, dict[str, int]] = {}
    for row, cells in read_table(value, f"«{name}»").items():
        _refuse_unknown(row, known_rows, f"«{name}»")
        where = f"{name}.{row}"
        numbers[row] = {}
        for column, cell in read_table(cells, f"«{where}»").items():
            _refuse_unknown(column, known_columns, f"«{where}»")
            numbers[row][column] = read_whole(cell, f"«{where}.{column}»", low=0, high=highest)
    return numbers


def _vetoes(value: object, candidates: Collection[str], employers: Collection[str], periods: int) -> tuple[Veto, ...]:
    known_candidates, known_employers = set(candidates), set(employers)
    vetoes = []
    for number, entry in enumerate(read_list(value, "«vetoes»")):
        where = f"vetoes[{number}]"
        fields = read_object(entry, f"«{where}»", required=("candidate", "employer", "period"), optional=("reason",))
        candidate = read_id(fields["candidate"], f"«{where}.candidate»")
        employer = read_id(fields["employer"], f"«{where}.employer»")
        _refuse_unknown(candidate, known_candidates, f"«{where}.candidate»")
        _refuse_unknown(employer, known_employers, f"«{where}.employer»")
        period = read_whole(fields["period"], f"«{where}.period»", low=0, high=periods - 1)
        vetoes.append(Veto(candidate, employer, period, read_text(fields.get("reason", ""), f"«{where}.reason»")))
    return tuple(vetoes)


def _refuse_unknown(id_: str, known: set[str], where: str) -> None:
    if id_ not in known:
        raise BadInstance(f"{where} nevner «{printable(id_)}», som ikke finnes i fila.")


def _refuse_twice(name: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for number, id_ in enumerate(ids):
        if id_ in seen:
            raise BadInstance(f"«{name}[{number}].id» er «{id_}», som alt er brukt.")
        seen.add(id_)
