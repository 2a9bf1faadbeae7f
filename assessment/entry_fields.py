"""The fields of the 申报表 that stand in `Entry.details`, and the sections they are shown in."""

from django import forms

from catalogue.enums import Engagement, Level, School, Schooling, TitleGrade
from catalogue.regulations.terms import Content

PROMISE = "本人自愿参加职业技能等级认定，承诺符合申报技能等级的条件，提供的信息资料真实有效。"
EMPTY = ("", "请选择")
DATE_WIDGET = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


def short(label: str, limit: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        max_length=limit,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def long(label: str, limit: int, *, help_text: str = "") -> forms.CharField:
    """Several lines of text that may be left out."""
    return forms.CharField(
        label=label,
        max_length=limit,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def day(label: str, *, help_text: str = "") -> forms.DateField:
    """A date that may be left out."""
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(**DATE_WIDGET),
    )


def _choice(label: str, kinds, *, help_text: str = "") -> forms.ChoiceField:
    choices = [EMPTY, *[(str(value), text) for value, text in kinds.choices]]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


DETAIL_FIELDS: dict[str, forms.Field] = {
    "department": short("所在部门（车间）", 60, required=False),
    "post_since": day("从事现岗位自"),
    "employer_address": short("单位地址", 150, required=False),
    "hr_phone": short("单位人资部门电话", 40, required=False),
    "engagement": _choice("从业状态", Engagement, help_text="与申报职业的关系。"),
    "apprenticeship": _box("学徒期满"),
    "education": short("文化程度", 20, required=False, help_text="例如高中、大专。"),
    "school_kind": _choice("学校类别", School, help_text="按学历报名的填写。"),
    "school_stage": _choice("学业阶段", Schooling),
    "school_name": short("毕业（就读）院校", 100, required=False),
    "major": short("专业", 60, required=False),
    "graduated_on": day("毕业日期"),
    "related_major": _box("本专业或相关专业"),
    "assessed_programme": _box("专业经评估论证"),
    "certificate_name": short("现有职业证书名称", 100, required=False),
    "certificate_level": _choice("现有证书等级", Level),
    "certificate_number": short(
        "证书编号",
        40,
        required=False,
        help_text="职业技能等级证书 22 位，原职业资格证书 16 位。",
    ),
    "certificate_on": day("取证时间"),
    "certificate_issuer": short("发证机构名称", 100, required=False),
    "certificate_related": _box("证书为本职业或相关职业"),
    "reserve_technician": _box("持有预备技师证书"),
    "title_grade": _choice("职称等级", TitleGrade),
    "title_name": short("职称名称", 60, required=False),
    "title_on": day("取得职称日期"),
    **{f"content_{content.value}": long(str(content.label), 1000) for content in Content},
    "projects": long("主要工作项目", 1000, help_text="申报技师、高级技师的填写。"),
    "problems_solved": long("解决的技术问题、技术改造和创新", 1000),
    "apprentices": long("培养指导徒弟情况", 1000),
}
SECTIONS: dict[str, tuple[str, list[str]]] = {
    "identity": ("本人信息", ["name", "document", "id_number", "sex", "born_on", "phone"]),
    "job": (
        "申报职业和工作单位",
        [
            *("item", "audience", "employer", "department", "post", "post_since"),
            *("engagement", "apprenticeship", "employer_address", "hr_phone"),
        ],
    ),
    "schooling": (
        "文化程度",
        [
            *("education", "school_kind", "school_stage", "school_name", "major"),
            *("graduated_on", "related_major", "assessed_programme"),
        ],
    ),
    "certificate": (
        "现有证书",
        [
            *("certificate_name", "certificate_level", "certificate_number", "certificate_on"),
            *("certificate_issuer", "certificate_related", "reserve_technician"),
        ],
    ),
    "title": ("职称", ["title_grade", "title_name", "title_on"]),
    "contents": ("评价内容", []),
    "ground": ("准入依据", ["ground", "reason"]),
    "promise": ("本人承诺", ["promised"]),
}
