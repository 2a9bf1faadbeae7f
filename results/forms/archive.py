"""What is entered in the archive of a plan, and why something is struck out, held, let go."""

import uuid

from django import forms

from assessment.models import Plan
from casework.evidence_forms import ACCEPT, long_text
from casework.services import inspection
from casework.services.inspection import Inspected
from config import clock
from results.enums import ArchiveForm, Keeping
from results.services.archiving import Given
from ui.forms import StyledFormMixin

PLACES = {
    Keeping.VIDEO: "场次、考场、时长和存放的设备，例如“6月3日理论第一考场，2小时，录像机1号”。",
}
PLACE = "哪里的哪个柜（架、盒），或者什么设备；上传文件的可以不填。"


class ItemForm(StyledFormMixin, forms.Form):
    """A paper, a file, a video that is kept."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    keeping = forms.ChoiceField(label="类别", choices=Keeping.choices)
    form = forms.ChoiceField(label="载体", choices=ArchiveForm.choices)
    title = forms.CharField(
        label="名称", max_length=200, help_text="例如“理论答题卷（第一考场）”。"
    )
    count = forms.IntegerField(
        label="数量", min_value=1, max_value=1_000_000, help_text="份、册、盘或段。"
    )
    place = forms.CharField(label="存放位置", max_length=200, required=False, help_text=PLACE)
    made_on = forms.DateField(
        label="形成日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="材料做成的日期，一般是考试当天。",
    )
    upload = forms.FileField(
        label="文件",
        required=False,
        help_text="电子材料可以上传：pdf、jpg、png、docx、xlsx。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )

    def __init__(self, *args, plan: Plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial.setdefault("count", 1)
        self.initial.setdefault("made_on", plan.last_on or clock.today())
        keeping = self.initial.get("keeping", "")
        self.fields["place"].help_text = PLACES.get(keeping, PLACE)

    def clean_upload(self) -> Inspected | None:
        upload = self.cleaned_data.get("upload")
        if not upload:
            return None
        try:
            return inspection.inspect(upload)
        except inspection.RefusedFile as refused:
            raise forms.ValidationError(str(refused)) from refused

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        return Given(
            keeping=Keeping(data["keeping"]),
            form=ArchiveForm(data["form"]),
            title=data["title"],
            count=data["count"],
            place=data["place"],
            made_on=data["made_on"],
        )


class StrikeForm(StyledFormMixin, forms.Form):
    """Why an entry is struck out."""

    reason = long_text("注销原因", rows=3, limit=200, help_text="原登记和原因保留在案。")


class HoldForm(StyledFormMixin, forms.Form):
    """Why nothing may be destroyed."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    reason = long_text("事由", rows=3, limit=300, help_text="例如投诉、核查、诉讼的案由和文号。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())


class LiftForm(StyledFormMixin, forms.Form):
    """Why it may be destroyed again."""

    reason = long_text("解除理由", rows=3, limit=300)
