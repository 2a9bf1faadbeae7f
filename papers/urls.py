"""Question banks and papers."""

from papers.urlpatterns import banks, papers

app_name = "papers"
urlpatterns = [*banks.URLS, *papers.URLS]
