"""What the upper system answered, brought back as a spreadsheet: taken in, shown nationally, or
sent back with its reason."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from accounts.enums import OFFICE_STAFF
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by, territory
from casework.lines import Column, Line, lines, said, words
from casework.models import SheetImport
from casework.services.sheet_imports import ImportKind, Outcome, register_import
from catalogue.resources.cells import CellError, Day
from certificates import numbers
from certificates.enums import UploadKind, UploadState
from certificates.models import Certificate, UploadRow
from certificates.selectors import visible
from config import clock
from printing.sheets import Sheet

NUMBER, RESULT, ON, WHY = "证书编号", "结果", "全国可查日期", "退回原因"
TAKEN, NATIONAL, RETURNED = "已入库", "全国可查", "退回"
ROWS = 1000


def _result(text: str) -> str:
    if text not in (TAKEN, NATIONAL, RETURNED):
        raise CellError(f"“{text[:20]}”不在可选范围内", f"填写{TAKEN}、{NATIONAL}、{RETURNED}之一")
    return text


COLUMNS = (
    Column(NUMBER, "number", said(numbers.spelled), "22 位编号。", "按证书填写", needed=True),
    Column(
        RESULT,
        "result",
        _result,
        "上级系统的处理结果。",
        NATIONAL,
        needed=True,
        choices=(TAKEN, NATIONAL, RETURNED),
    ),
    Column(ON, "on", Day().clean, "结果为“全国可查”的必填。", "2026-07-15"),
    Column(WHY, "why", words(200), "结果为“退回”的必填。"),
)


def sides_of(user: User) -> list[Organisation]:
    """The agencies' organisations and the offices for which a person may say it."""
    offices = [o for o in staffed_by(user) if holds(user, o.pk, *OFFICE_STAFF)]
    return [*visible.sides_of(user), *offices]


def certificates_of(side: Organisation) -> QuerySet[Certificate]:
    """The certificates that an organisation may say something of."""
    rows = Certificate.objects.all()
    if side.is_bureau:
        return rows.filter(division__code__startswith=territory(side))
    return rows.filter(Q(agency__organisation=side) | Q(agency__organisation__merged_into=side))


def read(sheet: Sheet, draft: SheetImport) -> Outcome:
    """Hold each row against the certificates of the side that imports."""
    found = list(lines(sheet, COLUMNS))
    known = _known(draft.organisation, found)
    outcome = Outcome(heads=("行", NUMBER, "姓名", "现在", "变为"))
    seen: dict[str, int] = {}
    shown = []
    for line in found:
        _judge(line, known, seen)
        outcome.faults += line.faults
        if line.faults:
            continue
        certificate = known[line.given["number"]]
        change = _change(certificate, line)
        if change:
            outcome.work.append((certificate.pk, *change))
        after = change[0].label if change else "不变"
        if line.given["result"] == RETURNED and change:
            after = RETURNED
        state = str(certificate.get_upload_display())
        shown.append((str(line.number), certificate.number, certificate.name, state, after))
    outcome.rows, outcome.moves = shown, len(outcome.work)
    outcome.counts = {"将更新": outcome.moves, "不变": len(shown) - outcome.moves}
    return outcome


def _known(side: Organisation, found: Iterable[Line]) -> dict[str, Certificate]:
    wanted = sorted({line.given["number"] for line in found if "number" in line.given})
    known: dict[str, Certificate] = {}
    for start in range(0, len(wanted), ROWS):
        rows = certificates_of(side).filter(number__in=wanted[start : start + ROWS])
        known |= {row.number: row for row in rows.defer("id_number")}
    return known


def _judge(line: Line, known: dict[str, Certificate], seen: dict[str, int]) -> None:
    number, result = line.given.get("number"), line.given.get("result")
    if number:
        first = seen.setdefault(number, line.number)
        if first != line.number:
            line.blame(NUMBER, f"与第 {first} 行重复", "只留一行")
        elif number not in known:
            line.blame(NUMBER, "本单位没有这本证书", "请核对编号，或删去这一行")
        elif known[number].upload == UploadState.NONE and result != RETURNED:
            line.blame(NUMBER, "这本证书还没有标记上传", "请先在“证书数据上传”里标记上传")
    on = line.given.get("on")
    if result == NATIONAL and not on and not line.is_wrong(ON):
        line.blame(ON, "没有填写", "全国可查的请填写日期")
    if on and on > clock.today():
        line.blame(ON, "日期在今天之后", "请填写查到的日期")
    elif on and number in known and on < known[number].issued_on:
        line.blame(ON, "早于发证日期", "请核对日期")
    if result == RETURNED and not line.given.get("why") and not line.is_wrong(WHY):
        line.blame(WHY, "没有填写", "请写明退回原因")


def _change(certificate: Certificate, line: Line) -> tuple | None:
    """(state, national day, reason), or None where it is so already."""
    result = line.given["result"]
    if result == RETURNED:
        if certificate.upload == UploadState.NONE:
            return None
        return UploadState.NONE, None, line.given["why"]
    wanted = UploadState.NATIONAL if result == NATIONAL else UploadState.UPLOADED
    on = line.given.get("on") if result == NATIONAL else None
    if (certificate.upload, certificate.national_on) == (wanted, on):
        return None
    if certificate.upload == UploadState.NATIONAL and result == TAKEN:
        return None
    return wanted, on, ""


def write(outcome: Outcome, draft: SheetImport) -> str:
    """Set the states, and put the answers beside the rows of the files."""
    today = clock.today()
    for start in range(0, len(outcome.work), ROWS):
        part = {pk: rest for pk, *rest in outcome.work[start : start + ROWS]}
        rows = list(Certificate.objects.select_for_update(of=("self",)).filter(pk__in=part))
        for row in rows:
            row.upload, row.national_on, _ = part[row.pk]
            row.uploaded_on = None if row.upload == UploadState.NONE else row.uploaded_on
        Certificate.objects.bulk_update(rows, ["upload", "uploaded_on", "national_on"])
        _answer(part, today)
    returned = sum(1 for _, state, *_ in outcome.work if state == UploadState.NONE)
    said = f"已更新 {len(outcome.work)} 本证书的上传状态"
    return f"{said}，其中退回 {returned} 本，请改正后重新上传。" if returned else f"{said}。"


def _answer(part: dict[int, list], today) -> None:
    last = UploadRow.objects.filter(
        certificate__in=part, kind=UploadKind.ISSUED, upload__sent_on__isnull=False
    )
    latest = {row.certificate_id: row for row in last.order_by("pk")}
    for pk, row in latest.items():
        row.refused, row.answered_on = part[pk][2], today
    UploadRow.objects.bulk_update(latest.values(), ["refused", "answered_on"], batch_size=ROWS)


ACKNOWLEDGEMENTS = register_import(
    ImportKind(
        code="certificate-answers",
        label="导入上传回执",
        lead="把上级系统对已上传证书的处理结果导回来：已入库、全国可查，或者退回。",
        columns=COLUMNS,
        sides=sides_of,
        read=read,
        write=write,
        back="certificates:uploads",
        rules=("一行一本证书。没有列出的证书不变。",),
    )
)
