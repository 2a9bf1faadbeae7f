"""How a case comes to a step: the shortest way along the arrows that its regulation draws."""

from collections import deque
from collections.abc import Iterable

from catalogue.regulations.process import Arrow


def way(arrows: Iterable[Arrow], to: str, *, tier: str = "", besides: tuple = ()) -> list[Arrow]:
    """The arrows from the draft to a step, for a case that an office of that tier took. None is of
    an act in `besides`, unless it is the last. Raises LookupError where no way leads there."""
    drawn = [each for each in arrows if each.receiver_tier in (None, tier)]
    found: dict[str, list[Arrow]] = {"draft": []}
    queue = deque(["draft"])
    while queue:
        step = queue.popleft()
        if step == to:
            return found[step]
        for arrow in drawn:
            if arrow.source != step or arrow.target in found:
                continue
            if arrow.act in besides and arrow.target != to:
                continue
            found[arrow.target] = [*found[step], arrow]
            queue.append(arrow.target)
    raise LookupError(f"no way to {to}")
