"""The site as it will be once later apps answer these addresses."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from config import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def later(request, **kwargs):
    return HttpResponse(request.path)


LATER = ("lookup/", "agencies/", "notices/", "desk/", "accounts/login/", "complaints/new/")
urlpatterns = [*urls.urlpatterns, *(path(address, later) for address in LATER)]
