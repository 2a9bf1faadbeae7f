"""What the timeline of a plan calls what happens to its registrations: whose people, how many."""

from assessment.models import Plan
from casework.kinds import Title


def _decided(label: str) -> Title:
    def title(case: Plan, facts: dict) -> str:
        return _titled(label, _client(case), f"{len(facts['entries']):,} 人")

    return title


def _imported(case: Plan, facts: dict) -> str:
    told = (("新增", facts["added"]), ("变更", facts["changed"]))
    counts = "，".join(f"{word} {count:,} 人" for word, count in told if count)
    return _titled("导入名册", _client(case), counts or "没有变化")


def _client(case: Plan) -> str:
    """The enterprise whose people a commissioned plan takes (HB-01)."""
    return case.for_commission.owner.name if case.for_commission else ""


def _titled(label: str, client: str, about: str) -> str:
    return f"{label}（{client}：{about}）" if client else f"{label}（{about}）"


RECORDS = {
    "submit_entries": _decided("提交报名"),
    "sign_entries": _decided("单位审核报名"),
    "approve_entries": _decided("核准报名"),
    "refuse_entries": _decided("退回报名"),
    "withdraw_entry": _decided("退出报名"),
    "share_paper": "上传多人共用的材料",
    "withdraw_paper": "移去多人共用的材料",
    "import_roster": _imported,
}
