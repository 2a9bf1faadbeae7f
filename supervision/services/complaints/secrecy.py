"""Who complained stays with those who handle the complaint: no text that others read names him or
her (LC-22)."""

import unicodedata

from django.core.exceptions import ValidationError

from casework.models import Case
from supervision.models import Complaint, Inspection, Violation

SHORTEST_NAME = 2
SHORTEST_CONTACT = 5
CAUSED = ((Violation, "source"), (Inspection, "because_of"))
IDENTIFIES = "文字里有投诉人的{}，对方会看到。请改写后再提交。"


def refuse_identity(case: Complaint, text: str) -> None:
    """Raises ValidationError where a text tells who complained, by name or contact."""
    plain = _plain(text)
    for what, known, shortest in (
        ("姓名", case.name, SHORTEST_NAME),
        ("联系方式", case.contact, SHORTEST_CONTACT),
    ):
        sought = _plain(known)
        if len(sought) >= shortest and sought in plain:
            raise ValidationError(IDENTIFIES.format(what))


def refuse_telling(source: Case | None, **texts: str) -> None:
    """The same, by field, for what is written in a case that `source` led to, where a complaint
    stands behind it."""
    complaint = _behind(source.pk) if source else None
    if complaint is None:
        return
    for field, text in texts.items():
        try:
            refuse_identity(complaint, text)
        except ValidationError as refused:
            raise ValidationError({field: refused.messages}) from refused


def _behind(pk: int | None) -> Complaint | None:
    """The complaint with which a chain of cases began: a violation found by an inspection that was
    held because of it. No case leads to an older one, so the chain ends."""
    while pk:
        if complaint := Complaint.objects.filter(pk=pk).first():
            return complaint
        pk = next((before for model, way in CAUSED if (before := _before(model, way, pk))), None)
    return None


def _before(model: type[Case], way: str, pk: int) -> int | None:
    return model.objects.filter(pk=pk).values_list(way, flat=True).first()


def _plain(text: str) -> str:
    """As it reads, without blanks and marks between digits or characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())
