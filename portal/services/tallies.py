"""The tallies of the dashboards are kept short (`config.tallies`)."""

from config import tallies
from portal.models import CertificateTally, HolderTally, ResultTally
from portal.services import holders


def tend() -> None:
    """Mark the holders that were touched, and put one row in place of those that count the same;
    each hour, safe to run twice."""
    holders.settle()
    for tally in (CertificateTally, ResultTally, HolderTally):
        tallies.draw_together(tally)
