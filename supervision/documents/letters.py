"""The formal letters of a violation; a template never changes once a letter was printed from it."""

from casework.letters import LetterKind

NOTICE = LetterKind(
    "violation_notice", "违规处理事先告知书", "告", "printing/letters/violation_notice.1.html"
)
DECISION = LetterKind(
    "violation_decision", "违规处理决定书", "处", "printing/letters/violation_decision.1.html"
)
DISMISSAL = LetterKind(
    "violation_dismissal", "不予处理通知书", "不处", "printing/letters/violation_dismissal.1.html"
)
REVIEW = LetterKind(
    "violation_review", "申诉处理决定书", "诉", "printing/letters/violation_review.1.html"
)
