"""A person's own mailbox: changed by a link that came there, and the old one is told."""

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

# Whoever has the mailbox can set the password anew: an open session alone must not be enough.
change = never_cache(reauthentication_required(account.email))


@login_not_required
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """The page of the link. Confirmed, the address takes the old one's place, all or nothing."""
    try:
        with transaction.atomic():
            return account.confirm_email(request, key=key)
    except IntegrityError:  # another account took the mailbox since the link was sent
        messages.error(request, "这个邮箱已被其他账号使用，没有更换。")
        return redirect("portal:home")
