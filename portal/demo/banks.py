"""The question bank of the firm, and the papers of the assessment that is held next."""

from decimal import Decimal

from assessment.models import Plan
from catalogue.enums import Level, SubjectKind
from catalogue.regulations.terms import PlanStep
from config import clock
from filing.models import Agency
from papers.content import RIGHT, WRONG, Content
from papers.drawing import Section
from papers.enums import QuestionKind
from papers.models import Bank, Blueprint, KnowledgePoint
from papers.selectors.banks import without_bank
from papers.services import banks, blueprints, composing, questions
from portal.demo.filings import ELECTRICIAN
from portal.demo.stage import Stage, Story

WHO, LEVEL = "firm", Level.FIVE
OPENED, DRAWN = 45, 1  # working days ago
SOURCE = "本单位命题，结合国家题库知识点"
POINTS = (("A", "安全用电", 40), ("B", "电工基础", 60), ("T", "线路安装", 100))
# By the code of their knowledge point: (text, whether it is so).
SAID = {
    "A": (
        ("检修线路前应当先断电、验电，并挂“禁止合闸”警示牌。", True),
        ("使用验电器前应当在已知带电的地方确认它完好。", True),
        ("发现有人触电，应当首先使其脱离电源。", True),
        ("移动式电动工具的电源线应当完好、无接头。", True),
        ("电气设备着火时可以直接用水扑救。", False),
        ("停电以后可以不经验电就开始检修。", False),
        ("绝缘手套有轻微破损时还可以使用。", False),
        ("可以用铜丝代替熔体临时使用。", False),
    ),
    "B": (
        ("电压表应当并联在被测电路中。", True),
        ("串联电路中各处的电流相等。", True),
        ("并联电路中各支路两端的电压相等。", True),
        ("三相四线制中，线电压是相电压的根号三倍。", True),
        ("交流接触器的线圈断电后，主触头断开。", True),
        ("电流表应当并联在被测电路中。", False),
        ("相线可以不经开关直接接到灯座上。", False),
        ("电阻串联得越多，总电阻越小。", False),
        ("热继电器用来作短路保护。", False),
        ("变压器可以改变直流电压。", False),
    ),
}
# Of each the first option is the right one.
CHOSEN = (
    ("在潮湿场所使用手持照明灯，电源电压不应超过", ("24 V", "110 V", "220 V", "380 V")),
    ("三相电路中，保护零线的颜色是", ("黄绿双色", "红色", "黑色", "蓝色")),
    ("电气设备起火而不能断电时，应当选用", ("二氧化碳灭火器", "清水", "泡沫灭火器", "湿布")),
    ("测量绝缘电阻应当使用", ("兆欧表", "万用表电阻挡", "电流表", "电桥")),
    ("停电检修时，验电应当在", ("装设接地线之前", "装设接地线之后", "工作结束时", "送电以后")),
    ("触电者没有呼吸和心跳时，应当立即", ("就地心肺复苏", "送往医院", "喂水", "等候医生")),
)
CURRENTS = ((220, 44), (220, 110), (36, 12), (24, 8), (110, 22), (380, 95), (12, 4), (220, 20))
TASKS = ("单相照明线路安装与调试", "三相异步电动机点动控制线路安装", "两地控制一盏灯的线路安装")
CRITERIA = (("元件布置", 20), ("接线工艺", 35), ("通电一次成功", 35), ("安全文明操作", 10))
PAPERS = (
    (
        SubjectKind.THEORY,
        "理论知识标准卷",
        90,
        (
            Section(QuestionKind.SINGLE, Decimal(10), {"medium": 6}),
            Section(QuestionKind.JUDGEMENT, Decimal(5), {"easy": 8}),
        ),
    ),
    (SubjectKind.PRACTICE, "技能考核标准卷", 120, (Section("task", Decimal(100), {"medium": 1}),)),
)


def build(stage: Stage) -> None:
    """One story; it ends with papers that wait to be sealed, and others to be drawn."""
    stage.plan(_kept(stage), stage.before(OPENED))


def _kept(stage: Stage) -> Story:
    owner = stage.places[WHO]
    first, second = (
        stage.staff(owner)[0],
        next(user for user in stage.staff(owner)[1:] if user.username != "assessor"),
    )
    agency = Agency.objects.get(organisation=owner)
    places = without_bank(agency)
    place = next(
        each for each in places if (each.occupation.code, each.level) == (ELECTRICIAN, LEVEL)
    )
    bank = banks.open_bank(agency, place.key, SOURCE, actor=first)
    banks.take_points(bank, POINTS, actor=first)
    made = [questions.keep(bank, content, actor=first) for content in _contents(bank)]
    yield 1
    questions.approve(bank, {row.pk: row.version for row in made}, actor=second)
    prints = [
        blueprints.add(
            Blueprint(bank=bank, subject=subject, name=name, minutes=minutes, full_mark=100),
            sections,
            actor=first,
        )
        for subject, name, minutes, sections in PAPERS
    ]
    yield stage.before(DRAWN)
    plan = (
        Plan.objects.filter(owner=owner, state=PlanStep.READY, first_on__gt=clock.today())
        .filter(items__occupation=place.occupation, items__level=LEVEL)
        .earliest("first_on")
    )
    composing.draw(plan, plan.items.get(), PAPERS[0][0], prints[0], actor=second)


def _contents(bank: Bank) -> list[Content]:
    points: dict[str, int] = dict(
        KnowledgePoint.objects.filter(bank=bank).values_list("code", "pk")
    )
    made = [
        Content(
            QuestionKind.JUDGEMENT, points[code], "easy", text, answer=RIGHT if is_so else WRONG
        )
        for code, rows in SAID.items()
        for text, is_so in rows
    ]
    for number, (text, options) in enumerate(CHOSEN):
        made.append(_choice(points["A"], number, text, options))
    for number, (volts, ohms) in enumerate(CURRENTS * 2):
        made.append(_asked(points["B"], number, volts, ohms))
    for task in TASKS:
        sheet = tuple((text, Decimal(marks)) for text, marks in CRITERIA)
        text = f"{task}：按图施工，接线完毕经考评员检查后通电。"
        made.append(
            Content(
                "task",
                points["T"],
                "medium",
                text,
                answer="通电一次成功",
                minutes=90,
                criteria=sheet,
            )
        )
    return made


def _asked(point: int, number: int, volts: int, ohms: int) -> Content:
    """By Ohm's law: the current, or the power."""
    amperes = Decimal(volts) / ohms
    said, unit, value = (
        ("电流", "A", amperes) if number < len(CURRENTS) else ("功率", "W", amperes * volts)
    )
    options = tuple(
        f"{(value * Decimal(each)).normalize():f} {unit}" for each in ("1", "0.5", "2", "4")
    )
    text = f"阻值 {ohms} Ω 的电阻接在 {volts} V 的电源上，其{said}是"
    return _choice(point, number, text, options)


def _choice(point: int, number: int, text: str, options: tuple[str, ...]) -> Content:
    """With the right one, which is given first, at a place of its own."""
    right = number % len(options)
    offered = [*options[1:]]
    offered.insert(right, options[0])
    return Content(QuestionKind.SINGLE, point, "medium", text, tuple(offered), "ABCD"[right])
