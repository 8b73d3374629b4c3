"""Reading the log: who looked, whether it is whole, and its lines for a log centre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from brobygger.audit.chain import ENTRY_HASH, LOOK_UP_HASH, NO_HASH, seal_hash
from brobygger.audit.models import Entry, LookUp, Seal

CEF_HEAD = "CEF:0|Brobygger|AuditLogger|1.0"
CHUNK = 2000


class Where(models.TextChoices):
    ENTRY = "entry", _("hendelse")
    LOOK_UP = "look_up", _("oppslag")
    SEAL = "seal", _("selve forseglingen")


class How(models.TextChoices):
    CHANGED = "changed", _("er endret etter forseglingen")
    MISSING = "missing", _("mangler")
    INSERTED = "inserted", _("er satt inn etter forseglingen")


@dataclass(frozen=True)
class Broken:
    """One place where the log is not as it was sealed. As text it is a sentence for people."""

    batch: int
    where: Where
    how: How
    row: int | None = None

    def __str__(self) -> str:
        if self.row is None:
            return str(_("Bunke %(batch)s: %(where)s %(how)s.") % {"batch": self.batch, "where": self.where.label, "how": self.how.label})
        return str(
            _("Bunke %(batch)s: %(where)s nummer %(row)s %(how)s.")
            % {"batch": self.batch, "where": self.where.label, "row": self.row, "how": self.how.label}
        )


def look_ups_of(person: UUID) -> QuerySet[LookUp]:
    """Who looked at a person, newest first; denied ones too.

    Cost    one query by index, for any size of the table
    """
    return LookUp.objects.filter(person=person).order_by("-looked_up_at", "-id")


def look_ups_by(actor: UUID) -> QuerySet[LookUp]:
    """Whom somebody looked at, newest first; denied ones too.

    Cost    one query by index, for any size of the table
    """
    return LookUp.objects.filter(actor=actor).order_by("-looked_up_at", "-id")


def verify_seals() -> list[Broken]:
    """Every place where the log differs from what was sealed.

    Gives   changed, missing and inserted rows, and seals that are changed or gone, batch by batch; empty when all is whole.
            Rows written since the last seal are not covered yet
    Cost    three queries a batch, and the hash of every row
    Source  ADR 0042
    """
    ceilings = chain_ceilings()
    broken = []
    expected, previous_hash, previous_end = 1, NO_HASH, 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=1):
        broken += [Broken(number, Where.SEAL, How.MISSING) for number in range(expected, seal.number)]
        follows = seal.number > expected or (bytes(seal.previous_hash) == previous_hash and seal.from_transaction in (0, previous_end))
        if not follows or not is_whole(seal):
            broken.append(Broken(seal.number, Where.SEAL, How.CHANGED))
        entry_ceiling, look_up_ceiling = ceilings.get(seal.chain + 1, (None, None))
        broken += rows_that_differ(seal, Where.ENTRY, above=seal.entry_floor, up_to=entry_ceiling)
        broken += rows_that_differ(seal, Where.LOOK_UP, above=seal.look_up_floor, up_to=look_up_ceiling)
        expected, previous_hash, previous_end = seal.number + 1, bytes(seal.hash), seal.to_transaction
    return broken + seals_noted_but_not_there()


def is_whole(seal: Seal) -> bool:
    same_lengths = len(seal.entry_ids) == len(seal.entry_hashes) and len(seal.look_up_ids) == len(seal.look_up_hashes)
    return same_lengths and seal_hash(seal) == bytes(seal.hash)


def chain_ceilings() -> dict[int, tuple[int, int]]:
    """For each chain, the ids that the chain before it ends with."""
    floors = Seal.objects.order_by("chain", "number").distinct("chain").values_list("chain", "entry_floor", "look_up_floor")
    return {chain: (entry_floor, look_up_floor) for chain, entry_floor, look_up_floor in floors}


def rows_that_differ(seal: Seal, where: Where, *, above: int, up_to: int | None) -> list[Broken]:
    is_entry = where == Where.ENTRY
    table, row_hash = ("audit_entry", ENTRY_HASH) if is_entry else ("audit_look_up", LOOK_UP_HASH)
    ids, hashes = (seal.entry_ids, seal.entry_hashes) if is_entry else (seal.look_up_ids, seal.look_up_hashes)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH sealed AS (SELECT * FROM unnest(%s::bigint[], %s::bytea[]) AS row(id, hash)),
            standing AS (
                SELECT id, {row_hash} AS hash FROM {table}
                WHERE transaction_id >= %s AND transaction_id < %s AND id > %s AND id <= coalesce(%s, 9223372036854775807)
            )
            SELECT id, CASE WHEN standing.hash IS NULL THEN 'missing' WHEN sealed.hash IS NULL THEN 'inserted' ELSE 'changed' END
            FROM sealed FULL JOIN standing USING (id)
            WHERE sealed.hash IS DISTINCT FROM standing.hash
            ORDER BY id
            """,  # noqa: S608  the parts are constants of ours
            [ids, [bytes(each) for each in hashes], seal.from_transaction, seal.to_transaction, above, up_to],
        )
        return [Broken(seal.number, where, How(how), row_id) for row_id, how in cursor.fetchall()]


def seals_noted_but_not_there() -> list[Broken]:
    """Seals that the log itself says were made; the only witness to a last seal that is gone."""
    hashes = {number: bytes(seal_hash).hex() for number, seal_hash in Seal.objects.values_list("number", "hash").iterator()}
    noted = Entry.objects.filter(event="audit.sealed").order_by("id").values_list("facts", flat=True)
    highest = max(hashes, default=0)
    broken = []
    for facts in noted.iterator():
        if facts["number"] > highest:
            broken.append(Broken(facts["number"], Where.SEAL, How.MISSING))
        elif hashes.get(facts["number"], facts["hash"]) != facts["hash"]:
            broken.append(Broken(facts["number"], Where.SEAL, How.CHANGED))
    return broken


def cef_lines(since: datetime, until: datetime) -> Iterator[str]:
    """Look-ups and seals as lines for a log centre, oldest first; whoever keeps them can later prove what the log held.

    Takes   since, until  the first moment, and the first moment after
    Cost    two queries, read in pieces; memory does not grow with the number of lines
    Source  RULES A10; ArcSight Common Event Format, version 0
    """
    look_ups = LookUp.objects.filter(looked_up_at__gte=since, looked_up_at__lt=until).order_by("looked_up_at", "id")
    for row in look_ups.iterator(chunk_size=CHUNK):
        yield cef_line(
            "audit:access",
            "INFO" if row.is_permitted else "WARN",
            suid=row.actor,
            duid=row.person,
            end=milliseconds(row.looked_up_at),
            sproc=row.request_id,
            request=row.path,
            flexString1="Permit" if row.is_permitted else "Deny",
            flexString1Label="Decision",
            flexString2=row.actor_role,
            flexString2Label="Role",
            cs1=row.purpose,
            cs1Label="Purpose",
            reason=row.reason,
        )
    seals = Seal.objects.filter(sealed_at__gte=since, sealed_at__lt=until).order_by("number").values_list("number", "sealed_at", "hash")
    for number, sealed_at, seal_digest in seals.iterator(chunk_size=CHUNK):
        yield cef_line("audit:seal", "INFO", cn1=number, cn1Label="Batch", end=milliseconds(sealed_at), fileHash=bytes(seal_digest).hex())


def cef_line(event: str, severity: str, **fields: object) -> str:
    extension = " ".join(f"{name}={in_cef_field(str(value))}" for name, value in fields.items() if value != "")
    return f"{CEF_HEAD}|{in_cef_head(event)}|Brobygger audit log|{severity}|{extension}"


def in_cef_head(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def in_cef_field(text: str) -> str:
    """A bar may stand as it is in a field; an equals sign may not, and a line break becomes two characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.replace("\\", "\\\\").replace("=", "\\=").replace("\n", "\\n")


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
