"""Every item has the subjects that its method asks for; what is waived is waived by a rule (LC-19).

Which subjects a method has is our own scheme (FACTS 4.3), so a breach only warns; an item that
tests nothing at all although its method requires a subject is refused.
"""

from collections.abc import Iterator

from assessment.frames.plans import Frame
from assessment.models import PlanItem, PlanSubject
from assessment.subjects import uses
from casework.issues import Issue
from catalogue.regulations.basis import Rule
from catalogue.regulations.terms import SubjectUse

OWN = Rule(default=True)


def check(frame: Frame) -> Iterator[Issue]:
    if frame.rule is None:
        return
    required = [kind for kind, use in uses(frame.rule).items() if use == SubjectUse.REQUIRED]
    for item, subjects in frame.items:
        if required and not any(not subject.waived for subject in subjects):
            yield Issue(
                "subjects-none",
                "items",
                f"{item}没有要考的科目。",
                f"{frame.rule.name}至少考一个科目。",
            )
            continue
        yield from _missing(frame, item, subjects, required)
        yield from _waived(frame, item, subjects, required)


def _missing(
    frame: Frame, item: PlanItem, subjects: list[PlanSubject], required
) -> Iterator[Issue]:
    there = {subject.kind for subject in subjects}
    if missing := [kind.label for kind in required if kind not in there]:
        yield Issue(
            "subjects-missing",
            "items",
            f"{item}没有{'、'.join(missing)}，{frame.rule.name}通常要考。",
            "补上科目，或者更换评价方式。",
            OWN,
        )


def _waived(frame: Frame, item: PlanItem, subjects: list[PlanSubject], required) -> Iterator[Issue]:
    waivable = {kind for rule in frame.regulation.flexibility for kind in rule.waives}
    for subject in subjects:
        if subject.waived and subject.kind in required and subject.kind not in waivable:
            yield Issue(
                "waiver-without-rule",
                "items",
                f"{item}免考{subject}，{frame.regulation.name}没有写明可以免考。",
                "确有依据的，请在免考理由中写明文件；没有的，请恢复这个科目。",
                OWN,
            )
