"""Dossiers on disk; the newest of a plan."""

from collections.abc import Iterable
from uuid import UUID

from casework.enums import JobState
from casework.services.bundles import Bundles, digest_of, write
from results.models import Dossier

__all__ = ["digest_of", "write"]
WHOLE = "whole.zip"


def _finished_or_in_work(folders: Iterable[UUID]) -> Iterable[UUID]:
    rows = Dossier.objects.filter(folder__in=folders)
    alive = rows.exclude(done_at=None) | rows.filter(job__status=JobState.RUNNING)
    return alive.values_list("folder", flat=True)


FILES = Bundles("dossiers", WHOLE, alive=_finished_or_in_work)
root = FILES.root
folder = FILES.folder
part = FILES.part
whole = FILES.whole
is_whole = FILES.is_whole
drop_parts = FILES.drop_parts
destroy = FILES.destroy
sweep = FILES.sweep
