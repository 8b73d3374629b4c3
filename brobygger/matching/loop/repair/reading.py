"""A plan and newcomers read from files, refusing anything the formats do not say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from brobygger.matching.bad_instance import BadInstance
from brobygger.matching.loop.model import HIGHEST_FIT, HIGHEST_WISH, Instance, Objective, Path, Plan, Proof, Veto
from brobygger.matching.loop.repair.model import Newcomers
from brobygger.matching.loop.writing import FORMAT as PLAN_FORMAT
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

NEWCOMERS_FORMAT = "brobygger-newcomers/1"

STATUSES = ("optimal", "relaxed", "best_found")

FIGURES = ("blocking", "visits", "selected", "worst", "total")

MOST = 10**12
"""No figure of a plan is larger."""


@dataclass(frozen=True)
class PlanFile:
    """A plan as a file has it: without reason codes, but with the sentence of every stay."""

    plan: Plan
    because: Mapping[tuple[str, int, str], str]
    """candidate, period, employer → sentence"""


def read_plan(text: str | bytes) -> PlanFile:
    """The plan in a file that `plan-loop` or `replan-loop` has written.

    Raises  BadInstance, one sentence in bokmål naming the place. Whether it is a plan of some loop, `replan_loop` asks
    Source  contracts/loop.md, «Plan»
    """
    content = read_json(text)
    read_format(content, PLAN_FORMAT)
    fields = read_object(
        content,
        "Planen",
        required=("format", "status", "objective", "paths", "not_joined", "blocking_pairs", "reasons", "proof"),
        optional=("changes",),
    )
    if fields["status"] not in STATUSES:
        raise BadInstance(f"«status» må være {', '.join(STATUSES[:-1])} eller {STATUSES[-1]}.")
    proof = read_object(fields["proof"], "«proof»", required=("method", "upper_bound", "seconds"), optional=("second",))
    because = [_because(entry, f"reasons[{number}]") for number, entry in enumerate(read_list(fields["reasons"], "«reasons»"))]
    return PlanFile(
        plan=Plan(
            status=str(fields["status"]),
            objective=_objective(fields["objective"], "objective"),
            paths=tuple(_path(entry, f"paths[{number}]") for number, entry in enumerate(read_list(fields["paths"], "«paths»"))),
            not_joined=_ids(fields["not_joined"], "not_joined"),
            blocking_pairs=tuple(
                _pair(entry, f"blocking_pairs[{number}]")
                for number, entry in enumerate(read_list(fields["blocking_pairs"], "«blocking_pairs»"))
            ),
            reasons=(),
            proof=Proof(
                method=read_text(proof["method"], "«proof.method»"),
                upper_bound=_objective(proof["upper_bound"], "proof.upper_bound"),
                seconds=0.0,
                second=_objective(proof["second"], "proof.second") if "second" in proof else None,
            ),
        ),
        because=dict(because),
    )


def read_newcomers(text: str | bytes, instance: Instance) -> Newcomers:
    """The newcomers in a file.

    Takes   instance  the loop they come to; their wishes name its employers
    Raises  BadInstance, one sentence in bokmål naming the place
    Source  docs/matching.md, «Repair»
    """
    content = read_json(text)
    read_format(content, NEWCOMERS_FORMAT)
    fields = read_object(
        content,
        "Fila med nye",
        required=("format", "candidates", "candidate_wishes", "employer_wishes"),
        optional=("fit", "vetoes"),
    )
    candidates = _newcomer_ids(fields["candidates"])
    employers = [employer.id for employer in instance.employers]
    is_new, is_employer = _known(candidates, "ikke er blant de nye"), _known(employers, "ikke er i loopen")
    return Newcomers(
        candidates=candidates,
        candidate_wishes=_numbers(fields["candidate_wishes"], "candidate_wishes", is_new, is_employer, HIGHEST_WISH),
        employer_wishes=_numbers(fields["employer_wishes"], "employer_wishes", is_employer, is_new, HIGHEST_WISH),
        fit=_numbers(fields.get("fit", {}), "fit", is_new, is_employer, HIGHEST_FIT),
        vetoes=tuple(
            _veto(entry, f"vetoes[{number}]", is_new, is_employer, instance.periods)
            for number, entry in enumerate(read_list(fields.get("vetoes", []), "«vetoes»"))
        ),
    )


Known = Callable[[str, str], None]
"""Refuses an id that is not known. Takes the id and the place in the file."""


def _known(ids: Collection[str], lack: str) -> Known:
    known = frozenset(ids)

    def refuse(id_: str, where: str) -> None:
        if id_ not in known:
            raise BadInstance(f"{where} nevner «{printable(id_)}», som {lack}.")

    return refuse


def _objective(value: object, where: str) -> Objective:
    figures = read_object(value, f"«{where}»", required=FIGURES)
    blocking, visits, selected, worst, total = (read_whole(figures[name], f"«{where}.{name}»", low=0, high=MOST) for name in FIGURES)
    return Objective(blocking=blocking, visits=visits, selected=selected, worst=worst, total=total)


def _path(entry: object, where: str) -> Path:
    fields = read_object(entry, f"«{where}»", required=("candidate", "stays"))
    return Path(
        candidate=read_id(fields["candidate"], f"«{where}.candidate»"),
        stays=tuple(
            None if stay is None else read_id(stay, f"«{where}.stays[{period}]»")
            for period, stay in enumerate(read_list(fields["stays"], f"«{where}.stays»"))
        ),
    )


def _pair(entry: object, where: str) -> tuple[str, str]:
    pair = read_list(entry, f"«{where}»")
    if len(pair) != 2:
        raise BadInstance(f"«{where}» må ha en kandidat og en bedrift.")
    return read_id(pair[0], f"«{where}[0]»"), read_id(pair[1], f"«{where}[1]»")


def _because(entry: object, where: str) -> tuple[tuple[str, int, str], str]:
    fields = read_object(entry, f"«{where}»", required=("candidate", "period", "employer", "because"))
    stay = (
        read_id(fields["candidate"], f"«{where}.candidate»"),
        read_whole(fields["period"], f"«{where}.period»", low=0, high=MOST),
        read_id(fields["employer"], f"«{where}.employer»"),
    )
    return stay, read_text(fields["because"], f"«{where}.because»")


def _ids(value: object, name: str) -> tuple[str, ...]:
    return tuple(read_id(entry, f"«{name}[{number}]»") for number, entry in enumerate(read_list(value, f"«{name}»")))


def _newcomer_ids(value: object) -> tuple[str, ...]:
    ids: list[str] = []
    for number, entry in enumerate(read_list(value, "«candidates»")):
        fields = read_object(entry, f"«candidates[{number}]»", required=("id",))
        id_ = read_id(fields["id"], f"«candidates[{number}].id»")
        if id_ in ids:
            raise BadInstance(f"«candidates[{number}].id» er «{id_}», som alt er brukt.")
        ids.append(id_)
    return tuple(ids)


def _numbers(value: object, name: str, row_known: Known, column_known: Known, highest: int) -> dict[str, dict[str, int]]:
    """A table of numbers by two ids."""
    numbers: dict[str, dict[str, int]] = {}
    for row, cells in read_table(value, f"«{name}»").items():
        row_known(row, f"«{name}»")
        where = f"{name}.{row}"
        numbers[row] = {}
        for column, cell in read_table(cells, f"«{where}»").items():
            column_known(column, f"«{where}»")
            numbers[row][column] = read_whole(cell, f"«{where}.{column}»", low=0, high=highest)
    return numbers


def _veto(entry: object, where: str, is_new: Known, is_employer: Known, periods: int) -> Veto:
    fields = read_object(entry, f"«{where}»", required=("candidate", "employer", "period"), optional=("reason",))
    candidate = read_id(fields["candidate"], f"«{where}.candidate»")
    employer = read_id(fields["employer"], f"«{where}.employer»")
    is_new(candidate, f"«{where}.candidate»")
    is_employer(employer, f"«{where}.employer»")
    period = read_whole(fields["period"], f"«{where}.period»", low=0, high=periods - 1)
    return Veto(candidate, employer, period, read_text(fields.get("reason", ""), f"«{where}.reason»"))
