"""The papers of a case: added, replaced, held, and destroyed when their time is over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from casework import kinds, rules
from casework.enums import RetentionClass
from casework.models import Case, Material
from casework.models.material import STAND_INS
from casework.services import door, files, inspection
from casework.services.deadlines import add_months
from catalogue.regulations.schema import Material as Rule
from catalogue.regulations.terms import Promise
from config import clock

MOST_FILES = 300  # of one case, all versions: enough for any, and no disk is filled through one
# Where no regulation sets a term (本系统默认), in months.
DEFAULT_TERMS = {
    RetentionClass.PAPER: 36,
    RetentionClass.ELECTRONIC: 60,
    RetentionClass.VIDEO: 6,
}
STANDS_IN = {
    Promise.COMMITMENT: (Promise.COMMITMENT, Promise.EITHER),
    Promise.ONLINE: (Promise.ONLINE, Promise.EITHER),
}


class MaterialError(ValidationError):
    """The paper was not taken or not destroyed; nothing was written. The text is Chinese."""


@dataclass(frozen=True)
class Paper:
    """A paper as it stands, with the versions before it, newest first."""

    current: Material
    earlier: list[Material]


@dataclass(frozen=True)
class Slot:
    """A paper that the case needs, with what there is of it; `written`: it stands in the case
    itself, in place of a file."""

    key: str
    name: str
    rule: Rule | None
    papers: list[Paper]
    written: bool = False

    @property
    def is_missing(self) -> bool:
        return self.rule is not None and self.rule.required and not (self.papers or self.written)


def add(
    case: Case,
    *,
    key: str,
    upload: BinaryIO,
    actor: User,
    title: str = "",
    note: str = "",
    replaces: Material | None = None,
    retention: RetentionClass = RetentionClass.ELECTRONIC,
) -> Material:
    """Add an uploaded file as a paper of a case, or as the next version of one.

    Who may: `rules.may_add_papers`. Raises RefusedFile for a file that is not taken, MaterialError
    for a paper that the case does not know, ForbiddenError without the right.
    """
    found = inspection.inspect(upload)
    with transaction.atomic():
        locked = _locked(case, actor)
        if locked.files.count() >= MOST_FILES:
            raise MaterialError(f"这件事项已有 {MOST_FILES} 份文件，不能再上传。请联系办理机关。")
        file = files.keep(
            found.data, case=locked, name=found.name, kind=found.kind, by=actor, pages=found.pages
        )
        values = {"title": title, "note": note, "file": file, "retention": retention}
        return _save(locked, key, replaces, actor, values)


def stand_in(
    case: Case,
    *,
    key: str,
    instead: Promise,
    note: str,
    actor: User,
    replaces: Material | None = None,
) -> Material:
    """Record a promise (告知承诺) or an online check (网络核验) in place of a paper (LC-20, LN-03).

    `note` says what is promised, or where and with what result it was checked. Errors as `add`;
    also where the regulation wants the paper itself.
    """
    if not note.strip():
        raise MaterialError("请写明承诺或核验的内容。")
    with transaction.atomic():
        locked = _locked(case, actor)
        rule = rules_of(locked).get(key)
        if rule is None or rule.instead not in STANDS_IN.get(instead, ()):
            name = rule.name if rule else key
            raise MaterialError(
                f"“{name}”不能以{STAND_INS.get(instead, instead.label)}代替，请上传材料。"
            )
        return _save(locked, key, replaces, actor, {"instead": instead, "note": note.strip()})


def overview(case: Case) -> list[Slot]:
    """Every paper that the regulation names for this applicant, then those added besides."""
    rows = {row.pk: row for row in case.materials.select_related("file", "added_by").order_by("pk")}
    replaced = {row.replaces_id for row in rows.values()}
    by_key: dict[str, list[Paper]] = {}
    for row in rows.values():
        if row.pk not in replaced:
            by_key.setdefault(row.key, []).append(Paper(row, _earlier(row, rows)))
    rules, ask = rules_of(case), kinds.kind_of(case).written
    written = ask(case) if ask and rules.keys() - by_key.keys() else ()
    named = [
        Slot(key, rule.name, rule, by_key[key])
        if key in by_key
        else Slot(key, rule.name, rule, [], written=key in written)
        for key, rule in rules.items()
    ]
    others = [
        Slot(key, paper.current.title, None, [paper])
        for key, papers in by_key.items()
        if key not in rules
        for paper in papers
    ]
    return named + others


def _earlier(row: Material, rows: dict[int, Material]) -> list[Material]:
    chain = []
    while row.replaces_id:
        row = rows[row.replaces_id]
        chain.append(row)
    return chain


def missing(case: Case) -> list[Rule]:
    """The required papers of which there is neither a file nor what may stand in for it."""
    return [slot.rule for slot in overview(case) if slot.is_missing]


def hold(material: Material, *, reason: str, actor: User) -> None:
    """Keep a paper beyond its time, for a complaint or a lawsuit; goes on the timeline. Who may:
    the staff of the case's office. Raises MaterialError without a reason."""
    if not reason.strip():
        raise MaterialError("请写明留存原因。")
    _mark(material, "hold_material", actor, reason, held_by=actor, hold_reason=reason.strip())


def release(material: Material, *, reason: str, actor: User) -> None:
    """End a hold. Who may and errors as `hold`."""
    if not reason.strip():
        raise MaterialError("请写明解除留存的原因。")
    _mark(material, "release_material", actor, reason, held_by=None, hold_reason="")


def start_retention() -> int:
    """Set the last day of retention of the papers of closed cases; beat calls it daily. Safe to
    run twice. Answers how many were set (LC-16, LN-12, HB-08)."""
    waiting = Material.objects.filter(keep_until=None, case__closed_at__isnull=False)
    count = 0
    for material in waiting.select_related("case").iterator(chunk_size=500):
        material.keep_until = last_day(material)
        material.save(update_fields=["keep_until"])
        count += 1
    return count


def last_day(material: Material) -> date | None:
    """The last day on which a paper must be kept; None while its case is open."""
    case = material.case
    if case.closed_at is None:
        return None
    months = term(case, RetentionClass(material.retention))
    return add_months(timezone.localdate(case.closed_at), months)


def term(case: Case, retention: RetentionClass) -> int:
    """For how many months after its end a case's papers are kept."""
    if case.regulation is None:
        return DEFAULT_TERMS[retention]
    terms = case.regulation.retention
    return {
        RetentionClass.PAPER: terms.paper_years.value * 12,
        RetentionClass.ELECTRONIC: terms.electronic_years.value * 12,
        RetentionClass.VIDEO: terms.video_months.value,
    }[retention]


def destroy(
    material: Material,
    *,
    actor: User,
    under: Case,
    may: Callable[[User, Case], bool] = rules.works_in_office_of,
) -> None:
    """Destroy the bytes of a paper whose time is over; its row and digest stay. Goes on the
    timeline. `under` is the case in which a second person approved it (销毁清册), which asked who
    acts; nothing else calls this. Raises MaterialError before its time or under a hold."""
    with transaction.atomic():
        _mark(
            material,
            "destroy_material",
            actor,
            f"销毁清册 {under.number}",
            may=may,
            destroyed_on=clock.today(),
            destroyed_by=actor,
        )
        if material.file:
            files.destroy(material.file, under=under)


def _locked(case: Case, actor: User) -> Case:
    locked = door.lock([case.pk])[0]
    if not rules.may_add_papers(actor, locked):
        raise door.ForbiddenError("现在不能为这件事项提交或替换材料。")
    return locked


def rules_of(case: Case) -> dict[str, Rule]:
    """The papers that the regulation of the case names for its process, else for its kind of
    applicant. A kind that is asked for others says so by `papers_by_regulation = False`."""
    if case.regulation is None or not getattr(case, "papers_by_regulation", True):
        return {}
    kind = case.owner.kind if case.owner else ""
    process = getattr(case.regulation.processes, kinds.kind_of(case).process or "", None)
    named = (process and process.papers) or case.regulation.materials
    return {
        rule.key: rule
        for rule in named
        if not rule.kinds or kind in [each.value for each in rule.kinds]
    }


def _save(case: Case, key: str, replaces: Material | None, actor: User, values: dict) -> Material:
    if replaces is not None:
        _refuse_unless_current(case, replaces)
        key = replaces.key
    rule = rules_of(case).get(key)
    title = values.pop("title", "").strip()
    title = title or (replaces.title if replaces else rule.name if rule else "")
    if not title:
        raise MaterialError("请写明材料名称。")
    material = Material(
        case_id=case.pk,
        key=key,
        title=title[:100],
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        added_by=actor,
        added_at=clock.now(),
        **values,
    )
    material.save(force_insert=True)
    return material


def _refuse_unless_current(case: Case, replaces: Material) -> None:
    if replaces.case_id != case.pk:
        raise MaterialError("要替换的材料不属于这件事项。")
    if Material.objects.filter(replaces=replaces).exists():
        raise MaterialError("这份材料已有更新的版本，请刷新页面后再替换。")


def _mark(material, act, actor, reason, *, may=rules.works_in_office_of, **values) -> None:
    """Set what may still change of a paper, on the timeline of its case."""

    def change(case: Case) -> dict:
        locked = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
        if act == "destroy_material":
            _refuse_before_its_time(locked)
        for name, value in values.items():
            setattr(locked, name, value)
            setattr(material, name, value)
        locked.save(update_fields=list(values))
        return {"material": locked.pk, "title": locked.title, "version": locked.version}

    if not may(actor, material.case):
        raise door.ForbiddenError("只有办理机关可以留存、解除留存或销毁材料。")
    door.record(material.case, act, actor=actor, may=may, change=change, note=reason.strip())


def _refuse_before_its_time(material: Material) -> None:
    if material.destroyed_on:
        raise MaterialError("这份材料已经销毁。")
    if material.is_held:
        raise MaterialError(f"这份材料因“{material.hold_reason}”留存，不能销毁。")
    if material.keep_until is None:
        raise MaterialError("事项尚未办结，材料不能销毁。")
    if material.keep_until >= clock.today():
        until = material.keep_until
        raise MaterialError(
            f"这份材料须保存至{until.year}年{until.month}月{until.day}日，现在不能销毁。"
        )
