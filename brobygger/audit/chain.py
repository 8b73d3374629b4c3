"""How rows and batches are hashed. The expressions stand here and not in the database, so that changing a function there hides nothing.

Source  ADR 0042
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from brobygger.audit.models import Seal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_TRANSACTION = 2**63 - 1  # what a closed chain reaches to
NO_HASH = b""

# Moments are hashed as microseconds, since their text depends on the time zone of the session.
ENTRY_HASH = """sha256(convert_to(jsonb_build_array(
    id, (extract(epoch FROM recorded_at) * 1000000)::bigint, event, subject_kind, subject_id,
    actor_kind, actor_id, facts, transaction_id)::text, 'UTF8'))"""
LOOK_UP_HASH = """sha256(convert_to(jsonb_build_array(
    id, (extract(epoch FROM looked_up_at) * 1000000)::bigint, actor, actor_role, person, purpose,
    reason, is_permitted, request_id, path, transaction_id)::text, 'UTF8'))"""


def seal_hash(seal: Seal) -> bytes:
    """The hash of a batch: everything in the seal but the hash itself, with the hash of the batch before."""
    head = [
        seal.number,
        seal.chain,
        (seal.sealed_at - EPOCH) // timedelta(microseconds=1),
        seal.from_transaction,
        seal.to_transaction,
        seal.entry_floor,
        seal.look_up_floor,
        len(seal.entry_ids),
        len(seal.look_up_ids),
    ]
    digest = hashlib.sha256(json.dumps(head).encode())
    digest.update(seal.previous_hash)
    for ids, hashes in ((seal.entry_ids, seal.entry_hashes), (seal.look_up_ids, seal.look_up_hashes)):
        for row_id, row_hash in zip(ids, hashes, strict=True):
            digest.update(row_id.to_bytes(8) + row_hash)
    return digest.digest()
