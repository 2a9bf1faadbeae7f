"""A table of names and numbers to be checked at once."""

from django import forms

from accounts.models import Organisation
from certificates.documents.bulk_sheet import MOST_ROWS
from ui.forms import StyledFormMixin


class BulkForm(StyledFormMixin, forms.Form):
    """The file, and for which of one's organisations it is checked."""

    organisation = forms.ChoiceField(label="核验单位")
    file = forms.FileField(
        label="名单文件",
        help_text=f"按模板填写的 xlsx、xls 或 csv，最多 {MOST_ROWS} 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def __init__(self, *args, organisations: list[Organisation], **kwargs):
        super().__init__(*args, **kwargs)
        self.known = {str(each.pk): each for each in organisations}
        field = self.fields["organisation"]
        field.choices = [(key, each.name) for key, each in self.known.items()]
        if len(self.known) == 1:
            field.initial = next(iter(self.known))
            field.widget = forms.HiddenInput()

    def clean_organisation(self) -> Organisation:
        return self.known[self.cleaned_data["organisation"]]
