"""How many people a room takes to invigilate or judge. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Norm:
    """One to at most `candidates` people (none: whatever their number), `least` or more, an odd
    number where `odd`."""

    candidates: int | None
    least: int
    odd: bool

    def needed(self, held: int) -> int:
        """The fewest that a room with so many candidates takes; nobody for an empty room."""
        if held <= 0:
            return 0
        wanted = self.least
        if self.candidates:
            wanted = max(wanted, -(-held // self.candidates))
        return wanted + (self.odd and wanted % 2 == 0)

    def is_met(self, there: int, held: int) -> bool:
        """Whether so many people are enough and, where it matters, odd."""
        return there >= self.needed(held) and not (self.odd and held and there % 2 == 0)

    @property
    def text(self) -> str:
        """`与考生不低于 1:15，每个考场不少于 2 人`."""
        ratio = f"与考生不低于 1:{self.candidates}，" if self.candidates else ""
        return f"{ratio}每个考场不少于 {self.least} 人{'且为单数' if self.odd else ''}"
