from assessment.models.arrangement import Duty, Examiner, Room, Seat, Session, Site, Tie
from assessment.models.change import PlanChange
from assessment.models.commission import Commission, CommissionItem
from assessment.models.entry import (
    Competition,
    CompetitionResult,
    Entry,
    EntryLink,
    Evidence,
    WorkPeriod,
)
from assessment.models.exemption import Exemption
from assessment.models.plan import Permit, Plan, PlanItem, PlanSubject
from assessment.models.printing import PrintRun
from assessment.models.roster import RosterDraft, RosterFile, RosterRow

__all__ = [
    "Commission",
    "CommissionItem",
    "Competition",
    "CompetitionResult",
    "Duty",
    "Entry",
    "EntryLink",
    "Evidence",
    "Examiner",
    "Exemption",
    "Permit",
    "Plan",
    "PlanChange",
    "PlanItem",
    "PlanSubject",
    "PrintRun",
    "Room",
    "RosterDraft",
    "RosterFile",
    "RosterRow",
    "Seat",
    "Session",
    "Site",
    "Tie",
    "WorkPeriod",
]
