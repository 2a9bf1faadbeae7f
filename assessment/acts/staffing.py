"""What the timeline of a plan calls the sending of supervisors."""

RECORDS = {
    "appoint_supervisor": "委派外部质量督导员",
    "dismiss_supervisor": "撤回外部质量督导员",
}
