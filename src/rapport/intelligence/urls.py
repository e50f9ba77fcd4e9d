"""Addresses of the room."""

from django.urls import URLPattern, path

from rapport.intelligence.views import briefings, collation, evaluation, items, requirements, taskings

app_name = "intelligence"
urlpatterns: list[URLPattern] = [
    path("", evaluation.queue, name="queue"),
    path("items/", collation.items, name="items"),
    path("items/link/", collation.link, name="link"),
    path("items/<str:ref>/", items.item, name="item"),
    path("items/<str:ref>/regrade/", items.regrade, name="regrade"),
    path("items/<str:ref>/permit/", items.permit, name="permit"),
    path("items/<str:ref>/name/", items.name, name="name"),
    path("items/<str:ref>/tie/", items.tie, name="tie"),
    path("items/<str:ref>/untie/", items.untie, name="untie"),
    path("labels/", items.labels, name="labels"),
    path("labels/<str:kind>/<str:ref>/", items.label, name="label"),
    path("requirements/", requirements.requirements, name="requirements"),
    path("requirements/<str:ref>/task/", taskings.task, name="task"),
    path("taskings/", taskings.taskings, name="taskings"),
    path("taskings/<str:ref>/end/", taskings.end, name="end_tasking"),
    path("taskings/<str:ref>/seen/", requirements.answer_tasking, name="answer_tasking"),
    path("briefing/", briefings.briefings, name="briefings"),
    path("briefing/<str:ref>/", briefings.briefing, name="briefing"),
    path("briefing/<str:ref>/edit/", briefings.edit, name="edit_briefing"),
    path("briefing/<str:ref>/sign/", briefings.sign, name="sign_briefing"),
    path("briefing/<str:ref>/wing/", briefings.wing, name="wing"),
    path("questions/", requirements.questions, name="questions"),
    path("questions/<str:ref>/", requirements.answer, name="answer_question"),
    path("notes/", collation.notes, name="notes"),
    path("notes/new/", collation.new_note, name="new_note"),
    path("notes/<str:ref>/", collation.note, name="note"),
    path("notes/<str:ref>/write/", collation.rewrite_note, name="rewrite_note"),
    path("notes/<str:ref>/hand/", collation.hand_over, name="hand_over"),
    path("<str:ref>/", evaluation.evaluate, name="evaluate"),
    path("<str:ref>/take/", evaluation.take, name="take"),
    path("<str:ref>/let-go/", evaluation.let_go, name="let_go"),
    path("<str:ref>/hand-over/", evaluation.hand_over, name="hand_report_over"),
    path("<str:ref>/answers/", taskings.answers, name="answers"),
    path("<str:ref>/telling/", evaluation.telling, name="telling"),
    path("<str:ref>/sanitise/", evaluation.sanitise, name="sanitise"),
    path("<str:ref>/finish/", evaluation.finish, name="finish"),
    path("<str:ref>/return/", evaluation.return_for_more, name="return"),
    path("<str:ref>/elsewhere/", evaluation.elsewhere, name="elsewhere"),
]
