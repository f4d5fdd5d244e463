from django.urls import path

from allmanning.portals.resident import (
    asking,
    attaching,
    case,
    checking,
    completing,
    letters,
    own,
    own_data,
    representing,
    start,
    supporting,
    withdrawing,
    writing,
)

PUBLISHED = "<slug:municipality>/<slug:package_id>/publicerat/<uuid:publication_id>"

app_name = "resident"
urlpatterns = [
    path("<slug:municipality>/mina-arenden/", own.cases, name="cases"),
    path("<slug:municipality>/mina-uppgifter/", own_data.own_data, name="own_data"),
    path("<slug:municipality>/ombud/", representing.listing, name="representations"),
    path("<slug:municipality>/ombud/byt/", representing.change, name="act_for"),
    path("<slug:municipality>/ombud/nytt/", representing.give, name="consent"),
    path(
        "<slug:municipality>/ombud/<int:representation_id>/ta-tillbaka/",
        representing.revoke,
        name="consent_revoke",
    ),
    path("<slug:municipality>/<slug:package_id>/ansok/", start.start, name="start"),
    path(f"{PUBLISHED}/stod/", supporting.support, name="support"),
    path(f"{PUBLISHED}/stod/ta-tillbaka/", supporting.take_back, name="take_back_support"),
    path(f"{PUBLISHED}/folj/", supporting.follow, name="follow"),
    path("<slug:municipality>/arende/<uuid:case_id>/", case.case, name="case"),
    path("<slug:municipality>/arende/<uuid:case_id>/text/", writing.write, name="write"),
    path("<slug:municipality>/arende/<uuid:case_id>/text/liknande/", writing.alike, name="alike"),
    path("<slug:municipality>/arende/<uuid:case_id>/fortsatt/", asking.go_on, name="go_on"),
    path("<slug:municipality>/arende/<uuid:case_id>/fraga/<str:place>/", asking.question, name="question"),
    path("<slug:municipality>/arende/<uuid:case_id>/kontrollera/", checking.check, name="check"),
    path("<slug:municipality>/arende/<uuid:case_id>/komplettera/", completing.complete, name="complete"),
    path("<slug:municipality>/arende/<uuid:case_id>/aterkalla/", withdrawing.withdraw, name="withdraw"),
    path("<slug:municipality>/arende/<uuid:case_id>/lasningar/", case.reads, name="reads"),
    path("<slug:municipality>/arende/<uuid:case_id>/filer/", attaching.listing, name="files"),
    path("<slug:municipality>/arende/<uuid:case_id>/filer/<uuid:file_id>/", attaching.file, name="file"),
    path("<slug:municipality>/arende/<uuid:case_id>/brev/", letters.waiting, name="letters"),
    path("<slug:municipality>/arende/<uuid:case_id>/brev/<int:letter_id>/", letters.letter, name="letter"),
]
