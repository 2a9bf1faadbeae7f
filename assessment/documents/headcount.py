"""How many are approved, by level: the foot of the forms that go to the office."""

from collections import Counter

from assessment.frames.arrangement import Frame
from catalogue.enums import Level


def of(frame: Frame) -> list[tuple[str, int]]:
    """`初级工` … `高级技师`, then the sum."""
    counts = Counter(frame.items[entry.item_id].level for entry in frame.entries)
    return [*((level.title, counts[level.value]) for level in Level), ("合计", len(frame.entries))]
