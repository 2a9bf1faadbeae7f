"""Forms of inspections: the record on site, findings, what follows."""

import json

from django import forms
from django.urls import reverse

from casework.evidence_forms import ACCEPT, long_text
from casework.forms import ActForm, opinion
from supervision import checklists
from supervision.enums import InspectionResult
from supervision.forms.checklists import ChecklistForm, ProblemForm
from supervision.models import Inspection
from supervision.selectors import inspections as reads
from supervision.services import inspections, records


class RecordForm(ChecklistForm):
    """The checklist and the words of an inspection."""

    def __init__(self, *args, case: Inspection, **kwargs):
        words = long_text(
            "检查情况",
            rows=6,
            limit=records.RECORD.longest,
            help_text="时间、地点、查看的内容、了解的情况。不写考生姓名和证件号码。",
        )
        given = {"lines": reads.lines_of(case), "words": case.words, "words_field": words}
        url = reverse("supervision:record-save", args=[case.number])
        super().__init__(*args, url=url, **given, **kwargs)


class FindingForm(ProblemForm):
    """A problem that was found in an inspection."""

    def __init__(self, *args, case: Inspection, **kwargs):
        super().__init__(*args, points=reads.points_of(case), **kwargs)


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


class AskForTimeForm(ActForm):
    days = forms.IntegerField(label="还需要多少个工作日", min_value=1)
    note = opinion("理由", required=True, help_text="写明已经完成和还没有完成的事项。")


class ExtendForm(ActForm):
    """More time; it begins with what the agency asked for last."""

    days = forms.IntegerField(label="延长的工作日数", min_value=1)
    note = opinion("理由", required=True, help_text="被检查机构可以看到。")

    def start(self, case: Inspection) -> dict:
        asked = case.events.filter(act="ask_for_time").order_by("-sequence").first()
        return {"days": json.loads(asked.facts)["days"]} if asked else {}


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
