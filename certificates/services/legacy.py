"""Certificates of an earlier system come in by a spreadsheet, kept with their origin.

Who: managers and clerks of an agency for its own, officers for those of their territory. What is
here already is left alone, so that the same table twice changes nothing; the same number for
another person or with other content is an error.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from accounts import identity, masking
from accounts.enums import OrganisationKind, Role
from accounts.identity import DocumentKind
from accounts.models import Organisation, User
from accounts.protection import fingerprint
from accounts.selectors import governs, holds, staffed_by
from casework.lines import CHECK, Line, lines
from casework.models import SheetImport
from casework.services.sheet_imports import ImportKind, Outcome, register_import
from catalogue.models import Division
from certificates import numbers
from certificates.enums import CertificateLevel, CertificateStatus, Origin
from certificates.models import Certificate, Edition, ReservedNumber, StatusChange
from certificates.selectors import visible
from certificates.services import wording
from certificates.services.legacy_columns import (
    AGENCY,
    COLUMNS,
    COMPARED,
    DOCUMENT,
    ENDED,
    HEAD_OF,
    ID_NUMBER,
    ISSUED,
    LEVEL,
    NAME,
    NUMBER,
    OCCUPATION,
    PLACE,
    WHY,
)
from config import clock
from filing.models import Agency
from printing.sheets import Sheet

OLDEST = date(1994, 1, 1)  # 国家职业资格证书制度
ROWS, MOST_ROWS = 1000, 20_000
SYSTEM = "历史证书导入"
OFFICES = (OrganisationKind.HRSS, OrganisationKind.CENTRE, OrganisationKind.EMPLOYMENT)
OFFICERS = (Role.MANAGER, Role.REVIEWER)


@dataclass
class Known:
    """What the rows are held against; a few queries for each thousand of them."""

    side: Organisation
    agencies: dict[str, Agency]
    places: dict[str, Division]
    present: dict[str, Certificate] = field(default_factory=dict)
    reserved: set[str] = field(default_factory=set)
    numbering: dict[str, Agency] = field(default_factory=dict)

    @classmethod
    def of(cls, side: Organisation, found: list[Line]) -> "Known":
        names = {line.given.get("agency_name", "") for line in found}
        rows = Agency.objects.select_related("division")
        if side.is_bureau:
            rows = rows.filter(name__in=names)
        else:
            rows = rows.filter(Q(organisation=side) | Q(organisation__merged_into=side))
        codes = {line.given.get("place", "") for line in found}
        known = cls(
            side,
            {agency.name: agency for agency in rows.order_by("-pk")},
            {each.code: each for each in Division.objects.filter(code__in=codes)},
        )
        wanted = sorted({line.given["number"] for line in found if "number" in line.given})
        for start in range(0, len(wanted), ROWS):
            part = wanted[start : start + ROWS]
            known.present |= {
                row.number: row for row in Certificate.objects.filter(number__in=part)
            }
            taken = ReservedNumber.objects.filter(number__in=part)
            known.reserved |= set(taken.values_list("number", flat=True))
        prefixes = {number[: numbers.PREFIX_LENGTH] for number in wanted}
        for agency in Agency.objects.filter(prefix__in=prefixes).select_related("division"):
            known.numbering[agency.prefix] = agency
        return known

    def agency_of(self, line: Line) -> Agency | None:
        """The issuer, where it is in the register: the side's own, one of the territory."""
        name = line.given.get("agency_name")
        if name:
            return self.agencies.get(name)
        own = list(self.agencies.values())
        return own[0] if own and not self.side.is_bureau else None


def sides_of(user: User) -> list[Organisation]:
    """An agency's organisation for its own certificates; bureaus for those of their territory."""
    offices = [
        office
        for office in staffed_by(user)
        if office.kind in OFFICES and holds(user, office.pk, *OFFICERS)
    ]
    return [*visible.sides_of(user), *offices]


def read(sheet: Sheet, draft: SheetImport) -> Outcome:
    """Judge every row: new, here already, or wrong and why."""
    found = list(lines(sheet, COLUMNS))
    known = Known.of(draft.organisation, found)
    outcome = Outcome(heads=("行", NAME, ID_NUMBER, NUMBER, OCCUPATION, LEVEL, ISSUED, "处理"))
    seen: dict[str, int] = {}
    shown = []
    for line in found:
        row = _judge(line, known, seen)
        outcome.faults += line.faults
        if row is None:
            continue
        is_new = row["number"] not in known.present
        if is_new:
            outcome.work.append(row)
        shown.append(_shown(line, row, "导入" if is_new else "已有，不变"))
    outcome.rows, outcome.moves = shown, len(outcome.work)
    outcome.counts = {"导入": outcome.moves, "已有，不变": len(shown) - outcome.moves}
    return outcome


def _shown(line: Line, row: Mapping, verdict: str) -> tuple[str, ...]:
    return (
        str(line.number),
        row["name"],
        masking.id_number(row["id_number"]),
        row["number"],
        row["occupation"],
        str(CertificateLevel(row["level"]).label),
        row["issued_on"].isoformat(),
        verdict,
    )


def _judge(line: Line, known: Known, seen: dict[str, int]) -> dict | None:
    """The columns that a row asks for; None where something is wrong with it."""
    _identify(line)
    _date(line)
    _number(line, seen)
    agency, division = _issuer(line, known)
    _claim(line, known, agency)
    if line.faults:
        return None
    row = {
        **{key: line.given.get(key, "") for key in ("employer", "occupation_code", "work_type")},
        **{key: line.given[key] for key in ("name", "document", "id_number", "number")},
        "occupation": line.given["occupation"],
        "level": line.given["level"],
        "issued_on": line.given["issued_on"],
        "agency": agency.pk if agency else None,
        "agency_name": agency.name if agency else line.given["agency_name"],
        "division": division.pk,
        "ended_on": line.given.get("ended_on"),
        "why": line.given.get("why", ""),
    }
    _compare(line, row, known)
    return None if line.faults else row


def _identify(line: Line) -> None:
    kind = line.given.setdefault("document", DocumentKind.ID_CARD.value)
    if "id_number" not in line.given or line.is_wrong(DOCUMENT):
        return
    try:
        line.given["id_number"] = identity.clean(kind, line.given["id_number"])
    except ValueError as refused:
        line.blame(ID_NUMBER, str(refused).rstrip("。"))


def _date(line: Line) -> None:
    today = clock.today()
    issued, ended = line.given.get("issued_on"), line.given.get("ended_on")
    if issued and not OLDEST <= issued <= today:
        line.blame(ISSUED, f"发证日期应在 {OLDEST:%Y} 年至今天之间")
    if ended and (ended > today or (issued and ended < issued)):
        line.blame(ENDED, "撤销日期应在发证日期以后、今天或以前")
    if ended and not line.given.get("why") and not line.is_wrong(WHY):
        line.blame(WHY, "没有填写", "填了撤销日期的请写明原因")
    if line.given.get("why") and not ended and not line.is_wrong(ENDED):
        line.blame(ENDED, "没有填写", "填了撤销原因的请填写撤销日期")


def _number(line: Line, seen: dict[str, int]) -> None:
    number = line.given.get("number")
    if number is None:
        return
    first = seen.setdefault(number, line.number)
    if first != line.number:
        line.blame(NUMBER, f"与第 {first} 行重复", "一个编号只留一行")
    level, issued = line.given.get("level"), line.given.get("issued_on")
    try:
        parts = numbers.parse(number)
    except ValueError:
        if numbers.SPECIAL.fullmatch(number) and level and level <= CertificateLevel.FIVE:
            line.blame(LEVEL, "两个字母开头的编号是特级技师、首席技师的", CHECK)
        return
    if level and parts.level != level:
        line.blame(LEVEL, f"与编号第 16 位（{parts.level.printed}）不一致", CHECK)
    if issued and parts.year != f"{issued.year % 100:02}":
        line.blame(ISSUED, f"与编号中的核发年份（20{parts.year} 年）不一致", CHECK)


def _claim(line: Line, known: Known, agency: Agency | None) -> None:
    """Nobody brings in numbers of another agency. An agency brings in by itself only what it issued
    before it had an account here: all later ones come about by issue, reviewed, and what was issued
    elsewhere all the same an office brings in."""
    side = known.side
    owner = known.numbering.get(line.given.get("number", "")[: numbers.PREFIX_LENGTH])
    strange = owner and (
        owner != agency if agency or not side.is_bureau else not governs(side, owner.division)
    )
    if strange and not line.is_wrong(NUMBER):
        line.blame(NUMBER, f"前 13 位是“{owner}”的编号前段", CHECK)
    issued, since = line.given.get("issued_on"), timezone.localdate(side.created_at)
    if issued and issued >= since and not side.is_bureau and not line.is_wrong(ISSUED):
        said = f"不早于本单位在本系统登记的日期（{since}）"
        line.blame(ISSUED, said, "登记以后的证书在本系统核发；在其他系统核发的，请主管机关导入")


def _issuer(line: Line, known: Known) -> tuple[Agency | None, Division | None]:
    """Who issued it and where: never of another agency, never outside the territory."""
    side, name = known.side, line.given.get("agency_name")
    agency = known.agency_of(line)
    if side.is_bureau and not name and not line.is_wrong(AGENCY):
        line.blame(AGENCY, "没有填写", "请填写证书上的机构名称")
    if not side.is_bureau and agency is None:
        line.blame(AGENCY, "不是本机构", "只能导入本机构发放的证书；请核对名称，或删去这一行")
    division = _division(line, known, agency)
    if division and side.is_bureau and not governs(side, division):
        line.blame(PLACE, f"{division.full_name}不在{side}的管辖范围内", "由当地机关导入")
    return agency, division


def _division(line: Line, known: Known, agency: Agency | None) -> Division | None:
    code = line.given.get("place")
    if code and code not in known.places:
        line.blame(PLACE, f"“{code}”不在行政区划目录中", "填写 6 位区划代码，如 371500")
        return None
    if agency:
        return agency.division
    return known.places[code] if code else known.side.division


def _compare(line: Line, row: Mapping, known: Known) -> None:
    """A number that is here already says the same, or is an error."""
    number = row["number"]
    there = known.present.get(number)
    if there is None:
        if number in known.reserved:
            line.blame(NUMBER, "这个编号已在本平台预留或作空", CHECK)
        return
    differ = [
        HEAD_OF[name]
        for name in COMPARED
        if getattr(there, name) != row[name] and name != "id_number"
    ]
    if there.id_hash != fingerprint("id_number", row["id_number"]):
        differ.insert(0, ID_NUMBER)
    if differ and there.origin == Origin.LEGACY:
        remedy = "请核对；确需改正的，在证书页面办理更正"
        line.blame(differ[0], f"这个编号已导入，{'、'.join(differ)}与已有的不同", remedy)
    elif differ:
        line.blame(NUMBER, "这个编号是本平台发放的另一本证书", CHECK)


def write(outcome: Outcome, draft: SheetImport) -> str:
    """All of it in bulk statements: certificates, their first edition without a file, and the
    history of their status."""
    now = clock.now()
    for start in range(0, len(outcome.work), ROWS):
        part = outcome.work[start : start + ROWS]
        made = Certificate.objects.bulk_create(_certificate(row) for row in part)
        Edition.objects.bulk_create(_edition(certificate, draft, now) for certificate in made)
        StatusChange.objects.bulk_create(
            change
            for certificate, row in zip(made, part, strict=True)
            for change in _history(certificate, row, draft, now)
        )
    return f"已导入 {len(outcome.work)} 本历史证书，可以查询核验。"


def _certificate(row: Mapping) -> Certificate:
    ended = row["ended_on"]
    return Certificate(
        **{key: row[key] for key in COMPARED},
        number=row["number"],
        occupation_code=row["occupation_code"],
        origin=Origin.LEGACY,
        status=CertificateStatus.REVOKED if ended else CertificateStatus.VALID,
        standing_since=ended or row["issued_on"],
        agency_id=row["agency"],
        division_id=row["division"],
    )


def _edition(certificate: Certificate, draft: SheetImport, now) -> Edition:
    """What the earlier system's data said: no document of ours was ever made of it."""
    return Edition(
        certificate=certificate,
        **wording.frozen(wording.of(certificate).to_json()),
        remark=SYSTEM,
        made_at=now,
        made_by=draft.uploaded_by,
    )


def _history(certificate, row: Mapping, draft: SheetImport, now) -> Iterable[StatusChange]:
    common = {"certificate": certificate, "at": now, "by": draft.uploaded_by}
    yield StatusChange(
        status=CertificateStatus.VALID, since=row["issued_on"], reason=SYSTEM, **common
    )
    if row["ended_on"]:
        yield StatusChange(
            status=CertificateStatus.REVOKED, since=row["ended_on"], reason=row["why"], **common
        )


LEGACY = register_import(
    ImportKind(
        code="certificates",
        label="导入历史证书",
        lead="以前在其他系统发放的证书，导入后同样可以公开查询核验，编号和来源照原样保留。",
        columns=COLUMNS,
        sides=sides_of,
        read=read,
        write=write,
        back="certificates:list",
        rules=(
            "一行一本证书；评价机构只能导入本机构的，机关可以导入辖区内的。",
            "已导入过的编号再次导入，内容相同的不变，内容不同的作为错误列出。",
        ),
        most_rows=MOST_ROWS,
    )
)
