"""Agencies as other systems read them."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config import clock
from filing.models import Agency
from filing.selectors import register


class ScopeSerializer(serializers.Serializer):
    occupation_code = serializers.CharField(source="occupation.code", help_text="职业编码。")
    occupation_name = serializers.CharField(source="occupation.name", help_text="职业名称。")
    work_type = serializers.CharField(help_text="工种（职业方向），没有的为空。")
    levels = serializers.ListField(
        child=serializers.IntegerField(), help_text="可以评价的等级，由低到高；1 为一级/高级技师。"
    )


class AgencyListSerializer(serializers.ListSerializer):
    """Reads the scopes of a page at once."""

    def to_representation(self, data):
        page = list(data)
        self.child.scopes = register.scopes_on(page, clock.today())
        return super().to_representation(page)


class AgencySerializer(serializers.ModelSerializer):
    """An agency in force."""

    kind_name = serializers.CharField(source="get_kind_display", help_text="机构类别。")
    division_code = serializers.CharField(source="division.code", help_text="备案地区划代码。")
    division_name = serializers.CharField(source="division.full_name", help_text="备案地。")
    scope = serializers.SerializerMethodField(help_text="今天的评价范围。")

    class Meta:
        model = Agency
        list_serializer_class = AgencyListSerializer
        fields = [
            "code",
            "prefix",
            "name",
            "credit_code",
            "kind",
            "kind_name",
            "division_code",
            "division_name",
            "issuer_name",
            "filed_on",
            "valid_until",
            "address",
            "contact",
            "scope",
        ]

    @extend_schema_field(ScopeSerializer(many=True))
    def get_scope(self, agency: Agency) -> list:
        return ScopeSerializer(self.scopes[agency.pk], many=True).data
