"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.reporting import urgent_views, views, views_passed

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("roads/", views.roads, name="roads"),
    path("slip/", views.slip, name="slip"),
    path("roster/", urgent_views.roster, name="roster"),
    path("notices/", urgent_views.notices, name="notices"),
    path("notices/<str:ref>/", urgent_views.review, name="review"),
    path("alarm/<str:ref>/", urgent_views.alarm, name="alarm"),
    path("file/<str:ref>/", views.file, name="file"),
    path("new/", views.new, name="new"),
    path("passed/", views_passed.passed, name="passed"),
    path("passed/<str:ref>/", views_passed.answer, name="answer_passing"),
    path("<str:ref>/", views.report, name="report"),
    path("<str:ref>/road/", views.road, name="road"),
    path("<str:ref>/write/", views.write, name="write"),
    path("<str:ref>/save/", views.save, name="save"),
    path("<str:ref>/people/", views.people, name="people"),
    path("<str:ref>/settle/", views.settle, name="settle"),
    path("<str:ref>/discard/", views.discard, name="discard"),
]
