"""Offices, people and applicants of three provinces, and filings at any step."""

from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc

from accounts.enums import BUREAU_ROLES, OFFICE_STAFF, OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from casework import kinds
from casework.models import LetterHead
from casework.services import door
from catalogue import regulations
from catalogue.models import Division, Occupation
from catalogue.regulations.terms import FilingStep
from filing.models import Filing

PLACES = {
    "370000": ("山东省", 1, ""),
    "371500": ("聊城市", 2, "370000"),
    "371502": ("东昌府区", 3, "371500"),
    "371521": ("阳谷县", 3, "371500"),
    "210000": ("辽宁省", 1, ""),
    "210300": ("鞍山市", 2, "210000"),
    "320000": ("江苏省", 1, ""),
    "320500": ("苏州市", 2, "320000"),
}
OFFICES = {
    "sd": ("山东省人社厅", "hrss", "province", "370000"),
    "sd_centre": ("山东省鉴定中心", "centre", "province", "370000"),
    "lc": ("聊城市人社局", "hrss", "city", "371500"),
    "lc_centre": ("聊城市鉴定中心", "centre", "city", "371500"),
    "dcf": ("东昌府区人社局", "hrss", "county", "371502"),
    "yg": ("阳谷县人社局", "hrss", "county", "371521"),
    "ln": ("辽宁省人社厅", "hrss", "province", "210000"),
    "ln_centre": ("辽宁省人事考试中心", "centre", "province", "210000"),
    "as": ("鞍山市人社局", "hrss", "city", "210300"),
    "js": ("江苏省人社厅", "hrss", "province", "320000"),
    "js_centre": ("江苏省鉴定中心", "centre", "province", "320000"),
    "sz": ("苏州市人社局", "hrss", "city", "320500"),
    "sz_centre": ("苏州市鉴定中心", "centre", "city", "320500"),
}
SUPERIORS = {"lc": "sd", "dcf": "lc", "yg": "lc", "lc_centre": "lc", "as": "ln", "sz": "js"}
OCCUPATIONS = {
    "6-31-01-03": "电工",
    "6-18-02-04": "焊工",
    "6-18-01-01": "车工",
    "6-18-01-02": "铣工",
    "4-07-03-03": "企业人力资源管理师",
}
SINCE = date(2020, 1, 1)


def credit_code(number: int, division: str = "371502") -> str:
    """A well-formed 统一社会信用代码 of nobody's."""
    base = f"91{division}MA3F{number:05}"
    return base + uscc.calc_check_digit(base)


@dataclass
class World:
    """`offices` and `staff` by the keys of OFFICES: one officer an office with every role;
    `second` is a colleague of the same roles. `firm` is county-owned in 371502, `hr` its clerk."""

    places: dict[str, Division]
    offices: dict[str, Organisation]
    staff: dict[str, User]
    second: dict[str, User]
    occupations: dict[str, Occupation]
    firm: Organisation
    hr: User

    def member(self, organisation: Organisation, *roles: Role, name: str = "") -> User:
        """A new person who holds these roles there."""
        number = User.objects.count() + 1
        user = User.objects.create_user(
            f"user{number}", f"user{number}@example.com", name=name or f"用户{number}"
        )
        for role in roles:
            Membership.objects.create(user=user, organisation=organisation, role=role, since=SINCE)
        return user

    def applicant(
        self, place: str, affiliation: str, kind: str = "enterprise"
    ) -> tuple[Organisation, User]:
        """A confirmed organisation and its manager, who is its clerk as well."""
        number = Organisation.objects.count() + 1
        organisation = Organisation.objects.create(
            name=f"第{number}申请单位有限公司",
            kind=OrganisationKind(kind),
            code=credit_code(number, place),
            division=self.places[place],
            affiliation=affiliation,
            status="active",
        )
        return organisation, self.member(organisation, Role.MANAGER, Role.CLERK)

    def filing(
        self,
        state: str = "draft",
        *,
        regulation: str = "liaocheng-enterprise",
        owner: Organisation | None = None,
        actor: User | None = None,
        receiver: str = "dcf",
        office: str = "",
        **columns,
    ) -> Filing:
        """A filing opened at a step, as if it had come there; nothing is filled in."""
        owner = owner or self.firm
        return door.open_case(
            kinds.by_code("filing"),
            actor=actor or self.hr,
            state=FilingStep(state),
            owner=owner,
            regulation=regulations.get(regulation),
            title=f"{owner}备案",
            division=owner.division,
            receiver=self.offices[receiver],
            office=self.offices[office or receiver],
            **columns,
        )


def build() -> World:
    """Everything above, in the database."""
    places: dict[str, Division] = {}
    for code, (name, tier, parent) in PLACES.items():
        places[code] = Division.objects.create(
            code=code, name=name, tier=tier, parent=places.get(parent)
        )
    offices = {}
    for key, (name, kind, tier, place) in OFFICES.items():
        offices[key] = Organisation.objects.create(
            name=name, kind=kind, tier=tier, division=places[place], status="active"
        )
        LetterHead.objects.create(office=offices[key], prefix=f"测{len(offices)}评")
    for key, above in SUPERIORS.items():
        offices[key].superior = offices[above]
        offices[key].save()
    world = World(places, offices, {}, {}, _occupations(), None, None)
    for key, office in offices.items():
        world.staff[key] = world.member(office, *OFFICE_STAFF, name=f"{office}甲")
        world.second[key] = world.member(office, *OFFICE_STAFF, name=f"{office}乙")
    world.firm, world.hr = world.applicant("371502", "county")
    return world


def _occupations() -> dict[str, Occupation]:
    made: dict[str, Occupation] = {}
    for code, name in OCCUPATIONS.items():
        parts = code.split("-")
        for depth in range(1, len(parts) + 1):
            key = "-".join(parts[:depth])
            if key not in made:
                made[key] = Occupation.objects.create(
                    code=key,
                    name=name if depth == len(parts) else f"{key}类",
                    tier=depth,
                    parent=made.get("-".join(parts[: depth - 1])),
                    announced=2022,
                    skilled=True,
                    source="测试",
                )
    return made


__all__ = ["BUREAU_ROLES", "World", "build", "credit_code"]
