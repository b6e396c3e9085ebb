"""Site map of the capability."""

from django.urls import path

from xiandao.catalog.web.industries import industries

urlpatterns = [path("catalog/industries", industries, name="industries")]
