"""Tokens with which provincial systems read an office's certificates and statistics."""

import hashlib
import secrets
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.enums import OrganisationStatus, Role
from accounts.models import Organisation, User
from accounts.selectors import holds, staffed_by
from casework.services.door import ForbiddenError
from catalogue.regulations.terms import Tier
from certificates.enums import Scope
from certificates.models import ApiCall, ApiToken
from config import clock

MARK = "jpt_"
HEAD = len(MARK) + 6
LONGEST = timedelta(days=366)
TIERS = (Tier.CITY, Tier.PROVINCE)
NOT_YOURS = "只有市级、省级机关的管理员可以管理接口令牌。"


def offices_of(user: User) -> list[Organisation]:
    """The offices of a city or province that a person manages."""
    return [
        office
        for office in staffed_by(user)
        if office.tier in TIERS and holds(user, office.pk, Role.MANAGER)
    ]


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """The tokens of one's offices."""
    rows = ApiToken.objects.filter(office__in=offices_of(user))
    return rows.select_related("office", "created_by", "revoked_by")


def create(
    office: Organisation, *, name: str, scopes: list[str], valid_until: date, actor: User
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown once and kept nowhere. Who may: managers of a city
    or province office. Raises ForbiddenError, ValidationError by field."""
    _demand(office, actor)
    if not name.strip():
        raise ValidationError({"name": "请写明用在哪个系统。"})
    if not scopes or set(scopes) - set(Scope.values):
        raise ValidationError({"scopes": "请选择令牌可以读取什么。"})
    today = clock.today()
    if not today <= valid_until <= today + LONGEST:
        raise ValidationError({"valid_until": "有效期从今天起，最长一年。"})
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        office=office,
        name=name.strip(),
        head=secret[:HEAD],
        digest=digest(secret),
        scopes=sorted(set(scopes)),
        valid_until=valid_until,
        created_by=actor,
        created_at=clock.now(),
    )
    return token, secret


def revoke(token: ApiToken, *, actor: User) -> None:
    """Stop a token at once; stopped again, nothing more happens. Raises ForbiddenError."""
    _demand(token.office, actor)
    rows = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    rows.update(revoked_by=actor, revoked_at=clock.now())


def digest(secret: str) -> str:
    """What is kept of a secret: it is random, so a plain digest cannot be tried out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find(secret: str) -> ApiToken | None:
    """The token of a secret, in force or not."""
    rows = ApiToken.objects.select_related("office__division")
    return rows.filter(digest=digest(secret)).first()


def is_in_force(token: ApiToken) -> bool:
    """Neither stopped nor expired, of an office that is there."""
    return (
        token.revoked_at is None
        and token.valid_until >= clock.today()
        and token.office.status == OrganisationStatus.ACTIVE
    )


def record(
    token: ApiToken, *, path: str, query: str, status: int, count: int, address: str
) -> ApiCall:
    """Put a call on record."""
    return ApiCall.objects.create(
        token=token,
        at=clock.now(),
        path=path[:200],
        query=query[:500],
        status=status,
        count=count,
        address=address[:45],
    )


def _demand(office: Organisation, actor: User) -> None:
    if office not in offices_of(actor):
        raise ForbiddenError(NOT_YOURS)
