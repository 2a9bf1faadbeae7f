"""The proof of a bulk check for printing (批量核验证明)."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from accounts import masking
from certificates.models import BulkCheck
from printing import binding, fonts, pdf

TEMPLATE = "printing/certificates/bulk_proof.1.html"
PIECE = 250  # rows that are laid out together: some 60 MB, whatever the length of the list
MARGINS = (16, 20)  # mm at the right and at the bottom, as in bulk_proof.css
HEADINGS = ("行", "姓名", "号码", "核验结果", "职业和等级", "发证日期", "证书状态")


def render(check: BulkCheck, rows: list[list[str]], at: datetime) -> bytes:
    """The PDF; numbers of persons are masked. What was typed and has no glyph is spelled out: one
    odd row is not to cost the others their proof."""
    facts = {
        "title": "职业技能等级证书批量核验证明",
        "organisation": check.organisation.name,
        "person": fonts.spelled_out(check.checked_by.name),
        "at": date_format(timezone.localtime(at), "Y年n月j日 H:i"),
        "file": fonts.spelled_out(check.name),
        "sha256": check.sha256,
        "total": check.total,
        "found": check.found,
        "absent": check.absent,
        "faulty": check.faulty,
        "site": f"{settings.SITE_NAME}（{settings.SITE_URL}）",
        "headings": HEADINGS,
    }
    return binding.numbered(_pieces(facts, rows), title=facts["title"], margins=MARGINS)


def _pieces(facts: dict, rows: list[list[str]]) -> Iterator[bytes]:
    """The table some hundreds of rows at a time: laid out at once, 3,000 take 640 MB."""
    for start in range(0, max(1, len(rows)), PIECE):
        part = [_row(row) for row in rows[start : start + PIECE]]
        context = facts | {"rows": part, "begins": start == 0}
        yield pdf.render(TEMPLATE, context, tagged=False)


def _row(row: list[str]) -> tuple[str, ...]:
    at, name, number, person, outcome, note, found, occupation, work_type, level = row[:10]
    shown = found or number or masking.id_number(person)
    what = "　".join(part for part in (occupation, work_type, level) if part and part != "--")
    status = f"{row[12]}（自 {row[13]}）" if row[12] else note
    cells = (at, name, shown, outcome, what, row[11], status)
    return tuple(map(fonts.spelled_out, cells))
