"""Marks the certificates of people that were touched since, so that looking at the figures of a
million certificates need not look at a single one."""

from django.db import connection, transaction

from config.tallies import alone
from portal.marking import COLUMNS, marked
from portal.models import HolderMark, HolderTally, HolderTouch

AT_ONCE = 5000


def settle() -> int:
    """Mark everybody who was touched, some thousands in a transaction; answer how many rows that
    saved. Safe to run twice and to be stopped: what is not done is still known as touched. Two do
    not run at once: the second leaves it to the first."""
    done = 0
    while count := _settle_some():
        done += count
    if done:
        _tell_planner()
    return done


def _tell_planner() -> None:
    """PostgreSQL would look for those who were touched, of whom it remembers many, among all marks
    until it comes by itself to count them anew: half a minute at a million."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in (HolderTouch, HolderMark, HolderTally):
            cursor.execute(f"ANALYZE {table._meta.db_table}")


def _settle_some() -> int:
    with transaction.atomic():
        if not alone(HolderTouch._meta.db_table):
            return 0
        rows = list(HolderTouch.objects.order_by("pk").values_list("pk", "person")[:AT_ONCE])
        people = sorted({person for _, person in rows})
        if not people:
            return 0
        HolderMark.objects.filter(person__in=people).delete()
        places = ", ".join(["%s"] * len(people))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO portal_holdermark ({COLUMNS}) {marked(places)}",
                people,
            )
        # Only those that were read: what came since is not settled by this.
        HolderTouch.objects.filter(pk__in=[pk for pk, _ in rows]).delete()
    return len(rows)
