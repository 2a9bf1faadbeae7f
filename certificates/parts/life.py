"""The life of a certificate: a block on its page, and the page of a change."""

from django.urls import reverse

from accounts.identity import DocumentKind
from accounts.models import User
from assessment.models import Plan
from casework.models import Case
from casework.parts import Part
from certificates.enums import CertificateStatus, ChangeState, UploadState
from certificates.frames.lookup import TONES
from certificates.models import Certificate, CertificateChange, Handout
from certificates.models.change import belongs
from certificates.selectors import upward, visible
from certificates.services import changes, wishes
from ui.ports import Way

UPLOAD_TONES = {
    UploadState.NONE: "warn",
    UploadState.UPLOADED: "info",
    UploadState.NATIONAL: "ok",
}


def blocks(certificate: Certificate, user: User) -> list[Part]:
    """What the page of a certificate shows of its life to whoever sees it: changes and the ways to
    propose one, who took it, how far its data has come."""
    return [_changes(certificate, user), _handed(certificate, user), _uploaded(certificate)]


def _changes(certificate: Certificate, user: User) -> Part:
    rows = certificate.changes.select_related("side").order_by("-pk")
    return Part(
        "certificates/life/part_changes.html",
        {
            "changes": [
                (row, str(ChangeState(row.state).label), changes_tone(row)) for row in rows
            ],
            "ways": [
                Way(
                    str(purpose.label),
                    reverse("certificates:change", args=[certificate.number, purpose.value]),
                )
                for purpose in changes.purposes_for(user, certificate)
            ],
            "replaced_by": certificate.replaced_by,
        },
    )


def _handed(certificate: Certificate, user: User) -> Part:
    rows = Handout.objects.filter(edition__certificate=certificate)
    rows = rows.select_related("edition", "noted_by").order_by("-edition__sequence")
    may = visible.runs(user, certificate)
    hands_out = may and certificate.status == CertificateStatus.VALID
    return Part(
        "certificates/life/part_handed.html",
        {"rows": rows, "number": certificate.number, "may": may, "hands_out": hands_out},
    )


def _uploaded(certificate: Certificate) -> Part:
    return Part(
        "certificates/life/part_uploaded.html",
        {
            "certificate": certificate,
            "tone": UPLOAD_TONES[UploadState(certificate.upload)],
            "claim_until": upward.claim_until(certificate),
            "is_pressing": upward.is_pressing(certificate),
        },
    )


def handing(plan: Plan, user: User) -> Part | None:
    """On the page of a plan that has certificates: how many were taken, for its agency."""
    if visible.side_of(user, plan.agency) is None:
        return None
    issued = plan.certificates.count()
    if not issued:
        return None
    taken = Handout.objects.filter(edition__certificate__plan=plan)
    shown = {
        "plan": plan,
        "issued": issued,
        "taken": taken.values("edition__certificate").distinct().count(),
    }
    return Part("certificates/life/part_receipts.html", shown)


def changes_tone(row: CertificateChange) -> str:
    """The tone of the state of a change."""
    tones = {"decided": "ok", "refused": "danger", "withdrawn": "neutral"}
    return tones.get(row.state, "info")


def handles(user: User, case: Case) -> bool:
    """Who opens evidence and portrait: the side of the change, and the offices over the issuer."""
    return belongs(case, user) or bool(visible.authorities_of(user, case.certificate))


def change(case: Case, user: User) -> Part:
    """The page of a change: which certificate, what is to become of it, why."""
    wanted = changes.wanted_of(case)
    full = handles(user, case)
    certificate = case.certificate
    return Part(
        "certificates/life/change.html",
        {
            "case": case,
            "certificate": certificate,
            "tone": TONES[CertificateStatus(certificate.status)],
            "lines": [
                (changes.LABELS[key], *_said(case, key, wanted[key], full))
                for key in changes.CORRECTABLE
                if key in wanted
            ],
            "photo": case.photo if full else None,
            "evidence": case.materials.current().filter(key=wishes.EVIDENCE) if full else [],
            "waits_for_second": case.state == "proposed" and user.pk == case.proposed_by_id,
            "full": full,
            "job_failed": case.state == "making" and case.may_be_drawn_again,
            "job_error": _job_error(case),
        },
    )


def _job_error(case: CertificateChange) -> str:
    failed = case.job.items.exclude(error="").first() if case.job else None
    return failed.error if failed else ""


def _said(case: CertificateChange, key: str, value: str, full: bool) -> tuple[str, str, bool]:
    """Before, after, and whether it is a number, which the page masks: as long as it is to be
    decided; afterwards the certificate is another."""
    before = "" if case.state == "decided" else getattr(case.certificate, key)
    if key == "document":
        before = str(DocumentKind(before).label) if before else ""
        value = str(DocumentKind(value).label)
    return before, value, key == "id_number"
