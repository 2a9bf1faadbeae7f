"""A standard that was adjusted is not below the national one (JS-06)."""

from collections.abc import Iterator

from filing.checks import Issue
from filing.dossier import Dossier
from filing.wording import named


def check(dossier: Dossier) -> Iterator[Issue]:
    for item in dossier.scope:
        if item.adjusted.strip() and not item.not_below:
            yield Issue(
                "adjusted-below",
                "standards",
                f"{named(item)}调整了标准，没有确认调整后不低于国家职业标准。",
                "核对后勾选确认；低于国家职业标准的，请修改调整内容。",
                dossier.regulation.standards,
            )
