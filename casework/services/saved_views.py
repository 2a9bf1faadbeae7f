"""Saved views of the list of cases: each person's own."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from casework.models import SavedView

MOST = 12
LONGEST = SavedView._meta.get_field("name").max_length


def save(user: User, *, name: str, query: str) -> SavedView:
    """Keep a list of cases (`filters.canonical`) under a name of one's own; an old name takes the
    new filters.

    Raises ValidationError without a name, with a long one, without a filter, or beyond MOST views.
    """
    name = name.strip()
    if not name:
        raise ValidationError("请填写视图名称。")
    if len(name) > LONGEST:
        raise ValidationError(f"视图名称不超过 {LONGEST} 个字，请缩短。")
    if not query:
        raise ValidationError("请先选择筛选条件，再存为常用视图。")
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        own = SavedView.objects.filter(user=user)
        view = own.filter(name=name).first() or SavedView(user=user, name=name)
        if view.pk is None and own.count() >= MOST:
            raise ValidationError(f"最多保存 {MOST} 个常用视图，请先删除不用的。")
        view.query = query
        view.full_clean()
        view.save()
    return view


def remove(user: User, pk: int) -> None:
    """Forget a view of one's own; another person's, or one that is gone, is no error."""
    SavedView.objects.filter(user=user, pk=pk).delete()
