"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.reporting import views, views_passed

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("new/", views.new, name="new"),
    path("passed/", views_passed.passed, name="passed"),
    path("passed/<str:ref>/", views_passed.answer, name="answer_passing"),
    path("<str:ref>/", views.report, name="report"),
    path("<str:ref>/write/", views.write, name="write"),
    path("<str:ref>/save/", views.save, name="save"),
    path("<str:ref>/people/", views.people, name="people"),
    path("<str:ref>/settle/", views.settle, name="settle"),
    path("<str:ref>/discard/", views.discard, name="discard"),
]
