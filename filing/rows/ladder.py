"""A level of the enterprise's own, and the national one that it stands for (LC-05, JS-05)."""

from django import forms

from catalogue.enums import Level, Relation
from catalogue.rules import mapping_problem
from filing.models import OwnLevel
from filing.rows.forms import RowForm, number, refuse_at


class OwnLevelForm(RowForm):
    most = 50
    ordinal = number("由低到高第几级", most=99, help_text="其他等级依次后移。")
    relation = forms.ChoiceField(label="与国家等级的关系", widget=forms.RadioSelect)
    level = forms.TypedChoiceField(
        label="对应国家等级",
        coerce=int,
        choices=[("", "请选择"), *Level.choices],
        help_text="每个自设等级都须对应一个国家等级：五级以下的对应五级，一级以上的对应一级。",
    )

    class Meta:
        model = OwnLevel
        fields = ["name", "ordinal", "relation", "level"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rule = self.filing.regulation.limits.ladder
        offered = {Relation.BELOW: rule.apprentice, Relation.ABOVE: rule.above_first}
        self.fields["relation"].choices = [
            (each.value, each.label) for each in Relation if offered.get(each, True)
        ]
        self.fields["name"].help_text = "如：学徒工、中级工一档、特级技师。"

    def clean(self):
        given = super().clean()
        relation, level = given.get("relation"), given.get("level")
        if relation and level and (problem := mapping_problem(relation, level)):
            refuse_at(self, "level", problem)
        return given
