"""Who is told that scores differ."""

from assessment.messages.plans import people
from casework.kinds import Message
from results.models import ScoreSheet
from results.selectors.scores import STAFF


def differing(sheet: ScoreSheet, count: int) -> list[Message]:
    """Those who may decide: everybody of the agency's scoring but the two clerks."""
    clerks = set(sheet.rounds.values_list("clerk", flat=True))
    to = [user for user in people(sheet.plan.owner_id, roles=STAFF) if user.pk not in clerks]
    subject = f"{sheet.plan.title}：{count} 项成绩待裁定"
    body = f"{sheet}两次录入已提交，有 {count} 项须由第三人裁定，请对照试卷裁定。"
    return [Message(to, subject, body)]
