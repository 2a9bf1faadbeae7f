from supervision.models.campaign import Campaign, Draw, PoolMember
from supervision.models.complaint import Complaint, ComplaintBar, ComplaintLead, ComplaintWord
from supervision.models.decision import Bar, Decision, Measure, Statement
from supervision.models.explanation import Explanation
from supervision.models.inspection import (
    CheckAnswer,
    Finding,
    FindingPhoto,
    Inspection,
    Inspector,
)
from supervision.models.violation import Violation

__all__ = [
    "Bar",
    "Campaign",
    "CheckAnswer",
    "Complaint",
    "ComplaintBar",
    "ComplaintLead",
    "ComplaintWord",
    "Decision",
    "Draw",
    "Explanation",
    "Finding",
    "FindingPhoto",
    "Inspection",
    "Inspector",
    "Measure",
    "PoolMember",
    "Statement",
    "Violation",
]
