from brobygger.followup.models.callbacks import CallBack, CallBackKind
from brobygger.followup.models.contacts import Act, Contact, ContactKind, ContactWith
from brobygger.followup.models.experiences import ExperienceAnswer, ExperienceInterview, Guide
from brobygger.followup.models.handovers import Handover, HandoverItem, HandoverState
from brobygger.followup.models.matters import Matter, MatterNote, MatterState

__all__ = [
    "Act",
    "CallBack",
    "CallBackKind",
    "Contact",
    "ContactKind",
    "ContactWith",
    "ExperienceAnswer",
    "ExperienceInterview",
    "Guide",
    "Handover",
    "HandoverItem",
    "HandoverState",
    "Matter",
    "MatterNote",
    "MatterState",
]
