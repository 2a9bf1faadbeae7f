"""Certificates and figures as provincial systems read them."""

from rest_framework import serializers

from certificates.models import Certificate


class RegionalCertificateSerializer(serializers.ModelSerializer):
    """A certificate with everything that the provincial query needs."""

    document_name = serializers.CharField(source="get_document_display", help_text="证件类型。")
    level_name = serializers.CharField(source="printed_level", help_text="等级，如三级/高级工。")
    work_type = serializers.CharField(source="printed_work_type", help_text="没有工种的为 --。")
    status_name = serializers.CharField(source="get_status_display", help_text="状态。")
    division_code = serializers.CharField(source="division.code", help_text="所在地区划代码。")
    replaced_by = serializers.CharField(
        source="replaced_by.number", default="", help_text="换发为哪个编号。"
    )

    class Meta:
        model = Certificate
        fields = [
            "number",
            "name",
            "document_name",
            "id_number",
            "employer",
            "occupation_code",
            "occupation",
            "work_type",
            "level",
            "level_name",
            "agency_name",
            "division_code",
            "issued_on",
            "status",
            "status_name",
            "standing_since",
            "replaced_by",
        ]


class FigureSerializer(serializers.Serializer):
    """How many people, of one kind."""

    label = serializers.CharField(help_text="等级、职业或地区。")
    people = serializers.IntegerField(help_text="持证人数，一人只计一次。")
    certificates = serializers.IntegerField(help_text="有效证书数。")


class StatisticsSerializer(serializers.Serializer):
    """The figures of a territory."""

    people = serializers.IntegerField(help_text="持证人数，一人只计一次。")
    certificates = serializers.IntegerField(help_text="有效证书数。")
    by_level = FigureSerializer(many=True)
    by_occupation = FigureSerializer(many=True)
    by_place = FigureSerializer(many=True)
