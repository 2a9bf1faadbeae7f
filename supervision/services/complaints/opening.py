"""A complaint comes in: from anybody, or entered by an officer."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Organisation, User
from assessment.models import Plan
from casework import kinds
from casework.enums import RetentionClass
from casework.kinds import Message
from casework.models import Case, Material
from casework.services import door, files, holders, inspection, notices
from casework.services.publications import ALPHABET
from catalogue.models import Division
from certificates.models import Certificate
from config import clock
from filing.models import Agency
from supervision import categories
from supervision.enums import ComplaintChannel, ComplaintState, ComplaintTarget
from supervision.models import Complaint
from supervision.selectors.complaint_offices import office_for
from supervision.selectors.complaints import hashed

CODE_LENGTH, GROUP = 16, 4  # some 79 bits: nobody guesses one
MOST_AT_ONCE, MOST_FILES = 5, 30


@dataclass(frozen=True)
class Given:
    """What a complainant says, or an officer for one. Of agency, plan, certificate and office the
    one that is known; `place` counts where none of them says where."""

    target: ComplaintTarget
    category: str
    text: str
    place: Division | None = None
    agency: Agency | None = None
    office: Organisation | None = None
    plan: Plan | None = None
    certificate: Certificate | None = None
    said: str = ""
    occasion: str = ""
    name: str = ""
    contact: str = ""
    channel: ComplaintChannel = ComplaintChannel.ONLINE
    media: str = ""
    media_link: str = ""
    payer: Organisation | None = None  # whose promise of pay it is about, where no agency's

    @property
    def known_agency(self) -> Agency | None:
        named = self.plan or self.certificate
        agency = named.agency if named and named.agency else self.agency
        if self.payer and agency and agency.organisation_id != self.payer.pk:
            return None
        return agency

    @property
    def accused(self) -> Organisation | None:
        """Whose people must not know of it."""
        if self.payer:
            return self.payer
        if self.plan:
            return self.plan.owner
        if self.office:
            return self.office
        return self.known_agency.organisation if self.known_agency else None

    @property
    def division(self) -> Division | None:
        """Where it happened: the place of an assessment, the accused's, else what was said."""
        named = self.plan or (self.certificate and self.certificate.plan)
        if named:
            return named.division
        if self.accused:
            return self.accused.division
        known = self.certificate or self.known_agency
        return known.division if known else self.place


@dataclass(frozen=True)
class Receipt:
    """`code` is shown now and never again; empty when the same form came before."""

    code: str
    office: Organisation

    @property
    def printed(self) -> str:
        """In groups of four, as it is read and typed best."""
        return "-".join(self.code[i : i + GROUP] for i in range(0, len(self.code), GROUP))


def submit(
    given: Given,
    *,
    token: UUID,
    uploads: Iterable[BinaryIO] = (),
    entered_by: User | None = None,
) -> Receipt:
    """Take a complaint (LC-22, LN-14). Anybody may, without an account and without a name; an
    officer enters a call or a media report (the view asks who may). It goes to the bureau of the
    place, past everybody tied to the accused; those who handle it there are told.

    The same form (`token`) sent twice is one complaint. Raises ValidationError by field: no place,
    no bureau, a file that is not taken; then nothing is written.
    """
    if given.division is None:
        raise ValidationError({"place": "请选择发生地，据此确定由哪里办理。"})
    found = inspected(uploads)
    try:
        with transaction.atomic():
            return _once(given, token) or _open(given, token, found, entered_by)
    except (IntegrityError, ValidationError):
        if receipt := _once(given, token):  # the same form came at the same moment
            return receipt
        raise


def inspected(uploads: Iterable[BinaryIO]) -> list[inspection.Inspected]:
    """The files, each proved harmless. Raises ValidationError at `files`."""
    uploads = list(uploads)
    if len(uploads) > MOST_AT_ONCE:
        raise ValidationError({"files": f"一次最多 {MOST_AT_ONCE} 份材料，其余的凭查询码补充。"})
    try:
        return [inspection.inspect(each) for each in uploads]
    except inspection.RefusedFile as refused:
        raise ValidationError({"files": refused.messages}) from refused


def keep(complaint: Case, found: list[inspection.Inspected], title: str) -> None:
    """Put evidence that was inspected into the file of a complaint. The caller holds its lock."""
    if complaint.files.count() + len(found) > MOST_FILES:
        raise ValidationError({"files": f"这件投诉举报最多收 {MOST_FILES} 份材料。"})
    for each in found:
        kept = files.keep(
            each.data, case=complaint, name=each.name, kind=each.kind, by=None, pages=each.pages
        )
        Material.objects.create(
            case_id=complaint.pk,
            key="evidence",
            title=title,
            file=kept,
            added_at=clock.now(),
            retention=RetentionClass.ELECTRONIC,
        )


def tell_handlers(complaint: Complaint, subject: str, body: str = "") -> None:
    """A notice to whoever has the complaint, else to everybody who handles it in its office."""
    people = holders.in_charge(complaint, (complaint.office_id,))
    notices.tell([Message(people, f"{subject}：{complaint.title}", body)], case=complaint)


def title_of(category: str, accused: Organisation | Agency | None) -> str:
    """What lists show: the category and whom it is about; never the complainant nor his words."""
    return f"{categories.name_of(category)} · {accused or '目录外的单位'}"


def _once(given: Given, token: UUID) -> Receipt | None:
    done = Complaint.objects.filter(token=token).select_related("office").first()
    return Receipt("", done.office) if done else None


def _open(given, token, found, entered_by) -> Receipt:
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    office = office_for(given.division, given.accused)
    agency, accused = given.known_agency, given.accused
    case = door.open_case(
        kinds.by_code("complaint"),
        actor=door.SYSTEM,  # no account stands behind a complaint
        state=ComplaintState.RECEIVED,
        title=title_of(given.category, given.payer or agency or accused),
        division=given.division,
        office=office,
        receiver=office,
        channel=given.channel,
        category=given.category,
        target=given.target,
        accused=accused,
        accused_code=code_of(accused, agency),
        agency=agency,
        about_plan=given.plan or (given.certificate and given.certificate.plan),
        certificate=given.certificate,
        said=given.said.strip(),
        occasion=given.occasion.strip(),
        text=given.text.strip(),
        named=bool(given.name.strip()),
        name=given.name.strip(),
        contact=given.contact.strip(),
        media=given.media.strip(),
        media_link=given.media_link,
        code_hash=hashed(code),
        token=token,
        entered_by=entered_by,
    )
    keep(case, found, "投诉人提供的材料")
    tell_handlers(case, "收到投诉举报", "请在规定的工作日内决定是否受理。")
    return Receipt(code, office)


def code_of(accused: Organisation | None, agency: Agency | None) -> str:
    """The 统一社会信用代码 of the accused, also of one that has no account here."""
    return (accused.code if accused else "") or (agency.credit_code if agency else "")
