"""What is asked on the pages of what goes upward, and of the registers of paper."""

from django import forms

from accounts.models import Organisation
from catalogue.models import Division
from certificates.enums import CertificateLevel, Scope, SpoiledCause, TakenBy
from config import clock
from filing.models import Agency
from ui.forms import StyledFormMixin


def day_field(label: str, **options) -> forms.DateField:
    """A date, typed or picked."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class UploadMakeForm(StyledFormMixin, forms.Form):
    """Of what an upload file is made: of one agency, of a plan or of some days."""

    agency = forms.ModelChoiceField(None, label="评价机构", empty_label=None)
    plan = forms.CharField(
        label="评价计划编号",
        max_length=30,
        required=False,
        help_text="只上传一个计划的，填写编号。",
    )
    first_on = day_field("发证日期自", required=False)
    last_on = day_field("发证日期至", required=False)

    def __init__(self, *args, agencies: list[Agency], **kwargs):
        super().__init__(*args, **kwargs)
        rows = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        self.fields["agency"].queryset = rows

    def clean(self):
        data = super().clean()
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "截止日期早于开始日期。")
        agency, number = data.get("agency"), data.get("plan")
        if agency and number:
            data["plan"] = agency.plans.filter(number=number.strip().upper()).first()
            if data["plan"] is None:
                self.add_error("plan", "这个机构没有这个编号的评价计划。")
        else:
            data["plan"] = None
        return data


class SentForm(StyledFormMixin, forms.Form):
    """When a file was uploaded."""

    on = day_field("上传日期", help_text="实际上传到上级系统的日期。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()


class TakeBackForm(StyledFormMixin, forms.Form):
    """Why a file was not uploaded after all."""

    reason = forms.CharField(
        label="撤回原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如“标记错了表”“上级系统没有接收”。原因留存备查，不要写证件号码。",
    )


class HandOutForm(StyledFormMixin, forms.Form):
    """How certificates came to their holders."""

    how = forms.ChoiceField(label="领取方式", choices=TakenBy.choices, widget=forms.RadioSelect)
    on = day_field("领取日期")
    proxy = forms.CharField(
        label="代领人",
        max_length=100,
        required=False,
        help_text="他人代领的填写姓名和与本人的关系；代领请一人一登记。",
    )
    tracking = forms.CharField(label="邮寄单号", max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["how"].initial = TakenBy.HOLDER
        self.fields["on"].initial = clock.today()
        for name in ("proxy", "tracking"):
            self.fields[name].is_conditional = True


class SpoiledForm(StyledFormMixin, forms.Form):
    """What was made void and destroyed."""

    item = forms.CharField(label="物品", max_length=60, help_text="例如“空白证书”“收回的证书”。")
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=100_000)
    serials = forms.CharField(
        label="印制流水码",
        max_length=300,
        required=False,
        help_text="有流水码的写明，几个之间用顿号分开。",
    )
    cause = forms.ChoiceField(
        label="作废原因", choices=SpoiledCause.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
    destroyed_on = day_field("销毁日期")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].initial = "空白证书"
        self.fields["destroyed_on"].initial = clock.today()


class TalentForm(StyledFormMixin, forms.Form):
    """What the statistics are narrowed by."""

    office = forms.ModelChoiceField(None, label="范围", empty_label=None, required=False)
    place = forms.ModelChoiceField(None, label="地区", empty_label="全部", required=False)
    level = forms.TypedChoiceField(
        label="等级",
        choices=[("", "全部等级"), *CertificateLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    occupation = forms.CharField(label="职业名称或编码", max_length=100, required=False)
    first_on = day_field("发证日期自", required=False)
    last_on = day_field("发证日期至", required=False)

    def __init__(self, *args, offices: tuple[Organisation, ...], places: list[Division], **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[office.pk for office in offices])
        self.fields["office"].queryset = rows
        if len(offices) == 1:
            del self.fields["office"]
        self.fields["place"].queryset = Division.objects.filter(pk__in=[p.pk for p in places])
        if not places:
            del self.fields["place"]


class TokenForm(StyledFormMixin, forms.Form):
    """A new token."""

    office = forms.ModelChoiceField(None, label="机关", empty_label=None)
    name = forms.CharField(
        label="用途", max_length=60, help_text="用在哪个系统，例如“省证书信息查询系统”。"
    )
    scopes = forms.MultipleChoiceField(
        label="可以读取", choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    valid_until = day_field("有效期至", help_text="最长一年，到期前请换新的。")

    def __init__(self, *args, offices: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=[office.pk for office in offices])
        self.fields["office"].queryset = rows
