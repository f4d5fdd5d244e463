from django.urls import path

from allmanning.connectors.webhooks.events import SCHEMA_PATH
from allmanning.portals.caseworker.views import (
    agreements,
    asking,
    case,
    control,
    deciding,
    handing,
    records,
    retention,
    stating,
    webhooks,
    worklist,
)

CASE = "handlaggning/arende/<uuid:case_id>"
SYSTEMS = "handlaggning/andra-system"

app_name = "caseworker"
urlpatterns = [
    path("handlaggning/", worklist.worklist, name="worklist"),
    path("handlaggning/sok/", worklist.search, name="search"),
    path("handlaggning/oversikt/", agreements.overview, name="overview"),
    path("handlaggning/avtal/", agreements.listing, name="agreements"),
    path("handlaggning/avtal/nytt/", agreements.new, name="agreement_new"),
    path("handlaggning/avtal/atkomst/", agreements.accesses, name="accesses"),
    path("handlaggning/avtal/rapport/", agreements.report, name="agreement_report"),
    path("handlaggning/avtal/<int:agreement_id>/", agreements.agreement, name="agreement"),
    path("handlaggning/avtal/<int:agreement_id>/skriv-under/", agreements.sign, name="agreement_sign"),
    path("handlaggning/avtal/<int:agreement_id>/aterkalla/", agreements.revoke, name="agreement_revoke"),
    path("handlaggning/gallring/", retention.retention, name="retention"),
    path("handlaggning/gallring/bekrafta/", retention.remove, name="retention_remove"),
    path(f"{SYSTEMS}/", webhooks.listing, name="webhooks"),
    path(f"{SYSTEMS}/nytt/", webhooks.new, name="webhook_new"),
    path(f"{SYSTEMS}/<int:webhook_id>/", webhooks.webhook, name="webhook"),
    path(f"{SYSTEMS}/<int:webhook_id>/andra/", webhooks.change, name="webhook_change"),
    path(f"{SYSTEMS}/<int:webhook_id>/hemlighet/", webhooks.secret, name="webhook_secret"),
    path(f"{SYSTEMS}/<int:webhook_id>/gor/", webhooks.act, name="webhook_act"),
    path(f"{SYSTEMS}/<int:webhook_id>/ge-upp/", webhooks.give_up, name="webhook_give_up"),
    path(f"{SYSTEMS}/<int:webhook_id>/ta-bort/", webhooks.remove, name="webhook_remove"),
    path(SCHEMA_PATH, webhooks.schema, name="webhook_schema"),
    path(f"{CASE}/", case.case, name="case"),
    path(f"{CASE}/bevara/", retention.keep, name="keep"),
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
    path(f"{CASE}/bekrafta/", control.confirm, name="confirm"),
    path(f"{CASE}/skicka-tillbaka/", control.send_back, name="send_back"),
    path(f"{CASE}/andra/", deciding.change, name="change"),
    path(f"{CASE}/avsla/", deciding.refuse, name="refuse"),
]
