"""Prints on disk, gone with their run."""

from collections.abc import Iterable
from uuid import UUID

from assessment.models import PrintRun
from casework.services.bundles import UNFINISHED, Bundles, digest_of, write

__all__ = ["UNFINISHED", "digest_of", "write"]


def _of_runs(folders: Iterable[UUID]) -> Iterable[UUID]:
    return PrintRun.objects.filter(folder__in=folders).values_list("folder", flat=True)


FILES = Bundles("prints", "whole", alive=_of_runs)
root = FILES.root
folder = FILES.folder
part = FILES.part
whole = FILES.whole
is_whole = FILES.is_whole
drop_parts = FILES.drop_parts
destroy = FILES.destroy
sweep = FILES.sweep
