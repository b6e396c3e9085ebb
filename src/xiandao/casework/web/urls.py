"""Site map of the capability."""

from django.urls import URLPattern, path

from xiandao.casework.web import case, cases, inbox

urlpatterns: list[URLPattern] = [
    path("inbox", inbox.inbox, name="inbox"),
    path("inbox/batch", inbox.inbox_batch, name="inbox_batch"),
    path("cases", cases.case_list, name="cases"),
    path("cases/<int:pk>", case.case, name="case"),
    path("cases/<int:pk>/act", case.case_act, name="case_act"),
    path("cases/<int:pk>/remind", case.case_remind, name="case_remind"),
    path("cases/<int:pk>/assign", case.case_assign, name="case_assign"),
    path("cases/<int:pk>/sheet", case.case_sheet, name="case_sheet"),
    path("cases/<int:pk>/files/<int:document>", case.case_file, name="case_file"),
]
