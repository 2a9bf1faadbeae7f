"""The kinds of formal letters that cases of any kind may need. Kinds of case declare more.

A template never changes once a letter was printed from it: a new wording is a new file with the
next number, named here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterKind:
    """`mark` stands in the number after the office's own letters: 受 in 聊人社评受〔2026〕0001号.

    `template` extends `printing/letter.html`; whatever it names beside that page's own variables,
    the act gives to `services.letters.issue`.
    """

    code: str
    title: str
    mark: str
    template: str


ACCEPTANCE = LetterKind("acceptance", "受理通知书", "受", "printing/letters/acceptance.1.html")
SUPPLEMENT = LetterKind("supplement", "补正材料通知书", "补", "printing/letters/supplement.1.html")
REFUSAL = LetterKind("refusal", "不予受理通知书", "不受", "printing/letters/refusal.1.html")
