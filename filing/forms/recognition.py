"""What a subsidiary is asked when it wants its parent's filing recognised (JS-10)."""

from functools import cached_property

from django import forms

from accounts.models import Organisation
from casework.forms import ActForm, opinion
from filing.models import Agency
from filing.services import recognition
from ui.forms import StyledFormMixin

EVIDENCE_HELP = "股权关系、集团章程、营业执照等能证明母子公司关系的材料，PDF 或图片。"


def relation() -> forms.CharField:
    """What ties the two."""
    return forms.CharField(
        label="母子公司关系",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：母公司持有本单位 100% 股权。",
    )


class RecognitionForm(StyledFormMixin, forms.Form):
    """The request. What `search` finds is offered under `agency`."""

    owner = forms.ModelChoiceField(None, label="本单位", empty_label=None)
    search = forms.CharField(
        label="查找母公司的备案",
        max_length=100,
        required=False,
        help_text="输入母公司名称、机构代码或统一社会信用代码，再点“查找”，在下面选择。",
    )
    agency = forms.ChoiceField(
        label="母公司的评价机构",
        widget=forms.RadioSelect,
        error_messages={"required": "请查找并选择母公司的评价机构。"},
    )
    relation = relation()
    evidence = forms.FileField(label="关系证明材料", help_text=EVIDENCE_HELP)
    note = opinion("说明")

    def __init__(self, *args, owners: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in owners])
        if len(owners) == 1:
            field.widget, field.initial = forms.HiddenInput(), owners[0]
        self.fields["agency"].choices = [
            (each.code, f"{each.name}（{each.code}，{each.division.full_name}）")
            for each in self.offered
        ]

    @cached_property
    def offered(self) -> list[Agency]:
        """The one that was chosen, then those found."""
        chosen = self["agency"].value() or ""
        rows = list(Agency.objects.filter(code=chosen).select_related("division"))
        return rows + [
            row for row in recognition.found(self["search"].value() or "") if row.code != chosen
        ]

    def asked(self) -> dict:
        """What `recognition.ask` takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "search"}
        code = given.pop("agency")
        return given | {"agency": next(each for each in self.offered if each.code == code)}


class RecognitionCorrectionForm(ActForm):
    """The request once more; evidence only where it is another."""

    relation = relation()
    evidence = forms.FileField(
        label="新的证明材料", required=False, help_text=f"不更换的不必上传。{EVIDENCE_HELP}"
    )
    note = opinion("补正说明")

    def start(self, case) -> dict:
        return {"relation": case.relation}


class EndForm(ActForm):
    note = opinion("终止的原因", required=True, help_text="例如：股权关系已经变更。")
