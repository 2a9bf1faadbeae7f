"""The sealed form that was uploaded shows what the application says now."""

from collections.abc import Iterator

from casework.issues import Issue
from casework.services.materials import Slot
from filing.documents import snapshot
from filing.documents.dossier import Dossier

AGAIN = "请重新打印、盖章后扫描上传。"


def check(dossier: Dossier) -> Iterator[Issue]:
    """Only a file that was uploaded is compared: a check online needs no print."""
    for slot in dossier.papers:
        if slot.rule is None or not slot.rule.stamped:
            continue
        if scanned := [paper.current for paper in slot.papers if paper.current.file_id]:
            newest = max(scanned, key=lambda material: material.added_at)
            if fault := _fault(dossier, newest.added_at):
                yield _issue(slot, fault)


def _fault(dossier: Dossier, added_at) -> str:
    digest = snapshot.content_digest(snapshot.of(dossier))
    first = dossier.filing.prints.filter(digest=digest).order_by("printed_at").first()
    if first is None:
        return "申请内容与上传的盖章件不一致：还没有按现在的内容打印过。"
    if added_at < first.printed_at:
        return "上传的盖章件早于按现在的内容打印的时间。"
    return ""


def _issue(slot: Slot, fault: str) -> Issue:
    return Issue(f"paper.{slot.key}.printed", "papers", f"{slot.name}：{fault}", AGAIN, slot.rule)
