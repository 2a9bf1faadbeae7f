"""The import of a roster that was confirmed: bulk statements in one transaction, all or nothing.

Under the lock of the plan each row is held once more against the registrations as they are then:
what is there already is left alone, so that the same file twice has one effect.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from accounts.protection import fingerprint
from assessment.enums import DraftState, EntryStatus, RowVerdict
from assessment.frames.entries import Frame, Twice, known_of
from assessment.models import Entry, Plan, RosterDraft, RosterRow, WorkPeriod
from assessment.roster.judging import entries_of
from assessment.roster.merging import Wanted, differences, jobs_of
from assessment.selectors import entries as entry_rights
from assessment.selectors.entries import EDITABLE
from assessment.services import entry_numbers
from assessment.services.entries import answer_for, claim_of, opened
from casework.models import Job, JobItem
from casework.services import door, jobs
from config import clock

ROWS = 500  # of a statement
GONE = "这份名册已被放弃、取代或已经导入，没有再次导入。"
MOVED = (
    "核对之后，有 {} 人的报名已被改动或已在别处报名（第 {} 行起），没有导入任何内容。"
    "请重新上传，按最新情况核对。"
)
# What an import writes of a registration that is there.
COLUMNS = [
    "name",
    "document",
    "id_number",
    "id_hash",
    "sex",
    "born_on",
    "phone",
    "employer",
    "post",
    "audience",
    "details",
    "ground",
    "reason",
    "condition",
    "months",
    "status",
    "version",
    "entered_by",
    "applied_at",
    "signed_by",
    "signed_at",
    "decided_by",
    "decided_at",
]


@dataclass
class Changes:
    """What is to be written, and the rows that no longer fit."""

    new: list[tuple[Wanted, dict]] = field(default_factory=list)
    changed: list[tuple[Entry, Wanted, dict]] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)


def take(draft: RosterDraft, actor: User) -> dict:
    """Write what was confirmed. Answers how many were added and changed.

    Raises RefusedError where somebody changed one of them since, NotNowError where enrolment is
    over, ForbiddenError where `actor` has lost the right.
    """
    with opened(draft.plan) as plan:
        held = RosterDraft.objects.select_for_update().get(pk=draft.pk)
        if held.status != DraftState.TAKING:
            raise jobs.RefusedError(GONE)
        changes = _changes(held, plan)
        if changes.moved:
            raise jobs.RefusedError(MOVED.format(len(changes.moved), changes.moved[0]))
        now = clock.now()
        _add(plan, changes.new, actor, now)
        _update(changes.changed, actor, now)
        told = {"added": len(changes.new), "changed": len(changes.changed)}
        facts = {**told, "sha256": held.sha256}
        door.record(
            plan,
            "import_roster",
            actor=actor,
            may=entry_rights.handles,
            change=lambda case: facts,
        )
        _end(held, told, now)
    return told


def _changes(draft: RosterDraft, plan: Plan) -> Changes:
    rows = draft.rows.filter(verdict__in=(RowVerdict.NEW, RowVerdict.CHANGED))
    entries, found = entries_of(plan, lock=True), Changes()
    items = Frame.of(plan).items
    fresh: list[tuple[RosterRow, Twice]] = []
    for row in rows.order_by("number"):
        kept = json.loads(row.values)
        wanted = Wanted.unpacked(kept["wanted"])
        hashed = fingerprint("id_number", wanted.fields["id_number"])
        entry, item = entries.get((wanted.item, hashed)), items.get(wanted.item)
        if item is None:
            found.moved.append(row.number)
        elif entry and not differences(entry, wanted):
            continue
        elif entry is None and row.verdict == RowVerdict.NEW:
            fresh.append((row, (hashed, item.occupation_id, item.level)))
            found.new.append((wanted, kept))
        elif entry and row.version == entry.version and entry.status in EDITABLE:
            found.changed.append((entry, wanted, kept))
        else:
            found.moved.append(row.number)
    known = known_of(plan, {key[0] for _, key in fresh})
    taken = {key for key, rest in known.elsewhere.items() if any(other.bars for other in rest)}
    found.moved += [row.number for row, key in fresh if key in taken or key[0] in known.bars]
    found.moved.sort()
    return found


def _add(plan: Plan, new: list[tuple[Wanted, dict]], actor: User, now: datetime) -> None:
    numbers = entry_numbers.take(plan, len(new)) if new else []
    made = []
    for number, (wanted, kept) in zip(numbers, new, strict=True):
        entry = Entry(plan=plan, number=number, item_id=wanted.item, entered_by=actor)
        _fill(entry, wanted, kept, now)
        made.append(entry)
    Entry.objects.bulk_create(made, batch_size=ROWS)
    _write_work([(entry, wanted) for entry, (wanted, _) in zip(made, new, strict=True)])


def _update(changed: list[tuple[Entry, Wanted, dict]], actor: User, now: datetime) -> None:
    """One statement for each batch; Django's `bulk_update` grows with the square of it."""
    other = [(entry, wanted) for entry, wanted, _ in changed if jobs_of(entry) != wanted.work]
    for entry, wanted, kept in changed:
        before = claim_of(entry)
        _fill(entry, wanted, kept, now)
        answer_for(entry, before, actor)
        entry.signed_by = entry.signed_at = entry.decided_by = entry.decided_at = None
    Entry.objects.bulk_create(
        [entry for entry, _, _ in changed],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=COLUMNS,
        batch_size=ROWS,
    )
    for start in range(0, len(other), ROWS):
        part = [entry.pk for entry, _ in other[start : start + ROWS]]
        WorkPeriod.objects.filter(entry__in=part).delete()
    _write_work(other)


def _fill(entry: Entry, wanted: Wanted, kept: dict, now: datetime) -> None:
    for name, value in wanted.fields.items():
        setattr(entry, name, value)
    entry.details = wanted.details
    entry.condition_id, entry.months = kept["condition"], kept["months"]
    complete = kept["complete"]
    entry.status = EntryStatus.APPLIED if complete else EntryStatus.DRAFT
    entry.applied_at = now if complete else None
    entry.version += 1


def _write_work(pairs: list[tuple[Entry, Wanted]]) -> None:
    rows = [
        WorkPeriod(
            entry=entry, since=since, until=until, employer=employer, occupation=wanted.occupation
        )
        for entry, wanted in pairs
        for since, until, employer in wanted.work
    ]
    WorkPeriod.objects.bulk_create(rows, batch_size=2 * ROWS)


def _end(draft: RosterDraft, told: dict, now: datetime) -> None:
    """What was read of the file is destroyed: the registrations hold it now."""
    draft.files.all().delete()
    draft.rows.all().delete()
    draft.status, draft.ended_at = DraftState.TAKEN, now
    draft.counts = {**draft.counts, **told}
    draft.save()


def _work(item: JobItem, _prepared: None) -> dict:
    draft = RosterDraft.objects.select_related("plan").get(pk=item.payload["draft"])
    try:
        return take(draft, item.job.created_by)
    except door.DoorError as refused:
        raise jobs.RefusedError(str(refused)) from refused


def _summary(job: Job, progress: jobs.Progress) -> str:
    failed = job.items.exclude(error="").first()
    if progress.failed and failed:
        return failed.error
    told = job.items.get().result
    return f"名册已导入：新增 {told['added']} 人，变更 {told['changed']} 人。"


TAKE = jobs.register_job("roster_take", "导入名册", _work, summary=_summary, lease=600)
