"""What plans and commissions are about, for lists of them."""

from django.db.models import Model

from catalogue.enums import Level

NAMED = 2  # the rest are counted


def named(items: type[Model], case: str, keys: list[int]) -> dict[int, str]:
    """By the key of a plan or commission (the field `case` of its items): its occupations with
    their levels, such as `电工四级、焊工五级`, the first ones by name. One query."""
    rows = items.objects.filter(**{f"{case}__in": keys}).order_by(
        "occupation__code", "-level", "pk"
    )
    found: dict[int, list[str]] = {}
    for key, name, work_type, level in rows.values_list(
        case, "occupation__name", "work_type", "level"
    ):
        found.setdefault(key, []).append(f"{work_type or name}{Level(level).short}")
    return {key: _joined(names) for key, names in found.items()}


def _joined(names: list[str]) -> str:
    more = f"等 {len(names)} 项" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more
