"""`python -m bench`: the benchmarks on a database of their own. Fails where a floor is not kept."""

import argparse
import os
import sys
import tempfile

import django
from django.core.management import call_command


def prepare(folder: str, database: str) -> None:
    os.environ.update(VAR_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings.embedded")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    os.environ.pop("DATABASE_URL", None)
    if database:
        os.environ["DATABASE_URL"] = database
    os.environ.pop("REDIS_URL", None)
    django.setup()
    call_command("migrate", verbosity=0)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        call_command("load_catalogue", stdout=nowhere)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--rows", type=int, default=10_000, help="花名册的行数")
    parser.add_argument("--certificates", type=int, default=1_000, help="制证吞吐量的张数")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--database", default="", help="一个空的 PostgreSQL 库；不写为 SQLite")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder, options.database)
        from bench import throughput
        from bench.race import run
        from bench.races import races

        results = [run(race, options.rounds) for race in races(options.rows)]
        lines = throughput.table(options.certificates) if options.certificates else []
    print("\n".join([*map(str, results), *lines]))  # noqa: T201
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
