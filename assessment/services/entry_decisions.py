"""The enterprise signs registrations, the agency approves or refuses them (HB-03, LC-19).

One at a time or many at once: those with something in the way are left and named.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from accounts.models import User
from assessment import entry_rights
from assessment.checks.entries import SECOND_PERSON, look
from assessment.entry_frame import Frame, entered_elsewhere
from assessment.enums import EntryStatus
from assessment.models import Entry, Plan
from assessment.services.entries import opened
from casework.kinds import Message
from casework.services import door, notices
from config import clock

CHUNK = 500  # rows of a statement
BATCH = 1000  # entries of a transaction
PROMISE = "经核实，以上人员符合申报条件；考评合格后，本单位认可评价结果，并兑现相关工资待遇。"


@dataclass
class Outcome:
    """How many were taken, and why the others were not: (number, name, reasons)."""

    done: int = 0
    left: list[tuple[str, str, list[str]]] = field(default_factory=list)


def sign(plan: Plan, entries: QuerySet[Entry], *, actor: User, promised: bool) -> Outcome:
    """The client's manager signs what was applied for, with the promise of pay (HB-03).

    Who may: `entry_rights.signs`. Raises ValidationError without the promise, ForbiddenError,
    NotNowError where enrolment is over.
    """
    if not promised:
        raise ValidationError("请勾选单位承诺后再审核通过。")
    _demand(entry_rights.signs(actor, plan), "只有委托企业的管理员可以代表单位审核。")
    values = {"status": EntryStatus.SIGNED, "signed_by": actor, "signed_at": clock.now()}
    return _take(
        plan, entries, "sign_entries", actor, EntryStatus.APPLIED, values, {"promise": PROMISE}
    )


def approve(plan: Plan, entries: QuerySet[Entry], *, actor: User, remark: str = "") -> Outcome:
    """The agency approves. Of a plan for its own people this is the enterprise's signature too.

    An exception (破格、越级、直接认定) is approved by somebody other than who entered it (LC-19).
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
    return _take(plan, entries, "approve_entries", actor, source, values, {})


def refuse(plan: Plan, entries: QuerySet[Entry], *, actor: User, remark: str) -> Outcome:
    """Send registrations back with the reason; they may be corrected and sent again. Those that
    were approved already are taken back in the same way.

    Who may: whoever signs or approves. Raises ValidationError without a reason, ForbiddenError,
    NotNowError.
    """
    if not remark.strip():
        raise ValidationError("请写明不予核准的理由和需要怎样更正。")
    agency, client = entry_rights.of_agency(actor, plan), entry_rights.signs(actor, plan)
    _demand(agency or client, "只有审核报名的人员可以退回报名。")
    open_to = [EntryStatus.APPLIED]
    if agency:
        open_to += [EntryStatus.SIGNED, EntryStatus.APPROVED]
    outcome = Outcome()

    def change(case) -> dict:
        rows = list(_locked(case, entries).filter(status__in=open_to))
        values = {"status": EntryStatus.REFUSED, "remark": remark.strip()[:300]}
        values |= {"decided_by": actor, "decided_at": clock.now()}
        _write(rows, values)
        outcome.done = len(rows)
        outcome.left = _not_there(case, entries, rows, "现在的状态不能退回")
        _tell(case, rows, remark.strip())
        return {"entries": [row.number for row in rows], "remark": remark.strip()}

    return _record(plan, "refuse_entries", actor, change, outcome)


def _take(plan, entries, act, actor, source, values, facts) -> Outcome:
    """In batches, each under the plan's lock for itself, so that others get their turn."""
    keys = list(entries.order_by("pk").values_list("pk", flat=True))
    total = Outcome()
    for start in range(0, len(keys), BATCH):
        batch = Entry.objects.filter(pk__in=keys[start : start + BATCH])
        outcome = _take_batch(plan, batch, act, actor, source, values, facts)
        total.done += outcome.done
        total.left += outcome.left
    return total


def _take_batch(plan, entries, act, actor, source, values, facts) -> Outcome:
    outcome = Outcome()

    def change(case) -> dict:
        rows = list(_locked(case, entries).filter(status=source))
        taken = _sound(case, rows, actor if act == "approve_entries" else None, outcome)
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


def _locked(case: Plan, entries: QuerySet[Entry]) -> QuerySet[Entry]:
    keys = list(entries.values_list("pk", flat=True))
    rows = Entry.objects.filter(plan=case.pk, pk__in=keys).select_for_update(of=("self",))
    return rows.select_related("result").prefetch_related("work", "evidence").order_by("pk")


def _sound(case: Plan, rows: list[Entry], approver: User | None, outcome: Outcome) -> list[Entry]:
    """Those with nothing in the way; condition and months are brought up to date."""
    frame = Frame.of(case)
    elsewhere = entered_elsewhere(case, [row.id_hash for row in rows])
    taken: list[Entry] = []
    moved: dict[tuple, list[int]] = {}
    for row in rows:
        row.plan = case
        found = look(row, frame, elsewhere)
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
