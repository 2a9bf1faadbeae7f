"""Every field of the sections that are forms, judged by its form."""

from collections.abc import Iterator

from casework.issues import Issue
from filing.documents.dossier import Dossier
from filing.sections.all import FORMS, form_of


def check(dossier: Dossier) -> Iterator[Issue]:
    """What is missing or cannot be; a field that the regulation names carries its basis."""
    for section in FORMS:
        form = form_of(dossier.filing, section, dossier.answers.get(section, {}))
        for name, faults in form.faults.items():
            heading = next((h for h in form.headings if name in h.names), None)
            about = heading.title if heading and heading.basis else ""
            for fault in faults:
                yield Issue(
                    code=f"{section}.{name}",
                    section=section,
                    message=f"{about}：{fault}" if about else fault,
                    remedy="",
                    basis=form.bases.get(name),
                )
