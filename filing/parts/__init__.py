"""What stands on the page of a filing beside what every case has: one part, one file.

A part answers None where it has nothing for this person, else its template and what it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from filing.models import Filing


@dataclass(frozen=True)
class Part:
    """`template` is drawn with `part.shown`."""

    template: str
    shown: dict = field(default_factory=dict)


MakePart = Callable[[Filing, User], Part | None]
