"""Site map of the capability: first screen, reading, ledger."""

from xiandao.policy.web import ledger_urls, overview_urls, reading_urls

urlpatterns = [
    *overview_urls.urlpatterns,
    *reading_urls.urlpatterns,
    *ledger_urls.urlpatterns,
]
