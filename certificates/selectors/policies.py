"""Which policies a holder may qualify for (JS-11): rules as data, in `certificates/policies/`.

One file a region; adding one is adding a file. What is shown is 可能符合, never a decision.
"""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from casework.services.deadlines import add_months
from certificates.enums import CertificateLevel, CertificateStatus, UploadState
from certificates.models import Certificate

FOLDER = Path(__file__).parent.parent / "policies"


class Policy(BaseModel):
    """`region` is the beginning of the division codes where it holds; empty is everywhere.
    `within_months` after issue it ends, `after_months` it begins. Either it has a source (`cite`)
    or it is `default`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern="^[a-z]+(-[a-z]+)*$")
    name: str
    text: str
    levels: tuple[CertificateLevel, ...] = Field(min_length=1)
    region: str = Field(default="", pattern=r"^\d{0,6}$")
    within_months: int | None = Field(default=None, ge=1)
    after_months: int | None = Field(default=None, ge=1)
    visible_nationally: bool = False
    cite: str = ""
    default: bool = False

    @model_validator(mode="after")
    def _has_one_ground(self) -> "Policy":
        if bool(self.cite) == self.default:
            raise ValueError(f"{self.key}: cite or default, one of them.")
        return self

    @property
    def basis(self) -> str:
        return self.cite or "本系统默认"

    def fits(self, certificate: Certificate, day: date) -> bool:
        """Whether the holder may qualify on a day, by what the certificate says."""
        return (
            certificate.status == CertificateStatus.VALID
            and certificate.level in self.levels
            and certificate.division.code.startswith(self.region)
            and self._in_time(certificate.issued_on, day)
        )

    def _in_time(self, issued_on: date, day: date) -> bool:
        begins = add_months(issued_on, self.after_months) if self.after_months else issued_on
        ends = add_months(issued_on, self.within_months) if self.within_months else date.max
        return begins <= day <= ends

    def lacks(self, certificate: Certificate) -> str:
        """What still stands in the way, as far as the portal knows."""
        if self.visible_nationally and certificate.upload != UploadState.NATIONAL:
            return "证书在全国联网查询系统可查以后"
        return ""


@cache
def all_policies() -> tuple[Policy, ...]:
    """Every rule, the national ones first."""
    files = sorted(FOLDER.glob("*.toml"), key=lambda path: (path.stem != "national", path.stem))
    found = [
        Policy(**rule)
        for path in files
        for rule in tomllib.loads(path.read_text(encoding="utf-8"))["policy"]
    ]
    keys = [policy.key for policy in found]
    if len(keys) != len(set(keys)):
        raise ValueError("certificates/policies: a key occurs twice.")
    return tuple(found)


def for_place(place: str) -> list[Policy]:
    """The rules that may hold somewhere in a place, the beginning of division codes."""
    return [
        policy
        for policy in all_policies()
        if policy.region.startswith(place) or place.startswith(policy.region)
    ]


def fitting(certificate: Certificate, day: date) -> list[tuple[Policy, str]]:
    """The policies for which the holder may qualify, each with what still stands in the way."""
    return [
        (policy, policy.lacks(certificate))
        for policy in all_policies()
        if policy.fits(certificate, day)
    ]
