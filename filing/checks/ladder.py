"""Own levels are allowed, and each is mapped to the national five (LC-05, JS-05)."""

from collections import Counter
from collections.abc import Iterator

from casework.issues import Issue
from catalogue.enums import Level, Relation
from catalogue.rules import ladder_problems
from filing.documents.dossier import Dossier
from filing.models import OwnLevel


def check(dossier: Dossier) -> Iterator[Issue]:
    rule = dossier.regulation.limits.ladder
    rungs = [(row.name, row.relation, row.level) for row in dossier.own_levels]
    for problem in ladder_problems(rungs):
        yield Issue("ladder-order", "scope", problem, "请改正对应关系或者先后次序。", rule)
    allowed = {Relation.BELOW: rule.apprentice, Relation.ABOVE: rule.above_first}
    for row in dossier.own_levels:
        relation = Relation(row.relation)
        if not allowed.get(relation, True):
            yield Issue(
                "ladder-relation",
                "scope",
                f"本项政策没有规定可以自设{relation.label}的等级“{row.name}”。",
                "请移去这个等级。",
                rule,
            )
    if not rule.sub_levels:
        yield from _divided(dossier.own_levels, rule)


def _divided(rows: list[OwnLevel], rule) -> Iterator[Issue]:
    within = Counter(row.level for row in rows if row.relation == Relation.WITHIN)
    for level in (level for level, count in within.items() if count > 1):
        yield Issue(
            "ladder-divided",
            "scope",
            f"本项政策没有规定可以在{Level(level).printed}内再分等级。",
            "每个国家等级只留一个自设等级。",
            rule,
        )
