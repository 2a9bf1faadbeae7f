"""The API's addresses, its schema and its pages."""

urlpatterns = []
