"""The marking sheet of a member of a panel."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from results.forms.scores import read_or_refuse
from results.services.marking import Given, Sheet, asked_by, stamp
from results.sheets import Value
from ui.forms import StyledFormMixin

SMALL = {"inputmode": "decimal", "autocomplete": "off"}


class MarkingForm(StyledFormMixin, forms.Form):
    """A field a line, or one for the total. `submit` is true where the button hands it in."""

    absent = forms.BooleanField(label="缺考", required=False)
    remark = forms.CharField(label="评语", max_length=300, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, sheet: Sheet, **kwargs):
        self.sheet = sheet
        row = sheet.marking
        kwargs["initial"] = {
            "absent": row and row.absent,
            "remark": row and row.remark,
            **self._shown(),
            "total": row and row.mark,
            **{f"line-{at}": line["given"] for at, line in enumerate(sheet.lines)},
        }
        super().__init__(*args, **kwargs)
        own = [self._line(at, line) for at, line in enumerate(sheet.lines)]
        if not own:
            own = [("total", self._field("评分", sheet.full_mark))]
        self.fields = {**dict(own), **self.fields}

    def _shown(self) -> dict[str, str]:
        """What the page carries of what it shows."""
        return {"seen": stamp(self.sheet.marking), "asked": asked_by(self.sheet.lines)}

    def show_again(self) -> None:
        """What was typed stays, beside what there is now: sent again it is meant so. What was
        typed beside other lines is left out."""
        shown, typed = self._shown(), self.data.dict()
        if typed.get("asked", "") not in ("", shown["asked"]):
            typed = {name: text for name, text in typed.items() if not name.startswith("line-")}
        self.data = typed | shown

    def _line(self, at: int, line: dict) -> tuple[str, forms.Field]:
        return f"line-{at}", self._field(line["text"], line["marks"])

    def _field(self, label: str, most) -> forms.Field:
        widget = forms.TextInput(attrs={**SMALL, "class": "form-control", "data-line": str(most)})
        field = forms.CharField(
            label=f"{label}（{most} 分）", max_length=10, required=False, widget=widget
        )
        field.is_conditional = True
        return field

    def clean(self) -> dict:
        given = super().clean()
        if given.get("absent"):
            return given
        lines = [(f"line-{at}", line["marks"]) for at, line in enumerate(self.sheet.lines)]
        for name, most in lines or [("total", self.sheet.full_mark)]:
            if given.get(name):
                try:
                    given[name] = _mark(given[name], Decimal(str(most)))
                except ValidationError as refused:
                    self.add_error(name, refused)
        return given

    def given(self) -> Given:
        """What was filled in; valid forms only."""
        said = self.cleaned_data
        value = Value(absent=True) if said["absent"] else None
        if value is None and not self.sheet.lines and said["total"]:
            value = Value(Decimal(said["total"]))
        lines = tuple(said[f"line-{at}"] for at in range(len(self.sheet.lines)))
        return Given(lines, value, said["remark"], said["seen"], said["asked"])


def _mark(text: str, most: Decimal) -> str:
    value = read_or_refuse(text, 9999)
    if value is None or value.absent:
        raise ValidationError("请填写数字；缺考的在下面勾选。")
    if value.mark > most:
        raise ValidationError(f"这一项最高 {most} 分，请核对。")
    return f"{value.mark}"
