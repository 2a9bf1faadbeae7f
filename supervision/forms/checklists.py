"""A checklist and its problems, filled in on a phone on site: inspections and visits alike."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from casework.evidence_forms import long_text
from casework.services import inspection
from casework.services.inspection import Inspected
from supervision.enums import PointAnswer, Severity
from supervision.services.on_site import WORDS, Found
from ui.forms import StyledFormMixin, style

PHOTOS = ("photo_1", "photo_2", "photo_3")
TAKEN = "image/jpeg,image/png,.pdf"


class ChecklistForm(StyledFormMixin, forms.Form):
    """Points and words; each field is kept at `url` as it is tapped or typed. `lines` have a point
    (`key`, `text`) and a value."""

    def __init__(self, *args, lines, words: str, words_field: forms.Field, url: str, **kwargs):
        given = {line.point.key: line.value for line in lines} | {WORDS: words}
        super().__init__(*args, initial=given, **kwargs)
        self.points = [line.point for line in lines]
        for point in self.points:
            self.fields[point.key] = forms.ChoiceField(
                label=point.text, choices=PointAnswer.choices, widget=forms.RadioSelect
            )
        self.fields[WORDS] = words_field
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


def photo_field(label: str, *, required: bool = False) -> forms.FileField:
    """A picture from the camera, or a paper."""
    return forms.FileField(
        label=label,
        required=required,
        help_text="拍照或选择 jpg、png、pdf。",
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        error_messages={"empty": "文件是空的，请重新选择。"},
    )


class UploadingMixin:
    """Uploads become what was inspected of them; what is refused stands at its field."""

    uploads: tuple[str, ...] = ()
    inspect = staticmethod(inspection.inspect)

    def clean(self):
        data = super().clean()
        for name in self.uploads:
            if upload := data.get(name):
                data[name] = self._inspected(name, upload)
        return data

    def _inspected(self, name: str, upload) -> Inspected | None:
        try:
            return self.inspect(upload)
        except ValidationError as refused:
            self.add_error(name, refused)
            return None


class ProblemForm(UploadingMixin, StyledFormMixin, forms.Form):
    """A problem that was found, at one of `points` or besides them."""

    uploads = PHOTOS
    token = forms.UUIDField(widget=forms.HiddenInput)
    point = forms.ChoiceField(label="检查要点", required=False)
    severity = forms.ChoiceField(label="程度", choices=Severity.choices, widget=forms.RadioSelect)
    text = long_text(
        "问题", limit=1000, help_text="看到了什么、在哪里、涉及哪次评价。不写考生姓名和证件号码。"
    )
    demand = long_text("整改要求", rows=2, limit=500, required=False)
    photo_1, photo_2, photo_3 = (photo_field(f"照片 {at}") for at in (1, 2, 3))

    def __init__(self, *args, points, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid.uuid4())
        choices = [(point.key, point.text) for point in points]
        self.fields["point"].choices = [("", "不属于以上要点"), *choices]

    def found(self) -> Found:
        """What was filled in."""
        data = self.cleaned_data
        return Found(data["text"], data["severity"], data["point"], data["demand"])

    def photos(self) -> list[Inspected]:
        """The photos that were taken."""
        return [self.cleaned_data[name] for name in PHOTOS if self.cleaned_data.get(name)]
