"""The offices and the organisations of the demonstration besides those of the sign-in list."""

from dataclasses import dataclass
from datetime import date

from simple_history.utils import bulk_create_with_history
from stdnum.cn import uscc

from accounts.enums import OFFICE_STAFF, OrganisationKind, OrganisationStatus, Role
from accounts.models import Membership, Organisation, User
from casework.models import LetterHead
from catalogue.regulations.terms import Affiliation, Tier
from filing.services import pool
from filing.services.pool import Appointment
from portal.demo.accounts import CENTRE, FIRMS, HRSS, OFFICES, SINCE, SKILLED, Office
from portal.demo.stage import Stage, division

MORE_OFFICES = {
    "chiping": Office("茌平区人社局（演示）", HRSS, Tier.COUNTY, "371503", "茌人社评", "city"),
    "shenxian": Office("莘县人社局（演示）", HRSS, Tier.COUNTY, "371522", "莘人社评", "city"),
    "donge": Office("东阿县人社局（演示）", HRSS, Tier.COUNTY, "371524", "阿人社评", "city"),
    "guanxian": Office("冠县人社局（演示）", HRSS, Tier.COUNTY, "371525", "冠人社评", "city"),
    "gaotang": Office("高唐县人社局（演示）", HRSS, Tier.COUNTY, "371526", "高人社评", "city"),
    "linqing": Office("临清市人社局（演示）", HRSS, Tier.COUNTY, "371581", "临人社评", "city"),
    "liaoning": Office("辽宁省人社厅（演示）", HRSS, Tier.PROVINCE, "210000", "辽人社评"),
    "liaoning_centre": Office(
        "辽宁省技能评价中心（演示）", CENTRE, Tier.PROVINCE, "210000", "辽技评", "liaoning"
    ),
    "jiangsu": Office("江苏省人社厅（演示）", HRSS, Tier.PROVINCE, "320000", "苏人社评"),
    "jiangsu_centre": Office(
        "江苏省技能评价中心（演示）", CENTRE, Tier.PROVINCE, "320000", "苏技评", "jiangsu"
    ),
    "suzhou": Office("苏州市人社局（演示）", HRSS, Tier.CITY, "320500", "姑人社评", "jiangsu"),
    "suzhou_centre": Office(
        "苏州市技能评价中心（演示）", CENTRE, Tier.CITY, "320500", "姑技评", "suzhou"
    ),
    "hebei": Office("河北省人社厅（演示）", HRSS, Tier.PROVINCE, "130000", "冀人社评"),
    "hebei_centre": Office(
        "河北省技能评价中心（演示）", CENTRE, Tier.PROVINCE, "130000", "冀技评", "hebei"
    ),
    "shijiazhuang": Office(
        "石家庄市人社局（演示）", HRSS, Tier.CITY, "130100", "石人社评", "hebei"
    ),
    "shijiazhuang_centre": Office(
        "石家庄市技能评价中心（演示）", CENTRE, Tier.CITY, "130100", "石技评", "shijiazhuang"
    ),
}
ABOVE = {"anshan": "liaoning"}  # an office of the sign-in list under one of these
POOLS = ("anshan", "employment", "suzhou", "city_centre")  # which have experts of their own


@dataclass(frozen=True)
class Body:
    """An organisation that applies; `makes` is what it does, for its application."""

    name: str
    kind: OrganisationKind
    division: str
    affiliation: Affiliation
    makes: str

    @property
    def begins(self) -> str:
        """The first two characters of its 统一社会信用代码."""
        kinds = OrganisationKind
        heads = {kinds.ENTERPRISE: "91", kinds.ASSOCIATION: "51", kinds.PRIVATE_SCHOOL: "52"}
        return heads.get(self.kind, "12")


E, A, P = OrganisationKind.ENTERPRISE, Affiliation.CITY, Affiliation.COUNTY
BODIES = {
    "cable": Body("阳谷演练电缆有限公司", E, "371521", P, "电线电缆"),
    "bearing": Body("临清试制轴承有限公司", E, "371581", P, "轴承"),
    "aluminium": Body("茌平样例铝材有限公司", E, "371503", P, "铝合金型材"),
    "boards": Body("冠县示范板材有限公司", E, "371525", P, "冷轧板带"),
    "tractors": Body("莘县例图农机有限公司", E, "371522", P, "农业机械"),
    "food": Body("东阿范本食品有限公司", E, "371524", P, "保健食品"),
    "paper": Body("高唐模型纸业有限公司", E, "371526", P, "新闻纸"),
    "buses": Body("聊城演示客车有限公司", E, "371500", A, "客车和专用车"),
    "power": Body("鲁西样例热电有限公司", E, "371500", Affiliation.PROVINCE, "发电和供热"),
    "springs": Body("东昌府例会弹簧有限公司", E, "371502", P, "弹簧和紧固件"),
    "foundry": Body("东昌府试点铸造有限公司", E, "371502", P, "铸件"),
    "lifts": Body("聊城范例电梯有限公司", E, "371500", A, "电梯安装和维修"),
    "pumps": Body("阳谷样品泵业有限公司", E, "371521", P, "水泵"),
    "union": Body("聊城市样本机电行业协会", OrganisationKind.ASSOCIATION, "371500", A, "机电"),
    "university": Body("鲁西示例职业大学", OrganisationKind.UNIVERSITY, "371500", A, "智能制造"),
    "college": Body(
        "聊城演示技师学院", OrganisationKind.TECHNICAL_SCHOOL, "371500", A, "机械和电气"
    ),
    "school": Body(
        "聊城起航样板职业培训学校", OrganisationKind.PRIVATE_SCHOOL, "371500", A, "技能培训"
    ),
    "crafts": Body(
        "聊城范本焊接技术协会", OrganisationKind.ASSOCIATION, "371500", A, "焊接技术服务"
    ),
    "doors": Body("阳谷例证门窗有限公司", E, "371521", P, "门窗"),
    "glass": Body("茌平范例玻璃有限公司", E, "371503", P, "玻璃制品"),
    "skills": Body(
        "聊城样本职业技能培训学校", OrganisationKind.PRIVATE_SCHOOL, "371500", A, "焊接培训"
    ),
    "steel": Body("鞍山样板钢构有限公司", E, "210300", A, "钢结构"),
    "mining": Body("鞍山示例矿机有限公司", E, "210300", A, "矿山机械"),
    "heavy": Body("鞍山范例重装有限公司", E, "210300", A, "重型装备"),
    "optics": Body("苏州样本精密有限公司", E, "320500", A, "精密零件"),
    "circuits": Body("苏州例程电子有限公司", E, "320500", A, "电子组件"),
    "hebei_agency": Body("石家庄示范技能评价有限公司", E, "130100", A, "技能评价"),
    "pharma": Body("石家庄样例制药有限公司", E, "130100", A, "制剂"),
}


def build(stage: Stage) -> None:
    """All of them, each with two people; and who is in the pools of experts."""
    stage.places = {key: _named(office.name) for key, office in OFFICES.items()}
    for key, office in MORE_OFFICES.items():
        stage.places[key] = _office(office, stage.places)
    for key, above in ABOVE.items():
        stage.places[key].superior = stage.places[above]
        stage.places[key].save()
    for key in (*MORE_OFFICES, *OFFICES):
        appoint(stage, key, *OFFICE_STAFF, least=2)
    for key, firm in FIRMS.items():
        stage.places[key] = _named(firm.name)
    for number, (key, body) in enumerate(BODIES.items(), 1):
        stage.places[key] = _body(body, number)
        appoint(stage, key, Role.MANAGER, Role.CLERK, Role.SCORER, least=2)
    appoint(stage, "firm", Role.MANAGER, Role.CLERK, Role.SCORER, least=3)
    for key in POOLS:
        _experts(stage, key)


def appoint(stage: Stage, key: str, *roles: Role, least: int) -> None:
    """Let an organisation have so many people with all of these roles."""
    organisation = stage.places[key]
    held = {row.user_id for row in Membership.objects.filter(organisation=organisation)}
    for number in range(len(held) + 1, least + 1):
        member(stage, key, f"{key}-{number}", *roles)


def member(stage: Stage, key: str, username: str, *roles: Role) -> User:
    """Somebody new in an organisation, who cannot sign in: these accounts have no password and no
    mailbox."""
    user = User(username=username, name=stage.people.one().name)
    user.set_unusable_password()
    user.save()
    rows = [
        Membership(user=user, organisation=stage.places[key], role=role, since=SINCE)
        for role in roles
    ]
    bulk_create_with_history(rows, Membership)
    stage.forget(stage.places[key])
    return user


def _experts(stage: Stage, key: str) -> None:
    office = stage.places[key]
    term = Appointment(
        title="高级工程师",
        since=SINCE,
        until=date(stage.today.year + 2, 12, 31),
        codes=SKILLED,
    )
    for number in range(1, 6):
        user = member(stage, key, f"{key}-expert-{number}", Role.EXPERT)
        pool.appoint(office, user, term, actor=stage.clerk(office))


def _named(name: str) -> Organisation:
    return Organisation.objects.select_related("division").get(name=name)


def _office(office: Office, made: dict[str, Organisation]) -> Organisation:
    row = Organisation.objects.create(
        name=office.name,
        kind=office.kind,
        tier=office.tier,
        division=division(office.division),
        status=OrganisationStatus.ACTIVE,
        superior=made.get(office.above),
    )
    LetterHead.objects.create(office=row, prefix=office.letters)
    return row


def _body(body: Body, number: int) -> Organisation:
    base = f"{body.begins}{body.division}MA3DEN{number:03}"
    return Organisation.objects.create(
        name=body.name,
        kind=body.kind,
        code=base + uscc.calc_check_digit(base),
        division=division(body.division),
        affiliation=body.affiliation,
        status=OrganisationStatus.ACTIVE,
    )
