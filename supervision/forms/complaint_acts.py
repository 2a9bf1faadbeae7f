"""What the acts on complaints and explanations ask."""

from django import forms

from assessment.models import Entry, Examiner
from casework.evidence_forms import long_text
from casework.forms import ActForm, opinion
from supervision.enums import ComplaintOutcome
from supervision.selectors import complaint_targets as targets
from supervision.selectors.complaint_offices import transfers

READ_BY_AUTHOR = "投诉人凭查询码看到这段文字。"


class RefuseForm(ActForm):
    """Why it is not taken on."""

    reply = long_text(
        "不予受理的理由",
        rows=5,
        help_text=f"{READ_BY_AUTHOR}请写明依据；属于其他部门的，写明应向哪里反映。",
    )


class AnswerForm(ActForm):
    """What the investigation came to."""

    outcome = forms.ChoiceField(
        label="结论", choices=ComplaintOutcome.choices, widget=forms.RadioSelect
    )
    reply = long_text(
        "答复",
        rows=8,
        limit=5000,
        help_text=f"{READ_BY_AUTHOR}请写明核实的情况、理由和处理结果。",
    )


class ReopenForm(ActForm):
    note = opinion("继续调查的原因", required=True, help_text="只有办理机关看得到。")


class TransferForm(ActForm):
    """To which office it goes, and why."""

    to = forms.ModelChoiceField(None, label="转交给", empty_label="请选择机关")
    note = opinion("转办理由", required=True, help_text="只有办理机关看得到。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = transfers(self.case)


class WhyForm(ActForm):
    """Why something is done; it stays with the office."""

    reason = forms.CharField(label="事由", max_length=200)


class HoldForm(WhyForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "评价机构看得到这项决定，请不要写明来自投诉举报。"


class AskForm(ActForm):
    """What an organisation is asked. It reads both."""

    subject = forms.CharField(
        label="标题", max_length=60, help_text="例如“6月3日电工四级考试的考场安排”。"
    )
    question = long_text(
        "需要说明的事项",
        rows=8,
        help_text="被询问的单位看到的就是这段文字。用自己的话写，不要提到投诉，不要引用投诉人的原话。",
    )


class GiveForm(ActForm):
    text = long_text(
        "说明", rows=8, limit=5000, help_text="有证明材料的，请先在“材料”中上传，再提交说明。"
    )


class IdentifyForm(ActForm):
    """Which agency or office is accused."""

    who = forms.CharField(
        label="被投诉单位",
        max_length=100,
        help_text="评价机构的代码或全称，或机关的全称。核定之后，该单位的人员不能再看到这件投诉举报。",
    )

    def clean(self):
        data = super().clean()
        words = (data.get("who") or "").strip()
        found = [*targets.agencies_named(words), *targets.offices_named(words)] if words else []
        if words and len(found) != 1:
            wrong = "没有找到" if not found else "名称相近的不止一家"
            self.add_error("who", f"{wrong}，请填写机构代码或单位全称。")
        data["found"] = found[0].row if len(found) == 1 else None
        return data

    def facts(self) -> dict:
        row = self.cleaned_data["found"]
        is_agency = isinstance(row, targets.Agency)
        return {"agency": row if is_agency else None, "office": None if is_agency else row}


class LeadForm(ActForm):
    """Whose violation, and the facts as the office has found them."""

    subject = forms.ChoiceField(label="违规主体", choices=(), widget=forms.RadioSelect)
    examiner = forms.ModelChoiceField(
        None,
        label="工作人员",
        required=False,
        empty_label="请选择",
        help_text="违规主体是工作人员的选择。",
    )
    ticket = forms.CharField(
        label="准考证号", max_length=40, required=False, help_text="违规主体是考生的填写。"
    )
    facts_found = long_text(
        "查明的事实",
        rows=8,
        help_text="立案后当事人可以看到。写查明的事实，不要写投诉人和投诉原话。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agency, plan = self.case.agency, self.case.about_plan
        self.fields["examiner"].queryset = Examiner.objects.filter(agency=agency)
        choices = [("agency", str(agency)), ("staff", "该机构的工作人员")] if agency else []
        if plan:
            choices.append(("candidate", "这次评价的考生"))
        self.fields["subject"].choices = choices
        for name in ("examiner", "ticket"):
            self.fields[name].is_conditional = True

    def clean(self):
        data = super().clean()
        choose = {"agency": self._agency, "staff": self._staff, "candidate": self._candidate}
        chosen = choose.get(data.get("subject"))
        data["party"] = chosen(data) if chosen else None
        return data

    def _agency(self, data: dict):
        return self.case.agency

    def _staff(self, data: dict):
        if not data.get("examiner"):
            self.add_error("examiner", "请选择是哪一位工作人员。")
        return data.get("examiner")

    def _candidate(self, data: dict):
        ticket = (data.get("ticket") or "").strip()
        found = Entry.objects.filter(plan=self.case.about_plan, ticket=ticket).first()
        if not ticket or found is None:
            self.add_error("ticket", "请填写这次评价中考生的准考证号。")
        return found

    def facts(self) -> dict:
        return {"subject": self.cleaned_data["party"], "facts": self.cleaned_data["facts_found"]}
