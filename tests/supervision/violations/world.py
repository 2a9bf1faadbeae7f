"""Violations at any step, and what is typed on the way."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from casework.services import door
from supervision.models import Violation
from supervision.services.violations import Wish, open_violation

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 7, 1)  # a Wednesday, the day after the certificates of tests were issued
NOW = datetime(2026, 7, 1, 10, tzinfo=ZONE)
BASIS = "《技能人才评价违纪违规行为处理工作指引（试行）》"
FACTS = "2026年6月3日抽查发现，现场与备案不符，有照片和询问笔录。"


def a_wish(sanction: str, since: date | None = None, until: date | None = None, **more) -> Wish:
    """A sanction with its period."""
    return Wish(sanction, BASIS, "超出备案范围开展评价", since=since, until=until, **more)


def suspension(since: date = TODAY, days: int = 31) -> Wish:
    """A suspension of so many days."""
    return a_wish("agency_suspend", since, since + timedelta(days - 1))


def opened(world, subject, key: str = "lc", **more) -> Violation:
    """Opened by the officer of an office."""
    return open_violation(
        subject=subject, facts=FACTS, office=world.offices[key], actor=world.staff[key], **more
    )


def act(case: Violation, name: str, actor, **data) -> Violation:
    """Do an act and answer the case as it stands then."""
    door.perform(case, name, actor=actor, **data)
    return Violation.objects.get(pk=case.pk)


def heard(world, subject, wish: Wish, key: str = "lc") -> Violation:
    """Told to the party, who has nothing to say; proposed by the officer."""
    case = act(opened(world, subject, key), "notify", world.staff[key], wish=wish, facts=FACTS)
    speaker = world.staff[key]
    if case.owner_id:
        speaker = case.owner.memberships.order_by("pk").first().user
    return act(case, "waive", speaker)


def decided(world, subject, wish: Wish, key: str = "lc", second=None) -> Violation:
    """Decided by the officer's colleague."""
    case = heard(world, subject, wish, key)
    return act(case, "decide", second or world.second[key], wish=wish)


def appealed(world, subject, wish: Wish, key: str = "lc") -> Violation:
    """Decided, and gone to the office above."""
    case = decided(world, subject, wish, key)
    speaker = world.staff[key]
    if case.owner_id:
        speaker = case.owner.memberships.order_by("pk").first().user
    return act(case, "appeal", speaker, text="事实不清。")
