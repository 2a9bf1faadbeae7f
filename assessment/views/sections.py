"""A table of contents: the sections of a draft, each with how far it is."""

from collections.abc import Iterable

from casework.issues import Issue


def task(title: str, lead: str, url: str, here: Iterable[Issue], *, begun: bool) -> dict:
    """One line of a task list. `here` is what is open in the section; `begun` is whether anything
    has been filled in: until then it is to do, afterwards under way."""
    open_points = list(here)
    waiting = sum(issue.refuses for issue in open_points)
    return {
        "title": title,
        "url": url,
        "hint": f"还有 {waiting} 处需要处理。" if waiting else lead,
        "state": ("doing" if begun else "todo") if open_points else "done",
    }
