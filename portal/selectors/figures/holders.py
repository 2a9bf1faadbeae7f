"""The holders in the talent database (技能人才数据库): people, each counted once (JS-11, LN-11)."""

from django.db import connection

from certificates.enums import CertificateLevel
from certificates.selectors import talent
from portal import marking
from portal.models import CertificateTally
from portal.models.holders import bit_of
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Column, Figures, Key, Panel, Row, most_first

COLUMNS = (Column("持证人数"), Column("有效证书", drawn=False))
NOTE = "只统计现在有效的证书。按证件号码一人只计一次；一人有几个等级、职业或地区的，分别计入各行。"
LEVEL, OCCUPATION = "f.level", "f.occupation"


def counted(asked: Asked, by: str = "", digits: int = 0) -> dict[object, tuple[int, int]]:
    """People and certificates by level, by occupation, or by places of so many digits; of all
    together under "". One query. People are told apart by what is told apart or asked for."""
    trades = _trades(asked)
    bit = bit_of(
        digits or len(asked.place),
        level=by == LEVEL or bool(asked.level),
        occupation=by == OCCUPATION or bool(trades),
    )
    where, given = "substr(d.code, 1, %s) = %s", [len(asked.place), asked.place]
    for column, value in ((LEVEL, asked.level), (OCCUPATION, trades and trades[0])):
        if value:
            where += f" AND {column} = %s"
            given.append(value)
    value = by or (f"substr(d.code, 1, {digits})" if digits else "")
    with connection.cursor() as cursor:
        cursor.execute(marking.counted(value, bit, where), given)
        return {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}


def _trades(asked: Asked) -> list[str]:
    """The names of the occupations that the text fits."""
    if not asked.occupation:
        return []
    names = CertificateTally.objects.filter(asked.named("occupation")).order_by()
    return list(names.values_list("occupation", flat=True).distinct()) or [asked.occupation]


def keys(asked: Asked) -> tuple[Key, ...]:
    """People and certificates in all."""
    if len(_trades(asked)) > 1:
        return _keys(*talent.totals(_narrowed(asked)))
    return _keys(*counted(asked).get("", (0, 0)))


def _keys(people: int, certificates: int) -> tuple[Key, ...]:
    return Key("持证人数", people, "人"), Key("有效证书", certificates, "本")


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries; none of them looks at a certificate that was not touched
    lately, unless the text of the occupation fits several: who has two of these is found by
    counting one by one."""
    if len(_trades(asked)) > 1:
        return _one_by_one(asked)
    by_level = counted(asked, LEVEL)
    levels = [
        Row(str(CertificateLevel(n).label), by_level[n]) for n in talent.LEVELS if n in by_level
    ]
    places = grouping.named_places(counted(asked, digits=asked.digits), asked)
    occupations = most_first(Row(*row) for row in counted(asked, OCCUPATION).items())
    return Figures(keys(asked), _panels(levels, places, occupations))


def _panels(levels: list[Row], places: list[Row], occupations: list[Row]) -> tuple[Panel, ...]:
    return (
        Panel("levels", "按等级", "等级", COLUMNS, levels, note=NOTE),
        Panel("places", "按地区", "地区", COLUMNS, places),
        Panel("occupations", "按职业", "职业", COLUMNS, occupations),
    )


def _narrowed(asked: Asked) -> talent.Asked:
    """The same in the words of the talent database."""
    return talent.Asked(place=asked.place, level=asked.level, occupation=asked.occupation)


def _one_by_one(asked: Asked) -> Figures:
    """As the talent database counts them."""
    found = talent.statistics(_narrowed(asked))
    groups = (found.by_level, found.by_place, found.by_occupation)
    rows = ([Row(row.label, (row.people, row.certificates)) for row in group] for group in groups)
    return Figures(_keys(found.people, found.certificates), _panels(*rows))
