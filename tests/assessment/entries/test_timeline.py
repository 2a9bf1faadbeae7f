"""The timeline of a plan says whose people were imported, signed and approved, and by whom."""

import pytest

from accounts.enums import Role
from assessment.models import Entry
from assessment.services import entries, entry_decisions, rosters
from casework import history, selectors
from casework.services import jobs
from tests.assessment.entering import a_plan, commissioned, conditions, proof
from tests.assessment.rosters.files import book, row

pytestmark = pytest.mark.django_db


def told(plan, reader) -> list[tuple[str, str]]:
    """Titles and who did it, the newest first."""
    lines = history.lines(plan, selectors.timeline(plan), reader)
    return [(line.title, line.actor) for line in lines if not line.title.startswith("提出")]


def imported(plan, actor, *rows) -> None:
    draft = rosters.upload(plan, book(*rows), "名册.xlsx", actor=actor)
    jobs.work_off()
    draft.refresh_from_db()
    rosters.confirm(draft, actor=actor)
    jobs.work_off()


@pytest.mark.clause("HB-03")
def test_the_enterprise_whose_people_they_are_is_named(agencies):
    conditions()
    plan = commissioned(agencies)
    agencies.item(plan)
    client, agency = agencies.client, agencies.agency["hb"].organisation
    hr, clerk = agencies.client_hr, agencies.clerk["hb"]
    people = [row(number, 人员类别="其他企业委托评价的职工") for number in (1, 2)]
    imported(plan, hr, *people)
    imported(plan, clerk, row(1, 人员类别="其他企业委托评价的职工", 联系电话="0635-7654321"))
    rows = Entry.objects.filter(plan=plan)
    for entry in rows:
        proof(entry, "social_security")
        entries.submit(entry)
    entry_decisions.sign(plan, rows, actor=hr, promised=True)
    entry_decisions.approve(plan, rows, actor=clerk)
    entry_decisions.refuse(plan, rows.filter(pk=rows[0].pk), actor=clerk, remark="照片不清")
    entries.withdraw(rows[0], actor=hr, reason="离职")
    by_client, by_agency = f"{client} {hr}", f"{agency} {clerk}"
    for reader in (clerk, hr):
        assert told(plan, reader) == [
            (f"退出报名（{client}：1 人）", by_client),
            (f"退回报名（{client}：1 人）", by_agency),
            (f"核准报名（{client}：2 人）", by_agency),
            (f"单位审核报名（{client}：2 人）", by_client),
            (f"导入名册（{client}：变更 1 人）", by_agency),
            (f"导入名册（{client}：新增 2 人）", by_client),
        ]


def test_of_its_own_people_the_number_is_enough(agencies):
    conditions()
    plan = a_plan(agencies, "lc", ["own_staff"])
    agencies.item(plan)
    clerk = agencies.clerk["lc"]
    imported(plan, clerk, row(1), row(2), row(3))
    second = agencies.world.member(plan.owner, Role.MANAGER)
    entry_decisions.approve(plan, Entry.objects.filter(plan=plan), actor=second)
    assert told(plan, clerk) == [
        ("核准报名（3 人）", f"{plan.owner} {second}"),
        ("导入名册（新增 3 人）", f"{plan.owner} {clerk}"),
    ]
