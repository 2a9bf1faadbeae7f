"""Forms of the corps of supervisors: appointing, sending, the note of a visit, its rating."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Organisation, User
from assessment.models import Examiner, Session
from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from casework.services.deadlines import add_months
from casework.services.inspection.portraits import inspect_portrait
from config import clock
from filing.models import Agency
from supervision import corps
from supervision.enums import EndCause
from supervision.forms.campaigns import day
from supervision.forms.checklists import (
    ChecklistForm,
    ProblemForm,
    UploadingMixin,
    photo_field,
)
from supervision.models import Visit
from supervision.selectors import visits as reads
from supervision.services.corps import noting
from supervision.services.corps.appointing import Given
from ui.forms import StyledFormMixin

FIVE = [(5, "5 很好"), (4, "4 好"), (3, "3 一般"), (2, "2 较差"), (1, "1 差")]
MOST_SENT = 20  # sessions drawn for with one click


def _portrait() -> forms.FileField:
    return forms.FileField(
        label="照片",
        required=False,
        help_text="一寸白底彩色照片，jpg 或 png，印在督导证上。",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )


def _term_end(since):
    return add_months(since, corps.rules().settings.term_years * 12) - timedelta(1)


class TermMixin(UploadingMixin):
    """What a term asks for."""

    uploads = ("photo",)
    inspect = staticmethod(inspect_portrait)

    def term(self) -> Given:
        """The term as it was filled in."""
        data = self.cleaned_data
        return Given(**{name: data[name] for name in Given.__dataclass_fields__})


class AppointForm(TermMixin, StyledFormMixin, forms.Form):
    """Who is appointed by whom. `offered`: by the name of an office or agency its pairs of
    (office or agency, who may be appointed)."""

    person = forms.ChoiceField(label="人员")
    card = forms.CharField(
        label="督导证编号", required=False, max_length=40, help_text="不填则以本件编号为证号。"
    )
    since = day("聘期自")
    until = day("聘期至")
    training = forms.CharField(
        label="培训情况",
        max_length=300,
        help_text="时间、内容、组织单位，如“2026年3月省级督导员培训，40学时”。",
    )
    examined_on = day("考核日期", required=False)
    result = forms.CharField(label="考核结果", required=False, max_length=100)
    photo = _portrait()

    def __init__(self, *args, offered: list[tuple[str, list]], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {_key(each): each for _, people in offered for each in people}
        groups = [(name, [(_key(p), _name(p)) for p in people]) for name, people in offered]
        self.fields["person"].choices = [("", "请选择"), *[g for g in groups if g[1]]]
        self.fields["person"].error_messages["invalid_choice"] = "此人不能聘任，请重新选择。"
        today = clock.today()
        self.initial.setdefault("since", today)
        self.initial.setdefault("until", _term_end(today))
        years = corps.rules().settings.term_years
        self.fields["until"].help_text = f"默认 {years} 年（本系统默认），可以修改。"

    def chosen(self) -> tuple[Organisation | Agency, User | Examiner]:
        """Who appoints, and whom."""
        return self.people[self.cleaned_data["person"]]


def _key(offered: tuple) -> str:
    by, who = offered
    return f"{by._meta.model_name}-{by.pk}-{who.pk}"


def _name(offered: tuple) -> str:
    who = offered[1]
    return who.display_name if isinstance(who, User) else who.name


class RenewForm(TermMixin, ActForm):
    """Another term."""

    since = day("聘期自")
    until = day("聘期至")
    training = forms.CharField(label="继续教育、培训情况", max_length=300)
    examined_on = day("考核日期", required=False)
    result = forms.CharField(label="考核结果", required=False, max_length=100)
    photo = _portrait()

    def start(self, case) -> dict:
        since = max(case.until + timedelta(1), clock.today())
        return {"since": since, "until": _term_end(since)}


class EndForm(ActForm):
    """Why an appointment ends."""

    cause = forms.ChoiceField(label="解聘原因", choices=EndCause.choices, widget=forms.RadioSelect)
    note = opinion("说明", required=True, help_text="写明事实和依据。")


class SendForm(StyledFormMixin, forms.Form):
    """For which sessions lots are drawn."""

    session = forms.ModelMultipleChoiceField(
        queryset=Session.objects.none(),
        error_messages={
            "required": "请勾选要委派督导员的场次。",
            "invalid_choice": "所选场次已不需要委派，请刷新页面。",
            "invalid_pk_value": "请在页面上勾选场次。",
        },
    )

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions

    def clean_session(self) -> list[Session]:
        found = list(self.cleaned_data["session"])
        if len(found) > MOST_SENT:
            raise ValidationError(f"一次最多为 {MOST_SENT} 场抽签委派，请分次办理。")
        return found


class DeclineForm(ActForm):
    note = opinion(
        "辞派原因", required=True, help_text="利害关系、因病、工作冲突等。只有办理机关看得到。"
    )


class WithdrawForm(ActForm):
    note = opinion("撤回原因", required=True, help_text="只有办理机关看得到。")


class CorrectForm(ActForm):
    text = long_text("更正说明", limit=1000, help_text="写明哪一处有误、应当怎样。原记录不变。")


class AnswerForm(ActForm):
    comment = long_text(
        "意见",
        limit=1000,
        help_text="对督导记录的意见，没有意见的也请写明。不写考生姓名和证件号码。",
    )


class RateForm(ActForm):
    """How good a note is."""

    complete = forms.TypedChoiceField(
        label="记录完整", choices=FIVE, coerce=int, widget=forms.RadioSelect
    )
    useful = forms.TypedChoiceField(
        label="对监管有用", choices=FIVE, coerce=int, widget=forms.RadioSelect
    )
    text = long_text("评语", rows=3, limit=500, required=False)


class VisitForm(ChecklistForm):
    """The checklist and the words of a visit."""

    def __init__(self, *args, case: Visit, **kwargs):
        words = long_text(
            "督导情况",
            rows=6,
            limit=noting.LONGEST,
            help_text="到场时间、查看的考场、了解的情况和评价。不写考生姓名和证件号码。",
        )
        given = {"lines": reads.lines_of(case), "words": case.words, "words_field": words}
        url = reverse("supervision:visit-save", args=[case.number])
        super().__init__(*args, url=url, **given, **kwargs)


class VisitProblemForm(ProblemForm):
    """A problem that was seen in a visit."""

    def __init__(self, *args, case: Visit, **kwargs):
        super().__init__(*args, points=reads.points_of(case), **kwargs)
        self.fields["point"].label = "督导要点"


class PhotoForm(UploadingMixin, StyledFormMixin, forms.Form):
    """A photo of the visit itself."""

    uploads = ("photo",)
    photo = photo_field("现场照片", required=True)
