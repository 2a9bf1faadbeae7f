"""The number of the admission ticket (准考证号). Pure.

The digits of the plan's number (year and running number, which no other plan has), then five that
run through the plan: `2026000017` + `00001`. Given once, a number is nobody else's, even when its
holder withdraws.
"""

from collections.abc import Iterable

WIDTH = 5
PATH = "t"  # where the code on a ticket leads; kept short so that it prints coarse
MOST = 10**WIDTH - 1  # of one plan


def give(
    plan: str, given: Iterable[str], waiting: Iterable[tuple[int, int, str]]
) -> dict[int, str]:
    """Ticket numbers by key for those who wait for one: (key, level, number of the registration).

    From the lowest level up, then by registration; after the last of those `given` already. Raises
    ValueError where the plan has no number left.
    """
    digits = "".join(sign for sign in plan if sign in "0123456789")
    last = max((int(ticket[-WIDTH:]) for ticket in given if ticket), default=0)
    ordered = sorted(waiting, key=lambda each: (-each[1], each[2], each[0]))
    if last + len(ordered) > MOST:
        raise ValueError(f"一个计划最多编 {MOST} 个准考证号。")
    return {key: f"{digits}{last + at:0{WIDTH}d}" for at, (key, _, _) in enumerate(ordered, 1)}


def address(site: str, ticket: str) -> str:
    """What the code on a ticket holds: where whoever checks it in finds its holder. Signing in is
    asked there; the number says nothing to others."""
    return f"{site}/{PATH}/{ticket}/"
