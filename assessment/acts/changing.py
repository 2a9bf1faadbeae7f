"""What the timeline of a plan calls its changes after approval; they move no state."""

RECORDS = {
    "propose_change": "提出变更",
    "make_change": "变更生效",
    "agree_change": "同意变更",
    "refuse_change": "不同意变更",
    "withdraw_change": "撤回变更",
}
