"""The register's part of the public API."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny

from config import clock
from filing.filters import AgencyApiFilter
from filing.selectors import register
from filing.serializers import AgencySerializer


@extend_schema(
    tags=["评价机构目录"],
    summary="查询评价机构",
    description="今天在目录中、状态正常的评价机构，每页 30 条，按备案地和名称排序。",
    auth=[],
)
class AgencyList(ListAPIView):
    """Anybody may read it."""

    serializer_class = AgencySerializer
    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    filterset_class = AgencyApiFilter

    def get_queryset(self):
        return register.agencies_on(clock.today())
