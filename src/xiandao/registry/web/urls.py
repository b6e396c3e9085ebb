"""Site map of the capability."""

from django.urls import URLPattern, path

from xiandao.registry.web import (
    accounts,
    audit,
    documents,
    grants,
    keys,
    organisations,
    password,
    signin,
)

urlpatterns: list[URLPattern] = [
    path("signin", signin.signin, name="signin"),
    path("signout", signin.signout, name="signout"),
    path("password", password.password, name="password"),
    path("keys", keys.keys, name="keys"),
    path("registry/organisations", organisations.organisations, name="organisations"),
    path("registry/accounts", accounts.accounts, name="accounts"),
    path("registry/grants", grants.grants, name="grants"),
    path("registry/audit", audit.audit, name="audit"),
    path("registry/audit/verify", audit.audit_verify, name="audit_verify"),
    path("documents/add", documents.document_add, name="document_add"),
    path("documents/<int:pk>", documents.document, name="document"),
]
