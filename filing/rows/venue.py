"""A room, an installation or equipment."""

from django import forms

from filing.enums import FacilityKind
from filing.models import Facility
from filing.rows.forms import RowForm, number


class FacilityForm(RowForm):
    most = 500
    kind = forms.ChoiceField(label="类别", choices=FacilityKind.choices, widget=forms.RadioSelect)
    quantity = number("数量", most=100_000, help_text="间数、台套数。")
    capacity = number(
        "可容纳人数（工位数）", most=100_000, required=False, help_text="考场填写，设备不填。"
    )

    class Meta:
        model = Facility
        fields = ["kind", "name", "address", "quantity", "capacity", "serves", "monitored"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "如：第一机考教室、电工实训台、身份识别和信号屏蔽设备。"
        self.fields["serves"].help_text = "适用于全部职业的不填。"
