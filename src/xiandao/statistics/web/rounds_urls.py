"""Addresses of what is owed and of the rounds."""

from django.urls import URLPattern, path

from xiandao.statistics.web import mine, round_board, rounds

urlpatterns: list[URLPattern] = [
    path("mine", mine.mine, name="sta_mine"),
    path("rounds", rounds.rounds, name="sta_rounds"),
    path("rounds/<int:pk>", round_board.round_board, name="sta_round"),
]
