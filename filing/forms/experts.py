"""The forms about experts: the pool, ties, the panel, opinions."""

from django import forms

from casework.forms import ActForm, opinion
from casework.models import Case
from catalogue.models import Occupation
from catalogue.selectors import search
from filing.enums import ConflictCause, Verdict
from filing.models import PanelMember
from filing.selectors import experts
from filing.services import opinions
from filing.services.evaluation import LEAST
from filing.services.pool import MOST_FIELDS
from ui.forms import StyledFormMixin, style

SIZES = [(size, f"{size} 名") for size in (3, 5, 7, 9)]
RESERVES = 2
FOUND = 12
OWN, WIDE = "own", "wide"


def day(label: str, **options) -> forms.DateField:
    """A date, picked."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def reason(label: str, help_text: str = "") -> forms.CharField:
    """Why something is done."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=200, widget=area, help_text=help_text)


# --- the pool -----------------------------------------------------------------------------------


class InviteForm(StyledFormMixin, forms.Form):
    email = forms.EmailField(
        label="邮箱",
        help_text="邀请链接发到这个邮箱；接受后，在专家库页面办理聘任。",
        error_messages={"invalid": "邮箱格式不正确，请核对。"},
    )


class AppointmentForm(StyledFormMixin, forms.Form):
    """An expert's entry. What `search` finds is offered under `codes` beside what was chosen."""

    title = forms.CharField(label="职称或职业技能等级", max_length=100, required=False)
    employer = forms.CharField(label="工作单位", max_length=100)
    employer_code = forms.CharField(
        label="工作单位统一社会信用代码",
        max_length=40,
        help_text="用于回避：不评估本单位的申请。",
    )
    since = day("聘期自")
    until = day("聘期至", help_text="含当日。")
    search = forms.CharField(
        label="查找职业或类别",
        max_length=60,
        required=False,
        help_text="输入名称、拼音或编码，再点“查找”，在下面勾选。",
    )
    codes = forms.MultipleChoiceField(
        label="专业领域",
        widget=forms.CheckboxSelectMultiple,
        help_text="大类、中类、小类或职业；选了类别，其中的职业都在内。",
        error_messages={"required": "请至少选择一个专业领域。"},
    )

    def __init__(self, *args, employed: bool = False, **kwargs):
        """`employed`: where the person works is on record already."""
        super().__init__(*args, **kwargs)
        if employed:
            del self.fields["employer"], self.fields["employer_code"]
        chosen = self.data.getlist("codes") if self.is_bound else self.initial.get("codes", [])
        self.fields["codes"].choices = _classes(chosen, self["search"].value() or "")


def _classes(chosen: list[str], sought: str) -> list[tuple[str, str]]:
    """Classes and occupations to choose from: those chosen, then those found."""
    rows = list(Occupation.objects.filter(code__in=chosen[:MOST_FIELDS]).order_by("code"))
    if sought.strip():
        found = search(Occupation.objects.filter(retired_on=None), sought)[:FOUND]
        rows += [row for row in found if row.code not in chosen]
    return [(row.code, f"{row.code} {row.name}（{row.get_tier_display()}）") for row in rows]


class DismissalForm(StyledFormMixin, forms.Form):
    on = day("解聘日期", help_text="自这一天起不再抽取。已经入组的，按需要在专家组页面更换。")


class TieForm(StyledFormMixin, forms.Form):
    """An organisation to step back from."""

    cause = forms.ChoiceField(label="关系", choices=ConflictCause.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="单位名称", max_length=100)
    code = forms.CharField(label="统一社会信用代码", max_length=40)
    ended_on = day(
        "结束日期",
        required=False,
        help_text="离职日期或服务结束日期。现在的工作单位和仍有的利害关系不用填。",
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="例如：亲属在该单位任职。"
    )

    def clean_cause(self) -> ConflictCause:
        return ConflictCause(self.cleaned_data["cause"])


class EndForm(StyledFormMixin, forms.Form):
    ended_on = day("结束日期", help_text="离职的，自这一天起还须回避三年。")


# --- the panel ----------------------------------------------------------------------------------


class ConveneForm(ActForm):
    """How a panel is drawn. `found` is everybody who could be asked, with why some cannot."""

    methods = forms.MultipleChoiceField(
        label="评估方式",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一种评估方式。"},
    )
    size = forms.TypedChoiceField(
        label="专家人数", choices=SIZES, coerce=int, initial=LEAST, help_text="单数，至少 3 名。"
    )
    reserves = forms.IntegerField(
        label="候补人数",
        min_value=0,
        max_value=20,
        initial=RESERVES,
        help_text="有专家回避时，按抽取顺序递补。",
    )
    pool = forms.ChoiceField(label="抽取范围", widget=forms.RadioSelect, initial=OWN)
    visit_on = day("现场考察日期", required=False, help_text="定好的请填写，通知专家和申请单位。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rules = self.case.regulation.evaluation
        self.fields["methods"].choices = [(rule.text, rule.text) for rule in rules]
        self.fields["methods"].required = bool(rules)
        self.bases = list({(rule.cite, rule.default): rule for rule in rules}.values())
        self.found = experts.candidates(self.case, wide=True)
        self.fields["pool"].choices = self._pools()

    def _pools(self) -> list[tuple[str, str]]:
        """Its own pool, or with the superior's; the wider one first where its own is too small."""
        offices = experts.pools_for(self.case)
        free = [each for each in self.found if not each.excluded]
        own = sum(each.expert.office_id == offices[0].pk for each in free)
        if own < LEAST and len(offices) > 1:
            self.fields["pool"].initial = WIDE
        choices = [(OWN, f"{offices[0]}专家库（可抽取 {own} 名）")]
        if len(offices) > 1:
            choices.append((WIDE, f"{offices[0]}和{offices[1]}专家库（可抽取 {len(free)} 名）"))
        return choices

    def facts(self) -> dict:
        given = super().facts()
        given["wide"] = given.pop("pool") == WIDE
        return given


class FillForm(ActForm):
    """Draw for empty seats."""

    wide = forms.BooleanField(label="把上级机关的专家库一并纳入", required=False)
    reason = reason("补抽原因")


class StepBackForm(ActForm):
    reason = reason("回避原因", "只有办理机关看得到。")


class ReplaceForm(ActForm):
    reason = reason("更换原因", "例如：因病不能参加。只有办理机关看得到。")


class DissentForm(ActForm):
    text = forms.CharField(
        label="保留意见",
        max_length=opinions.OWN_LIMIT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="提交后不能修改，随评估结论存档。",
    )


class ConclusionForm(ActForm):
    """The panel's conclusion in writing."""

    note = opinion("评估结论", required=True, help_text="综合专家意见写明结论和理由。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.failing = experts.failing(self.stand) if self.stand else []

    def start(self, case: Case) -> dict:
        panel = experts.open_panel(case)
        self.stand = experts.tally(panel) if panel else None
        if not self.stand or self.stand.hindrance:
            return {}
        return {"note": f"{self.stand.in_words}。评估结论：{self.stand.majority.label}条件。"}


# --- opinions -----------------------------------------------------------------------------------


class OpinionForm(StyledFormMixin, forms.Form):
    """Everything an expert has to say of a filing; each field saves itself as it is typed."""

    def __init__(self, *args, member: PanelMember, save_url: str, **kwargs):
        self.member = member
        self.conditions = opinions.conditions(member.panel.filing)
        super().__init__(*args, initial=_said(member), **kwargs)
        for condition in self.conditions:
            self.fields[f"{condition.key}-verdict"] = _choice("意见")
            self.fields[f"{condition.key}-text"] = _words("理由", opinions.LIMITS["text"], 3)
            self.fields[f"{condition.key}-evidence"] = _words(
                "依据的材料和所见证据", opinions.LIMITS["evidence"], 2
            )
        self.fields["verdict"] = _choice("总体意见")
        self.fields["text"] = _words("总体意见的理由", opinions.OWN_LIMIT, 5)
        for name, field in self.fields.items():
            _save_itself(name, field, save_url)

    def rows(self) -> list[dict]:
        """The conditions, each with its three fields. Nothing is optional in the end: a draft may
        lack what the page asks for."""
        for field in self.fields.values():
            field.required = True
        return [
            {
                "condition": condition,
                "fields": [
                    self[f"{condition.key}-{part}"] for part in ("verdict", *opinions.LIMITS)
                ],
            }
            for condition in self.conditions
        ]


def _said(member: PanelMember) -> dict[str, str]:
    found = {"verdict": member.verdict, "text": member.text}
    for row in member.opinions.all():
        found |= {
            f"{row.condition}-verdict": row.verdict,
            f"{row.condition}-text": row.text,
            f"{row.condition}-evidence": row.evidence,
        }
    return found


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Verdict.choices, widget=forms.RadioSelect, required=False
    )


def _words(label: str, limit: int, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, widget=area, required=False, strip=False)


def _save_itself(name: str, field: forms.Field, url: str) -> None:
    style(field.widget)
    typed = isinstance(field.widget, forms.Textarea)
    field.widget.attrs |= {
        "hx-post": url,
        "hx-trigger": "input changed delay:700ms, change" if typed else "change",
        "hx-params": f"{name},csrfmiddlewaretoken",
        "hx-target": "#saved",
        "hx-sync": "this:queue last",
    }
