"""Occupations as other systems read them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalogue import selectors
from catalogue.enums import Level, Verdict
from catalogue.models import Occupation


class LevelSerializer(serializers.Serializer):
    level = serializers.IntegerField(help_text="5 为五级/初级工，1 为一级/高级技师。")
    name = serializers.CharField(help_text="证书上的写法，如 三级/高级工。")


class OccupationSerializer(serializers.ModelSerializer):
    """A 细类."""

    group_code = serializers.CharField(source="parent.code", help_text="所属小类的编码。")
    group_name = serializers.CharField(source="parent.name", help_text="所属小类的名称。")
    work_types = serializers.SlugRelatedField(
        slug_field="name", many=True, read_only=True, help_text="已收录的工种，不全。"
    )
    levels = serializers.SerializerMethodField(help_text="已收录的标准所设的等级，由低到高。")
    assessable = serializers.SerializerMethodField(
        help_text="allowed 可以评价，warned 部分除外，refused 不可评价。"
    )
    reasons = serializers.SerializerMethodField(help_text="不可评价或部分除外的原因。")

    class Meta:
        model = Occupation
        fields = [
            "code",
            "name",
            "group_code",
            "group_name",
            "edition",
            "retired_on",
            "work_types",
            "levels",
            "assessable",
            "reasons",
        ]

    @extend_schema_field(LevelSerializer(many=True))
    def get_levels(self, occupation: Occupation) -> list[dict]:
        levels: list[Level] = selectors.levels_of(occupation)
        return [{"level": level.value, "name": level.printed} for level in levels]

    @extend_schema_field(serializers.ChoiceField(choices=Verdict.choices))
    def get_assessable(self, occupation: Occupation) -> str:
        return selectors.assessability(occupation).verdict.value

    def get_reasons(self, occupation: Occupation) -> list[str]:
        return list(selectors.assessability(occupation).reasons)
