"""What keeps a plan from being archived: everything of the checklist that is not there."""

from collections.abc import Iterable, Iterator

from casework.issues import Issue
from results.frames.archive import Line

SECTION = "archive"


def check(lines: Iterable[Line]) -> Iterator[Issue]:
    """One issue for each line of the checklist that lacks something."""
    for line in lines:
        if line.lacks:
            yield Issue("archive_lacks", SECTION, f"缺少{line.keeping.label}", line.advice)
