"""Forms of inspections: the record on site, findings, what follows."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from casework.evidence_forms import ACCEPT, long_text
from casework.forms import ActForm, opinion
from casework.services import inspection as uploads
from casework.services.inspection import Inspected
from supervision import checklists
from supervision.enums import InspectionResult, PointAnswer, Severity
from supervision.models import Inspection
from supervision.selectors import inspections as reads
from supervision.services import inspections, records
from supervision.services.records import WORDS, Found
from ui.forms import StyledFormMixin, style

PHOTOS = ("photo_1", "photo_2", "photo_3")
TAKEN = "image/jpeg,image/png,.pdf"


class RecordForm(StyledFormMixin, forms.Form):
    """The checklist and the words; each field is kept as it is tapped or typed."""

    def __init__(self, *args, case: Inspection, **kwargs):
        lines = reads.lines_of(case)
        given = {line.point.key: line.value for line in lines} | {WORDS: case.words}
        super().__init__(*args, initial=given, **kwargs)
        self.points = [line.point for line in lines]
        for point in self.points:
            self.fields[point.key] = forms.ChoiceField(
                label=point.text, choices=PointAnswer.choices, widget=forms.RadioSelect
            )
        self.fields[WORDS] = long_text(
            "检查情况",
            rows=6,
            limit=records.LONGEST,
            help_text="时间、地点、查看的内容、了解的情况。不写考生姓名和证件号码。",
        )
        url = reverse("supervision:record-save", args=[case.number])
        for name, field in self.fields.items():
            style(field.widget)
            _keeps_itself(name, field, url)

    def rows(self) -> list[tuple]:
        """(point, field) of the checklist."""
        return [(point, self[point.key]) for point in self.points]


def _keeps_itself(name: str, field: forms.Field, url: str) -> None:
    typed = isinstance(field.widget, forms.Textarea)
    field.widget.attrs |= {
        "hx-post": url,
        "hx-trigger": "input changed delay:800ms, change" if typed else "change",
        "hx-sync": "this:queue last",
        "hx-target": f"#note-{name}",
        "hx-swap": "outerHTML",
        "hx-vals": f'{{"field": "{name}"}}',
        "hx-params": f"field,{name},csrfmiddlewaretoken",
    }


def _photo(at: int) -> forms.FileField:
    return forms.FileField(
        label=f"照片 {at}",
        required=False,
        help_text="拍照或选择 jpg、png、pdf。",
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )


class FindingForm(StyledFormMixin, forms.Form):
    """A problem that was found."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    point = forms.ChoiceField(label="检查要点", required=False)
    severity = forms.ChoiceField(label="程度", choices=Severity.choices, widget=forms.RadioSelect)
    text = long_text(
        "问题", limit=1000, help_text="看到了什么、在哪里、涉及哪次评价。不写考生姓名和证件号码。"
    )
    demand = long_text("整改要求", rows=2, limit=500, required=False)
    photo_1, photo_2, photo_3 = (_photo(at) for at in (1, 2, 3))

    def __init__(self, *args, case: Inspection, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        points = [(point.key, point.text) for point in reads.points_of(case)]
        self.fields["point"].choices = [("", "不属于以上要点"), *points]

    def clean(self):
        data = super().clean()
        for name in PHOTOS:
            if upload := data.get(name):
                data[name] = self._inspected(name, upload)
        return data

    def _inspected(self, name: str, upload) -> Inspected | None:
        try:
            return uploads.inspect(upload)
        except ValidationError as refused:
            self.add_error(name, refused)
            return None

    def found(self) -> Found:
        """What was filled in."""
        data = self.cleaned_data
        return Found(data["text"], data["severity"], data["point"], data["demand"])

    def photos(self) -> list[Inspected]:
        """The photos that were taken."""
        return [self.cleaned_data[name] for name in PHOTOS if self.cleaned_data.get(name)]


class StepBackForm(ActForm):
    reason = forms.CharField(label="回避原因", max_length=200, help_text="只有办理机关看得到。")


class ReplaceForm(ActForm):
    """Who goes; who comes is the next in the queue of the draw."""

    inspector = forms.ModelChoiceField(None, label="更换谁", empty_label="请选择")
    reason = forms.CharField(label="更换原因", max_length=200, help_text="例如：因病不能参加。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspector"].queryset = reads.team_of(self.case)


def _upload(label: str, *, required: bool) -> forms.FileField:
    return forms.FileField(
        label=label,
        required=required,
        help_text="pdf、jpg、png、docx、xlsx。其他材料可以在“材料”中添加。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )


class AnswerForm(ActForm):
    note = opinion("陈述意见", required=True, help_text="没有异议的，请写“没有异议”。")
    upload = _upload("有关材料", required=False)


class OrderForm(ActForm):
    days = forms.IntegerField(label="整改期限（工作日）", min_value=1, help_text="次日为第 1 天。")
    note = opinion(
        "整改要求", required=True, help_text="印在责令整改通知书上，检查发现的问题已列明。"
    )

    def start(self, case: Inspection) -> dict:
        return {"days": checklists.rules().procedure.rectify_days}


class RectifyForm(ActForm):
    note = opinion("整改情况", required=True, help_text="逐项写明怎样整改、何时完成。")
    upload = _upload("整改报告和佐证材料", required=True)


class SendBackForm(ActForm):
    days = forms.IntegerField(label="继续整改的期限（工作日）", min_value=1)
    note = opinion("复查意见", required=True, help_text="写明哪些没有整改到位。")

    def start(self, case: Inspection) -> dict:
        return {"days": checklists.rules().procedure.rectify_days}


class ConcludeForm(ActForm):
    result = forms.ChoiceField(label="检查结果", widget=forms.RadioSelect)
    note = opinion("结论", required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = inspections.results_for(self.case, self.case.state)
        self.fields["result"].choices = [(each.value, each.label) for each in found]


class PublishForm(ActForm):
    summary = long_text(
        "公布内容", limit=1000, help_text="所有人可见。写检查情况和结果，不写任何人的姓名。"
    )

    def start(self, case: Inspection) -> dict:
        return {"summary": f"{case.agency}：{InspectionResult(case.result).label}。"}
