"""Who promises is the legal representative whom the application names."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.sections.promise import SIGNATORY


def check(dossier: Dossier) -> Iterator[Issue]:
    signed = dossier.answer("promise", SIGNATORY)
    named = dossier.answer("organisation", "legal_representative")
    if signed and named and signed != named:
        yield Issue(
            code="promise.signatory",
            section="promise",
            message=f"作出承诺的“{signed}”与组织信息填写的法定代表人“{named}”不一致。",
            remedy="请核对，改正其中一处。",
        )
