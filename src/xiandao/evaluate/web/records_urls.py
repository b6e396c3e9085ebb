"""Addresses of the four roles, of conversion, and of what is entered for both."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import (
    contracts,
    conversion,
    conversion_unit,
    intakes,
    records,
    roles,
    roles_zone,
)

RECORDS, CONTRACTS = {"kind": "records"}, {"kind": "contracts"}

urlpatterns: list[URLPattern] = [
    path("roles", roles.roles, name="eva_roles"),
    path("roles/<str:code>", roles_zone.zone, name="eva_roles_zone"),
    path("records/new", records.new, name="eva_record_new"),
    path("records/<int:pk>", records.record, name="eva_record"),
    path("records/upload", intakes.upload, RECORDS, name="eva_records_upload"),
    path("records/template", intakes.template, RECORDS, name="eva_records_template"),
    path("conversion", conversion.conversion, name="eva_conversion"),
    path("conversion/<str:code>", conversion_unit.unit, name="eva_conversion_unit"),
    path("contracts/new", contracts.new, name="eva_contract_new"),
    path("contracts/<int:pk>", contracts.contract, name="eva_contract"),
    path("contracts/upload", intakes.upload, CONTRACTS, name="eva_contracts_upload"),
    path("contracts/template", intakes.template, CONTRACTS, name="eva_contracts_template"),
    path("intakes/<int:pk>", intakes.intake, name="eva_intake"),
    path("intakes/<int:pk>/marked", intakes.marked_file, name="eva_intake_marked"),
    path("intakes/<int:pk>/take", intakes.take, name="eva_intake_take"),
]
