"""The clocks of kinds that no regulation shapes."""

from collections.abc import Callable

from catalogue.regulations.schema import Deadline
from catalogue.regulations.terms import Actor


def clocks_of(code: str) -> Callable[..., Deadline]:
    """`clock(key, name, amount, starts, *ends)`: so many working days from one state of a kind of
    case until any of others. No document says how many, so each is a default (本系统默认)."""

    def clock(
        key: str,
        name: str,
        amount: int,
        starts: str,
        *ends: str,
        holder: Actor = Actor.RECEIVER,
    ) -> Deadline:
        return Deadline(
            key=key,
            name=name,
            amount=amount,
            starts=f"{code}.{starts}",
            ends=tuple(f"{code}.{end}" for end in ends),
            holder=holder,
            default=True,
        )

    return clock
