"""The 申报表 as a form: all fields of HB annex 1 and what eligibility needs besides."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts import identity
from accounts.identity import DocumentKind
from accounts.masking import id_number as masked_id
from accounts.masking import phone as masked_phone
from assessment import entry_details, person
from assessment.entry_fields import DETAIL_FIELDS, EMPTY, PROMISE, SECTIONS, day, long, short
from assessment.enums import Ground
from assessment.frames.entries import Frame
from assessment.models import Entry
from catalogue.regulations.terms import Content
from config import clock
from ui.forms import StyledFormMixin

KEPT = {"id_number": masked_id, "phone": masked_phone}
COLUMNS = (
    "item",
    "audience",
    "name",
    "document",
    "id_number",
    "sex",
    "born_on",
    "phone",
    "employer",
    "post",
    "ground",
    "reason",
)


class EntryForm(StyledFormMixin, forms.Form):
    """A registration. ID number and phone that are there already are not shown again: an empty
    field keeps them. `own`: the applicant's own, who chooses no ground but gives a promise."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = short("姓名", 50, help_text="与证件一致，证书照此打印。")
    document = forms.ChoiceField(label="证件类型", choices=DocumentKind.choices)
    id_number = short(
        "证件号码", 40, help_text="居民身份证核对出生日期和校验码；加密保存，只显示首尾几位。"
    )
    sex = forms.ChoiceField(
        label="性别",
        required=False,
        choices=[EMPTY, ("男", "男"), ("女", "女")],
        help_text="居民身份证不用填。",
    )
    born_on = day("出生日期", help_text="居民身份证不用填。")
    phone = short("联系电话", 40, help_text="手机或带区号的座机。")
    item = forms.ModelChoiceField(None, label="申报职业（工种）和等级", empty_label="请选择")
    audience = forms.ChoiceField(label="人员类别")
    employer = short("工作单位", 100)
    post = short("现从事岗位", 100, required=False)
    ground = forms.ChoiceField(label="准入依据", choices=Ground.choices)
    reason = long(
        "破格、越级、直接认定或贯通的理由",
        500,
        help_text="按申报条件报名的不填；竞赛获奖的可以不填，自动写明竞赛和名次。",
    )
    promised = forms.BooleanField(label=PROMISE, required=False)

    def __init__(self, *args, frame: Frame, entry: Entry | None = None, own: bool = False, **kw):
        self.frame, self.entry, self.own = frame, entry, own
        kw["initial"] = {**self._before(), **kw.get("initial", {})}
        self.base_fields = {**self.base_fields, **DETAIL_FIELDS}
        super().__init__(*args, **kw)
        for name in ("sex", "born_on", "reason"):
            self.fields[name].is_conditional = True
        self._offer()
        if entry:
            for name, mask in KEPT.items():
                self.fields[name].required = False
                self.fields[name].help_text = f"已填写 {mask(getattr(entry, name))}，不改的留空。"
        for name in ("ground", "reason") if own else ("promised",):
            del self.fields[name]

    def _before(self) -> dict:
        if self.entry is None:
            return {"ground": Ground.CONDITION, "version": 0}
        values = entry_details.load(self.entry.details)
        columns = {name: getattr(self.entry, name) for name in COLUMNS if name not in KEPT}
        promised = bool(values.get("promised_on"))
        return {**values, **columns, "version": self.entry.version, "promised": promised}

    def _offer(self) -> None:
        """The items of the plan, whom it takes, and the contents in the regulation's order
        (JS-12)."""
        self.fields["item"].queryset = self.frame.plan.items.select_related("occupation")
        audiences = [(each.value, each.label) for each in self.frame.audiences]
        if self.entry and self.entry.audience not in dict(audiences):
            audiences.append((self.entry.audience, self.entry.get_audience_display()))
        self.fields["audience"].choices = audiences
        grounds = [Ground.CONDITION, *self.frame.grounds]
        if self.entry and self.entry.ground not in grounds:
            grounds.append(Ground(self.entry.ground))
        self.fields["ground"].choices = [(each.value, each.label) for each in grounds]
        known = {rule.cite for rule in self.frame.grounds.values() if rule.cite}
        if known:
            cited = "、".join(sorted(known))
            self.fields["ground"].help_text = f"不按申报条件的，依据：{cited}。须有证明材料。"
        asked = {rule.content: rule for rule in self.frame.regulation.contents}
        for content in Content:
            if content not in asked:
                del self.fields[f"content_{content.value}"]
            else:
                self.fields[f"content_{content.value}"].help_text = asked[content].text
        order = [f"content_{content.value}" for content in asked]
        self.contents = [*order, "projects", "problems_solved", "apprentices"]

    @property
    def sections(self) -> list[tuple[str, str, list]]:
        """(key, title, fields) in the order of the page; those without a field are left out."""
        named = {**SECTIONS, "contents": ("评价内容", self.contents)}
        found = [
            (key, title, [self[name] for name in names if name in self.fields])
            for key, (title, names) in named.items()
        ]
        return [section for section in found if section[2]]

    def clean_name(self) -> str:
        return _taken(person.clean_name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        return _taken(person.clean_phone, typed) if typed else self.entry.phone

    def clean(self):
        given = super().clean()
        self._identity(given)
        for first, then, said in (
            ("certificate_number", "certificate_level", "请选择现有证书的等级。"),
            ("school_kind", "school_stage", "请选择学业阶段。"),
            ("school_stage", "school_kind", "请选择学校类别。"),
            ("title_name", "title_grade", "请选择职称等级。"),
        ):
            if given.get(first) and not given.get(then) and then not in self.errors:
                self.add_error(then, said)
        return given

    def _identity(self, given: dict) -> None:
        """Birth date and sex of an ID card are those in its number."""
        kind, typed = given.get("document"), given.get("id_number")
        if not kind or "id_number" in self.errors:
            return
        try:
            number = identity.clean(kind, typed) if typed else self._kept_number(kind)
        except ValueError as error:
            self.add_error("id_number", str(error))
            return
        given["id_number"] = number
        if kind == DocumentKind.ID_CARD:
            given["born_on"], given["sex"] = identity.birth_date(number), identity.sex(number)
            return
        for name, said in (("sex", "请选择性别。"), ("born_on", "请填写出生日期。")):
            if not given.get(name):
                self.add_error(name, said)
        if given.get("born_on") and given["born_on"] > clock.today():
            self.add_error("born_on", "出生日期不能晚于今天。")

    def _kept_number(self, kind: str) -> str:
        if self.entry is None:
            raise ValueError("请填写证件号码。")
        return identity.clean(kind, self.entry.id_number)

    def columns(self) -> dict:
        """What the service writes into the row; valid forms only."""
        given = self.cleaned_data
        values = {name: given[name] for name in COLUMNS if name in given}
        details = {name: given.get(name) for name in DETAIL_FIELDS if name in self.fields}
        if self.own and given.get("promised"):
            details["promised_on"] = clock.today()
        elif not self.own and self.entry:
            before = entry_details.load(self.entry.details)
            details["promised_on"] = before.get("promised_on")
        return {**values, "details": entry_details.dump(details)}

    def show_again(self, version: int) -> None:
        """Let the next try count: the page now has seen the row as it stands."""
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


def _taken(rule, text: str) -> str:
    try:
        return rule(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class WorkForm(StyledFormMixin, forms.Form):
    """One line of the work history; an empty one is left out."""

    since = day("自")
    until = day("至", help_text="在职的不填。")
    employer = short("单位", 100, required=False)
    occupation = short("职业（工种）或学习内容", 100, required=False)
    related = forms.BooleanField(label="本职业或相关职业", required=False, initial=True)
    witness = short("证明人", 50, required=False, help_text="姓名和电话。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("since", "until", "employer", "occupation"):
            self.fields[name].is_conditional = True

    def clean(self):
        given = super().clean()
        texts = ("since", "until", "employer", "occupation", "witness")
        if not any(given.get(name) for name in texts) and not self.errors:
            return given
        asked = {"since": "请填写开始日期。", "employer": "请填写单位。"}
        asked["occupation"] = "请填写职业（工种）或学习内容。"
        for name, said in asked.items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, said)
        since, until = given.get("since"), given.get("until")
        if since and since > clock.today():
            self.add_error("since", "开始日期不能晚于今天。")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return given


class WorkFormSet(forms.BaseFormSet):
    """The lines, oldest first."""

    def rows(self) -> list[dict]:
        """What was filled in; valid sets only."""
        given = [form.cleaned_data for form in self.forms if form.cleaned_data.get("since")]
        return sorted(given, key=lambda row: (row["since"], row["until"] or date.max))


LINES, MOST_LINES = 3, 20
MAKE = forms.formset_factory(
    WorkForm, WorkFormSet, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES
)


def work_lines(entry: Entry | None, *data) -> WorkFormSet:
    """The formset of a registration's work history, with empty lines to add."""
    if data:
        # Without the rows as they stand: a line that is sent unchanged would count as empty.
        return MAKE(data[0], prefix="work")
    names = ("since", "until", "employer", "occupation", "related", "witness")
    return MAKE(prefix="work", initial=list(entry.work.values(*names)) if entry else [])
