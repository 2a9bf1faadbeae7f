"""What stands on the page of a case beside what every case has: one part, one function."""

from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import User
from casework.models import Case


@dataclass(frozen=True)
class Part:
    """A block of the page: `template` is drawn with `shown`."""

    template: str
    shown: dict = field(default_factory=dict)


# None where the part has nothing for this person.
MakePart = Callable[[Case, User], Part | None]
