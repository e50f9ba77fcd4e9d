"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.reporting.views import corrections, files, owed, own, passed, roads, urgent, writing

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", own.mine, name="mine"),
    path("roads/", roads.roads, name="roads"),
    path("slip/", roads.slip, name="slip"),
    path("roster/", urgent.roster, name="roster"),
    path("duty/", urgent.duty, name="duty"),
    path("notices/", urgent.notices, name="notices"),
    path("notices/<str:ref>/", urgent.review, name="review"),
    path("alarm/<str:ref>/", urgent.alarm, name="alarm"),
    path("file/<str:ref>/", files.file, name="file"),
    path("new/", writing.new, name="new"),
    path("handed-on/", corrections.corrections, name="corrections"),
    path("handed-on/<str:ref>/", corrections.acknowledge, name="acknowledge"),
    path("owed/", owed.owed, name="owed"),
    path("owed/<str:ref>/", owed.tell, name="tell"),
    path("passed/", passed.passed, name="passed"),
    path("passed/<str:ref>/", passed.answer, name="answer_passing"),
    path("<str:ref>/", own.report, name="report"),
    path("<str:ref>/road/", roads.road, name="road"),
    path("<str:ref>/write/", writing.write, name="write"),
    path("<str:ref>/save/", writing.save, name="save"),
    path("<str:ref>/people/", writing.people, name="people"),
    path("<str:ref>/settle/", writing.settle, name="settle"),
    path("<str:ref>/discard/", writing.discard, name="discard"),
]
