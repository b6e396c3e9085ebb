"""Site map of the capability."""

from django.urls import path

from xiandao.ui.search import search
from xiandao.ui.words import word

urlpatterns = [
    path("search", search, name="search"),
    path("w/<slug:word>", word, name="word"),
]
