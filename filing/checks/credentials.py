"""Assessors and supervisors are told by their certificates; no document makes that a field."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.enums import PersonRole
from filing.wording import OURS

CERTIFIED = (PersonRole.ASSESSOR, PersonRole.SUPERVISOR)


def check(dossier: Dossier) -> Iterator[Issue]:
    names = [p.name for p in dossier.people if p.role in CERTIFIED and not p.certificate.strip()]
    if names:
        shown = "、".join(names[:5]) + ("等" if len(names) > 5 else "")
        yield Issue(
            "people-certificate",
            "people",
            f"{len(names)} 名考评员、督导员没有填写资质证书编号：{shown}。",
            "已取得证书的请补上编号，便于办理机关核对。",
            OURS,
        )
