"""From the file of contracts/loop.md, «plan-interviews», to what `plan_interviews` takes."""

from __future__ import annotations

from brobygger.matching.bad_instance import BadInstance
from brobygger.matching.strict_json import read_format, read_id, read_json, read_list, read_object, read_whole

FORMAT = "brobygger-interviews/1"

MOST_ROUNDS = 1_000_000


def read_interviews(text: str | bytes) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], int | None]:
    """Employers, meetings as (candidate, employer), and the number of rounds or None.

    Raises  BadInstance, one sentence in bokmål naming the place
    """
    content = read_json(text)
    read_format(content, FORMAT)
    fields = read_object(content, "Fila", required=("format", "employers", "meetings"), optional=("rounds",))
    employers = _employers(fields["employers"])
    rounds = fields.get("rounds")
    return (
        employers,
        _meetings(fields["meetings"], set(employers)),
        None if rounds is None else read_whole(rounds, "«rounds»", low=0, high=MOST_ROUNDS),
    )


def _employers(value: object) -> tuple[str, ...]:
    ids: list[str] = []
    for number, entry in enumerate(read_list(value, "«employers»")):
        id_ = read_id(entry, f"«employers[{number}]»")
        if id_ in ids:
            raise BadInstance(f"«employers[{number}]» er «{id_}», som alt er brukt.")
        ids.append(id_)
    return tuple(ids)


def _meetings(value: object, employers: set[str]) -> tuple[tuple[str, str], ...]:
    meetings: dict[tuple[str, str], None] = {}
    for number, entry in enumerate(read_list(value, "«meetings»")):
        pair = read_list(entry, f"«meetings[{number}]»")
        if len(pair) != 2:
            raise BadInstance(f"«meetings[{number}]» må ha en kandidat og en bedrift.")
        meeting = (read_id(pair[0], f"«meetings[{number}][0]»"), read_id(pair[1], f"«meetings[{number}][1]»"))
        if meeting[1] not in employers:
            raise BadInstance(f"«meetings[{number}]» nevner «{meeting[1]}», som ikke finnes i fila.")
        if meeting in meetings:
            raise BadInstance(f"«meetings[{number}]» er et møte som alt står der: «{meeting[0]}» og «{meeting[1]}».")
        meetings[meeting] = None
    return tuple(meetings)
