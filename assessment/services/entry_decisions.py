"""Registrations are sent, the enterprise signs them, the agency approves or refuses them (HB-03,
LC-19).

One at a time or many at once: those with something in the way are left and named. `seen` are the
versions, by key, that the person had on the page; what was changed since is left too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from accounts.models import User
from assessment.checks.entries import SECOND_PERSON, look
from assessment.enums import EntryStatus
from assessment.frames.entries import Frame, known_of
from assessment.models import Entry, Plan, Seat
from assessment.selectors import entries as entry_rights
from assessment.services.candidates import hold_candidates
from assessment.services.entries import opened
from casework.kinds import Message
from casework.services import door, notices
from config import clock

CHUNK = 500  # rows of a statement
BATCH = 1000  # entries of a transaction
CHANGED = "打开页面之后已有改动，请重新核对后再办理"
PROMISE = "经核实，以上人员符合申报条件；考评合格后，本单位认可评价结果，并兑现相关工资待遇。"


@dataclass
class Outcome:
    """How many were taken, how many seats became free, and why the others were not taken: (number,
    name, reasons)."""

    done: int = 0
    freed: int = 0
    left: list[tuple[str, str, list[str]]] = field(default_factory=list)


def submit(
    plan: Plan,
    entries: QuerySet[Entry],
    *,
    actor: User,
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """Send drafts to whoever signs or approves: many at once, once a paper that they share has
    come. Who may: `entry_rights.handles`. Raises ForbiddenError, NotNowError where enrolment is
    over."""
    _demand(entry_rights.handles(actor, plan), "只有评价机构或委托企业的经办人可以提交报名。")
    values = {"status": EntryStatus.APPLIED, "applied_at": clock.now(), "remark": ""}
    return _take(plan, entries, "submit_entries", actor, EntryStatus.DRAFT, values, {}, seen)


def sign(
    plan: Plan,
    entries: QuerySet[Entry],
    *,
    actor: User,
    promised: bool,
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """The client's manager signs what was applied for, with the promise of pay (HB-03).

    Who may: `entry_rights.signs`. Raises ValidationError without the promise, ForbiddenError,
    NotNowError where enrolment is over.
    """
    if not promised:
        raise ValidationError("请勾选单位承诺后再审核通过。")
    _demand(entry_rights.signs(actor, plan), "只有委托企业的管理员可以代表单位审核。")
    values = {"status": EntryStatus.SIGNED, "signed_by": actor, "signed_at": clock.now()}
    source, facts = EntryStatus.APPLIED, {"promise": PROMISE}
    return _take(plan, entries, "sign_entries", actor, source, values, facts, seen)


def approve(
    plan: Plan,
    entries: QuerySet[Entry],
    *,
    actor: User,
    remark: str = "",
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """The agency approves. Of a plan for its own people this is the enterprise's signature too.

    An exception (破格、越级、直接认定) is approved by somebody other than who entered it (LC-19).
    Of two agencies that have a person for the same occupation and level, the first to approve has
    him or her; the other's registration is left, to be sent back or withdrawn.
    Who may: `entry_rights.of_agency`. Raises ForbiddenError, NotNowError.
    """
    _demand(entry_rights.of_agency(actor, plan), "只有评价机构的人员可以核准报名。")
    now = clock.now()
    values = {
        "status": EntryStatus.APPROVED,
        "decided_by": actor,
        "decided_at": now,
        "remark": remark.strip()[:300],
    }
    source = EntryStatus.SIGNED
    if plan.for_commission is None:
        source = EntryStatus.APPLIED
        values |= {"signed_by": actor, "signed_at": now}
    return _take(plan, entries, "approve_entries", actor, source, values, {}, seen)


def refuse(
    plan: Plan,
    entries: QuerySet[Entry],
    *,
    actor: User,
    remark: str,
    seen: Mapping[int, int] | None = None,
) -> Outcome:
    """Send registrations back with the reason; they may be corrected and sent again. Those that
    were approved already are taken back in the same way; their seats become free, as nothing is
    filed yet. The number of the ticket stays theirs.

    Who may: whoever signs or approves. Raises ValidationError without a reason, ForbiddenError,
    NotNowError.
    """
    if not remark.strip():
        raise ValidationError("请写明不予核准的理由和需要怎样更正。")
    open_to = entry_rights.returnable(actor, plan)
    _demand(bool(open_to), "只有审核报名的人员可以退回报名。")
    outcome = Outcome()

    def change(case) -> dict:
        there = list(_locked(case, entries).filter(status__in=open_to))
        rows = _as_seen(there, seen, outcome)
        values = {"status": EntryStatus.REFUSED, "remark": remark.strip()[:300]}
        values |= {"decided_by": actor, "decided_at": clock.now()}
        _write(rows, values)
        outcome.freed = _free_seats(rows)
        outcome.done = len(rows)
        outcome.left += _not_there(case, entries, there, "现在的状态不能退回")
        _tell(case, rows, remark.strip())
        numbers = [row.number for row in rows]
        return {"entries": numbers, "remark": remark.strip(), "freed": outcome.freed}

    return _record(plan, "refuse_entries", actor, change, outcome)


def _take(plan, entries, act, actor, source, values, facts, seen) -> Outcome:
    """In batches, each under the plan's lock for itself, so that others get their turn."""
    keys = list(entries.order_by("pk").values_list("pk", flat=True))
    total = Outcome()
    for start in range(0, len(keys), BATCH):
        batch = Entry.objects.filter(pk__in=keys[start : start + BATCH])
        outcome = _take_batch(plan, batch, act, actor, source, values, facts, seen)
        total.done += outcome.done
        total.left += outcome.left
    return total


def _take_batch(plan, entries, act, actor, source, values, facts, seen) -> Outcome:
    outcome = Outcome()

    def change(case) -> dict:
        rows = list(_locked(case, entries).filter(status=source))
        known = _as_seen(rows, seen, outcome)
        taken = _sound(case, known, actor if act == "approve_entries" else None, outcome)
        _write(taken, values)
        outcome.done = len(taken)
        outcome.left += _not_there(case, entries, rows, f"不是“{source.label}”")
        return {"entries": [row.number for row in taken], **facts}

    return _record(plan, act, actor, change, outcome)


def _record(plan: Plan, act: str, actor: User, change: Callable, outcome: Outcome) -> Outcome:
    """Nothing stands on the timeline where nothing was done."""
    with opened(plan) as locked:
        facts = change(locked)
        if outcome.done:
            door.record(
                locked, act, actor=actor, may=lambda user, case: True, change=lambda case: facts
            )
    return outcome


def _as_seen(rows: list[Entry], seen: Mapping | None, outcome: Outcome) -> list[Entry]:
    """Those that are as they were when the person saw them; the others are left."""
    moved = {row.pk for row in rows if (seen or {}).get(row.pk, row.version) != row.version}
    outcome.left += [(row.number, row.name, [CHANGED]) for row in rows if row.pk in moved]
    return [row for row in rows if row.pk not in moved]


def _locked(case: Plan, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    keys = list(entries.values_list("pk", flat=True))
    rows = Entry.objects.filter(plan=case.pk, pk__in=keys).select_for_update(of=("self",))
    return rows.select_related("result").prefetch_related("work", "evidence").order_by("pk")


def _sound(case: Plan, rows: list[Entry], approver: User | None, outcome: Outcome) -> list[Entry]:
    """Those with nothing in the way; condition and months are brought up to date."""
    frame = Frame.of(case)
    if approver:
        hold_candidates(row.id_hash for row in rows)
    known = known_of(case, [row.id_hash for row in rows])
    taken: list[Entry] = []
    moved: dict[tuple, list[int]] = {}
    for row in rows:
        row.plan = case
        found = look(row, frame, known)
        reasons = [issue.message for issue in found.refusing]
        if approver and row.ground in SECOND_PERSON and row.entered_by_id == approver.pk:
            label = row.get_ground_display()
            reasons.append(f"以“{label}”申报的，须由填报人以外的人核准。")
        if reasons:
            outcome.left.append((row.number, row.name, reasons))
            continue
        taken.append(row)
        met, months = found.verdict.met, found.verdict.months
        if (row.condition_id, row.months) != (met and met.pk, months):
            moved.setdefault((met and met.pk, months), []).append(row.pk)
    for (condition, months), keys in moved.items():
        _update(keys, {"condition": condition, "months": months})
    return taken


def _write(rows: list[Entry], values: dict) -> None:
    _update([row.pk for row in rows], {**values, "version": F("version") + 1})


def _update(keys: list[int], values: dict) -> None:
    """One statement for each `CHUNK` that comes to the same values."""
    for start in range(0, len(keys), CHUNK):
        Entry.objects.filter(pk__in=keys[start : start + CHUNK]).update(**values)


def _free_seats(rows: list[Entry]) -> int:
    keys = [row.pk for row in rows if row.status == EntryStatus.APPROVED]
    batches = (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))
    return sum(Seat.objects.filter(entry__in=batch).delete()[0] for batch in batches)


def _not_there(case: Plan, entries, rows: Iterable[Entry], why: str) -> list:
    found = {row.pk for row in rows}
    others = Entry.objects.filter(plan=case.pk, pk__in=entries.values("pk")).exclude(pk__in=found)
    return [(row.number, row.name, [why]) for row in others.only("number", "name")]


def _tell(case: Plan, rows: list[Entry], remark: str) -> None:
    """Who entered a registration hears that it came back."""
    told: dict[int, list[Entry]] = {}
    for row in rows:
        if row.entered_by_id:
            told.setdefault(row.entered_by_id, []).append(row)
    people = User.objects.in_bulk(list(told))
    notices.tell(
        [
            Message(
                [people[pk]],
                f"{case.title}：{len(own)} 份报名被退回",
                f"{'、'.join(row.number for row in own[:20])}。理由：{remark}",
            )
            for pk, own in told.items()
        ],
        case=case,
    )


def _demand(allowed: bool, message: str) -> None:
    if not allowed:
        raise door.ForbiddenError(message)
