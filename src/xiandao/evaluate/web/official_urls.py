"""Addresses of schemes, assessments and commissions."""

from django.urls import URLPattern, path

from xiandao.evaluate.web import assessment, assessments, commissions, schemes

urlpatterns: list[URLPattern] = [
    path("schemes", schemes.schemes, name="eva_schemes"),
    path("schemes/<int:pk>", schemes.scheme, name="eva_scheme"),
    path("schemes/<int:pk>/file/<str:kind>", schemes.file, name="eva_scheme_file"),
    path("assessments", assessments.assessments, name="eva_assessments"),
    path("assessments/<int:pk>", assessment.assessment, name="eva_assessment"),
    path("assessments/<int:pk>/room", assessment.room, name="eva_assessment_room"),
    path("commissions", commissions.commissions, name="eva_commissions"),
    path("commissions/<int:pk>", commissions.commission, name="eva_commission"),
    path("commissions/<int:pk>/room", commissions.room, name="eva_commission_room"),
]
