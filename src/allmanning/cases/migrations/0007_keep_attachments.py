"""Pre: files that are sent in, shown to nobody else before they are sent; the code that runs knows of none."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = "(SELECT app_person())"
OF_A_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OF_MY_OWN_CASE = (
    "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id AND c.applicant_id = (SELECT app_person())"
    " AND c.organisation_id = cases_attachment.organisation_id)"
)
NOT_SENT_AND_MINE = f"sent_at IS NULL AND uploaded_by_id = {PERSON}"
# The organisation's own scanner looks through a file while it still belongs to a draft, which nobody else may see.
MACHINE = f"{PERSON} IS NULL AND organisation_id = ANY ((SELECT app_organisations())::bigint[])"

PROTECT = f"""
ALTER TABLE cases_attachment ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_attachment FORCE ROW LEVEL SECURITY;
CREATE POLICY may_select ON cases_attachment FOR SELECT USING (
    ((sent_at IS NOT NULL OR uploaded_by_id = {PERSON}) AND {OF_A_VISIBLE_CASE}) OR ({MACHINE})
);
CREATE POLICY may_insert ON cases_attachment FOR INSERT WITH CHECK (
    state = 'waiting' AND {NOT_SENT_AND_MINE} AND {OF_MY_OWN_CASE}
);
CREATE POLICY may_update ON cases_attachment FOR UPDATE USING (({NOT_SENT_AND_MINE}) OR ({MACHINE}))
    WITH CHECK (uploaded_by_id = {PERSON} OR ({MACHINE}));
CREATE POLICY may_delete ON cases_attachment FOR DELETE USING (({NOT_SENT_AND_MINE}) OR ({MACHINE}));
CREATE POLICY counted ON cases_attachment FOR SELECT TO CURRENT_USER USING (true);
"""

# No policy can compare the row as it was with the row as it becomes: only a machine says that a file is clean.
ONLY_THE_SCANNER = """
CREATE FUNCTION cases_only_the_scanner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Only the scanner says whether a file is clean.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_the_scanner BEFORE UPDATE ON cases_attachment FOR EACH ROW
    WHEN (OLD.state <> NEW.state AND app_person() IS NOT NULL)
    EXECUTE FUNCTION cases_only_the_scanner();
"""
UNDO = """
DROP TRIGGER only_the_scanner ON cases_attachment;
DROP FUNCTION cases_only_the_scanner();
DROP POLICY counted ON cases_attachment;
DROP POLICY may_delete ON cases_attachment;
DROP POLICY may_update ON cases_attachment;
DROP POLICY may_insert ON cases_attachment;
DROP POLICY may_select ON cases_attachment;
ALTER TABLE cases_attachment NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_create_delegations"),
        ("cases", "0006_add_control_by_another"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("uploaded_at", models.DateTimeField()),
                (
                    "sent_at",
                    models.DateTimeField(
                        help_text="with the application or the answer; until then it is the uploader's own paper",
                        null=True,
                    ),
                ),
                ("name", models.CharField(help_text="as the sender named it, made harmless", max_length=120)),
                ("media_type", models.CharField(help_text="as the content says", max_length=40)),
                ("size", models.PositiveBigIntegerField(help_text="bytes of the plain file")),
                ("sha256", models.CharField(help_text="of the plain file", max_length=64)),
                (
                    "stored_as",
                    models.CharField(
                        blank=True,
                        help_text="random place in the storage; empty when the file is deleted",
                        max_length=80,
                    ),
                ),
                (
                    "key_id",
                    models.CharField(
                        help_text="which key outside the database locks the file's own key", max_length=16
                    ),
                ),
                ("locked_key", models.BinaryField(help_text="the file's own key, locked")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("clean", "Clean"),
                            ("infected", "Infected"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("finding", models.CharField(blank=True, help_text="what the scanner found", max_length=200)),
                (
                    "scanner",
                    models.CharField(
                        blank=True,
                        help_text="which scanner and signatures passed it; empty: none did",
                        max_length=100,
                    ),
                ),
                ("scanned_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("attempted_at", models.DateTimeField(null=True)),
                (
                    "error",
                    models.CharField(
                        blank=True, help_text="the last failure to have it scanned", max_length=200
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="cases.case",
                    ),
                ),
                (
                    "completion",
                    models.ForeignKey(
                        db_index=False,
                        help_text="the question it answers; none when it came with the application",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="cases.completion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["uploaded_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["organisation", "uploaded_at"],
                        name="attachments_not_scanned",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "clean"])),
                        fields=("case", "sha256"),
                        name="one_attachment_of_each_file",
                    )
                ],
            },
        ),
        migrations.RunSQL(PROTECT + ONLY_THE_SCANNER, UNDO),
    ]
