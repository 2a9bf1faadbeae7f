"""Which subjects an item has: by the rule of the method, with the marks of the standard."""

from collections.abc import Iterable

from assessment.models import PlanItem, PlanSubject
from catalogue.enums import SubjectKind
from catalogue.models import Standard, Subject
from catalogue.regulations.schema import MethodRule
from catalogue.regulations.terms import SubjectUse


def uses(rule: MethodRule) -> dict[SubjectKind, SubjectUse]:
    """What a method asks of each subject."""
    return {
        SubjectKind.THEORY: rule.theory,
        SubjectKind.PRACTICE: rule.practice,
        SubjectKind.REVIEW: rule.review,
    }


def fitting(
    rule: MethodRule, kinds_there: Iterable[str], kinds_of_standard: Iterable[str]
) -> list[SubjectKind]:
    """The subjects that an item should have: those the method requires, and of the optional ones
    those that it has already or that its standard sets. Pure."""
    there, standard = set(kinds_there), set(kinds_of_standard)
    return [
        kind
        for kind, use in uses(rule).items()
        if use == SubjectUse.REQUIRED
        or (use == SubjectUse.OPTIONAL and (kind in there or kind in standard))
    ]


def of_standard(standard: Standard | None, level: int) -> dict[str, Subject]:
    """The subjects that a standard sets for a level, by kind."""
    if standard is None:
        return {}
    rows = Subject.objects.filter(standard_level__standard=standard, standard_level__level=level)
    return {row.kind: row for row in rows}


def fit(item: PlanItem, rule: MethodRule) -> None:
    """Give an item the subjects of a method: what the method does not know goes, what is missing
    comes with the marks of the standard, what is there keeps its marks and waiver."""
    there = {row.kind: row for row in item.subjects.all()}
    known = of_standard(item.standard, item.level)
    wanted = fitting(rule, there, known)
    item.subjects.exclude(kind__in=wanted).delete()
    PlanSubject.objects.bulk_create(
        fresh(item, kind, known.get(kind)) for kind in wanted if kind not in there
    )


def fresh(item: PlanItem, kind: str, known: Subject | None) -> PlanSubject:
    """A subject with the marks of the standard, else the common hundred and sixty."""
    if known is None:
        return PlanSubject(item=item, kind=kind)
    return PlanSubject(
        item=item,
        kind=kind,
        full_mark=known.full_mark,
        pass_mark=known.pass_mark,
        minutes=known.minutes,
    )
