"""`python -m bench.figures`: how long each topic of the dashboards takes, for the staff of a
province, beside counting the certificates anew. The database (`DATABASE_URL`) holds the world that
`manage.py make_world` makes; the limit is a second a topic.
"""

import argparse
import os
import sys
import time

import django

LIMIT = 1.0
ANEW = (
    "SELECT division_id, occupation, level, date_trunc('month', issued_on), status, count(*), "
    "count(DISTINCT id_hash) FROM certificates_certificate GROUP BY 1, 2, 3, 4, 5"
)


def best(do, rounds: int) -> float:
    """The shortest of some runs, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        do()
        times.append(time.perf_counter() - begun)
    return min(times)


def asked_for(province: str):
    """A question of an office of the province, for the length of a transaction that is undone."""
    from accounts.enums import OFFICE_STAFF
    from accounts.models import Membership, Organisation, User
    from catalogue.models import Division
    from portal.selectors.figures.asked import Asked, scopes_of

    division = Division.objects.get(code=province)
    office = Organisation.objects.create(
        name="测速", kind="hrss", tier="province", division=division, status="active"
    )
    user = User.objects.create_user("bench-figures", "bench@example.com")
    for role in OFFICE_STAFF:
        Membership.objects.create(user=user, organisation=office, role=role, since="2020-01-01")
    scope = scopes_of(user)[0]
    return Asked(user=user, scope=scope, place=scope.place)


def anew() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(ANEW)
        cursor.fetchall()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.figures")
    parser.add_argument("--province", default="370000", help="区划代码")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.db import transaction

    from portal.services.tallies import tend
    from portal.topics import TOPICS

    tend()
    with transaction.atomic():
        asked = asked_for(options.province)
        times = {
            topic.label: best(lambda topic=topic: topic.figures(asked), options.rounds)
            for topic in TOPICS
        }
        transaction.set_rollback(True)
    for label, seconds in times.items():
        print(f"{label}：{seconds * 1000:.0f} 毫秒")  # noqa: T201
    print(f"逐本重新统计：{best(anew, 1) * 1000:.0f} 毫秒")  # noqa: T201
    return 0 if max(times.values()) < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
