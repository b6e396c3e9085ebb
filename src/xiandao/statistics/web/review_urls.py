"""Addresses of the review."""

from django.urls import URLPattern, path

from xiandao.statistics.web import review, review_filing

urlpatterns: list[URLPattern] = [
    path("review", review.review, name="sta_review"),
    path("review/<int:pk>", review_filing.review_filing, name="sta_review_filing"),
]
