"""Opening an account for an organisation."""

from django.urls import path

from onboarding.views import change, public

app_name = "onboarding"
urlpatterns = [
    path("register/", public.register, name="register"),
    path("register/done/", public.registered, name="registered"),
    path("register/places/", public.places, name="places"),
    path("organisation/change/", change.propose, name="change"),
    path("register/join/", public.join, name="join"),
]
