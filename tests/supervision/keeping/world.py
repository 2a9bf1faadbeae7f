"""A plan that ended long ago, with what is kept of it on paper, on disk and on video."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.enums import Role
from accounts.models import User
from assessment.models import Plan
from casework.models import Case, Material
from casework.services import door, files
from config import clock
from results.models import ArchiveItem
from supervision.models import Destruction, DueRecord
from supervision.services.keeping import due, proposing
from tests.results.world import a_day

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2032, 3, 1, 10, tzinfo=ZONE)
CLOSED = datetime(2026, 8, 1, 10, tzinfo=ZONE)
WISH = {"method": "shredded", "done_on": NOW.date(), "place": "保密销毁中心", "witness": "监销甲"}


@dataclass
class Over:
    """`clerk` proposes, `manager` approves, `other` destroys; `officer` watches over them."""

    plan: Plan
    clerk: User
    manager: User
    other: User
    officer: User

    def records(self) -> list[DueRecord]:
        return list(DueRecord.objects.order_by("pk"))

    def proposed(self, *records: DueRecord) -> Destruction:
        keys = [row.pk for row in records or self.own()]
        return proposing.propose(keys, opinion="期满，没有保存价值。", actor=fresh(self.clerk))

    def own(self) -> list[DueRecord]:
        """Those that the agency keeps."""
        return [row for row in self.records() if row.keeper_id == self.plan.owner_id]

    def approved(self, *records: DueRecord) -> Destruction:
        return self.act(self.proposed(*records), "approve", self.manager)

    def act(self, case: Destruction, name: str, actor: User, **data) -> Destruction:
        door.perform(case, name, actor=fresh(actor), **data)
        return Destruction.objects.get(pk=case.pk)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def item(plan: Plan, title: str, form: str, until: date, **more) -> ArchiveItem:
    values = {
        "plan": plan,
        "category": "video" if form == "video" else "answers",
        "made_on": date(2026, 6, 4),
        "added_at": CLOSED,
        "place": "档案室 2 号柜",
    }
    return ArchiveItem.objects.create(title=title, form=form, kept_until=until, **values | more)


def build(agencies) -> Over:
    world, clerk = agencies.world, agencies.clerk["lc"]
    day = a_day(agencies, "lc", 2, state="archived")
    plan = day.plan
    for entry in day.entries:
        entry.phone, entry.details = "138" + "00000001", '{"address":"东昌府区柳园路1号"}'
        entry.save()
    proof = files.keep(b"proof", case=plan, name="社保证明.pdf", kind="pdf", by=clerk)
    day.entries[0].evidence.create(kind="work", file=proof, added_at=CLOSED)
    scan = files.keep(b"scan", case=plan, name="扫描件.pdf", kind="pdf", by=clerk)
    item(plan, "理论答题卷", "paper", date(2029, 8, 1))
    item(plan, "评分表扫描件", "electronic", date(2031, 8, 1), file=scan, sha256=scan.sha256)
    item(plan, "考场视频", "video", date(2027, 2, 1))
    item(plan, "未到期的卷宗", "paper", date(2040, 1, 1))
    note_on(plan, clerk)
    Case.objects.filter(pk=plan.pk).update(closed_at=CLOSED)
    roster = files.keep(b"roster", case=plan, name="名册.pdf", kind="pdf", by=clerk)
    Material.objects.create(
        case_id=plan.pk,
        key="roster_form",
        title="人员名册",
        file=roster,
        added_at=CLOSED,
        keep_until=date(2031, 8, 1),
    )
    people = [world.member(plan.owner, role) for role in (Role.MANAGER, Role.CLERK)]
    with clock.travel(NOW):
        due.find()
    return Over(plan, clerk, *people, world.staff["lc"])


def note_on(plan: Plan, actor: User) -> None:
    door.record(
        plan,
        "register_archive",
        actor=actor,
        may=lambda *_: True,
        change=lambda _: {},
        note="考生家住柳园路，已电话核实。",
    )


def bytes_of(file) -> io.BytesIO:
    return io.BytesIO(files.path_of(file.pk).read_bytes())
