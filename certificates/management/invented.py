"""A world of invented certificates, as many as are asked for: for trying out and for measuring.

Names are made of random syllables; ID numbers are well formed and belong to divisions that do not
exist. Nothing is drawn and nothing signed: they are as certificates of an earlier system.
"""

import hashlib
import io
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from stdnum.cn import ric

from accounts.enums import OrganisationKind
from accounts.protection import encrypt, fingerprint
from catalogue.models import Division
from certificates.enums import CertificateStatus, Origin
from certificates.models import Certificate, Edition, NumberCounter, StatusChange
from certificates.numbers import key_of
from config import clock
from filing.enums import AgencyOrigin, AgencyStatus
from filing.models import Agency, AgencyPeriod

CHUNK = 20_000
AGENCIES, LEVELS, YEARS = 20, (5, 4, 3, 2, 1), (2024, 2025, 2026)
KEYS = AGENCIES * len(LEVELS) * len(YEARS)
PEOPLE = 0.85  # a person a certificate; some have two
FAMILY = "安白程邓方高郭何胡黄江李梁林刘马潘齐任宋孙唐王吴谢徐许杨叶袁张赵郑周朱"
GIVEN = "宝成春德东恩芳刚国海红辉建杰静军可丽亮明宁平强青荣书田伟文祥秀永志中子"
CODE = "Y000037990"  # no province gives its agencies such a serial
OCCUPATIONS = (("6-31-01-03", "电工"), ("6-18-02-04", "焊工"), ("6-29-02-06", "钳工"))
BORN, DAYS = date(1960, 1, 1), 16_000


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist: the same for the same number."""

    name: str
    id_number: str


def person(number: int) -> Person:
    """The invented person of that number."""
    dice = random.Random(number)  # noqa: S311 the same people in every world
    name = dice.choice(FAMILY) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
    rest, serial = divmod(number, 1000)
    division, day = divmod(rest, DAYS)
    base = f"0000{division:02}{BORN + timedelta(days=day):%Y%m%d}{serial:03}"
    return Person(name, base + ric.calc_check_digit(base + "0"))


def prefixes() -> list[str]:
    """What the numbers of this world begin with."""
    return [f"{CODE}{number:03}" for number in range(1, AGENCIES + 1)]


def number_of(at: int) -> str:
    """The certificate number of the certificate at that place."""
    key, serial = _place(at)
    return f"{key}{serial:06}"


def holder_of(at: int, count: int) -> Person:
    """Who holds the certificate at that place, in a world of so many."""
    return person(at % max(1, int(count * PEOPLE)))


def _place(at: int) -> tuple[str, int]:
    serial, which = divmod(at, KEYS)
    which, level = divmod(which, len(LEVELS))
    prefix, year = divmod(which, len(YEARS))
    return key_of(f"{CODE}{prefix + 1:03}", YEARS[year], LEVELS[level]), serial + 1


def is_empty() -> bool:
    """Whether nothing real can be here."""
    return not (Certificate.objects.exists() or Agency.objects.exists())


def is_built() -> bool:
    """Whether there is such a world already."""
    return Agency.objects.filter(code=prefixes()[0]).exists()


def build(count: int) -> Iterator[int]:
    """Make so many certificates; tells after each chunk how many there are. A chunk is written
    whole or not at all."""
    agencies = _agencies()
    with transaction.atomic():
        first = (Certificate.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for start in range(0, count, CHUNK):
        places = range(start, min(count, start + CHUNK))
        rows = [_row(first, at, count, agencies) for at in places]
        with transaction.atomic():
            _write(Certificate, CERTIFICATE, (row[0] for row in rows))
            _write(Edition, EDITION, (row[1] for row in rows))
            _write(StatusChange, CHANGE, (row[2] for row in rows))
        yield places.stop
    _count(count)
    _set_sequence(Certificate)


def _agencies() -> list[Agency]:
    """Agencies of this world, in the register."""
    province, _ = Division.objects.get_or_create(
        code="370000", defaults={"name": "山东省", "tier": 1}
    )
    city, _ = Division.objects.get_or_create(
        code="371500", defaults={"name": "聊城市", "tier": 2, "parent": province}
    )
    return [_agency(number, city) for number in range(1, AGENCIES + 1)]


def _agency(number: int, division: Division) -> Agency:
    code, since = prefixes()[number - 1], date(2023, 1, 1)
    agency, made = Agency.objects.get_or_create(
        code=code,
        defaults={
            "prefix": code,
            "name": f"虚构第{number}制造有限公司",
            "credit_code": f"9137150099{number:08}",
            "kind": OrganisationKind.ENTERPRISE,
            "division": division,
            "regulation_id": "liaocheng-enterprise",
            "issuer_name": "聊城市人力资源和社会保障局",
            "origin": AgencyOrigin.IMPORT,
            "contact": "0635-0000000",
            "filed_on": since,
            "published_on": since,
        },
    )
    if made:
        AgencyPeriod.objects.create(agency=agency, status=AgencyStatus.IN_FORCE, since=since)
    return agency


CERTIFICATE = (
    *("id", "number", "origin", "status", "standing_since", "name", "document", "id_number"),
    *("id_hash", "employer", "occupation_code", "occupation", "work_type", "level", "agency_id"),
    *("agency_name", "division_id", "issued_on", "upload"),
)
EDITION = (
    *("certificate_id", "sequence", "content", "content_sha256", "template_version", "sha256"),
    *("signed_by", "print_serial", "remark", "made_at"),
)
CHANGE = ("certificate_id", "status", "since", "at", "reason")


def _row(first: int, at: int, count: int, agencies: list[Agency]) -> tuple:
    """A certificate, its edition and the beginning of its history, as they lie in the tables."""
    holder, number = holder_of(at, count), number_of(at)
    agency = agencies[int(number[10:13]) - 1]
    day = date(2000 + int(number[13:15]), 1 + at % 12, 1 + at % 28)
    code, occupation = OCCUPATIONS[at % len(OCCUPATIONS)]
    status = CertificateStatus.REVOKED if at % 1000 == 999 else CertificateStatus.VALID
    content = json.dumps({"number": number, "name": holder.name}, ensure_ascii=False)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    certificate = (
        *(first + at, number, Origin.LEGACY.value, status.value, day.isoformat()),
        *(holder.name, "id_card", encrypt(holder.id_number)),
        *(fingerprint("id_number", holder.id_number), agency.name, code, occupation, ""),
        *(int(number[15]), agency.pk, agency.name, agency.division_id, day.isoformat(), "none"),
    )
    digest = hashlib.sha256(content.encode()).hexdigest()
    edition = (first + at, 1, encrypt(content), digest, 1, "", "", "", "", now)
    return certificate, edition, (first + at, status.value, day.isoformat(), now, "")


def _write(model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple]) -> None:
    """By COPY on PostgreSQL, by one prepared statement on SQLite."""
    table, names = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", lines)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608


def _count(count: int) -> None:
    """Let issuing go on after the serials that are taken."""
    per_key, rest = divmod(count, KEYS)
    for at in range(KEYS):
        key, _ = _place(at)
        last = per_key + (1 if at < rest else 0)
        NumberCounter.objects.update_or_create(key=key, defaults={"last": last})


def _set_sequence(model: type[models.Model]) -> None:
    """Keys were given by hand: the next one follows them."""
    for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
        with connection.cursor() as cursor:
            cursor.execute(statement)
