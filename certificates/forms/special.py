"""The certificate of a 特级技师 or 首席技师, as an officer enters it."""

from django import forms

from assessment.forms.plans import day_field
from catalogue.models import Occupation
from certificates.models import SpecialCertificate
from certificates.services import special
from ui.forms import StyledFormMixin


class SpecialForm(StyledFormMixin, forms.ModelForm):
    """The occupation by its code, as it stands in the classification."""

    occupation_code = forms.CharField(
        label="职业编码", max_length=20, help_text="例如 6-31-01-03，可以在职业目录中查找。"
    )
    issued_on = day_field("发证日期")

    class Meta:
        model = SpecialCertificate
        fields = (
            *("agency", "certificate_number", "certificate_level", "name", "document"),
            *("id_number", "employer", "work_type", "issued_on", "basis"),
        )
        widgets = {"id_number": forms.TextInput(attrs={"autocomplete": "off"})}
        help_texts = {
            "certificate_number": "省级下发的编号，2 个大写字母加 20 位数字。",
            "basis": "评聘文件的名称和文号。",
        }

    field_order = (
        *("agency", "certificate_number", "certificate_level", "name", "document", "id_number"),
        *("employer", "occupation_code", "work_type", "issued_on", "basis"),
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = special.agencies_of(office)
        self.fields["agency"].empty_label = "请选择评价机构"

    def clean_occupation_code(self) -> Occupation:
        found = Occupation.objects.filter(code=self.cleaned_data["occupation_code"].strip()).first()
        if found is None:
            raise forms.ValidationError("职业目录中没有这个编码，请核对。")
        return found

    def given(self) -> special.Given:
        """What was typed."""
        data = dict(self.cleaned_data)
        return special.Given(occupation=data.pop("occupation_code"), **data)

    def _post_clean(self) -> None:
        """The case is opened by the door, which checks the row; here only what was typed counts."""
