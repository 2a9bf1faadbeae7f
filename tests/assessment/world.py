"""Agencies in force in four provinces, an enterprise that commissions, and plans at any step."""

from dataclasses import dataclass
from datetime import date

from accounts.enums import Role
from accounts.models import Organisation, User
from assessment.models import Plan, PlanItem, PlanSubject
from casework import kinds
from casework.models import LetterHead
from casework.services import door
from catalogue import regulations
from catalogue.models import Division
from catalogue.regulations.terms import PlanStep
from filing.enums import AgencyStatus
from filing.models import Agency, AgencyPeriod, AgencyScope
from tests.filing.world import World, credit_code

FILED = date(2026, 1, 5)
HEBEI = {"130000": ("河北省", 1, ""), "130100": ("石家庄市", 2, "130000")}
HEBEI_OFFICES = {
    "hb_centre": ("河北省鉴定中心", "centre", "province", "130000"),
    "sjz_centre": ("石家庄市鉴定中心", "centre", "city", "130100"),
    "sjz": ("石家庄市人社局", "hrss", "city", "130100"),
}
SCOPE = {"6-31-01-03": (5, 4, 3), "6-18-01-01": (5, 4, 3)}


@dataclass
class Agencies:
    """`agency` and `clerk` (its manager and clerk) by lc, ln, sd, js, hb; `receiver` is the office
    that takes the agency's plans. `client` (with `client_hr`) is an enterprise of Shijiazhuang."""

    world: World
    agency: dict[str, Agency]
    clerk: dict[str, User]
    receiver: dict[str, Organisation]
    client: Organisation
    client_hr: User

    def plan(self, key: str, state: str = "draft", *, regulation: str = "", **columns) -> Plan:
        """A plan of an agency opened at a step; without items or sessions."""
        agency = self.agency[key]
        receiver = self.receiver[key]
        return door.open_case(
            kinds.by_code("plan"),
            actor=self.clerk[key],
            state=PlanStep(state),
            owner=agency.organisation,
            regulation=regulations.get(regulation or agency.regulation_id),
            title=f"{agency}评价计划",
            division=agency.division,
            receiver=receiver,
            office=receiver,
            agency=agency,
            **columns,
        )

    def item(self, plan: Plan, code: str = "6-31-01-03", level: int = 4) -> PlanItem:
        """An item of a plan with theory and practice."""
        item = PlanItem.objects.create(
            plan=plan, occupation=self.world.occupations[code], level=level, expected=30
        )
        for kind in ("theory", "practice"):
            PlanSubject.objects.create(item=item, kind=kind)
        return item


def build(world: World) -> Agencies:
    """Everything above, in the database."""
    _hebei(world)
    made = Agencies(world, {}, {}, {}, None, None)
    _agency(made, "lc", "371500", "liaocheng-enterprise", "Y", "lc", "lc_centre")
    _agency(made, "ln", "210300", "liaoning-enterprise", "Y", "ln", "as")
    _agency(made, "js", "320500", "jiangsu-enterprise", "Y", "sz", "sz_centre")
    _agency(made, "sd", "371500", "shandong-social", "S", "lc_centre", "lc_centre")
    _agency(made, "hb", "130100", "hebei-commissioned", "S", "sjz_centre", "sjz_centre")
    made.client, made.client_hr = world.applicant("130100", "city")
    return made


def _hebei(world: World) -> None:
    for code, (name, tier, parent) in HEBEI.items():
        world.places[code] = Division.objects.create(
            code=code, name=name, tier=tier, parent=world.places.get(parent)
        )
    for key, (name, kind, tier, place) in HEBEI_OFFICES.items():
        office = Organisation.objects.create(
            name=name, kind=kind, tier=tier, division=world.places[place], status="active"
        )
        LetterHead.objects.create(office=office, prefix=f"{key}评"[:12])
        world.offices[key] = office
        world.staff[key] = world.member(
            office, Role.MANAGER, Role.ACCEPTOR, Role.REVIEWER, Role.SIGNER, name=f"{name}甲"
        )


def _agency(made, key, place, regulation, letter, issuer, receiver) -> None:
    world = made.world
    organisation, clerk = world.applicant(place, "city")
    number = len(made.agency) + 1
    agency = Agency.objects.create(
        code=f"{letter}0000{place[:2]}{number:06}",
        prefix=f"{letter}0000{place[:2]}{number:06}",
        name=organisation.name,
        credit_code=organisation.code,
        kind=organisation.kind,
        organisation=organisation,
        division=world.places[place],
        regulation_id=regulation,
        issuer=world.offices[issuer],
        issuer_name=world.offices[issuer].name,
        origin="receipt",
        filed_on=FILED,
        published_on=FILED,
    )
    AgencyPeriod.objects.create(agency=agency, status=AgencyStatus.IN_FORCE, since=FILED)
    for code, levels in SCOPE.items():
        for level in levels:
            AgencyScope.objects.create(
                agency=agency, occupation=world.occupations[code], level=level, since=FILED
            )
    made.agency[key], made.clerk[key] = agency, clerk
    made.receiver[key] = world.offices[receiver]


__all__ = ["Agencies", "build", "credit_code"]
