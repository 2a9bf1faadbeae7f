"""What is there before anybody comes: offices, their people, the catalogue, a pool of experts."""

from datetime import date

from accounts.enums import OFFICE_STAFF, Role
from accounts.models import Organisation, User
from catalogue.models import Division, Occupation
from tests.assessment.entering import conditions
from tests.filing import panels
from tests.filing.rows import ELECTRICIAN, standard
from tests.filing.world import World
from tests.filing.world import build as build_offices

MONDAY = date(2026, 3, 2)
SUPERVISORS = ("督导甲", "督导乙", "督导丙")


def build() -> World:
    """The world of the filings; beside it a county of Anshan, experts, and supervisors."""
    made = build_offices()
    conditions()
    standard(ELECTRICIAN)
    Occupation.objects.update(edition="测试版")
    county = Division.objects.create(
        code="210302", name="铁东区", tier=3, parent=made.places["210300"]
    )
    office = Organisation.objects.create(
        name="铁东区人社局",
        kind="hrss",
        tier="county",
        division=county,
        status="active",
        superior=made.offices["as"],
    )
    made.places["210302"], made.offices["td"] = county, office
    made.staff["td"] = made.member(office, *OFFICE_STAFF, name="铁东区人社局甲")
    for _ in range(5):
        panels.expert(made, "as")
    for name in SUPERVISORS:
        made.member(made.offices["as"], Role.SUPERVISOR, name=name)
    User.objects.create_superuser("admin", "admin@example.com", name="管理员")
    return made
