"""Forms of random inspections."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from accounts.models import Organisation
from accounts.selectors import territory
from casework.evidence_forms import long_text
from casework.forms import ActForm
from catalogue.enums import Level
from catalogue.enums import Tier as OccupationTier
from catalogue.models import Division, Occupation
from config import clock
from supervision import checklists
from supervision.enums import CampaignSubject, InspectionMethod
from supervision.models import Campaign
from supervision.selectors import campaigns as reads
from supervision.selectors import credit
from supervision.services.campaigns import Plan
from ui.forms import StyledFormMixin

MOST = 2000  # objects drawn at once
HEAVIEST = 100
WEIGHT = re.compile(r"^(\S+)[\s,，、]+(\d{1,3})[\s,，、]+(\S.*)$")


def day(label: str, **options) -> forms.DateField:
    """A date as a browser's own picker gives it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class OccupationField(forms.CharField):
    """An occupation by its code or exact name."""

    def clean(self, value) -> Occupation | None:
        text = super().clean(value)
        if not text:
            return None
        found = Occupation.objects.filter(
            Q(code=text) | Q(name=text), tier=OccupationTier.OCCUPATION
        )
        if len(rows := list(found[:2])) != 1:
            raise ValidationError("没有找到这个职业，请填写职业编码或全称，如 6-31-01-03、电工。")
        return rows[0]


class WeightsField(forms.CharField):
    """One agency a line: `code weight reason`."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value) -> dict[str, list]:
        found: dict[str, list] = {}
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            if not line.strip():
                continue
            parts = WEIGHT.match(line.strip())
            if not parts or not 1 <= int(parts[2]) <= HEAVIEST:
                raise ValidationError(
                    f"第 {number} 行请写成“机构代码 权重 理由”，权重为 1 至 {HEAVIEST} 的整数。"
                )
            found[parts[1].upper()] = [int(parts[2]), parts[3].strip()[:100]]
        return found


class CampaignForm(StyledFormMixin, forms.Form):
    """What is drawn, by how many it is inspected, from what the draw takes its chance."""

    office = forms.ModelChoiceField(None, label="组织机关", empty_label=None)
    title = forms.CharField(
        label="名称", max_length=100, help_text="如“2026年第二季度双随机抽查”。"
    )
    subject = forms.ChoiceField(
        label="抽查对象", choices=CampaignSubject.choices, widget=forms.RadioSelect
    )
    place = forms.ModelChoiceField(None, label="地区", required=False, empty_label="本机关全部辖区")
    occupation = OccupationField(
        label="职业", required=False, max_length=100, help_text="职业编码或全称；不填为全部职业。"
    )
    level = forms.TypedChoiceField(
        label="等级",
        required=False,
        choices=[("", "全部等级"), *Level.choices],
        coerce=int,
        empty_value=None,
    )
    classes = forms.MultipleChoiceField(
        label="信用等级",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="按最近公布的信用等级抽取；不选为全部机构。",
    )
    since = day("场次自", required=False, help_text="抽查评价场次时填写。")
    until = day("场次至", required=False, help_text="抽查评价场次时填写。")
    amount = forms.IntegerField(
        label="抽取数量", required=False, min_value=1, max_value=MOST, help_text="与比例填一项。"
    )
    ratio = forms.IntegerField(
        label="抽取比例（%）",
        required=False,
        min_value=1,
        max_value=100,
        help_text="不足一个的按一个计。没有文件规定统一比例，由组织机关确定。",
    )
    methods = forms.MultipleChoiceField(
        label="检查方式", choices=InspectionMethod.choices, widget=forms.CheckboxSelectMultiple
    )
    team = forms.IntegerField(label="每个对象的检查人员", min_value=1, max_value=9)
    staff = forms.BooleanField(label="从本机关工作人员中抽取", required=False)
    supervisors = forms.BooleanField(label="从本机关外部质量督导员中抽取", required=False)
    begins_on = day("检查开始")
    ends_on = day("检查截止")
    public_value = forms.CharField(
        label="公共值",
        max_length=150,
        help_text="公布之后才产生、人人可查的一个数，连同写法写明。"
        "如“中国福利彩票双色球第2026065期红球号码，从小到大，两位数字，空格分隔”。",
    )
    value_on = day("公共值产生日期", help_text="应晚于公布抽查范围的日期；到这一天才能抽取。")
    weighted = forms.BooleanField(label="按风险加权抽取", required=False)
    grounds = forms.CharField(
        label="加权理由", max_length=500, required=False, help_text="加权的必填，随抽查公布。"
    )
    weights = WeightsField(
        label="机构权重",
        required=False,
        max_length=10_000,
        help_text="一行一家：机构代码 权重 理由，随抽查公布。没有列出的按风险提示，否则为 1。",
    )
    remark = long_text("说明", required=False, limit=1000, help_text="随抽查公布。")
    CONDITIONAL = ("since", "until", "amount", "ratio", "grounds")

    def __init__(self, *args, offices: list[Organisation], campaign: Campaign | None = None, **kw):
        super().__init__(*args, initial=_initial(campaign), **kw)
        keys = [office.pk for office in offices]
        self.fields["office"].queryset = Organisation.objects.filter(pk__in=keys)
        places = Q(pk__in=[])
        for office in offices:
            places |= Q(code__startswith=territory(office))
        self.fields["place"].queryset = Division.objects.filter(places).order_by("code")
        self.fields["place"].label_from_instance = lambda place: place.full_name
        self.fields["classes"].choices = credit.grade_choices()
        if campaign:
            del self.fields["office"]
        for name in self.CONDITIONAL:
            self.fields[name].is_conditional = True

    def plan(self) -> Plan:
        """What was filled in."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "office"}
        if data["subject"] == CampaignSubject.AGENCIES:
            data |= {"since": None, "until": None}
        return Plan(**data)


def _initial(campaign: Campaign | None) -> dict:
    if campaign is None:
        procedure = checklists.rules().procedure
        return {
            "team": procedure.team,
            "ratio": procedure.ratio,
            "staff": True,
            "supervisors": True,
        }
    names = [name for name in CampaignForm.base_fields if name not in ("office", "weights")]
    initial = {name: getattr(campaign, name) for name in names}
    initial["occupation"] = campaign.occupation.code if campaign.occupation else ""
    lines = [f"{code} {weight} {why}" for code, (weight, why) in campaign.weights.items()]
    return initial | {"weights": "\n".join(lines)}


class FixForm(ActForm):
    """Publish what is drawn from; the page shows what that would be today."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.targets = reads.targets_of(self.case, today)
        self.pool = reads.pool_of(self.case, today)
        self.wanted = reads.wanted_of(self.case, len(self.targets))
        self.filter = reads.filter_in_words(self.case)
        labels = {user.pk: str(user) for user in self.pool}
        names = {each.id: each.label for each in self.targets}
        found = reads.ties_of(self.pool, self.targets, today)
        self.ties = [(labels[u], names[t], why) for (u, t), why in sorted(found.items())]


class DrawForm(ActForm):
    """The public value, as it was published elsewhere."""

    value = forms.CharField(label="公共值", max_length=200)
    source = forms.CharField(
        label="出处", max_length=200, help_text="在哪里可以查到，如网址、公告名称。随抽取记录公开。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].help_text = f"{self.case.public_value}。请逐字核对，抽取后不能更改。"


class RedrawForm(ActForm):
    reason = forms.CharField(label="重新抽取的原因", max_length=200, help_text="随抽取记录公开。")
    public_value = forms.CharField(label="新的公共值", max_length=150)
    value_on = day("公共值产生日期", help_text="应晚于今天。")

    def start(self, case: Campaign) -> dict:
        return {"public_value": case.public_value}
