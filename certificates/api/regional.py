"""What provincial systems read with a token: certificates and figures of an office's territory."""

from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import make_aware
from django_filters import DateFilter, FilterSet, NumberFilter
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import APIView

from certificates.api.tokens import OnRecord
from certificates.enums import Scope
from certificates.models import Certificate, Edition
from certificates.selectors import talent
from certificates.serializers.regional import RegionalCertificateSerializer, StatisticsSerializer


class RegionalFilter(FilterSet):
    """By days and level; nobody is looked up by name here."""

    issued_from = DateFilter(field_name="issued_on", lookup_expr="gte", label="发证日期自")
    issued_to = DateFilter(field_name="issued_on", lookup_expr="lte", label="发证日期至")
    changed_from = DateFilter(
        method="by_change", label="变动自", help_text="此日起发放、更正、补发、换发或撤销的。"
    )
    level = NumberFilter(field_name="level", label="等级，1 为一级/高级技师")

    class Meta:
        model = Certificate
        fields: list[str] = []

    def by_change(self, queryset: QuerySet, _name: str, day: date) -> QuerySet:
        """Those of which an edition was made or the status set since; a system that asks each day
        misses no correction."""
        since = make_aware(datetime.combine(day, time.min))
        made = Edition.objects.filter(certificate=OuterRef("pk"), made_at__gte=since)
        return queryset.filter(Q(standing_since__gte=day) | Exists(made))


class RegionalPages(CursorPagination):
    """Page by page in a fixed order, so that none is missed while others are issued."""

    page_size = 500
    ordering = "pk"

    def decode_cursor(self, request):
        """As its base; a cursor that somebody made up is 404."""
        found = super().decode_cursor(request)
        if found and found.position and not found.position.isdecimal():
            raise NotFound(self.invalid_cursor_message)
        return found


@extend_schema(
    tags=["省级系统接口"],
    summary="读取证书数据",
    description="令牌所属机关辖区内的全部证书，含已撤销、已换发的，每页 500 条。"
    "须有 read:certificates 范围；每次调用留有记录。",
)
class RegionalCertificates(OnRecord, ListAPIView):
    """With a token of scope `read:certificates`."""

    scope = Scope.CERTIFICATES
    serializer_class = RegionalCertificateSerializer
    pagination_class = RegionalPages
    filterset_class = RegionalFilter

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Certificate.objects.none()
        place = talent.place_of(self.request.auth.office)
        rows = Certificate.objects.filter(division__code__startswith=place)
        return rows.select_related("division", "replaced_by")


@extend_schema(
    tags=["省级系统接口"],
    summary="读取技能人才统计",
    description="令牌所属机关辖区内有效证书的持证人数：总数，按等级、职业、地区。"
    "须有 read:statistics 范围；每次调用留有记录。",
    responses=StatisticsSerializer,
)
class RegionalStatistics(OnRecord, APIView):
    """With a token of scope `read:statistics`."""

    scope = Scope.STATISTICS

    def get(self, request) -> Response:
        asked = talent.Asked(place=talent.place_of(request.auth.office))
        return Response(StatisticsSerializer(talent.statistics(asked)).data)

    def counted(self, response) -> int:
        return response.data["people"]
