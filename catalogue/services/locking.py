"""One lock a table for whoever writes reference rows by hand or by file."""

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, transaction
from django.db.models import Model

BUSY = "另一位管理员正在修改这张表，本次没有保存。请稍候再试。"


class BusyError(Exception):
    """Somebody else holds the table for longer than we wait. The text says what to do."""

    def __init__(self) -> None:
        super().__init__(BUSY)


def lock_tables(*models: type[Model]) -> None:
    """Wait until no other writer of these tables is at work and keep them away until commit.

    Rows locked one by one in the order of two files would deadlock, and rows not there yet cannot
    be locked, so each table has one row that stands for it: that of its content type. SQLite has
    its write lock since BEGIN. Raises BusyError when the database tires of waiting.
    """
    kinds = ContentType.objects.get_for_models(*models).values()
    stand_ins = ContentType.objects.filter(pk__in=[kind.pk for kind in kinds]).order_by("pk")
    try:
        with transaction.atomic():
            list(stand_ins.select_for_update(no_key=True))
    except OperationalError as error:
        raise BusyError from error
