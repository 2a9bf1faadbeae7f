"""What an applicant fills in: every section of a draft, as its clerk would."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from casework.enums import FileKind
from casework.models import Material
from casework.services import files, materials
from catalogue.models import Standard
from catalogue.regulations.terms import Regime
from config import clock
from filing.documents import dossier, snapshot
from filing.enums import FacilityKind, PersonRole
from filing.models import Facility, Filing, Person, PrintedForm, ScopeItem, Standing
from filing.sections.conditions import conditions_of, how_name, meets_name
from filing.sections.plan import PlanForm
from filing.services import answering
from portal.demo.stage import Stage, occupation
from printing import fonts

Wanted = tuple[str, int, int]  # occupation, lowest and highest level
PAGE = (620, 877)
CHAPTER = "由人力资源部牵头，分管负责人任组长；按年度计划组织，考务、监考、考评各负其责，全程留痕。"
HOW = "已建立制度并逐年执行，见所附文件。"
EXPERIENCE = "近三年每年组织岗位练兵和技能比武，评价五级至三级。"


def fill_in(stage: Stage, filing: Filing, makes: str, wanted: list[Wanted]) -> None:
    """Every section, the people and rooms, the printed form, and a paper for each that is asked."""
    actor = stage.clerk(filing.owner)
    _answers(stage, filing, makes, actor)
    for code, lowest, highest in wanted:
        _scope(filing, code, lowest, highest, stage.dice.randrange(30, 160))
        if filing.regulation.regime == Regime.SOCIAL:
            _standing(stage, filing, code, highest)
    _people(stage, filing)
    _rooms(filing)
    as_if_printed(filing, actor)
    for key, rule in materials.rules_of(filing).items():
        if rule.required and key != "plan":
            hand_in(filing, key, rule.name, actor)


def as_if_printed(filing: Filing, actor: User) -> None:
    """What the printing of the form leaves behind; nobody reads the print itself."""
    digest = snapshot.content_digest(snapshot.of(dossier.load(filing)))
    PrintedForm.objects.create(
        filing=filing, digest=digest, printed_by=actor, printed_at=clock.now()
    )


def hand_in(filing: Filing, key: str, title: str, actor: User) -> None:
    """A scan of a paper. It is drawn here, so nobody looks whether it is a picture."""
    replaces = Material.objects.current().filter(case_id=filing.pk, key=key).first()
    kept = files.keep(
        scan(title, filing.owner.name),
        case=filing,
        name=f"{title[:40]}.png",
        kind=FileKind.PNG,
        by=actor,
    )
    Material.objects.create(
        case_id=filing.pk,
        key=key,
        title=title[:100],
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        file=kept,
        added_by=actor,
        added_at=clock.now(),
    )


def scan(title: str, owner: str) -> bytes:
    """A sheet of paper with a title and who handed it in."""
    page = Image.new("L", PAGE, 250)
    pen = ImageDraw.Draw(page)
    large, small = (_font(size) for size in (26, 18))
    head = title.partition("（")[0].strip("《》")
    pen.text((PAGE[0] / 2, 150), head[:20], 40, large, anchor="mm")
    pen.text((PAGE[0] / 2, 700), owner, 60, small, anchor="mm")
    pen.text((PAGE[0] / 2, 740), "（演示材料，内容从略）", 120, small, anchor="mm")
    for line in range(240, 620, 38):
        pen.line((90, line, PAGE[0] - 90, line), 205)
    target = io.BytesIO()
    page.save(target, "PNG")
    return target.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(Path(fonts.__file__).parent / "NotoSerifSC-Regular.ttf", size)


def _answers(stage: Stage, filing: Filing, makes: str, actor: User) -> None:
    head, contact = stage.people.many(2)
    promises = {f"promise_{n}": "on" for n in range(1, len(filing.regulation.promises) + 1)}
    answers = {
        "organisation": {
            "address": f"{filing.division.name}工业路 {stage.dice.randrange(1, 200)} 号",
            "registrar": f"{filing.division.name}行政审批服务局",
            "legal_representative": head.name,
            "capital": f"{stage.dice.randrange(5, 90) * 100} 万元",
            "staff_count": str(stage.dice.randrange(12, 240) * 10),
            "contact": contact.name,
            "position": "人力资源部经理",
            "phone": contact.phone,
            "email": "hr@example.invalid",
            "strengths": f"主要从事{makes}，连续五年举办岗位练兵。",
        },
        "conditions": {
            name: text
            for each in conditions_of(filing)
            for name, text in ((meets_name(each), "yes"), (how_name(each), HOW))
        },
        "plan": dict.fromkeys(PlanForm.of(filing).base_fields, CHAPTER),
        "promise": {**promises, "signatory": head.name},
    }
    for section, changes in answers.items():
        answering.save(filing, section, changes, actor=actor)


def _scope(filing: Filing, code: str, lowest: int, highest: int, headcount: int) -> None:
    row = occupation(code)
    standard = Standard.objects.filter(occupation=row, owner_code="").order_by("-pk").first()
    basis = {"named_kind": "national", "named": f"{row.name}国家职业标准"}
    ScopeItem.objects.create(
        filing=filing,
        occupation=row,
        lowest=lowest,
        highest=highest,
        methods=[filing.regulation.methods[0].method.value],
        headcount=headcount,
        experience=EXPERIENCE,
        assessed=headcount // 2,
        **({"standard": standard} if standard else basis),
    )


def _standing(stage: Stage, filing: Filing, code: str, highest: int) -> None:
    """What holds a school or an association to an occupation (SD-02)."""
    row, member = occupation(code), stage.places["firm"]
    Standing.objects.create(
        filing=filing,
        occupation=row,
        top_level=highest,
        name=f"{row.name}技术",
        unit=member.name,
        unit_code=member.code,
    )


def _people(stage: Stage, filing: Filing) -> None:
    for role in PersonRole:
        for number, person in enumerate(stage.people.many(2), 1):
            Person.objects.create(
                filing=filing,
                role=role,
                name=person.name,
                id_number=person.id_number,
                phone=person.phone,
                full_time=True,
                title="工程师" if number == 1 else "高级技师",
                certificate=f"{filing.division.code[:4]}{role[:2].upper()}{filing.pk:04}{number}",
            )


def _rooms(filing: Filing) -> None:
    named = {
        FacilityKind.THEORY: ("机考教室", 60),
        FacilityKind.PRACTICE: ("技能实训车间", 40),
        FacilityKind.EQUIPMENT: ("考核设备和量具", None),
        FacilityKind.SURVEILLANCE: ("考场视频监控", None),
    }
    for kind, (name, capacity) in named.items():
        Facility.objects.create(
            filing=filing, kind=kind, name=name, quantity=2, capacity=capacity, monitored=True
        )
