"""Who is sent where: the drawn inspectors dealt to the drawn objects (docs/lots.md). Pure."""

from collections.abc import Collection, Sequence

ALGORITHM = "jiping-deal-1"


class ShortError(ValueError):
    """Too few may be sent to an object; `args[0]` is its id."""


def deal(
    objects: Sequence[str],
    inspectors: Sequence[str],
    ties: Collection[tuple[str, str]],
    team: int,
) -> dict[str, list[str]]:
    """`team` inspectors for each object, both in the order of their draw; whoever was sent goes to
    the end of the queue, so that all are sent equally often. `ties`: (inspector, object) pairs of
    those who must step back; they keep their place in the queue. Raises ShortError."""
    tied, queue = set(ties), list(inspectors)
    teams: dict[str, list[str]] = {}
    for each in objects:
        sent = [who for who in queue if (who, each) not in tied][:team]
        if len(sent) < team:
            raise ShortError(each)
        queue = [who for who in queue if who not in sent] + sent
        teams[each] = sent
    return teams
