"""The catalogue's part of the public API."""

from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny

from catalogue import selectors
from catalogue.filters import OccupationApiFilter
from catalogue.serializers import OccupationSerializer


@extend_schema(
    tags=["职业目录"],
    summary="查询职业",
    description="大典的细类及其后发布的新职业，每页 30 条。搜索时最相符的在前，否则按编码排序。",
    auth=[],
)
class OccupationList(ListAPIView):
    """Anybody may read it."""

    serializer_class = OccupationSerializer
    permission_classes = [AllowAny]
    authentication_classes: list[type] = []
    filterset_class = OccupationApiFilter

    def get_queryset(self):
        return selectors.for_list(selectors.occupations())
