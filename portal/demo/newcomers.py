"""Organisations that register, agencies filed elsewhere, and enterprises that commission one."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import uscc

from accounts.enums import OrganisationKind
from accounts.identity import DocumentKind
from accounts.models import DataRequest, User
from accounts.services import privacy
from assessment.models import Commission, CommissionItem
from assessment.services import commissioning
from casework.services import materials
from catalogue import regulations
from catalogue.regulations.terms import Affiliation, PlanStep
from catalogue.regulations.terms import CommissionAct as Do
from catalogue.regulations.terms import CommissionStep as Step
from config import clock
from filing.importing import columns as c
from filing.models import Agency
from filing.services import importing
from onboarding.services.registration import Details, register
from portal.demo import plans
from portal.demo.applications import scan
from portal.demo.filings import ELECTRICIAN, FITTER, TURNER, WELDER
from portal.demo.stage import Stage, Story, division, occupation
from portal.demo.ways import way
from printing import sheets

# (name, place, how many working days ago, what came of it)
ARRIVALS = (
    ("东昌府新程塑业有限公司", "371502", 1, ""),
    ("东昌府样张印务有限公司", "371502", 2, ""),
    ("阳谷起始管业有限公司", "371521", 1, ""),
    ("东昌府例外商贸有限公司", "371502", 30, "refuse"),
)
# (owner of an account, or a name; place, regulation, who filed it, by whom it is entered, scope)
ELSEWHERE = (
    ("hebei_agency", "130100", "hebei-commissioned", "hebei_centre", (ELECTRICIAN, FITTER)),
    ("莘县外备农机有限公司", "371522", "liaocheng-enterprise", "city", (TURNER,)),
    ("高唐外备机械有限公司", "371526", "liaocheng-enterprise", "city", (WELDER,)),
    ("冠县外备轴承有限公司", "371525", "liaocheng-enterprise", "city", (TURNER, FITTER)),
    ("鞍山外备设备有限公司", "210300", "liaoning-enterprise", "anshan", (WELDER, FITTER)),
)
METHODS = {Do.REQUEST: "ask", Do.RETURN: "send_back"}
ASIDE = (Do.WITHDRAW, Do.DECLINE, Do.RETURN)
NEED = {
    "need": "维修车间职工需要评价四级，希望安排在停产检修期间。",
    "pay": "取得证书的，次月起每月增发技能津贴。",
    "same_kind": "双方都是机械制造企业，主要设备和岗位相同。",
}


@dataclass(frozen=True)
class Wanted:
    """A commission that came to a step; `exam`: with a plan that came to one."""

    client: str
    agency: str
    to: Step
    level: int = 4
    rests: int = 3
    exam: str = ""
    spare: bool = False  # not in a small world


COMMISSIONS = (
    Wanted("pharma", "hebei_agency", Step.GRANTED, 4, 80, exam=PlanStep.ROSTER_FILED),
    Wanted("pharma", "hebei_agency", Step.REQUESTED, 5, 6, spare=True),
    Wanted("pharma", "hebei_agency", Step.SUBMITTED, 3, 4, spare=True),
    Wanted("pharma", "hebei_agency", Step.RETURNED, 5, 2),
    Wanted("pharma", "hebei_agency", Step.DRAFT, 4, 0),
    Wanted("springs", "firm", Step.REQUESTED, 4, 1),
    Wanted("foundry", "firm", Step.SUBMITTED, 5, 2),
    Wanted("pumps", "firm", Step.AGREED, 4, 4),
    Wanted("doors", "firm", Step.DECLINED, 5, 20),
    Wanted("glass", "firm", Step.WITHDRAWN, 5, 25),
)


def build(stage: Stage) -> None:
    """A story for each."""
    for number, arrival in enumerate(ARRIVALS, 1):
        stage.plan(_arrives(stage, number, *arrival), stage.before(arrival[2] + 2))
    for number, row in enumerate(ELSEWHERE[: 1 if stage.small else None], 1):
        since = stage.today - timedelta(days=900 + 20 * number)
        stage.plan(_enter(stage, number, *row), since)
    stage.plan(_asks(stage), stage.before(3))
    for wanted in stage.some(COMMISSIONS):
        stage.plan(_commissioned(stage, wanted), stage.before(wanted.rests + 8))


def _asks(stage: Stage) -> Story:
    """Somebody wants to know what the portal holds of him."""
    person = stage.people.one()
    privacy.receive(
        kind=DataRequest.Kind.ACCESS,
        office=stage.places["county"],
        name=person.name,
        document_kind=DocumentKind.ID_CARD,
        document_number=person.id_number,
        contact=person.phone,
    )
    return
    yield


def _arrives(stage: Stage, number: int, name: str, place: str, _ago: int, act: str) -> Story:
    user = User(username=f"newcomer-{number}", name=stage.people.one().name)
    user.set_unusable_password()
    user.save()
    details = Details(
        name=name,
        code=_code(place, 500 + number),
        kind=OrganisationKind.ENTERPRISE,
        division=division(place),
        affiliation=Affiliation.COUNTY,
    )
    yield 1
    case = register(details, user)
    if act:
        yield 1
        stage.act(case, act, note="登记的名称与营业执照不一致。")


def _code(place: str, number: int) -> str:
    base = f"91{place}MA3DEP{number:03}"
    return base + uscc.calc_check_digit(base)


def _enter(stage: Stage, number: int, who, place, regulation, office, scope) -> Story:
    """A list of one agency is brought into the register."""
    owner, by = stage.places.get(who), stage.places[office]
    letter = "S" if owner else "Y"
    row = {
        c.NAME: owner.name if owner else who,
        c.CREDIT_CODE: owner.code if owner else _code(place, number),
        c.KIND: OrganisationKind(owner.kind).label if owner else "企业",
        c.DIVISION: place,
        c.CODE: f"{letter}0000{place[:2]}9{number:05}",
        c.PREFIX: f"{letter}0000{place[:2]}9{number:05}",
        c.REGULATION: regulations.get(regulation).name,
        c.ISSUER: by.name,
        c.FILED: (clock.today() - timedelta(200)).isoformat(),
        c.VALID: (stage.today + timedelta(300)).isoformat(),
    }
    lines = [
        [{**row, c.OCCUPATION: code, c.LOWEST: "五级/初级工", c.HIGHEST: "三级/高级工"}.get(h, "")
         for h in c.HEADERS]
        for code in scope
    ]  # fmt: skip
    actor = stage.clerk(by)
    table = sheets.write(c.HEADERS, lines)
    draft = importing.preview(table, "已备案机构.xlsx", office=by, actor=actor)
    if not draft.preview_sha256:
        raise ValidationError(str(draft.report))
    importing.confirm(draft.pk, actor=actor)
    return
    yield


def _commissioned(stage: Stage, wanted: Wanted) -> Story:
    client, owner = stage.places[wanted.client], stage.places[wanted.agency]
    agency = Agency.objects.get(organisation=owner)
    hr = stage.clerk(client)
    case = commissioning.start(client, agency, client.division, actor=hr)
    for name, text in NEED.items():
        setattr(case, name, text)
    case.proposed_on = stage.after(stage.today, 20)
    case.save(update_fields=[*NEED, "proposed_on"])
    item = CommissionItem(commission=case, occupation=occupation(ELECTRICIAN), level=wanted.level)
    item.headcount = 10
    commissioning.add_item(item)
    for key, rule in materials.rules_of(case).items():
        if rule.required:
            materials.add(case, key=key, upload=paper(rule.name, client.name), actor=hr)
    for arrow in way(case.regulation.processes.commission.arrows, wanted.to, besides=ASIDE):
        yield 1
        data = {"note": "目前实训工位不足，请另选机构。"} if arrow.act == Do.DECLINE else {}
        if arrow.act == Do.RETURN:
            data = {"note": "协议缺少评价费用条款，请补充后重新报送。"}
        if arrow.act == Do.AGREE:
            agreement = paper("委托评价协议", client.name)
            data = {"agreement": agreement, "signed_on": clock.today(), "sealed": True}
        case = stage.act(case, METHODS.get(arrow.act, arrow.act.value), **data)
    if wanted.exam:
        plot = plans.Plot(wanted.agency, wanted.exam, people=4 if stage.small else 10)
        yield 1
        yield from plans.assessed(stage, plot, plans.exam_day(stage, plot), _of(case))


def _of(case: Commission) -> Commission:
    return Commission.objects.get(pk=case.pk)


def paper(title: str, owner: str) -> SimpleUploadedFile:
    """A scan as a person uploads it."""
    return SimpleUploadedFile(f"{title[:30]}.png", scan(title, owner))
