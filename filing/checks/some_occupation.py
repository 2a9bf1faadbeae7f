"""An application names what it is for."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier


def check(dossier: Dossier) -> Iterator[Issue]:
    if not dossier.scope:
        yield Issue(
            "scope-none",
            "scope",
            "还没有填写申请评价的职业（工种）。",
            "查找职业并至少添加一个。",
        )
