"""Addresses of the room."""

from django.urls import path

from rapport.access.views import pages

app_name = "access"
urlpatterns = [
    path("", pages.start, name="start"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("enter/<str:token>/", pages.enter, name="enter"),
    path("sign-out/", pages.sign_out, name="sign_out"),
    path("posting/", pages.posting, name="posting"),
]
