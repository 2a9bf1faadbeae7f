"""A draft with everything in it, so that it may be submitted."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from casework.services import materials
from filing.enums import FacilityKind, PersonRole
from filing.models import Facility, Filing, Person, ScopeItem
from filing.sections.conditions import conditions_of, how_name, meets_name
from filing.sections.plan import PlanForm
from filing.services import answering, printed
from tests.casework.files import pictures
from tests.filing.world import World

MOBILE = "1" + "3" * 10
ORGANISATION = {
    "address": "聊城市东昌府区样例路 1 号",
    "registrar": "东昌府区行政审批服务局",
    "legal_representative": "王五",
    "capital": "500 万元",
    "staff_count": "320",
    "contact": "张三",
    "position": "人力资源部经理",
    "phone": MOBILE,
    "email": "hr@example.com",
    "strengths": "连续五年举办岗位练兵。",
}


def fill_in(world: World, filing: Filing, actor: User | None = None) -> Filing:
    """Every section of a draft, as its clerk would: one occupation, one of each kind of person and
    room, every required paper, the form printed before its scan."""
    actor = actor or world.hr
    answer_all(filing, actor)
    scope_item(world, filing)
    for role in PersonRole:
        Person.objects.create(
            filing=filing, role=role, name=f"某{role.label}", full_time=True, certificate="ZS-1"
        )
    for kind in FacilityKind:
        Facility.objects.create(filing=filing, kind=kind, name=kind.label, quantity=2)
    printed.print_form(filing, actor=actor)
    upload_all(filing, actor)
    return filing


def answer_all(filing: Filing, actor: User) -> None:
    """The sections that are forms."""
    promises = {f"promise_{n}": "on" for n in range(1, len(filing.regulation.promises) + 1)}
    answers = {
        "organisation": ORGANISATION,
        "conditions": {
            name: text
            for each in conditions_of(filing)
            for name, text in ((meets_name(each), "yes"), (how_name(each), "见所附制度。"))
        },
        "plan": dict.fromkeys(PlanForm.of(filing).base_fields, "按章节写明。"),
        "promise": {**promises, "signatory": "王五"},
    }
    for section, changes in answers.items():
        answering.save(filing, section, changes, actor=actor)


def scope_item(world: World, filing: Filing, code: str = "6-31-01-03", **columns) -> ScopeItem:
    """An occupation at levels five to three, with its national standard."""
    occupation = world.occupations[code]
    values = {
        "lowest": 5,
        "highest": 3,
        "named_kind": "national",
        "named": f"{occupation.name}国家职业标准",
        "methods": [filing.regulation.methods[0].method.value],
        "headcount": 60,
        "experience": "2019年起，五级至四级",
        "assessed": 45,
    }
    return ScopeItem.objects.create(filing=filing, occupation=occupation, **(values | columns))


def upload_all(filing: Filing, actor: User) -> None:
    """A scan for every required paper; the plan is written, not uploaded."""
    for key, rule in materials.rules_of(filing).items():
        if rule.required and key != "plan":
            scan = SimpleUploadedFile(f"{key}.png", pictures.png())
            materials.add(filing, key=key, upload=scan, actor=actor)
