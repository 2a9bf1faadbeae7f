"""Home, health and the pages that belong to no other app."""

app_name = "portal"
urlpatterns = []
