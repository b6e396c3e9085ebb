"""Addresses of one return."""

from django.urls import URLPattern, path

from xiandao.statistics.web import filing, filing_files

urlpatterns: list[URLPattern] = [
    path("filings/<int:pk>", filing.filing, name="sta_filing"),
    path("filings/<int:pk>/save", filing.filing_save, name="sta_filing_save"),
    path("filings/<int:pk>/withdraw", filing.filing_withdraw, name="sta_filing_withdraw"),
    path("filings/<int:pk>/history", filing.filing_history, name="sta_filing_history"),
    path("filings/<int:pk>/template", filing_files.filing_template, name="sta_filing_template"),
    path("filings/<int:pk>/upload", filing_files.filing_upload, name="sta_filing_upload"),
    path(
        "filings/<int:pk>/upload/<int:upload>", filing_files.filing_trial, name="sta_filing_trial"
    ),
    path(
        "filings/<int:pk>/upload/<int:upload>/marked",
        filing_files.filing_marked,
        name="sta_filing_marked",
    ),
    path(
        "filings/<int:pk>/upload/<int:upload>/take",
        filing_files.filing_take,
        name="sta_filing_take",
    ),
]
