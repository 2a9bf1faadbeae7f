"""Somebody whom the applicant names."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import identity
from accounts.identity import DocumentKind
from accounts.masking import id_number as masked_id
from accounts.masking import phone as masked_phone
from filing.enums import PersonRole
from filing.models import Filing, Person
from filing.rows.forms import RowForm, refuse_at
from filing.sections.organisation import check_phone

KEEPS = {"id_number": masked_id, "phone": masked_phone}


class PersonForm(RowForm):
    """One person. Numbers that are there already are not shown again: an empty field keeps them."""

    most = 1000

    role = forms.ChoiceField(label="类别", choices=PersonRole.choices, widget=forms.RadioSelect)
    document_kind = forms.ChoiceField(label="证件类型", choices=DocumentKind.choices)
    id_number = forms.CharField(
        label="证件号码",
        required=False,
        max_length=40,
        help_text="核对后加密保存，页面上只显示首尾几位。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label="联系电话",
        required=False,
        max_length=40,
        help_text="手机或带区号的座机，只供办理机关联系。",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )

    class Meta:
        model = Person
        fields = [
            "role",
            "name",
            "document_kind",
            "id_number",
            "phone",
            "employer",
            "post",
            "title",
            "certificate",
            "field",
            "full_time",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._there = {name: getattr(self.instance, name) for name in KEEPS}
        for name, mask in KEEPS.items():
            self.initial[name] = ""
            if self._there[name]:
                shown = mask(self._there[name])
                self.fields[name].help_text = f"已填写 {shown}，不改的留空。"
        self.fields["employer"].help_text = "本单位人员不填。"
        self.fields["certificate"].help_text = "考评员证、督导员证等的编号。"
        self.fields["field"].help_text = "负责全部职业的不填。"

    def clean_name(self) -> str:
        return "".join(self.cleaned_data["name"].split())

    def clean_id_number(self) -> str:
        number = self.cleaned_data["id_number"] or self._there["id_number"]
        kind = self.cleaned_data.get("document_kind")
        if not number or kind is None:
            return number
        try:
            return identity.clean(kind, number)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed:
            return self._there["phone"]
        check_phone(typed)
        return typed

    def clean(self):
        given = super().clean()
        role, number = given.get("role"), given.get("id_number")
        if role and number and self._is_named_twice(role, number):
            label = PersonRole(role).label
            refuse_at(self, "id_number", f"这个证件号码已在“{label}”中，请修改原来的一行。")
        return given

    def _is_named_twice(self, role: str, number: str) -> bool:
        """Compared one by one: what lies encrypted cannot be searched."""
        return any(
            other.id_number == number
            for other in people_of(self.filing)
            if other.role == role and other.pk != self.instance.pk
        )


def people_of(filing: Filing) -> list[Person]:
    """Everybody in the list, read once for all rows of a file."""
    if not hasattr(filing, "_people_read"):
        filing._people_read = list(filing.people.all())
    return filing._people_read
