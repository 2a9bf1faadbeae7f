"""The demonstration: who may sign in, and with what."""

import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from stdnum.cn import uscc

from accounts.enums import OrganisationKind, OrganisationStatus, Role
from accounts.models import Membership, Organisation, User
from casework.models import LetterHead
from catalogue.models import Division
from catalogue.regulations.terms import Affiliation, Tier
from config import clock
from filing.services import pool
from filing.services.pool import Appointment

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another
# Nobody receives mail there (RFC 2606): the address is how a demo account is known.
DOMAIN = "demo.invalid"
SINCE = date(2019, 1, 1)  # before anything that the world remembers
SKILLED = ("3", "4", "5", "6")  # 大类 of the 职业分类大典


@dataclass(frozen=True)
class Office:
    """A bureau of the demo world. `letters`: its 机关代字; `above`: the key of its superior or of
    who entrusted it."""

    name: str
    kind: OrganisationKind
    tier: Tier
    division: str
    letters: str
    above: str = ""


@dataclass(frozen=True)
class Firm:
    """An enterprise of the demo world; `code` is a 统一社会信用代码 without its check digit."""

    name: str
    code: str
    division: str
    affiliation: Affiliation


@dataclass(frozen=True)
class Account:
    """Who signs in, by an invented name; `role` is said in the list of accounts, `posts` are
    (organisation, role) pairs."""

    username: str
    name: str
    role: str
    posts: tuple[tuple[str, Role], ...] = ()
    superuser: bool = False


HRSS, CENTRE, EMPLOYMENT = (
    OrganisationKind.HRSS,
    OrganisationKind.CENTRE,
    OrganisationKind.EMPLOYMENT,
)
OFFICES = {
    "province": Office("山东省人社厅（演示）", HRSS, Tier.PROVINCE, "370000", "鲁人社评"),
    "city": Office("聊城市人社局（演示）", HRSS, Tier.CITY, "371500", "聊人社评", "province"),
    "city_centre": Office(
        "聊城市技能评价中心（演示）", CENTRE, Tier.CITY, "371500", "聊技评", "city"
    ),
    "province_centre": Office(
        "山东省技能评价中心（演示）", CENTRE, Tier.PROVINCE, "370000", "鲁技评", "province"
    ),
    "county": Office("东昌府区人社局（演示）", HRSS, Tier.COUNTY, "371502", "昌人社评", "city"),
    "county2": Office("阳谷县人社局（演示）", HRSS, Tier.COUNTY, "371521", "阳人社评", "city"),
    "anshan": Office("鞍山市人社局（演示）", HRSS, Tier.CITY, "210300", "鞍人社评"),
    "employment": Office(
        "鞍山市公共就业服务中心（演示）", EMPLOYMENT, Tier.CITY, "210300", "鞍就评", "anshan"
    ),
}
FIRMS = {
    "firm": Firm("聊城样板机械有限公司", "91371500MA3DEM001", "371500", Affiliation.CITY),
    "new_firm": Firm("东昌府起步纺织有限公司", "91371502MA3DEM002", "371502", Affiliation.COUNTY),
}
OFFICER = (Role.MANAGER, Role.ACCEPTOR, Role.REVIEWER, Role.SIGNER)


def posts(organisation: str, *roles: Role) -> tuple[tuple[str, Role], ...]:
    """These roles in one organisation."""
    return tuple((organisation, role) for role in roles)


ACCOUNTS = [
    Account("admin", "沈知行", "系统管理员：维护职业目录、标准、区划和工作日历", superuser=True),
    Account("hr", "徐静怡", "企业管理员：已确认的企业", posts("firm", Role.MANAGER, Role.CLERK)),
    Account(
        "hr2", "潘若溪", "企业管理员：刚开户的企业", posts("new_firm", Role.MANAGER, Role.CLERK)
    ),
    Account("county", "田守信", "县级人社部门：东昌府区", posts("county", *OFFICER)),
    Account("city", "任明远", "市级人社部门：聊城市", posts("city", *OFFICER)),
    Account("province", "陆国梁", "省级人社部门：山东省", posts("province", *OFFICER)),
    Account("city2", "方桂芝", "市级人社部门签发人：聊城市", posts("city", *OFFICER)),
    Account(
        "centre",
        "程立新",
        "评价中心：市、省两级",
        posts("city_centre", *OFFICER) + posts("province_centre", *OFFICER),
    ),
    *(
        Account(f"expert{n}", name, f"评估专家{n}：聊城市专家库", posts("city", Role.EXPERT))
        for n, name in enumerate(("齐广田", "陈雨晴", "罗振东", "孟红霞", "郭树林"), 1)
    ),
    Account("assessor", "江长河", "考评员：受聘于样板企业", posts("firm", Role.ASSESSOR)),
    Account("supervisor", "白月华", "外部质量督导员：聊城市", posts("city", Role.SUPERVISOR)),
]


def password() -> str:
    """One for all demo accounts, made once and readable by this machine's user alone."""
    path = Path(settings.VAR_DIR) / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text("".join(secrets.choice(LETTERS) for _ in range(12)))
    return path.read_text().strip()


class RealAccountError(Exception):
    """This database holds real accounts."""


def accounts() -> QuerySet:
    """The users that are demo accounts."""
    return get_user_model().objects.filter(email__endswith=f"@{DOMAIN}")


@transaction.atomic
def create_accounts() -> None:
    """Make or repair every demo account and its organisations. Only where DEMO is on and the
    catalogue is loaded: the caller has checked that.

    Raises RealAccountError, its text for the user, where a real account has one of the names.
    """
    users = get_user_model().objects
    taken = users.filter(username__in=[account.username for account in ACCOUNTS])
    if real := sorted(user.username for user in set(taken) - set(accounts())):
        raise RealAccountError(f"数据库中已有正式账号 {'、'.join(real)}，不能用作演示。")
    places = _offices() | _firms()
    for account in ACCOUNTS:
        user = _user(account)
        for key, role in account.posts:
            Membership.objects.update_or_create(
                user=user,
                organisation=places[key],
                role=role,
                until=None,
                defaults={"since": SINCE},
            )
    _experts(places["city"])


def _experts(office: Organisation) -> None:
    """The demo experts, in the pool of the city, for every skilled occupation."""
    today = clock.today()
    for user in accounts().filter(username__startswith="expert").order_by("username"):
        term = Appointment(
            title="高级工程师",
            since=SINCE,
            until=date(today.year + 2, 12, 31),
            codes=SKILLED,
        )
        pool.appoint(office, user, term, actor=user)


def _offices() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for key, office in OFFICES.items():
        entrusted = office.kind == EMPLOYMENT
        made[key], _ = Organisation.objects.update_or_create(
            name=office.name,
            defaults={
                "kind": office.kind,
                "tier": office.tier,
                "division": Division.objects.get(code=office.division),
                "status": OrganisationStatus.ACTIVE,
                "superior": None if entrusted else made.get(office.above),
                "entrusted_by": made[office.above] if entrusted else None,
            },
        )
        LetterHead.objects.get_or_create(office=made[key], defaults={"prefix": office.letters})
    return made


def _firms() -> dict[str, Organisation]:
    made = {}
    for key, firm in FIRMS.items():
        made[key], _ = Organisation.objects.get_or_create(
            code=firm.code + uscc.calc_check_digit(firm.code),
            defaults={
                "name": firm.name,
                "kind": OrganisationKind.ENTERPRISE,
                "division": Division.objects.get(code=firm.division),
                "affiliation": firm.affiliation,
                "status": OrganisationStatus.ACTIVE,
            },
        )
    return made


def _user(account: Account) -> User:
    user, _ = get_user_model().objects.update_or_create(
        username=account.username,
        defaults={
            "email": f"{account.username}@{DOMAIN}",
            "name": account.name,
            "is_active": True,
            "is_staff": account.superuser,
            "is_superuser": account.superuser,
        },
    )
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    if not user.check_password(password()):
        user.set_password(password())
        user.save(update_fields=["password"])
    return user
