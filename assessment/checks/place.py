"""The place of assessment lies where the agency was filed, or a permit is on record (SD-13)."""

from collections.abc import Iterator

from assessment.frames.plans import Frame, in_filed_territory, permit_for
from casework.issues import Issue


def check(frame: Frame) -> Iterator[Issue]:
    place = frame.regulation.place
    if not place.filed_territory_only or in_filed_territory(frame.plan):
        return
    if permit_for(frame) is None:
        yield Issue(
            "place-outside",
            "basics",
            f"{frame.plan.division}不在{frame.plan.agency}的申报地范围内，也没有跨区域许可。",
            "请改在申报地评价，或者由申报地推荐、经省协商同意并登记许可后再办理。",
            place,
        )
