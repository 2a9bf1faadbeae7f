"""The holders in the talent database (技能人才数据库): people, each counted once (JS-11, LN-11).

None of it looks at a certificate that was not touched lately. Two things would make a page wait,
and are said on it instead: so many people touched at once that they are not marked yet, and a text
that fits several occupations with so many certificates that nobody can say soon who has two.
"""

from django.db import connection
from django.db.models import Q, Sum

from certificates.enums import CertificateLevel, CertificateStatus
from certificates.selectors import talent
from portal import marking
from portal.models import CertificateTally, HolderTouch
from portal.models.holders import bit_of
from portal.selectors.figures import grouping
from portal.selectors.figures.asked import Asked
from portal.selectors.figures.shapes import Column, Figures, Key, Panel, Row, most_first

COLUMNS = (Column("持证人数"), Column("有效证书", drawn=False))
NOTE = "只统计现在有效的证书。按证件号码一人只计一次；一人有几个等级、职业或地区的，分别计入各行。"
BEHIND = "刚有大批证书变动，正在逐步计入，几分钟后再看即为最新。"
TOO_MANY = (
    "符合的职业不止一个、证书较多，这里只分职业统计；要看总人数、等级和地区，请填写职业全称或编码。"
)
LEVEL, OCCUPATION = "f.level", "f.occupation"
MOST_TOUCHED = 1000  # people who are looked at one by one: a quarter of a second
MOST_ONE_BY_ONE = 50_000  # certificates, likewise


def counted(
    asked: Asked, by: str = "", digits: int = 0, *, behind: bool
) -> dict[object, tuple[int, int]]:
    """People and certificates by level, by occupation, or by places of so many digits; of all
    together under "". One query. People are told apart by what is told apart or asked for, so only
    by occupation may the text fit several. `behind`: without those who were touched."""
    trades = _trades(asked)
    bit = bit_of(
        digits or len(asked.place),
        level=by == LEVEL or bool(asked.level),
        occupation=by == OCCUPATION or bool(trades),
    )
    where, given = "substr(d.code, 1, %s) = %s", [len(asked.place), asked.place]
    if asked.level:
        where += f" AND {LEVEL} = %s"
        given.append(asked.level)
    if trades:
        where += f" AND {OCCUPATION} IN ({', '.join(['%s'] * len(trades))})"
        given += trades
    value = by or (f"substr(d.code, 1, {digits})" if digits else "")
    with connection.cursor() as cursor:
        cursor.execute(marking.counted(value, bit, where, settled=behind), given)
        return {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}


def is_behind() -> bool:
    """Whether too many people were touched to look at them now; they are marked by and by."""
    return HolderTouch.objects.order_by("pk")[: MOST_TOUCHED + 1].count() > MOST_TOUCHED


def _trades(asked: Asked) -> list[str]:
    """The names of the occupations that the text fits."""
    if not asked.occupation:
        return []
    names = CertificateTally.objects.filter(asked.named("occupation")).order_by()
    return list(names.values_list("occupation", flat=True).distinct()) or [asked.occupation]


def _certificates(asked: Asked) -> int:
    """How many valid ones there are of what was asked for."""
    rows = CertificateTally.objects.filter(
        Q(status=CertificateStatus.VALID),
        asked.within("division", "agency"),
        asked.named("occupation"),
        asked.at_level("level"),
    )
    return rows.aggregate(count=Sum("count"))["count"] or 0


def keys(asked: Asked) -> tuple[Key, ...]:
    """People and certificates in all."""
    if len(_trades(asked)) > 1:
        certificates = _certificates(asked)
        if certificates > MOST_ONE_BY_ONE:
            return _keys(None, certificates)
        return _keys(*talent.totals(_narrowed(asked)))
    return _keys(*counted(asked, behind=is_behind()).get("", (0, 0)))


def _keys(people: int | None, certificates: int) -> tuple[Key, ...]:
    return Key("持证人数", people, "人"), Key("有效证书", certificates, "本")


def figures(asked: Asked) -> Figures:
    """In a fixed number of queries."""
    several, behind = len(_trades(asked)) > 1, is_behind()
    if several and (certificates := _certificates(asked)) <= MOST_ONE_BY_ONE:
        return _one_by_one(asked)
    occupations = most_first(Row(*row) for row in counted(asked, OCCUPATION, behind=behind).items())
    late = BEHIND if behind else ""
    if several:
        panel = _occupations(occupations, NOTE + TOO_MANY + late)
        return Figures(_keys(None, certificates), (panel,))
    by_level = counted(asked, LEVEL, behind=behind)
    levels = [
        Row(str(CertificateLevel(n).label), by_level[n]) for n in talent.LEVELS if n in by_level
    ]
    found = counted(asked, digits=asked.digits, behind=behind)
    places = grouping.named_places(found, asked)
    whole = counted(asked, behind=behind).get("", (0, 0))
    return Figures(_keys(*whole), _panels(levels, places, occupations, NOTE + late))


def _panels(
    levels: list[Row], places: list[Row], occupations: list[Row], note: str = NOTE
) -> tuple[Panel, ...]:
    return (
        Panel("levels", "按等级", "等级", COLUMNS, levels, note=note),
        Panel("places", "按地区", "地区", COLUMNS, places),
        _occupations(occupations),
    )


def _occupations(rows: list[Row], note: str = "") -> Panel:
    return Panel("occupations", "按职业", "职业", COLUMNS, rows, note=note)


def _narrowed(asked: Asked) -> talent.Asked:
    """The same in the words of the talent database."""
    return talent.Asked(place=asked.place, level=asked.level, occupation=asked.occupation)


def _one_by_one(asked: Asked) -> Figures:
    """As the talent database counts them."""
    found = talent.statistics(_narrowed(asked))
    groups = (found.by_level, found.by_place, found.by_occupation)
    rows = ([Row(row.label, (row.people, row.certificates)) for row in group] for group in groups)
    return Figures(_keys(found.people, found.certificates), _panels(*rows))
