"""The formal letters of inspections; a template never changes once a letter was printed from it."""

from casework.letters import LetterKind

ORDER = LetterKind("rectification", "责令整改通知书", "改", "printing/letters/rectification.1.html")
