"""A certificate as anybody sees it who proved to know it: every printed field, the ID masked."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format

from accounts import masking
from certificates.enums import CertificateStatus, Origin, UploadState
from certificates.models import Certificate, Edition, StatusChange
from filing.models import Agency

TONES = {
    CertificateStatus.VALID: "ok",
    CertificateStatus.REVOKED: "danger",
    CertificateStatus.REPLACED: "warn",
}
SAID = {
    CertificateStatus.VALID: "证书登记在册，现在有效。",
    CertificateStatus.REVOKED: "证书已被撤销，不能再作为技能等级的凭证。",
    CertificateStatus.REPLACED: "证书已换发，请以换发后的证书为准。",
}
NATIONAL = "http://zscx.osta.org.cn"  # answers on http only
LEGACY = "由原系统转入的证书，本系统没有它的电子文件。"


@dataclass(frozen=True)
class Step:
    """One change of status."""

    on: date
    label: str
    tone: str
    reason: str


@dataclass(frozen=True)
class Standing:
    """The status of a certificate, which anybody may know."""

    status: str
    label: str
    tone: str
    said: str
    since: date


@dataclass(frozen=True)
class Line:
    """One printed field."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Card:
    """One certificate on a page, in the API and in a proof."""

    pk: int
    number: str
    standing: Standing
    issued_on: date
    lines: tuple[Line, ...]
    history: tuple[Step, ...]
    national: str
    edition: int
    register: str
    contact: str
    has_file: bool
    note: str

    @property
    def is_valid(self) -> bool:
        return self.standing.status == CertificateStatus.VALID

    @property
    def name(self) -> str:
        return self.lines[0].value

    @property
    def tone(self) -> str:
        return self.standing.tone

    @property
    def printed(self) -> dict[str, str]:
        """The lines by their keys; what is not printed is empty."""
        empty = {"print_serial": "", "remark": ""}
        return empty | {line.key: line.value for line in self.lines}


def of(certificate: Certificate) -> Card:
    """Needs what `selectors.lookup.shown` loads; asks the database nothing."""
    editions = list(certificate.editions.all())
    newest = editions[0] if editions else None
    agency = certificate.agency
    return Card(
        pk=certificate.pk,
        number=certificate.number,
        standing=standing(certificate),
        issued_on=certificate.issued_on,
        lines=tuple(lines(certificate, newest)),
        history=tuple(_step(each) for each in certificate.history.all()),
        national=_national(certificate),
        edition=newest.sequence if newest else 0,
        register=register_address(agency, certificate.issued_on),
        contact=agency.contact if agency else "",
        has_file=bool(newest and newest.file_id),
        note=LEGACY if certificate.origin == Origin.LEGACY else "",
    )


def standing(certificate: Certificate) -> Standing:
    """How a certificate stands today."""
    status = CertificateStatus(certificate.status)
    return Standing(
        status.value,
        str(status.label),
        TONES[status],
        SAID[status],
        certificate.standing_since,
    )


def lines(certificate: Certificate, newest: Edition | None) -> list[Line]:
    """Every printed field, worded as on the certificate (人社鉴发〔2021〕1号)."""
    found = [
        Line("name", "姓名", certificate.name),
        Line("document", "证件类型", str(certificate.get_document_display())),
        Line("id_number", "证件号码", masking.id_number(certificate.id_number)),
        Line("occupation", "职业名称", certificate.occupation),
        Line("work_type", "工种/职业方向", certificate.printed_work_type),
        Line("level", "职业技能等级", certificate.printed_level),
        Line("number", "证书编号", certificate.number),
        Line("agency", "评价机构", certificate.agency_name),
        Line("issued_on", "发证日期", date_format(certificate.issued_on)),
    ]
    if newest and newest.print_serial:
        found.append(Line("print_serial", "证书印制流水码", newest.print_serial))
    if newest and newest.remark:
        found.append(Line("remark", "备注", newest.remark))
    return found


def _step(change: StatusChange) -> Step:
    status = CertificateStatus(change.status)
    return Step(change.since, str(status.label), TONES[status], change.reason)


def _national(certificate: Certificate) -> str:
    """How far the data has come; empty where it does not matter any more."""
    if certificate.status != CertificateStatus.VALID or certificate.origin == Origin.LEGACY:
        return ""
    if certificate.upload == UploadState.NATIONAL:
        return "全国联网系统可查。"
    if certificate.upload == UploadState.UPLOADED and certificate.uploaded_on:
        day = date_format(certificate.uploaded_on)
        return f"数据已于 {day} 上传，全国联网系统尚未显示。"
    return "数据尚未上传全国联网系统。"


def register_address(agency: Agency | None, day: date) -> str:
    """The agency's page in the register as of the day of issue; as of today where it was published
    later; empty for one that is in no public register."""
    if agency is None or agency.published_on is None:
        return ""
    address = reverse("filing:agency", args=[agency.code])
    return (
        f"{address}?{urlencode({'on': day.isoformat()})}" if agency.published_on <= day else address
    )
