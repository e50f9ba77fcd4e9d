"""Addresses of the room."""

from django.urls import path

from rapport.access.views import approvals, pages, signatures

app_name = "access"
urlpatterns = [
    path("", pages.start, name="start"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("enter/<str:token>/", pages.enter, name="enter"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("posting/", pages.posting, name="posting"),
    path("signature/", signatures.own, name="signature"),
    path("signature/<str:ref>/revoke/", signatures.revoke, name="revoke"),
    path("signatures/", signatures.of_the_service, name="signatures"),
    path("signatures/<str:ref>/confirm/", signatures.confirm, name="confirm"),
    path("approvals/", approvals.waiting, name="approvals"),
    path("approvals/<str:ref>/", approvals.one, name="approval"),
]
