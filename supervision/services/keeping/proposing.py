"""Records whose time is over are proposed for destruction, approved by another person, or not."""

from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.selectors import members_of
from casework import kinds
from casework.kinds import Message
from casework.services import door, holders, notices, timeline
from config import clock
from supervision.enums import DestructionState, RecordSource
from supervision.models import Destruction, DueRecord
from supervision.models.destruction_parties import APPROVERS, keeps
from supervision.selectors import keeping
from supervision.services.keeping import due

CODE = "destruction"
MOST = 200
NONE_PICKED = "请勾选要提请销毁的档案。"
TOO_MANY = f"一次最多提请 {MOST} 项，请分批办理。"
MIXED = "一次只能提请同一个保管单位的档案。"
TAKEN = "“{}”已经列入销毁清册或者已经销毁，请刷新页面。"
HELD = "“{}”暂缓销毁：{}。"
EARLY = "“{}”还没有到期，不能销毁。"


def propose(pks: Collection[int], *, opinion: str, actor: User) -> Destruction:
    """Propose to destroy records of one keeper whose time is over (LC-16, LN-12, HB-08).

    Who may: who works on the keeper's archive; of others' records nothing is known. Raises
    ValidationError for none or too many, several keepers, one that is proposed already, not due or
    held; then nothing is written.
    """
    if not opinion.strip():
        raise ValidationError({"opinion": "请写明鉴定意见。"})
    with transaction.atomic():
        records = _records(pks, actor)
        keeper = records[0].keeper
        if not keeps(actor, keeper):
            raise door.ForbiddenError("只有保管单位的工作人员可以提请销毁。")
        refuse_kept(records)
        listed = timeline.canonical([line(row) for row in records])
        watching = records[0].case.office or records[0].case.receiver
        case = door.open_case(
            kinds.by_code(CODE),
            actor=actor,
            state=DestructionState.PROPOSED,
            owner=None if keeper.is_bureau else keeper,
            title=f"销毁到期档案 {len(records)} 项",
            division=keeper.division,
            office=keeper if keeper.is_bureau else watching,
            receiver=keeper if keeper.is_bureau else watching,
            keeper=keeper,
            proposed_by=actor,
            opinion=opinion.strip(),
            listed=listed,
            listed_sha256=timeline.sha256(listed),
        )
        DueRecord.objects.filter(pk__in=[row.pk for row in records]).update(destruction=case)
        notices.tell(_messages(case, actor), case=case)
    return case


def _messages(case: Destruction, actor: User) -> Iterator[Message]:
    """To those who may approve it, and to the office that watches over the keeper."""
    rows = members_of(case.keeper).filter(role__in=APPROVERS).exclude(user=actor)
    people = {row.user_id: row.user for row in rows}.values()
    yield Message(people, f"{case.title}：待您批准", "请核对清单后办理。")
    if case.owner_id and case.office_id:
        text = "需要留存的，请在销毁之前对有关评价计划决定暂停销毁。"
        yield Message(holders.people([case.office_id]), f"{case.keeper}提请{case.title}", text)


def _records(pks: Collection[int], actor: User) -> list[DueRecord]:
    """The records, locked."""
    if not pks:
        raise ValidationError(NONE_PICKED)
    if len(pks) > MOST:
        raise ValidationError(TOO_MANY)
    mine = keeping.visible_to(actor).filter(pk__in=pks).values_list("pk", flat=True)
    rows = DueRecord.objects.select_for_update(of=("self",)).filter(pk__in=list(mine))
    rows = rows.select_related("case", "keeper__division", "material", "archive_item", "plan")
    records = list(rows.order_by("pk"))
    if len(records) != len(set(pks)):
        raise ValidationError("有的档案已经不在到期清单中，请刷新页面。")
    if len({row.keeper_id for row in records}) > 1:
        raise ValidationError(MIXED)
    for row in records:
        if row.destruction_id or row.destroyed_on:
            raise ValidationError(TAKEN.format(row.title))
    return records


def line(row: DueRecord) -> dict:
    """What the list says of a record, in plain values that name nobody."""
    item, paper = row.archive_item, row.material
    file = paper.file if paper else None
    return {
        "record": row.pk,
        "source": row.source,
        "case": row.case.number,
        "title": row.title,
        "form": row.form,
        "count": item.count if item else 1,
        "place": item.place if item else "本系统",
        "basis": item.basis if item else "",
        "kept_until": row.kept_until.isoformat(),
        "sha256": item.sha256 if item else file.sha256 if file else "",
    }


def refuse_kept(records: Collection[DueRecord]) -> None:
    """Raises ValidationError that names what is held or not due."""
    if kept := why_kept(records):
        raise ValidationError(list(kept.values()))


def why_kept(records: Collection[DueRecord]) -> dict[int, str]:
    """By record why it may not go now, in words that betray no investigation."""
    held = keeping.held(records)
    kept = {}
    for row in records:
        until = due.source_until(row)
        if until is None or until >= clock.today():
            kept[row.pk] = EARLY.format(row.title)
        elif grounds := held.get(row.pk):
            kept[row.pk] = HELD.format(row.title, keeping.in_words(grounds))
    return kept


# --- Acts, inside the door -----------------------------------------------------------------------


def approve(case: Destruction, *, actor: User, **_) -> dict:
    """The second person's word. Raises ValidationError for what is held meanwhile."""
    refuse_kept(list(records_of(case)))
    case.approved_by, case.approved_at = actor, clock.now()
    return {"listed_sha256": case.listed_sha256}


def let_go(case: Destruction, *, actor: User, **_) -> None:
    """Refused or withdrawn: the records are due as before."""
    records_of(case).update(destruction=None)


def records_of(case: Destruction):
    """The records that a destruction proposes or destroyed."""
    rows = DueRecord.objects.filter(destruction=case)
    related = ("case", "keeper", "plan", "archive_item__plan", "material__file", "material__case")
    return rows.select_related(*related).order_by("pk")


def is_only_here(records: Collection[DueRecord]) -> bool:
    """Whether nothing of it lies outside the portal."""
    return all(
        row.source != RecordSource.ARCHIVE or bool(row.archive_item.file_id) for row in records
    )
