"""Numbers without gaps or twins: a counter row per key, locked in the issuing transaction."""

from django.db import connection, transaction

from casework.models import Counter


def take(key: str) -> int:
    """The next number of a key, from 1.

    The row stays locked until the caller's transaction ends, so an act that fails gives its number
    back and leaves no gap. Raises RuntimeError outside a transaction, where that would not hold.
    """
    return take_many(key, 1)[0]


def take_many(key: str, count: int) -> range:
    """The next `count` numbers of a key at once, under the same terms."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"编号 {key} 只能在事务中取得。")
    with transaction.atomic():
        Counter.objects.bulk_create([Counter(key=key)], ignore_conflicts=True)
    counter = Counter.objects.select_for_update().get(key=key)
    counter.last += count
    counter.save(update_fields=["last"])
    return range(counter.last - count + 1, counter.last + 1)


def case_number(prefix: str, year: int) -> str:
    """`BA2026000017`: kind of case, year, running number."""
    return f"{prefix}{year}{take(f'case/{prefix}/{year}'):06d}"
