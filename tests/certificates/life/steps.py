"""What people do with certificates that were issued."""

import hashlib
import io
import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from casework.models import Case
from casework.services import files, jobs
from certificates import tags
from certificates.documents.content import Content
from certificates.enums import ChangeCause, ChangePurpose
from certificates.models import Certificate, CertificateChange, Edition
from certificates.services import changes
from certificates.services.changes import Proposal
from config import clock
from tests.casework.files.pdfs import plain
from tests.certificates.world import a_certificate, photo_of

TODAY = date(2026, 7, 10)
REASON = "持证人申请，已核对原件。"


def paper(name: str = "证明.pdf") -> SimpleUploadedFile:
    """A PDF that passes inspection."""
    return SimpleUploadedFile(name, plain())


def colleague(agencies, key: str = "lc") -> User:
    """Another clerk of an agency."""
    return agencies.world.member(agencies.agency[key].organisation, Role.CLERK)


def with_document(agencies, key: str = "lc", number: int = 1) -> Certificate:
    """A certificate whose first edition is a document with a photo, beside its plan."""
    agency = agencies.agency[key]
    plan = agencies.plan(key, "confirmed")
    found = a_certificate(agency, number, plan=plan)
    Edition.objects.filter(certificate=found).order_by().first()
    content = Content(
        number=found.number,
        name=found.name,
        document="居民身份证",
        id_number=found.id_number,
        occupation=found.occupation,
        level="三级/高级工",
        agency=agency.name,
        issued_on=found.issued_on.isoformat(),
        address=tags.address_of(found.number),
    ).to_json()
    data = b"%PDF-1.7 first " + found.number.encode()
    file = files.keep(data, case=plan, name="证书.pdf", kind="pdf", by=None)
    Edition.objects.create(
        certificate=found,
        sequence=2,
        content=content,
        content_sha256=hashlib.sha256(content.encode()).hexdigest(),
        photo=photo_of(plan, number),
        file=file,
        sha256=file.sha256,
        signed_by="CN=test",
        made_at=clock.now(),
    )
    return found


def proposal(purpose: str, cause: str, **more) -> Proposal:
    """A proposal with a reason."""
    return Proposal(ChangePurpose(purpose), ChangeCause(cause), REASON, **more)


def proposed(found: Certificate, actor: User, purpose: str, cause: str, **more) -> Case:
    """A change as it was proposed; `evidence` and `photo` are files."""
    kept = {name: more.pop(name, None) for name in ("evidence", "photo", "side")}
    return changes.propose(found, proposal(purpose, cause, **more), actor=actor, **kept)


def fresh(row):
    """The row as it is now."""
    return type(row).objects.get(pk=row.pk)


def act(client, user: User, case: CertificateChange, name: str, **typed):
    """What the page of an act answers to a form that is sent."""
    client.force_login(user)
    address = reverse("casework:act", args=[case.number, name])
    version = fresh(case).version
    return client.post(address, {"version": version, "token": str(uuid.uuid4()), **typed})


def work_off() -> None:
    """Everything that jobs have to do now."""
    while jobs.work_off():
        continue


def sheet_file(content: bytes, name: str = "表.xlsx") -> io.BytesIO:
    """A file as a form gets it."""
    return SimpleUploadedFile(name, content)
