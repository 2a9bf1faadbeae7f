"""From whom an examiner steps back (回避), and why. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Nearness(StrEnum):
    """How somebody is near a candidate."""

    SELF = "self"
    TIE = "tie"
    TEAM = "team"
    EMPLOYER = "employer"


@dataclass(frozen=True)
class Judge:
    """An examiner: the hash of the ID number, where he or she works (`home`: the agency's own
    people), in which team, and from whom he or she is to step back: hash of the candidate's ID
    number → cause."""

    key: str
    employer: str
    team: str
    home: bool
    ties: Mapping[str, str]


@dataclass(frozen=True)
class Judged:
    """A candidate: `post` is what the registration says of department and post."""

    key: str
    name: str
    employer: str
    post: str


@dataclass(frozen=True)
class Bar:
    """Why a judge is too near a candidate. `cause`: what the agency entered, for a tie."""

    nearness: Nearness
    name: str
    cause: str = ""


def bars(judge: Judge, candidates: Iterable[Judged]) -> list[Bar]:
    """Everybody among the candidates whom the judge is too near, each once, by the gravest reason.

    Somebody from the same enterprise counts only where the judge is not one of the agency's own
    people: an enterprise that assesses its own staff could not assess anybody else's."""
    found = []
    for candidate in candidates:
        if candidate.key and candidate.key == judge.key:
            found.append(Bar(Nearness.SELF, candidate.name))
        elif cause := candidate.key and judge.ties.get(candidate.key):
            found.append(Bar(Nearness.TIE, candidate.name, cause))
        elif _same(judge.employer, candidate.employer):
            if judge.team and _plain(judge.team) in _plain(candidate.post):
                found.append(Bar(Nearness.TEAM, candidate.name))
            elif not judge.home:
                found.append(Bar(Nearness.EMPLOYER, candidate.name))
    return found


def _same(one: str, other: str) -> bool:
    return bool(_plain(one)) and _plain(one) == _plain(other)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")
