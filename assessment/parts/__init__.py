"""What stands on the page of a plan or commission beside what every case has: one part, one file.

A part answers None where it has nothing for this person, else its template and what it shows.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from casework.models import Case


@dataclass(frozen=True)
class Part:
    """`template` is drawn with `shown`."""

    template: str
    shown: dict = field(default_factory=dict)


MakePart = Callable[[Case, User], Part | None]
