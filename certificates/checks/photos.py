"""Everybody has a photograph: the certificate shows it (人社鉴发〔2021〕1号)."""

from collections.abc import Iterator

from assessment.models import Entry
from casework.issues import Issue
from certificates.frames.issuing import Frame


def fault(entry: Entry) -> str:
    """What is wrong with somebody's; empty for nothing."""
    return "" if entry.photo_id else "没有照片。"


def check(frame: Frame) -> Iterator[Issue]:
    for person in frame.waiting:
        if said := fault(person.entry):
            yield Issue("photos", person.named, said, "请补交一寸白底彩色照片。")
