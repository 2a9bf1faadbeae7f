"""Every character that will be printed is in the font of certificates; what is not is named."""

from collections.abc import Iterator

from assessment.models import Entry
from casework.issues import Issue
from certificates.frames.issuing import Frame
from printing import fonts

REMEDY = "请核对用字；确为人名生僻字的，请联系系统管理员补充字体。"


def fault(entry: Entry) -> str:
    """What is wrong with somebody's; empty for nothing."""
    item = entry.item
    missing = fonts.missing_characters(f"{entry.name}{item.occupation.name}{item.work_type}")
    return f"{fonts.describe(missing)}没有可用的字形。" if missing else ""


def check(frame: Frame) -> Iterator[Issue]:
    for person in frame.waiting:
        if said := fault(person.entry):
            yield Issue("characters", person.named, said, REMEDY)
