"""The forms of acts: what an act asks, with what the door needs to know of the page it stood on."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict

from accounts.models import User
from casework import selectors
from casework.models import Case
from ui.forms import StyledFormMixin

HIDDEN = ("version", "token")
REFRESH = "_refresh"  # a button that asks for further choices without sending the form


class ActForm(StyledFormMixin, forms.Form):
    """Base of every act's form. `version` and `token` travel with the page: the door refuses a
    page that is out of date, and answers the same page sent twice once."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, case: Case, actor: User, **kwargs):
        self.case, self.actor = case, actor
        fresh = {"version": case.version, "token": uuid.uuid4(), **self.start(case)}
        super().__init__(*args, initial=fresh, **kwargs)

    def start(self, case: Case) -> dict:
        """What the fields hold when the page opens."""
        return {}

    def facts(self) -> dict:
        """What the person entered, without what only the page carries."""
        return {name: v for name, v in self.cleaned_data.items() if name not in HIDDEN}

    def typed(self) -> list[tuple[str, str]]:
        """(label, text) of what was typed, to be shown where it cannot be taken any more."""
        shown = [
            (field.label, _as_text(field.value()))
            for field in self.visible_fields()
            if not isinstance(field.field, forms.FileField)
        ]
        return [(label, text) for label, text in shown if text]


def keep_quiet(form: forms.Form) -> None:
    """Show what was typed without complaining yet."""
    form._errors = ErrorDict()


def refuse(form: forms.Form, error: ValidationError) -> None:
    """Put what a service refused at the fields that it is about."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


def _as_text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value if part)
    return str(value or "").strip()


def opinion(label: str = "意见", *, required: bool = False, help_text: str = "") -> forms.CharField:
    """The written opinion of an act."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=1000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(ActForm):
    """An act that asks for nothing but a word, if one is wanted."""

    note = opinion("说明")


class ReasonForm(ActForm):
    """An act that must be explained to the applicant."""

    note = opinion("理由", required=True, help_text="请写明依据，以及需要怎样做。")


class PassOnForm(ActForm):
    """`holder` says who had the case when the page opened, so that nobody takes it from another."""

    holder = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def start(self, case: Case) -> dict:
        return {"holder": case.assignee_id}


class HandOverForm(PassOnForm):
    """To whom a case goes."""

    to = forms.ModelChoiceField(None, label="转交给", empty_label="请选择同事")
    note = opinion("交接说明", help_text="只有办理机关看得到。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = selectors.colleagues(self.case)
        self.fields["to"].label_from_instance = str


class ReleaseForm(PassOnForm):
    """Why a case goes back to the queue."""

    note = opinion("退回说明", help_text="只有办理机关看得到。")


class CommentForm(ActForm):
    """A word among officers."""

    note = opinion("内部意见", required=True, help_text="只有机关工作人员看得到，申请单位看不到。")
