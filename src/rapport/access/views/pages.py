"""Start, sign-in by a link of the cast, sign-out and change of posting.

Who may: the cast enters from this machine only, and never in live.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.access import sessions
from rapport.access.links import on_this_machine, open_link
from rapport.access.selectors import own_posting, postings_of
from rapport.access.viewers import SignedInRequest
from rapport.access.views.guard import signed_in, to_sign_in
from rapport.access.views.ways import wanted_page
from rapport.interface.navigation import signposts
from rapport.ledger.reasons import because


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The first page that is for this reader's role."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return to_sign_in(request)
    ways = signposts(viewer, request.path)
    return redirect(ways[0].address if ways else "access:posting")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a signed link. From any other machine the page does not exist."""
    if not on_this_machine(request):
        raise Http404
    posting = open_link(token)
    if request.method == "HEAD":
        return HttpResponse()
    viewer = sessions.sign_in(request, posting, reason=because("access.in_link"))
    answer = redirect(wanted_page(request) or "access:start")
    if viewer.language:  # the language that the last person chose on this browser is not theirs
        answer.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and forget what this browser knew."""
    sessions.sign_out(request)
    answer = redirect("access:sign_in")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def posting(request: SignedInRequest) -> HttpResponseBase:
    """Choose among one's own postings."""
    if request.method != "POST":
        return render(request, "access/posting.html", {"postings": postings_of(request.viewer)})
    sessions.switch_posting(request, own_posting(request.viewer, request.POST.get("posting", "")))
    return redirect("access:start")
