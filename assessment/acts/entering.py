"""What the timeline of a plan calls what happens to its registrations."""

RECORDS = {
    "sign_entries": "单位审核报名",
    "approve_entries": "核准报名",
    "refuse_entries": "退回报名",
    "withdraw_entry": "退出报名",
    "import_roster": "导入名册",
}
