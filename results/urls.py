"""Sessions held, scores, results, the archive, and what candidates see."""

from results.urlpatterns import archive, candidates, held, publicity, scores

app_name = "results"
urlpatterns = [*held.URLS, *scores.URLS, *publicity.URLS, *archive.URLS, *candidates.URLS]
