"""What must be true of an installation before it serves anyone."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from portal import demo


@register(Tags.database)
def no_demo_accounts(app_configs, databases, **kwargs) -> list[Error]:
    """Their password was printed on a screen: outside a demonstration none may exist."""
    if settings.DEMO or not databases or "default" not in databases:
        return []
    table = demo.accounts().model._meta.db_table
    if table not in connections["default"].introspection.table_names():
        return []
    names = sorted(demo.accounts().values_list("username", flat=True))
    if not names:
        return []
    return [
        Error(
            f"正式环境中有演示账号：{'、'.join(names)}。",
            hint="请删除这些账号，或换用没有演示数据的数据库。",
            id="portal.E001",
        )
    ]
