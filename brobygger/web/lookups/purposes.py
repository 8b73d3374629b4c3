"""Why somebody was looked at, in words for those who watch over the log. A code from before is shown as it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.access.purposes import OF_CODE
from brobygger.access.verbs import Verb
from brobygger.audit.models import LookUp

VERBS = frozenset(Verb)  # what was refused is written down as the verb and the kind of row


def words(row: LookUp) -> str:
    if not row.is_permitted and row.purpose.partition(" ")[0] in VERBS:
        return _("Prøvde å åpne en side")
    purpose = OF_CODE.get(row.purpose)
    return str(purpose.what) if purpose is not None else row.purpose
