"""The formal letters of filing; a template never changes once a letter was printed from it."""

from casework.letters import LetterKind

EVALUATION = LetterKind(
    "evaluation", "技术评估结论通知书", "评", "printing/letters/evaluation.1.html"
)
# The title is what the regulation calls it (`receipt.name`).
RECEIPT = LetterKind("receipt", "备案回执", "备", "printing/letters/receipt.1.html")
SUPPLEMENT = LetterKind(
    "supplement", "一次性补正告知书", "补", "printing/letters/filing_supplement.1.html"
)
REFUSAL = LetterKind("refusal", "不予受理通知书", "不受", "printing/letters/filing_refusal.1.html")
UNSELECTED = LetterKind("unselected", "未入选告知书", "选", "printing/letters/unselected.1.html")
STANDARD = LetterKind(
    "standard", "企业评价规范审定备案通知书", "规", "printing/letters/standard.1.html"
)
