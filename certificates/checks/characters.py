"""Every character that will be printed is in the font of certificates; what is not is named."""

from assessment.models import Entry
from printing import fonts


def fault(entry: Entry) -> str:
    """What is wrong with somebody's; empty for nothing."""
    item = entry.item
    missing = fonts.missing_characters(f"{entry.name}{item.occupation.name}{item.work_type}")
    return f"{fonts.describe(missing)}没有可用的字形。" if missing else ""
