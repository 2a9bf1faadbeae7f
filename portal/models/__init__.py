from portal.models.holders import HolderMark, HolderTally, HolderTouch
from portal.models.tallies import CertificateTally, ResultTally

__all__ = [
    "CertificateTally",
    "HolderMark",
    "HolderTally",
    "HolderTouch",
    "ResultTally",
]
