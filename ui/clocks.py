"""What a deadline looks like to whoever works under it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Clock:
    """A deadline on the day it is looked at.

    `day` counts working days (or what `unit` says) from the day after receipt (day 1; 0 on the day
    of receipt itself), `total` is the limit. Of what has to last at least so long (`at_least`, as a
    publicity) nothing is late: it is full on its last day and may end after it. `estimated` says
    that the due date rests on a year whose holidays are not announced yet. `stopped_on` is the day
    on which the act was done. With `warn_at` units left or fewer it turns amber.
    """

    day: int
    total: int
    due_on: date
    estimated: bool = False
    stopped_on: date | None = None
    warn_at: int = 3
    unit: str = "个工作日"
    at_least: bool = False

    @property
    def left(self) -> int:
        """What is left of the limit, negative when late."""
        return self.total - self.day

    @property
    def tone(self) -> str:
        """ok, then warn when little time is left, then danger."""
        if self.at_least:
            return "ok"
        if self.left < 0:
            return "danger"
        if self.stopped_on:
            return "ok"
        return "warn" if self.left <= self.warn_at else "ok"

    @property
    def standing(self) -> str:
        """The same as the colour, in words."""
        if self.at_least:
            return self._standing_of_window()
        if self.left < 0:
            late = f"{-self.left} {self.unit}"
            return f"逾期 {late}办结" if self.stopped_on else f"已逾期 {late}"
        if self.stopped_on:
            return "按期办结"
        return f"还剩 {self.left} {self.unit}" if self.left else "今天到期"

    def _standing_of_window(self) -> str:
        if self.stopped_on:
            return "已结束"
        if self.left > 0:
            return f"还剩 {self.left} {self.unit}"
        return "期限已满" if self.left < 0 else "今天期满"
