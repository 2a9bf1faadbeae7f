"""Made-up content for the style guide: ordinary, long, empty and wrong."""

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest

from ui.clocks import Clock
from ui.forms import StyledFormMixin
from ui.tables import Column, Table

CHINA = ZoneInfo("Asia/Shanghai")
LONG_NAME = "新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克机电设备安装检修技能培训评价有限公司"


class SampleForm(StyledFormMixin, forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="单位名称", max_length=50, help_text="与营业执照一致。")
    opened_on = forms.DateField(
        label="成立日期",
        help_text="例如 2019-05-01。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    heads = forms.IntegerField(label="技能人员人数", min_value=1)
    kind = forms.ChoiceField(
        label="单位性质", choices=[("", "请选择"), ("own", "企业"), ("school", "技工院校")]
    )
    affiliation = forms.ChoiceField(
        label="隶属关系",
        help_text="决定备案由哪一级受理。",
        widget=forms.RadioSelect,
        choices=[("city", "市属企业"), ("county", "县属企业"), ("province", "省属驻市企业")],
    )
    methods = forms.MultipleChoiceField(
        label="评价方式",
        widget=forms.CheckboxSelectMultiple,
        choices=[("exam", "考核鉴定"), ("process", "过程化评价"), ("review", "业绩评审")],
    )
    remark = forms.CharField(
        label="补充说明", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    promise = forms.BooleanField(label="本单位承诺所填内容真实、准确、完整")

    def clean(self):
        data = super().clean()
        if data.get("name", "").startswith("某"):
            raise forms.ValidationError("同一单位本年度已提交备案申请，请在原申请中修改。")
        return data


class FilterForm(StyledFormMixin, forms.Form):
    search = forms.CharField(label="名称或编码", required=False)
    level = forms.ChoiceField(
        label="等级", required=False, choices=[("", "全部等级"), ("3", "三级/高级工")]
    )


class UploadForm(StyledFormMixin, forms.Form):
    roster = forms.FileField(
        label="人员名册",
        help_text="第一行为表头。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        validators=[FileExtensionValidator(["xlsx", "csv"], "请上传 .xlsx 或 .csv 文件。")],
    )


@dataclass(frozen=True)
class Occupation:
    code: str
    name: str
    holders: int


OCCUPATIONS = [
    Occupation(f"6-{n // 20 + 10}-{n % 20 + 1:02}-{n % 7 + 1:02}", name, 17 * n % 230)
    for n, name in enumerate(
        [
            "电工",
            "焊工",
            "钳工",
            "车工",
            "制冷空调系统安装维修工",
            "工业机器人系统操作员",
            LONG_NAME,
        ]
        * 10
    )
]


class ListTable(Table):
    """A table over a list instead of the database."""

    def _sorted(self):
        key = self.sort.removeprefix("-")
        if not key:
            return self._rows
        return sorted(self._rows, key=lambda row: getattr(row, key), reverse=self.sort[0] == "-")


def table(request: HttpRequest, rows: list[Occupation], **options) -> ListTable:
    columns = [
        Column("code", "职业编码", ("code",)),
        Column("name", "职业名称", ("name",)),
        Column("state", "状态"),
        Column("holders", "持证人数", ("holders",), numeric=True),
    ]
    return ListTable(request, rows, columns, page_size=8, **options)


CLOCKS = [
    Clock(day=3, total=10, due_on=date(2026, 12, 4)),
    Clock(day=8, total=10, due_on=date(2026, 11, 25)),
    Clock(day=10, total=10, due_on=date(2026, 11, 23)),
    Clock(day=12, total=10, due_on=date(2026, 11, 19)),
    Clock(day=7, total=30, due_on=date(2027, 1, 8), estimated=True),
    Clock(day=6, total=10, due_on=date(2026, 11, 27), stopped_on=date(2026, 11, 23)),
    Clock(day=11, total=10, due_on=date(2026, 11, 20), stopped_on=date(2026, 11, 23)),
]
EVENTS = [
    {
        "title": "要求补正",
        "at": datetime(2026, 11, 20, 16, 5, tzinfo=CHINA),
        "actor": "东昌府区人社局 受理岗",
        "note": "营业执照复印件缺第二页。\n请在 5 个工作日内补正。",
        "tone": "warn",
    },
    {
        "title": "提交备案申请",
        "at": datetime(2026, 11, 12, 9, 30, tzinfo=CHINA),
        "actor": LONG_NAME,
        "tone": "info",
    },
    {"title": "开户确认", "at": date(2026, 11, 9), "tone": "ok"},
]
TASKS = [
    {"title": "单位基本情况", "url": "#tasks", "state": "done"},
    {"title": "拟评价职业和等级", "url": "#tasks", "state": "doing", "hint": "已选 2 个职业"},
    {"title": "申报材料", "state": "todo", "hint": "填写基本情况后才能上传"},
]
BASES = [
    {"cite": "宣传提纲 六“受理备案”", "clauses": ["LC-10"], "default": False},
    {"cite": "", "clauses": [], "default": True},
]
LEVELS = [
    (5, "五级/初级工"),
    (4, "四级/中级工"),
    (3, "三级/高级工"),
    (2, "二级/技师"),
    (1, "一级/高级技师"),
    ("", "首席技师"),
]


def context(request: HttpRequest, upload: UploadForm) -> dict:
    """Everything that the pages of the style guide show."""
    wrong = {"name": "某" + LONG_NAME[:20], "heads": "0", "opened_on": "11月"}
    filterset = SimpleNamespace(form=FilterForm(request.GET))
    rows = table(request, OCCUPATIONS, id="occupations")
    rows.filterset = filterset
    return {
        "blank_form": SampleForm(prefix="blank"),
        "wrong_form": SampleForm(wrong),
        "upload": upload,
        "table": rows,
        "empty_table": table(request, [], id="none"),
        "long_name": LONG_NAME,
        "clocks": CLOCKS,
        "events": EVENTS,
        "tasks": TASKS,
        "bases": BASES,
        "levels": LEVELS,
        "tones": [
            ("ok", "已备案"),
            ("warn", "待补正"),
            ("danger", "不予受理"),
            ("info", "办理中"),
            ("neutral", "草稿"),
        ],
        "bell_counts": [0, 3, 128],
    }
