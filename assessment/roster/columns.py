"""The columns of the roster, in their order, with what each is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.identity import DocumentKind
from assessment.enums import Ground
from assessment.roster import cells
from catalogue.enums import Engagement, School, Schooling, TitleGrade
from catalogue.regulations.terms import Audience

PERIODS = (1, 2, 3)
# Heads that people add for themselves, and those of our annotated copy: read over.
VERDICT, REMARKS = "核对结果", "问题和改法"
PASSED_OVER = frozenset({"序号", "备注", VERDICT, REMARKS})
SEXES = {"男": "男", "女": "女"}


def by_label(choices) -> dict[str, str]:
    """Values by their Chinese labels."""
    return {str(label): str(value) for value, label in choices.choices}


AUDIENCES = by_label(Audience)
DOCUMENTS = by_label(DocumentKind)
GROUNDS = by_label(Ground)
STAGES = by_label(Schooling)


@dataclass(frozen=True)
class Column:
    """`key` is the field it fills: of the entry, of its details (`in_details`), or of the
    `period`-th job. `choices` are offered as a list by the template."""

    head: str
    key: str
    read: cells.Read
    about: str
    sample: str = ""
    needed: bool = False
    in_details: bool = False
    period: int = 0
    choices: tuple[str, ...] = ()


def _choice(head: str, key: str, labels: Mapping[str, str], about: str, sample: str, **more):
    read = cells.one_of(labels)
    return Column(head, key, read, about, sample, choices=tuple(labels), **more)


def _box(head: str, key: str, about: str, sample: str = ""):
    more = {"choices": ("是", "否"), "in_details": True}
    return Column(head, key, cells.yes, f"是或否。{about}", sample, **more)


def _words(head: str, key: str, about: str, sample: str = "", *, longest: int = 100, **more):
    return Column(head, key, cells.words(longest), about, sample, **more)


def _job(number: int) -> tuple[Column, ...]:
    first = number == 1
    return (
        Column(
            f"从业开始{number}",
            "since",
            cells.first_day,
            "从事本职业或相关职业的开始日期，可只写年月。重叠的时间只算一次。",
            "2018-03-01" if first else "",
            period=number,
        ),
        Column(
            f"从业结束{number}",
            "until",
            cells.last_day,
            "最后一天，可只写年月；至今仍在从事的不填。",
            period=number,
        ),
        _words(f"从业单位{number}", "employer", "不填即为工作单位。", period=number),
    )


WHO = (
    Column("姓名", "name", cells.name, "与证件一致，生僻字照实填写。", "张样例", needed=True),
    _choice(
        "证件类型", "document", DOCUMENTS, "不填即为居民身份证。", "居民身份证"
    ),
    _words(
        "证件号码",
        "id_number",
        "这一列须为文本格式，否则 Excel 会改掉末几位。",
        "按证件填写",
        needed=True,
        longest=40,
    ),
    _choice("性别", "sex", SEXES, "身份证可不填，填了须与号码一致；其他证件必填。", "男"),
    Column(
        "出生日期",
        "born_on",
        cells.day,
        "身份证可不填，填了须与号码一致；其他证件必填。",
        "1990-05-01",
    ),
    Column("联系电话", "phone", cells.phone, "手机或带区号的座机。", "按实际填写", needed=True),
    _words("工作单位", "employer", "不填即为本单位。"),
    _words("部门和岗位", "post", "如：设备部维修工。", "设备部维修工"),
    _choice("人员类别", "audience", AUDIENCES, "填写本计划评价对象中的一类。", "本单位在岗职工",
            needed=True),
)  # fmt: skip
WHAT = (
    _words("职业", "occupation", "职业名称或编码，须在计划中。", "电工", needed=True),
    _words("工种", "work_type", "没有工种的不填。"),
    Column(
        "等级",
        "level",
        cells.level,
        "申报等级，须在计划中，如 四级/中级工、四级。",
        "四级/中级工",
        needed=True,
    ),
    _choice(
        "申报依据",
        "ground",
        GROUNDS,
        "不填即为符合申报条件；其他依据须有规定、写明理由，并在报名页上传证明材料。",
        "符合申报条件",
    ),
    _words("申报理由", "reason", "破格、越级、直接认定等必填。", longest=500),
)
WORK = (
    _choice(
        "从业状态",
        "engagement",
        by_label(Engagement),
        "没有工作年限要求的等级须填；至今在岗的可不填。",
        "正在从事",
        in_details=True,
    ),
    *(column for number in PERIODS for column in _job(number)),
    _box("学徒期满", "apprenticeship", "不填即为否。"),
)
CERTIFICATE = (
    _words("已有证书名称", "certificate_name", "已有的职业资格或技能等级证书。", "电工",
           in_details=True),
    Column(
        "已有证书等级",
        "certificate_level",
        cells.level_as_text,
        "如 五级/初级工。",
        "五级/初级工",
        in_details=True,
    ),
    _words("已有证书编号", "certificate_number", "按证书填写。", in_details=True),
    Column(
        "取证日期", "certificate_on", cells.day, "按证书填写。", "2019-06-01", in_details=True
    ),
    _words("发证机构", "certificate_issuer", "按证书填写。", in_details=True),
    _box("证书属本职业或相关职业", "certificate_related", "填了证书等级而此处不填的，视为是。"),
    _box("持预备技师证书", "reserve_technician", "不填即为否。"),
)  # fmt: skip
SCHOOLING = (
    _words("文化程度", "education", "最高学历，如 大专。", "中专", in_details=True),
    _choice(
        "学校类别",
        "school_kind",
        by_label(School),
        "依学历申报的须填。",
        "中等职业学校",
        in_details=True,
    ),
    _choice(
        "学业情况",
        "school_stage",
        STAGES,
        "填了毕业日期而此处不填的，视为已毕业。",
        "已毕业",
        in_details=True,
    ),
    _words("毕业院校", "school_name", "学校全称。", in_details=True),
    _words("所学专业", "major", "按毕业证书填写。", in_details=True),
    _box("专业对口", "related_major", "本专业或相关专业填是；不填即为否。"),
    _box("专业经评估论证", "assessed_programme", "不填即为否。"),
    Column("毕业日期", "graduated_on", cells.first_day, "可只写年月。", "2017-07",
           in_details=True),
)  # fmt: skip
TITLE = (
    _choice("职称等级", "title_grade", by_label(TitleGrade), "有对应职称的填写。", "",
            in_details=True),
    _words("职称名称", "title_name", "如 助理工程师。", in_details=True),
    Column("取得职称日期", "title_on", cells.day, "按职称证书填写。", in_details=True),
)  # fmt: skip
COLUMNS: tuple[Column, ...] = (*WHO, *WHAT, *WORK, *CERTIFICATE, *SCHOOLING, *TITLE)
BY_HEAD = {column.head: column for column in COLUMNS}
HEADS = tuple(BY_HEAD)
HEAD_OF = {column.key: column.head for column in COLUMNS if not column.period}
NEEDED = tuple(column.head for column in COLUMNS if column.needed)
