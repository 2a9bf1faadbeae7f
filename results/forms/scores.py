"""What is asked of who enters, hands in and decides scores."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError

from casework.forms import NoteForm
from casework.issues import Issue
from catalogue.resources.cells import CellError
from results.checks import scores as check
from results.frames.scores import Frame
from results.judging import ROUNDED
from results.sheets import Value, read
from ui.forms import StyledFormMixin


class ScoreForm(NoteForm):
    """The end of scoring, with what is missing."""

    rounded = ROUNDED

    @cached_property
    def issues(self) -> list[Issue]:
        return list(check.check(Frame.of(self.case)))


class FileForm(StyledFormMixin, forms.Form):
    """A file of marks."""

    file = forms.FileField(label="成绩文件", help_text="xlsx、xls 或 csv，按模板的表头填写。")


class HandInForm(StyledFormMixin, forms.Form):
    """That a round is done. `checked` is asked only where something does not fit check-in."""

    checked = forms.BooleanField(label="以上已对照试卷核对，确认无误，交第三人裁定", required=False)

    def __init__(self, *args, doubtful: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["checked"].is_conditional = True
        if not doubtful:
            del self.fields["checked"]


def read_or_refuse(text: str, full_mark: int) -> Value | None:
    """The value that a text says; a refusal that says what to write instead."""
    try:
        return read(text, full_mark)
    except CellError as refused:
        raise ValidationError(f"{refused.message}。{refused.remedy}。") from None


class DecideForm(StyledFormMixin, forms.Form):
    """What holds of a score that was read in two ways."""

    mark = forms.CharField(
        label="裁定成绩",
        max_length=10,
        help_text="缺考的填“缺考”。",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label="裁定理由",
        max_length=200,
        help_text="写明对照试卷看到的情况，如“一录漏看背面第 3 题”。",
    )

    def __init__(self, *args, full_mark: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.full_mark = full_mark

    def clean_mark(self) -> Value:
        value = read_or_refuse(self.cleaned_data["mark"], self.full_mark)
        if value is None:
            raise ValidationError("请填写裁定成绩。")
        return value
