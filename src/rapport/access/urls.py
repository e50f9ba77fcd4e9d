"""Addresses of the room."""

from django.urls import path

from rapport.access.views import account, administration, approvals, entering, locking, pages, signatures, witness

app_name = "access"
urlpatterns = [
    path("", pages.start, name="start"),
    path("sign-in/", entering.sign_in, name="sign_in"),
    path("sign-in/second/", entering.second, name="second"),
    path("sign-in/passphrase/", entering.choose, name="choose"),
    path("sign-in/set-up/", entering.set_up, name="set_up"),
    path("sign-in/arrive/", entering.arrive, name="arrive"),
    path("sign-in/locked/", locking.locked, name="locked"),
    path("lock/", locking.lock, name="lock"),
    path("switch/", locking.switch, name="switch"),
    path("account/", account.own, name="account"),
    path("account/passphrase/", account.change, name="change"),
    path("account/app/", account.app, name="app"),
    path("account/codes/", account.codes, name="codes"),
    path("account/passkeys/", account.keys, name="passkeys"),
    path("account/passkeys/<str:ref>/remove/", account.remove_key, name="remove_passkey"),
    path("purpose/", account.purpose, name="purpose"),
    path("staff/", administration.staff, name="administration"),
    path("staff/desks/", administration.shared_desks, name="desks"),
    path("staff/desks/<str:ref>/remove/", administration.remove_desk, name="remove_desk"),
    path("staff/bounds/", administration.bounds, name="bounds"),
    path("staff/bounds/<str:ref>/close/", administration.close_compartment, name="close_compartment"),
    path("staff/witness/", witness.overview, name="witness"),
    path("staff/witness/<str:ref>/", witness.one, name="witness_key"),
    path("staff/<str:ref>/", administration.member, name="member"),
    path("staff/<str:ref>/account/", administration.account, name="member_account"),
    path("staff/<str:ref>/end/<str:posting>/", administration.end, name="end_posting"),
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
