"""Calls with a token: who it is, what it opens, and that it was."""

import math

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import BasePermission

from certificates.models import ApiToken
from certificates.services import tokens
from ui.limits import Limit

KEYWORD = "Bearer"
REFUSED = "令牌无效、已停用或已过期。"
TOO_OFTEN = "调用过于频繁，请稍后再试。"


class Client:
    """A system that calls with a token; no person."""

    is_authenticated = True
    is_active = True
    is_anonymous = False
    pk = None

    def __init__(self, token: ApiToken):
        self.token = token

    def __str__(self) -> str:
        return str(self.token)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer jpt_…`. One and the same answer for a token that is unknown, stopped
    or expired; that a known one was refused is on record."""

    def authenticate_header(self, request) -> str:
        return KEYWORD

    def authenticate(self, request) -> tuple[Client, ApiToken] | None:
        kind, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if kind.lower() != KEYWORD.lower():
            return None
        token = tokens.find(secret.strip())
        if token is None:
            raise AuthenticationFailed(REFUSED)
        if not tokens.is_in_force(token):
            put_on_record(request, token, status=401, count=0)
            raise AuthenticationFailed(REFUSED)
        return Client(token), token


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = TokenAuthentication
    name = "regionalToken"

    def get_security_definition(self, auto_schema) -> dict:
        return {"type": "http", "scheme": "bearer", "description": "机关管理员创建的接口令牌。"}


class HasScope(BasePermission):
    """The view's `scope` is one of the token's."""

    message = "令牌没有读取这项数据的范围。"

    def has_permission(self, request, view) -> bool:
        return isinstance(request.auth, ApiToken) and view.scope in request.auth.scopes


class OnRecord:
    """A view whose every call is on record, and limited for each token. `counted(response)`: how
    many records the answer carries."""

    authentication_classes = (TokenAuthentication,)
    permission_classes = (HasScope,)
    scope = ""

    def initial(self, request, *args, **kwargs) -> None:
        super().initial(request, *args, **kwargs)
        limit = Limit("regional-api", settings.REGIONAL_API_LIMIT)
        if wait := limit.seconds_to_wait(request, about=request.auth.digest):
            raise Throttled(math.ceil(wait), TOO_OFTEN)

    def finalize_response(self, request, response, *args, **kwargs):
        final = super().finalize_response(request, response, *args, **kwargs)
        if isinstance(getattr(request, "auth", None), ApiToken):
            count = self.counted(response) if response.status_code == 200 else 0
            put_on_record(request, request.auth, status=response.status_code, count=count)
        return final

    def counted(self, response) -> int:
        return len(response.data.get("results", ()))


def put_on_record(request, token: ApiToken, *, status: int, count: int) -> None:
    """Who, which address, what; no name or number stands in the conditions of these calls."""
    tokens.record(
        token,
        path=request.path,
        query=request.META.get("QUERY_STRING", ""),
        status=status,
        count=count,
        address=request.META.get("REMOTE_ADDR", ""),
    )
