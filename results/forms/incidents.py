"""The form of an incident in a session."""

import uuid

from django import forms
from django.core.exceptions import ValidationError

from assessment.models import Session
from casework.evidence_forms import long_text
from casework.services import inspection
from casework.services.inspection import Inspected
from results import conduct
from results.enums import Consequence
from results.selectors import held
from results.services.incidents import KINDS, MOST, Given
from ui.forms import StyledFormMixin

FILES = tuple(f"file_{at}" for at in range(1, MOST + 1))
ACCEPT = "image/jpeg,image/png,.pdf"


def _file(at: int) -> forms.FileField:
    return forms.FileField(
        label=f"照片或文件 {at}",
        required=False,
        help_text="jpg、png 或 pdf。",
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "文件是空的，请选择有内容的文件。"},
    )


class IncidentForm(StyledFormMixin, forms.Form):
    """What happened, to whom, and what comes of it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    entry = forms.TypedChoiceField(
        label="考生", required=False, coerce=int, empty_value=None, help_text="与考生无关的不选。"
    )
    room = forms.ModelChoiceField(label="考场", queryset=None, required=False, empty_label="全场")
    conduct = forms.ChoiceField(
        label="违纪情形", required=False, help_text="不是违纪的情况不选，只写经过。"
    )
    consequence = forms.ChoiceField(
        label="处理",
        required=False,
        help_text="不选则按规定处理。可以从轻并写明理由，不能加重。",
    )
    lessened = forms.CharField(label="从轻的理由", max_length=200, required=False)
    warned = forms.CharField(
        label="先行警告",
        max_length=200,
        required=False,
        help_text="经警告不改才处理的情形必填，例如“9:20 监考人员书面警告，考生已签字”。",
    )
    facts = long_text(
        "经过", limit=1200, help_text="时间、地点、行为、物品和现场处置，如实客观地写。"
    )
    witnesses = forms.CharField(label="在场人员", max_length=200, required=False)
    signed = forms.BooleanField(label="考生已在纸质记录上签字确认", required=False)
    file_1, file_2, file_3 = (_file(at) for at in range(1, MOST + 1))

    def __init__(self, *args, session: Session, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = session
        self.initial.setdefault("token", uuid.uuid4())
        self.fields["entry"].choices = [("", "不涉及考生"), *_people(session)]
        self.fields["room"].queryset = session.rooms.order_by("order", "name")
        self.fields["room"].label_from_instance = lambda room: room.name
        self.fields["conduct"].choices = [("", "不是违纪"), *_breaches()]
        self.fields["consequence"].choices = [("", "按规定"), *Consequence.choices]
        for name in ("lessened", "warned"):
            self.fields[name].is_conditional = True

    def clean(self):
        data = super().clean()
        for name in FILES:
            upload = data.get(name)
            if upload:
                data[name] = self._inspected(name, upload)
        return data

    def given(self) -> Given:
        """What was filled in."""
        data = self.cleaned_data
        return Given(
            facts=data["facts"].strip(),
            entry=data["entry"],
            room=data["room"],
            conduct=data["conduct"],
            consequence=Consequence(data["consequence"]) if data["consequence"] else None,
            lessened=data["lessened"],
            warned=data["warned"],
            witnesses=data["witnesses"],
            signed=data["signed"],
        )

    def uploads(self) -> list[Inspected]:
        """The proofs, inspected."""
        return [self.cleaned_data[name] for name in FILES if self.cleaned_data.get(name)]

    def _inspected(self, name: str, upload) -> Inspected | None:
        try:
            found = inspection.inspect(upload)
        except inspection.RefusedFile as refused:
            self.add_error(name, str(refused))
            return None
        if found.kind not in KINDS:
            self.add_error(name, "请上传照片或 pdf。")
        return found


class RevokeForm(StyledFormMixin, forms.Form):
    """Why an incident is taken back."""

    reason = long_text("撤销原因", rows=3, limit=300, help_text="写明核实的情况，记录在案。")

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < 4:
            raise ValidationError("请写明撤销的原因。")
        return reason


def _people(session: Session) -> list[tuple[int, str]]:
    rows = held.seats_of(session).order_by("room__order", "room", "number")
    found = rows.values_list("entry", "room__name", "number", "entry__name", "entry__ticket")
    return [
        (pk, f"{name}　{room}{number}号　准考证尾号{ticket[-4:]}")
        for pk, room, number, name, ticket in found
    ]


def _breaches() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (tier.name, [(each.key, each.text) for each in conducts])
        for tier, conducts in conduct.rules().grouped()
    ]
