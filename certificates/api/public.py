"""The certificates' part of the public API: the same selectors, services and limits as the pages.

There is no captcha here: whoever needs more than the few free tries uses the pages, or the bulk
check of an organisation.
"""

from django.conf import settings
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.exceptions import Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.protection import normalise
from casework.services.inspection import RefusedFile
from certificates.frames import lookup as frame
from certificates.selectors import lookup
from certificates.serializers import public as forms
from certificates.services import file_checks, guarding
from ui.forms import megabytes
from ui.parsers import ShortJSONParser
from ui.uploads import CappedHandler

TAG = "证书查询"
NOT_FOUND = "没有与姓名和号码同时一致的证书。"
NO_NUMBER = "没有登记这个编号的证书。"
WRONG = OpenApiResponse(description="填写有误：字段名和说明")
NONE = OpenApiResponse(forms.ProblemSerializer, description="没有查到，不说明是哪一项不符")
TOO_LARGE = OpenApiResponse(forms.ProblemSerializer, description="请求内容过大")
OFTEN = OpenApiResponse(forms.ProblemSerializer, description="超过限制，Retry-After 后再试")


class PublicView(APIView):
    """Anybody may call it, within the limits."""

    permission_classes = [AllowAny]
    authentication_classes: list[type] = []

    def handle_exception(self, exc: Exception) -> Response:
        """A limit is a 429 with Retry-After."""
        if isinstance(exc, guarding.TooOftenError):
            exc = Throttled(wait=exc.seconds)
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        """No cache keeps what was answered."""
        response.headers.setdefault("Cache-Control", "no-store")
        return super().finalize_response(request, response, *args, **kwargs)


def _problem(text: str, code: int) -> Response:
    return Response({"detail": text}, status=code)


class Lookup(PublicView):
    """By name and one exact number."""

    parser_classes = [ShortJSONParser]

    @extend_schema(
        tags=[TAG],
        summary="查询证书",
        description="姓名，加证书编号或证件号码，两项都与登记一致才有结果；证件号码部分隐去。"
        "同一地址、同一号码每小时各 5 次。",
        auth=[],
        request=forms.LookupQuerySerializer,
        responses={
            200: forms.LookupSerializer,
            400: WRONG,
            404: NONE,
            413: TOO_LARGE,
            429: OFTEN,
        },
    )
    def post(self, request: Request) -> Response:
        """200 with the certificates; the same 404 whatever was wrong."""
        query = forms.LookupQuerySerializer(data=request.data)
        query.is_valid(raise_exception=True)
        given = query.validated_data
        asked = lookup.Asked.of_kind(given.get("certificate_number"), given.get("id_number"))
        guarding.admit_call(request, asked.key)
        found = lookup.find_asked(given["name"], asked)
        if not found:
            return _problem(NOT_FOUND, status.HTTP_404_NOT_FOUND)
        cards = [frame.of(each) for each in lookup.shown(found)]
        return Response(forms.LookupSerializer({"results": cards}).data)


class Status(PublicView):
    """Of one number, without personal data."""

    @extend_schema(
        tags=[TAG],
        summary="查询证书状态",
        description="只凭证书编号查现在的状态，不含个人信息。",
        auth=[],
        responses={200: forms.StatusSerializer, 404: NONE, 429: OFTEN},
    )
    def get(self, request: Request, number: str) -> Response:
        """200 with the status, 404 for no such number."""
        guarding.admit_scan(request)
        found = lookup.by_number(normalise(number))
        if found is None:
            return _problem(NO_NUMBER, status.HTTP_404_NOT_FOUND)
        return Response(forms.StatusSerializer(found).data)


class VerifyFile(PublicView):
    """Of a PDF that somebody sends; it is not kept."""

    parser_classes = [MultiPartParser]

    def initialize_request(self, request, *args, **kwargs):
        """What comes beyond the limit is thrown away as it comes."""
        request.upload_handlers = [CappedHandler(request, settings.UPLOAD_LIMIT_BYTES)]
        return super().initialize_request(request, *args, **kwargs)

    @extend_schema(
        tags=[TAG],
        summary="核验电子证书",
        description="上传证书的 PDF：是否签发时的原件，电子签名，每一项内容与登记是否一致。",
        auth=[],
        request={"multipart/form-data": forms.FileSerializer},
        responses={
            200: forms.FileCheckSerializer,
            400: WRONG,
            413: OpenApiResponse(forms.ProblemSerializer, description="文件过大"),
            429: OFTEN,
        },
    )
    def post(self, request: Request) -> Response:
        """200 with what the file is, 400 for what is no readable PDF."""
        guarding.admit_file(request)
        query = forms.FileSerializer(data=request.data)
        valid = query.is_valid()
        if request._request.too_large:
            text = f"文件超过 {megabytes()} MB，不是签发的电子证书。"
            return _problem(text, status.HTTP_413_REQUEST_ENTITY_TOO_LARGE)
        if not valid:
            return Response(query.errors, status=status.HTTP_400_BAD_REQUEST)
        data = query.validated_data["file"].read()
        try:
            found = file_checks.check(data, lambda key: guarding.admit_number(request, key))
        except RefusedFile as refused:
            return Response({"file": refused.messages}, status=status.HTTP_400_BAD_REQUEST)
        return Response(forms.FileCheckSerializer(found).data)
