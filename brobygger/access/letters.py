"""Every letter there is, by its name. Source: ADR 0106."""

from __future__ import annotations

from types import ModuleType

from brobygger.agreements import letters as agreements
from brobygger.appointments import letters as appointments
from brobygger.followup import bankruptcy_letters, call_letters, following_letters, handover_letters, suggestion_letters
from brobygger.followup import letters as matters
from brobygger.intake import absence_letters
from brobygger.intake import letters as intake
from brobygger.jobdev import letters as jobdev
from brobygger.loops.building import letters as building
from brobygger.loops.kick_off import letters as kick_off
from brobygger.loops.plan import letters as plan
from brobygger.loops.the_year.telling import letters as dates
from brobygger.loops.the_year.telling import new_year, reminders
from brobygger.outbox.letters import Letter
from brobygger.parties import link_letters

MODULES: tuple[ModuleType, ...] = (
    agreements,
    appointments,
    bankruptcy_letters,
    call_letters,
    following_letters,
    handover_letters,
    matters,
    suggestion_letters,
    absence_letters,
    intake,
    jobdev,
    building,
    kick_off,
    plan,
    dates,
    new_year,
    reminders,
    link_letters,
)
LETTERS = {each.name: each for module in MODULES for each in vars(module).values() if isinstance(each, Letter)}
