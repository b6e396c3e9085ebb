"""Site map of reading: library, taking in, reading room, comparison, benefits."""

from django.urls import path

from xiandao.policy.web import benefits, library, paper_add, paper_compare, proposals, reading

urlpatterns = [
    path("policy/", library.library, name="library"),
    path("policy/add", paper_add.paper_add, name="paper_add"),
    path("policy/compare", paper_compare.paper_compare, name="paper_compare"),
    path("policy/benefits", benefits.benefits, name="benefits"),
    path("policy/<int:paper>/reading", reading.reading, name="reading"),
    path("policy/<int:paper>/activate", reading.paper_activate, name="paper_activate"),
    path("policy/<int:paper>/reread", reading.paper_reread, name="paper_reread"),
    path("policy/<int:paper>/add", proposals.proposal_add, name="proposal_add"),
    path("policy/<int:paper>/match", proposals.party_match, name="party_match"),
    path(
        "policy/<int:paper>/clauses/<int:clause>/confirm",
        reading.clause_confirm,
        name="clause_confirm",
    ),
    path("policy/proposals/<int:pk>", proposals.proposal, name="proposal"),
    path("policy/proposals/<int:pk>/decide", proposals.proposal_decide, name="proposal_decide"),
    path("policy/proposals/<int:pk>/correct", proposals.proposal_correct, name="proposal_correct"),
    path("policy/proposals/<int:pk>/split", proposals.proposal_split, name="proposal_split"),
]
