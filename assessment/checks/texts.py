"""What the announcement must tell is filled in (HB-02, HB-06)."""

from collections.abc import Iterator

from assessment.frames.plans import Frame
from assessment.models import Plan
from casework.issues import Issue
from catalogue.regulations.basis import Rule

OWN = Rule(default=True)
NEEDED = ("contact", "complaints", "schedule", "contents")


def check(frame: Frame) -> Iterator[Issue]:
    plan = frame.plan
    needed = NEEDED + (("incentives",) if plan.for_commission else ())
    for name in needed:
        if not getattr(plan, name):
            label = Plan._meta.get_field(name).verbose_name
            yield Issue(
                f"{name}-none",
                "texts",
                f"还没有填写{label}。",
                "评价公告要写明，请在“公告内容”中填写。",
            )
    if not plan.quality:
        yield Issue(
            "quality-none", "quality", "还没有填写质量管控人员。", "在“质量管控”中填写。", OWN
        )
