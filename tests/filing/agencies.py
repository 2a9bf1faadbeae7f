"""Agencies in the register, for tests."""

from datetime import date, timedelta

from accounts.models import Organisation
from catalogue.models import Occupation, RegulatedOccupation
from filing.enums import AgencyOrigin, AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyScope
from tests.filing.world import World, credit_code

FILED = date(2026, 1, 5)


def agency(
    world: World,
    name: str = "",
    *,
    place: str = "371502",
    scope: dict[str, tuple[int, ...]] | None = None,
    regulation: str = "liaocheng-enterprise",
    letter: str = "Y",
    status: AgencyStatus = AgencyStatus.IN_FORCE,
    organisation: Organisation | None = None,
    **columns,
) -> Agency:
    """One filed on FILED and published the same day, with levels by the code of an occupation."""
    number = Agency.objects.count() + 1
    made = Agency.objects.create(
        **{
            "code": f"JG{number:05}",
            "prefix": f"{letter}0000{place[:2]}{number:06}",
            "name": name or f"第{number}评价机构",
            "credit_code": organisation.code if organisation else credit_code(90_000 + number),
            "kind": "enterprise",
            "organisation": organisation,
            "division": world.places[place],
            "regulation_id": regulation,
            "issuer_name": "聊城市人社局",
            "origin": AgencyOrigin.RECEIPT,
            "filed_on": FILED,
            "published_on": FILED,
            **columns,
        }
    )
    AgencyPeriod.objects.create(agency=made, status=AgencyStatus.IN_FORCE, since=FILED)
    if status != AgencyStatus.IN_FORCE:
        change(made, status, FILED + timedelta(30))
    for code, levels in (scope or {"6-31-01-03": (5, 4, 3)}).items():
        for level in levels:
            AgencyScope.objects.create(
                agency=made, occupation=world.occupations[code], level=level, since=made.filed_on
            )
    return made


def change(made: Agency, status: AgencyStatus, day: date, reason: str = "") -> None:
    """From `day` on the agency has another status."""
    made.periods.filter(until=None).update(until=day)
    AgencyPeriod.objects.create(agency=made, status=status, since=day, reason=reason)


def close_off(occupation: Occupation) -> None:
    """Let an occupation be 准入类, wholly."""
    RegulatedOccupation.objects.create(
        occupation=occupation,
        item=1,
        group="测试",
        qualification=f"{occupation.name}资格",
        block="full",
        certainty="verified",
    )
