"""The formal letters of filing; a template never changes once a letter was printed from it."""

from casework.letters import LetterKind

EVALUATION = LetterKind(
    "evaluation", "技术评估结论通知书", "评", "printing/letters/evaluation.1.html"
)
# The title is what the regulation calls it (`receipt.name`).
RECEIPT = LetterKind("receipt", "备案回执", "备", "printing/letters/receipt.1.html")
