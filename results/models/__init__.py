from results.models.annulment import Annulment
from results.models.archive import ArchiveItem, Dossier, Hold
from results.models.candidate import CandidateLook
from results.models.correction import Correction, Recheck
from results.models.held import Attendance, Incident, IncidentFile, PaperGiven, VisitNote
from results.models.result import Result, SubjectResult
from results.models.score import Arbitration, Marking, Score, ScoreRound, ScoreSheet

__all__ = [
    "Annulment",
    "Arbitration",
    "ArchiveItem",
    "Attendance",
    "CandidateLook",
    "Correction",
    "Dossier",
    "Hold",
    "Incident",
    "IncidentFile",
    "Marking",
    "PaperGiven",
    "Recheck",
    "Result",
    "Score",
    "ScoreRound",
    "ScoreSheet",
    "SubjectResult",
    "VisitNote",
]
