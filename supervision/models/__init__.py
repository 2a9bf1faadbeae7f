from supervision.models.campaign import Campaign, Draw, PoolMember
from supervision.models.complaint import Complaint, ComplaintBar, ComplaintLead, ComplaintWord
from supervision.models.corps import CorpsAppointment, Term
from supervision.models.credit import CreditItem, CreditRating, CreditRound
from supervision.models.credit_contest import CreditContest
from supervision.models.decision import Bar, Decision, Measure, Statement
from supervision.models.destruction import Destruction, DueRecord
from supervision.models.explanation import Explanation
from supervision.models.inspection import (
    CheckAnswer,
    Finding,
    FindingPhoto,
    Inspection,
    Inspector,
)
from supervision.models.integrity import ChainDigest, IntegrityFault, IntegrityMark, IntegrityRun
from supervision.models.pay import PayAnswer, PayRecord
from supervision.models.risk import RiskReview, RiskRun, RiskSignal
from supervision.models.violation import Violation
from supervision.models.visit import (
    Sending,
    SendingMember,
    Visit,
    VisitAnswer,
    VisitCorrection,
    VisitFinding,
    VisitPhoto,
    VisitRating,
)

__all__ = [
    "Bar",
    "Campaign",
    "ChainDigest",
    "CheckAnswer",
    "Complaint",
    "ComplaintBar",
    "ComplaintLead",
    "ComplaintWord",
    "CorpsAppointment",
    "CreditContest",
    "CreditItem",
    "CreditRating",
    "CreditRound",
    "Decision",
    "Destruction",
    "Draw",
    "DueRecord",
    "Explanation",
    "Finding",
    "FindingPhoto",
    "Inspection",
    "Inspector",
    "IntegrityFault",
    "IntegrityMark",
    "IntegrityRun",
    "Measure",
    "PayAnswer",
    "PayRecord",
    "PoolMember",
    "RiskReview",
    "RiskRun",
    "RiskSignal",
    "Sending",
    "SendingMember",
    "Statement",
    "Term",
    "Violation",
    "Visit",
    "VisitAnswer",
    "VisitCorrection",
    "VisitFinding",
    "VisitPhoto",
    "VisitRating",
]
