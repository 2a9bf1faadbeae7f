"""The sections of a plan's draft and the rows of its items."""

from django import forms
from django.core.exceptions import ValidationError

from assessment.models import Permit, Plan, PlanItem, PlanSubject
from casework.models import Case
from casework.services.publications import MOBILE
from catalogue.models import Division
from catalogue.regulations.terms import Audience, Method
from config import clock
from filing.models import Agency
from filing.rows.forms import digest
from filing.selectors.register import scope_on
from ui.forms import StyledFormMixin

ROWS = {"rows": 4}
EXPECTED = "预计人数应为 1 至 20000 的整数。"


def day_field(label: str, **options) -> forms.DateField:
    """A day, picked from the browser's calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class PlaceChoice(forms.ModelChoiceField):
    """A place with the city it lies in."""

    def label_from_instance(self, division) -> str:
        parent = division.parent
        return f"{parent.name} {division.name}" if division.tier > 2 and parent else division.name


def places_of(code: str):
    """The cities and counties of the province in which a place lies."""
    rows = Division.objects.filter(code__startswith=code[:2], tier__gt=1)
    return rows.select_related("parent").order_by("code")


class StartForm(StyledFormMixin, forms.Form):
    """Of which agency, and where."""

    agency = forms.ModelChoiceField(None, label="评价机构", empty_label=None)
    division = PlaceChoice(None, label="评价所在地", empty_label="请选择")

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        first = agencies.select_related("division").first()
        codes = {agency.division.code[:2] for agency in agencies.select_related("division")}
        places = Division.objects.none()
        for code in codes:
            places |= Division.objects.filter(code__startswith=code, tier__gt=1)
        self.fields["division"].queryset = places.select_related("parent").order_by("code")
        self.fields["agency"].initial = first
        self.fields["division"].initial = first and first.division


class SectionForm(StyledFormMixin, forms.ModelForm):
    """A section of a draft. `seen` carries what the case held when the page was opened. A draft may
    be saved with gaps, but only the fields in `optional` may stay empty and are called 选填."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    optional: tuple[str, ...] = ()

    def __init__(self, *args, instance: Case, **kwargs):
        kwargs["initial"] = {"seen": digest(instance)}
        super().__init__(*args, instance=instance, **kwargs)
        for name, field in self.fields.items():
            field.is_conditional = name not in self.optional

    @property
    def named(self) -> list[str]:
        """The columns that the section saves."""
        return list(self._meta.fields)

    def show_again(self) -> None:
        """Let the next try count: the page now has seen the case as it stands."""
        self.data = self.data.copy()
        self.data["seen"] = digest(type(self.instance).objects.get(pk=self.instance.pk))


class BasicsForm(SectionForm):
    """How, whom and when."""

    method = forms.ChoiceField(label="评价方式", required=False, widget=forms.RadioSelect)
    audiences = forms.MultipleChoiceField(
        label="评价对象", required=False, widget=forms.CheckboxSelectMultiple
    )
    enrol_from = day_field("报名开始", required=False)
    enrol_until = day_field("报名截止", required=False)
    first_on = day_field("首场日期", required=False)
    last_on = day_field("末场日期", required=False)

    class Meta:
        model = Plan
        fields = ("method", "audiences", "enrol_from", "enrol_until", "first_on", "last_on")

    def __init__(self, *args, instance: Plan, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        regulation = instance.regulation
        self.fields["method"].choices = [
            (
                rule.method.value,
                f"{rule.name}（须提供：{rule.evidence}）" if rule.evidence else rule.name,
            )
            for rule in regulation.methods
        ]
        self.fields["audiences"].choices = [
            (each.value, each.label) for each in Audience if self._may_choose(each)
        ]
        if instance.sessions.filter(cancelled_at=None).exists():
            for name in ("first_on", "last_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "已安排场次，日期以场次为准。"

    def _may_choose(self, audience: Audience) -> bool:
        plan = self.instance
        if plan.for_commission:
            return audience == Audience.COMMISSIONED
        public = audience == Audience.PUBLIC and not plan.agency.prefix.startswith("S")
        return audience in plan.regulation.audiences and not public

    def clean_method(self) -> str:
        return Method(self.cleaned_data["method"]).value if self.cleaned_data["method"] else ""

    def clean(self) -> dict:
        given = super().clean()
        first, last = given.get("first_on"), given.get("last_on")
        if first and not last and not self.errors:
            given["last_on"] = self.instance.last_on = first
        if first and first <= clock.today() and "first_on" in self.changed_data:
            self.add_error("first_on", "首场日期应在今天之后。")
        if last and not first:
            self.add_error("first_on", "请填写首场日期。")
        elif first and last and last < first:
            self.add_error("last_on", "末场日期不能早于首场日期。")
        since, until = given.get("enrol_from"), given.get("enrol_until")
        if since and until and until < since:
            self.add_error("enrol_until", "报名截止日期不能早于开始日期。")
        return given


class TextsForm(SectionForm):
    """What the announcement tells (HB-02, HB-06)."""

    optional = ("enrol_way", "entry_terms")

    class Meta:
        model = Plan
        fields = (
            "contact",
            "complaints",
            "enrol_way",
            "schedule",
            "entry_terms",
            "contents",
            "incentives",
        )
        widgets = {
            name: forms.Textarea(attrs=ROWS)
            for name in ("schedule", "entry_terms", "contents", "incentives")
        }
        help_texts = {
            "contact": "公开的内容，请写办公电话，不写手机号码。",
            "complaints": "请写办公电话，可以同时写机构的和当地人社部门的。",
            "enrol_way": "到哪里、向谁、怎样报名。不填的，公告写“请与联系人联系报名”。",
            "schedule": "分几批、在哪里、怎样进行。",
            "entry_terms": "标准规定的申报条件会自动列在公告中，这里只写另外的要求。",
            "contents": "考什么、用什么标准和题库。",
        }

    def __init__(self, *args, instance: Plan, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["incentives"].is_conditional = bool(instance.for_commission_id)

    def clean(self) -> dict:
        given = super().clean()
        for name in self.named:
            if MOBILE.search(given.get(name) or ""):
                self.add_error(name, "公告是公开的，请改用办公电话，不写手机号码。")
        return given


class QualityForm(SectionForm):
    """Who watches over the quality."""

    class Meta:
        model = Plan
        fields = ("quality",)
        help_texts = {"quality": "内部质量督导人员的姓名和职责，不写证件号码和手机号码。"}


class ItemForm(StyledFormMixin, forms.Form):
    """An occupation and level of the agency's scope."""

    scope = forms.ChoiceField(label="职业和等级")
    work_type = forms.CharField(
        label="工种（职业方向）",
        max_length=100,
        required=False,
        help_text="备案范围没有限定工种、这次只评价其中一个的，在这里写明。",
    )
    expected = forms.IntegerField(
        label="预计人数",
        min_value=1,
        max_value=20_000,
        error_messages={"invalid": EXPECTED, "min_value": EXPECTED, "max_value": EXPECTED},
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        day = plan.first_on or clock.today()
        asked = asked_of(plan)
        self.rows = {
            f"{line.occupation.pk}/{level}/{line.work_type}": (line, level)
            for line in scope_on(plan.agency, day)
            for level in line.levels
            if asked is None or (line.occupation.pk, level) in asked
        }
        self.fields["scope"].choices = [("", "请选择")] + [
            (key, f"{line.occupation.code} {line.occupation.name} {line.work_type} {level.printed}")
            for key, (line, level) in self.rows.items()
        ]

    def clean(self) -> dict:
        given = super().clean()
        line, _ = self.rows.get(given.get("scope", ""), (None, None))
        if line and line.work_type and given.get("work_type") not in ("", line.work_type):
            self.add_error("work_type", f"备案的工种是“{line.work_type}”，这里不用填写。")
        return given

    def row(self) -> PlanItem:
        """The item that was asked for."""
        line, level = self.rows[self.cleaned_data["scope"]]
        return PlanItem(
            plan=self.plan,
            occupation=line.occupation,
            work_type=line.work_type or self.cleaned_data["work_type"],
            level=level,
            expected=self.cleaned_data["expected"],
            standard=line.standards[0] if len(line.standards) == 1 else None,
        )


class ExpectedForm(StyledFormMixin, forms.ModelForm):
    """How many are expected for an item."""

    class Meta:
        model = PlanItem
        fields = ("expected",)


class SubjectForm(StyledFormMixin, forms.ModelForm):
    """The marks of a subject, or why it is waived (LC-19)."""

    class Meta:
        model = PlanSubject
        fields = ("full_mark", "pass_mark", "minutes", "waived", "reason")
        help_texts = {"reason": "免考的填写：写明依据的文件或规定，会写进公告和名册。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_conditional = True

    def clean(self) -> dict:
        given = super().clean()
        if given.get("waived") and not given.get("reason"):
            self.add_error("reason", "免考的科目须写明理由和依据。")
        return given


def asked_of(plan: Plan) -> set[tuple[int, int]] | None:
    """The occupations and levels of the commission of a plan; None for a plan without one."""
    if not plan.for_commission:
        return None
    return set(plan.for_commission.items.values_list("occupation_id", "level"))


SubjectForms = forms.modelformset_factory(PlanSubject, form=SubjectForm, extra=0)


class PermitForm(StyledFormMixin, forms.ModelForm):
    """A permit to assess elsewhere in the province (SD-13)."""

    agency = forms.CharField(label="机构代码", max_length=40, help_text="备案回执上的代码。")
    division = PlaceChoice(None, label="可以开展评价的地区", empty_label="请选择")
    since = day_field("自")
    until = day_field("至")

    class Meta:
        model = Permit
        fields = ("agency", "division", "document", "since", "until")
        help_texts = {"document": "省里与相关市协商同意的文件名称和文号。"}

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.province = office.division.code[:2]
        self.fields["division"].queryset = places_of(self.province)

    def clean_agency(self) -> Agency:
        found = Agency.objects.filter(
            code=self.cleaned_data["agency"].strip(),
            division__code__startswith=self.province,
            published_on__isnull=False,
        ).first()
        if found is None:
            raise ValidationError("本省没有这个代码的评价机构，请核对。")
        return found

    def clean(self) -> dict:
        given = super().clean()
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return given


SECTIONS = {
    "basics": ("基本安排", "评价方式、对象和日期。", BasicsForm),
    "texts": ("公告内容", "公告会写明这些内容，职业等级、条件和收费由系统列出。", TextsForm),
    "quality": ("质量管控", "谁负责内部质量督导。", QualityForm),
}
