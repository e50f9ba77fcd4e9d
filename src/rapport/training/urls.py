"""Addresses of the walk, under /walk/."""

from django.urls import URLPattern, path

from rapport.training import views
from rapport.training.debrief import views as debrief

app_name = "training"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("resume/", views.resume, name="resume"),
    path("lesson/note/<int:position>/", views.lesson_note, name="lesson_note"),
    path("lesson/filed/", views.filed, name="lesson_filed"),
    path("lesson/leave/", views.leave_lesson, name="leave_lesson"),
    path("lesson/<slug:step>/", views.lesson, name="lesson"),
    path("slot/<int:n>/choose/", views.choose, name="choose"),
    path("slot/<int:n>/note/<int:position>/", views.note, name="note"),
    path("slot/<int:n>/note-talk/", views.note_talk, name="note_talk"),
    path("slot/<int:n>/ping/", views.ping, name="ping"),
    path("slot/<int:n>/talk/", views.talk, name="talk"),
    path("slot/<int:n>/next/", views.close_slot, name="next"),
    path("report/", views.report, name="report"),
    path("report/filed/", views.filed, name="filed"),
    path("report/<str:ref>/card/", views.card, name="card"),
    path("day/<int:day>/end/", views.end_day, name="end_day"),
    path("look/<int:number>/", views.look, name="look"),
    path("close/", views.close, name="close"),
    path("debrief/", debrief.debrief, name="debrief"),
    path("debrief/exercise.json", debrief.recipe, name="recipe"),
]
