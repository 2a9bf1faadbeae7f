"""What is paid for many certificates comes in by a spreadsheet."""

from decimal import Decimal, InvalidOperation

from accounts.models import Organisation, User
from casework.lines import CHECK, Column, Line, lines, words
from casework.models import SheetImport
from casework.services.sheet_imports import ImportKind, Outcome, register_import
from catalogue.resources.cells import CellError, Day
from certificates.models import Certificate
from printing.sheets import Sheet
from supervision.enums import PayKind
from supervision.models import PayRecord
from supervision.selectors import pay
from supervision.services.pay import recording
from supervision.services.pay.recording import Given

NUMBER, NAME, KIND, AMOUNT, SINCE, NOTE = (
    "证书编号",
    "姓名",
    "待遇",
    "每月金额（元）",
    "起始日期",
    "说明",
)
HEADS = {"amount": AMOUNT, "since": SINCE}
KINDS = {str(kind.label): kind for kind in PayKind}
ROWS = 1000


def money(text: str) -> Decimal:
    """An amount in yuan with at most two places."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation as error:
        raise CellError(f"“{text[:20]}”不是金额", "填写数字，例如 500") from error
    if not amount.is_finite() or amount != round(amount, 2):
        raise CellError(f"“{text[:20]}”不是金额", "最多两位小数")
    return amount


def _kind(text: str) -> PayKind:
    if text not in KINDS:
        raise CellError(f"“{text[:20]}”不在可选范围内", f"填写{'、'.join(KINDS)}之一")
    return KINDS[text]


COLUMNS = (
    Column(
        NUMBER, "number", words(22), "本单位职工的证书编号", "S000037150001264000001", needed=True
    ),
    Column(NAME, "name", words(50), "持证人姓名，用于核对", "张某某", needed=True),
    Column(
        KIND,
        "kind",
        _kind,
        "、".join(KINDS),
        "技能津贴",
        needed=True,
        choices=tuple(KINDS),
    ),
    Column(AMOUNT, "amount", money, "每月增加的金额；已经离职的不填", "500"),
    Column(SINCE, "since", Day().clean, "从哪一天起兑现，或离职的日期", "2026-07-01", needed=True),
    Column(NOTE, "note", words(200), "可以不填"),
)


def sides_of(user: User) -> list[Organisation]:
    """The enterprises for which somebody may import."""
    return list(pay.sides(user))


def read(sheet: Sheet, draft: SheetImport) -> Outcome:
    """Hold each row against the certificates that the enterprise owes for."""
    found = list(lines(sheet, COLUMNS))
    known, before = _known(draft.organisation, found)
    outcome = Outcome(heads=("行", NUMBER, NAME, KIND, SINCE, "变动"))
    seen: dict[str, int] = {}
    shown = []
    for line in found:
        given = _judge(line, known, seen)
        outcome.faults += line.faults
        if line.faults or given is None:
            continue
        row = known[line.given["number"]]
        same = recording.is_same(before.get(row.pk), given)
        if not same:
            outcome.work.append((row.pk, given))
        moved = "不变" if same else "更新" if row.pk in before else "新登记"
        cells = (str(line.number), row.number, row.name, str(given.kind.label))
        shown.append((*cells, given.since.isoformat(), moved))
    outcome.rows, outcome.moves = shown, len(outcome.work)
    outcome.counts = {"将登记": outcome.moves, "不变": len(shown) - outcome.moves}
    return outcome


def _known(
    payer: Organisation, found: list[Line]
) -> tuple[dict[str, Certificate], dict[int, PayRecord]]:
    wanted = sorted({line.given["number"] for line in found if "number" in line.given})
    known: dict[str, Certificate] = {}
    before: dict[int, PayRecord] = {}
    for start in range(0, len(wanted), ROWS):
        rows = pay.owed_by(payer).filter(number__in=wanted[start : start + ROWS])
        part = {row.number: row for row in rows.defer("id_number")}
        known |= part
        current = PayRecord.objects.filter(certificate__in=part.values(), superseded_at=None)
        before |= {row.certificate_id: row for row in current}
    return known, before


def _judge(line: Line, known: dict[str, Certificate], seen: dict[str, int]) -> Given | None:
    number, name = line.given.get("number"), line.given.get("name")
    if number:
        first = seen.setdefault(number, line.number)
        if first != line.number:
            line.blame(NUMBER, f"与第 {first} 行重复", "只留一行")
        elif number not in known or (name and known[number].name != name):
            # One answer for both: a list of numbers tells nobody's name.
            line.blame(NUMBER, "本单位没有这个编号和姓名的有效证书", "请核对编号和姓名")
    if line.faults or number not in known:
        return None
    given = Given(
        kind=line.given["kind"],
        amount=line.given.get("amount"),
        since=line.given["since"],
        note=line.given.get("note", ""),
    )
    for field, wrong in recording.faults(given, known[number]).items():
        line.blame(HEADS[field], wrong.rstrip("。"), CHECK)
    return given


def write(outcome: Outcome, draft: SheetImport) -> str:
    """Write the records; the links to the holders follow."""
    made = recording.write(outcome.work, payer=draft.organisation, actor=draft.uploaded_by)
    return f"已登记 {len(made)} 本证书的待遇，随后向持证人发送核对链接。"


PAY = register_import(
    ImportKind(
        code="pay",
        label="导入待遇兑现情况",
        lead="一次登记许多人的待遇兑现情况。",
        columns=COLUMNS,
        sides=sides_of,
        read=read,
        write=write,
        back="supervision:pay",
        rules=("一行一本证书。没有列出的证书不变。", "与现有登记不同的，取代现有登记。"),
    )
)
