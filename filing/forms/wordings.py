"""A choice of the office's own texts that fills the field below it, with scripts or without."""

from collections.abc import Mapping

from django import forms

from accounts.models import Organisation
from casework.forms import REFRESH
from filing.enums import WordingUse
from filing.models import Wording

SUFFIX = "_wording"


class WordingSelect(forms.Select):
    """`static/js/wording.js` fills the field from the option; without scripts the button does."""

    template_name = "filing/bureau/wording_select.html"
    texts: Mapping[str, str] = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        if text := self.texts.get(str(value)):
            option["attrs"]["data-text"] = text
        return option


class WithWordings:
    """For a form that has its `office`: `wordings` says which field may begin with which texts.

    Stands before the form. Where the office keeps none for a field, nothing is added.
    """

    wordings: Mapping[str, WordingUse] = {}
    office: Organisation

    def __init__(self, *args, kept: list[Wording] | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        kept = self.kept(self.office) if kept is None else kept
        for name, use in self.wordings.items():
            if own := [each for each in kept if each.act == use]:
                self._offer(name, own)
        if self.is_bound and REFRESH in self.data:
            self._fill({str(each.pk): each.text for each in kept})

    @classmethod
    def kept(cls, office: Organisation) -> list[Wording]:
        """The texts from which such a form offers; a page of several forms asks once."""
        return list(Wording.objects.filter(office=office, act__in=cls.wordings.values()))

    def _offer(self, name: str, kept: list[Wording]) -> None:
        select = WordingSelect(
            attrs={"class": "form-select", "data-fills": self[name].id_for_label}
        )
        select.texts = {str(each.pk): each.text for each in kept}
        choice = f"{name}{SUFFIX}"
        select.choices = [("", "不使用"), *((str(each.pk), each.title) for each in kept)]
        # Not judged: the field has the text, whatever became of the office's own since.
        self.fields[choice] = forms.CharField(
            label=f"{self.fields[name].label}：常用语", required=False, widget=select
        )
        order = [each for each in self.fields if each != choice]
        order.insert(order.index(name), choice)
        self.order_fields(order)

    def _fill(self, texts: Mapping[str, str]) -> None:
        """What a browser without scripts asks for: the text after what is typed already."""
        self.data = self.data.copy()
        for name in self.wordings:
            field, choice = self.add_prefix(name), self.add_prefix(f"{name}{SUFFIX}")
            text = texts.get(self.data.get(choice, ""), "")
            typed = self.data.get(field, "").strip()
            if text and text not in typed:
                self.data[field] = f"{typed}\n{text}".strip()
            self.data[choice] = ""
