from django.urls import path

from allmanning.portals.caseworker.views import asking, case, deciding, handing, records, stating, worklist

CASE = "handlaggning/arende/<uuid:case_id>"

app_name = "caseworker"
urlpatterns = [
    path("handlaggning/", worklist.worklist, name="worklist"),
    path("handlaggning/sok/", worklist.search, name="search"),
    path(f"{CASE}/", case.case, name="case"),
    path(f"{CASE}/nasta/", worklist.following, name="following"),
    path(f"{CASE}/journal/", records.journal, name="journal"),
    path(f"{CASE}/brev/", records.letters, name="letters"),
    path(f"{CASE}/brev/utkast/", deciding.preview, name="preview"),
    path(f"{CASE}/brev/<int:letter_id>/", records.letter, name="letter"),
    path(f"{CASE}/fler/", records.others, name="others"),
    path(f"{CASE}/laslogg/", records.reads, name="reads"),
    path(f"{CASE}/ta/", handing.take, name="take"),
    path(f"{CASE}/lamna-tillbaka/", handing.put_back, name="put_back"),
    path(f"{CASE}/lamna-over/", handing.hand_over, name="hand_over"),
    path(f"{CASE}/bedom/", stating.judge, name="judge"),
    path(f"{CASE}/uppgift/<str:path>/", stating.fact, name="fact"),
    path(f"{CASE}/komplettera/", asking.complete, name="complete"),
    path(f"{CASE}/besluta/", deciding.sign, name="sign"),
    path(f"{CASE}/andra/", deciding.change, name="change"),
    path(f"{CASE}/avsla/", deciding.refuse, name="refuse"),
]
