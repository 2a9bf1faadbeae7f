"""Everybody on the roster is decided, and somebody is approved (HB-03, HB-05)."""

from collections.abc import Iterator

from django.db.models import Count

from assessment.enums import EntryStatus
from assessment.frames.entries import bars_of
from assessment.models import Plan
from casework.issues import Issue

NAMED = 5
UNDECIDED = (EntryStatus.DRAFT, EntryStatus.APPLIED, EntryStatus.SIGNED)


def check(plan: Plan) -> Iterator[Issue]:
    """Asked when enrolment is closed, and again when the roster leaves the agency: late
    registrations come in until then."""
    rows = plan.entries.order_by().values("status").annotate(count=Count("pk"))
    counts = dict(rows.values_list("status", "count"))
    waiting = [(each, counts[each]) for each in UNDECIDED if counts.get(each)]
    if waiting:
        named = "、".join(f"“{each.label}” {count} 人" for each, count in waiting)
        yield Issue(
            "undecided",
            "roster",
            f"还有 {sum(count for _, count in waiting)} 人的报名没有办结：{named}。",
            "请在“报名”中按状态查看，逐一核准、退回或退出。",
        )
    if not counts.get(EntryStatus.APPROVED):
        yield Issue(
            "nobody", "roster", "还没有核准的报名。", "请先核准报名；没有人报名的，可以取消计划。"
        )
    yield from _barred(plan)


def _barred(plan: Plan) -> Iterator[Issue]:
    """Who was approved and is barred since, by a breach in another assessment (FACTS 5.2)."""
    rows = plan.entries.filter(status=EntryStatus.APPROVED).order_by("number")
    people = list(rows.values_list("id_hash", "name"))
    bars = bars_of(plan, [hashed for hashed, _ in people])
    names = [name for hashed, name in people if hashed in bars]
    if names:
        many = "等" if len(names) > NAMED else ""
        named = f"{'、'.join(names[:NAMED])}{many}"
        yield Issue(
            "barred",
            "roster",
            f"核准之后，{len(names)} 人有了当年不得再次参加评价的记录：{named}。",
            "请在“报名”中查看原因，退回或退出这些报名。",
        )
