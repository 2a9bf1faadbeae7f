"""The forms of the bureau's first answer, and of what leads to it."""

from functools import cached_property

from django import forms

from accounts.enums import Role
from accounts.models import Organisation
from accounts.selectors import holds
from casework.forms import ActForm, opinion
from casework.models import Case, LetterHead
from filing.enums import WordingUse
from filing.forms.wordings import SUFFIX, WithWordings
from filing.models import Wording
from filing.sections import SECTIONS
from filing.selectors import rounds
from filing.services import supplement
from ui.forms import StyledFormMixin


class AnswerForm(WithWordings, ActForm):
    """Base of the acts that end in a letter of the receiver."""

    @property
    def office(self) -> Organisation:
        return self.case.receiver

    @cached_property
    def lacks_head(self) -> bool:
        """No letter can be numbered yet: to be said before anybody types."""
        return not LetterHead.objects.filter(office=self.office).exists()

    @property
    def manages(self) -> bool:
        return holds(self.actor, self.office.pk, Role.MANAGER)

    @cached_property
    def groups(self) -> list[rounds.Group]:
        """What colleagues want mended and nobody has sent."""
        return rounds.grouped(rounds.pending(self.case))

    def facts(self) -> dict:
        """The text itself, not which it began with."""
        return {name: v for name, v in super().facts().items() if not name.endswith(SUFFIX)}

    def typed(self) -> list[tuple[str, str]]:
        choices = {field.label for name, field in self.fields.items() if name.endswith(SUFFIX)}
        return [(label, text) for label, text in super().typed() if label not in choices]


class AcceptForm(AnswerForm):
    """A word to go with the 受理通知书."""

    wordings = {"note": WordingUse.ACCEPT}
    note = opinion("附言", help_text="印在受理通知书上。")


class RefuseForm(AnswerForm):
    """Why, and what can be done about it; both go into the letter and onto the timeline."""

    wordings = {"reason": WordingUse.REASON, "remedy": WordingUse.REMEDY}
    reason = opinion("不予受理的理由", required=True, help_text="写明哪一项不符合、依据哪一条。")
    remedy = opinion(
        "补救办法", required=True, help_text="写明怎样改正后可以再次申请，或者应当向哪里提出。"
    )

    def facts(self) -> dict:
        given = super().facts()
        return given | {"note": f"{given['reason']}\n补救办法：{given['remedy']}"}


class RequestForm(AnswerForm):
    """Sends what was collected; `seen` names the list that the page shows."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = opinion("附言", help_text="印在告知书清单之后，不代替清单。")

    def start(self, case: Case) -> dict:
        return {"seen": supplement.digest(rounds.pending(case))}

    def add_error(self, field, error) -> None:
        """What is shown again is what is read now."""
        super().add_error(field, error)
        if field == "seen":
            self.data = self.data.copy()
            self.data["seen"] = self.start(self.case)["seen"]

    @property
    def blocked(self) -> str:
        """Why nothing can be sent now; empty when it can."""
        if rounds.needs_permission(self.case):
            return supplement.ONCE
        return "" if self.groups else supplement.NOTHING

    @property
    def may_ask(self) -> bool:
        return rounds.may_ask(self.actor, self.case)

    @cached_property
    def rule(self):
        """How long the applicant has."""
        return rounds.reply_rule(self.case)

    @property
    def reply_by(self):
        return rounds.reply_by(self.case)


class ItemForm(WithWordings, StyledFormMixin, forms.Form):
    """One thing to be mended in one section."""

    wordings = {"text": WordingUse.SUPPLEMENT}
    section = forms.ChoiceField(
        choices=[(section.key, section.title) for section in SECTIONS], widget=forms.HiddenInput
    )
    text = forms.CharField(
        label="需补正的内容",
        max_length=500,
        help_text="写明缺什么、怎样改，一项一条。",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "一项不超过 500 个字，请分成几项。"},
    )

    def __init__(self, *args, office: Organisation, section: str, **kwargs):
        self.office, self.section = office, section
        # Nine of them stand on one page.
        super().__init__(*args, auto_id=f"{section}_%s", initial={"section": section}, **kwargs)


class LeaveForm(ActForm):
    """Why a second request for supplement is needed, or is allowed."""

    note = opinion("理由", required=True)


class WordingForm(StyledFormMixin, forms.ModelForm):
    """A text of the office."""

    act = forms.ChoiceField(label="用于", choices=WordingUse.choices)

    class Meta:
        model = Wording
        fields = ["act", "title", "text"]
        labels = {"title": "名称", "text": "内容"}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"title": "选用时看到的短名称。"}
