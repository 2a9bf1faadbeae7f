"""Nothing of a person's is being set right: what is issued must be what was decided."""

from collections.abc import Iterator

from casework.issues import Issue
from certificates.frames.issuing import Frame

REMEDY = "请等决定后再核发，或由提出人撤回。"


def said(number: str) -> str:
    """What keeps somebody from getting a certificate, whose correction has that number."""
    return f"核发前更正 {number} 正在办理。{REMEDY}" if number else ""


def check(frame: Frame) -> Iterator[Issue]:
    for person in frame.waiting:
        if number := frame.correcting.get(person.entry.pk):
            yield Issue("corrections", person.named, f"核发前更正 {number} 正在办理。", REMEDY)
