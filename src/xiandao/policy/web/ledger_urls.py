"""Site map of the ledger."""

from django.urls import path

from xiandao.policy.web import (
    deadlines,
    importing,
    item,
    item_instruct,
    item_lead,
    item_reports,
    ledger,
    targets,
)

urlpatterns = [
    path("policy/ledger", ledger.ledger, name="ledger"),
    path("policy/ledger/export", ledger.ledger_export, name="ledger_export"),
    path("policy/ledger/print", ledger.ledger_print, name="ledger_print"),
    path("policy/ledger/items/<int:pk>/cell", ledger.ledger_cell, name="ledger_cell"),
    path("policy/ledger/import", importing.ledger_import, name="ledger_import"),
    path("policy/ledger/import/<int:pk>", importing.upload, name="upload"),
    path("policy/ledger/import/<int:pk>/confirm", importing.upload_confirm, name="upload_confirm"),
    path("policy/ledger/import/<int:pk>/discard", importing.upload_discard, name="upload_discard"),
    path("policy/ledger/import/<int:pk>/marked", importing.upload_marked, name="upload_marked"),
    path("policy/items/<int:pk>", item.item, name="item"),
    path("policy/items/<int:pk>/edit", item.item_edit, name="item_edit"),
    path("policy/items/<int:pk>/rule", item.item_rule, name="item_rule"),
    path("policy/items/<int:pk>/same", item.item_same, name="item_same"),
    path("policy/items/<int:pk>/candidates", item.item_candidates, name="item_candidates"),
    path("policy/items/<int:pk>/report", item_reports.item_report, name="item_report"),
    path("policy/items/<int:pk>/count", item_reports.item_count_in, name="item_count_in"),
    path(
        "policy/items/<int:pk>/count/<int:record>/out",
        item_reports.item_count_out,
        name="item_count_out",
    ),
    path("policy/items/<int:pk>/followup", item_reports.item_followup, name="item_followup"),
    path("policy/items/<int:pk>/lead", item_lead.item_lead, name="item_lead"),
    path("policy/items/<int:pk>/instruct", item_instruct.item_instruct, name="item_instruct"),
    path("policy/deadlines", deadlines.deadlines, name="deadlines"),
    path("policy/targets", targets.targets, name="targets"),
]
