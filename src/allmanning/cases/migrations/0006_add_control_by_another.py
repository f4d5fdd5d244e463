"""Pre: decisions that take two people; the code that runs never asks for one, and finds its lists by the wider indexes."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The applicant reads a decision when it is taken, not while two people look at it. Nobody confirms their own.
PROTECT = """
ALTER TABLE cases_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_proposal FORCE ROW LEVEL SECURITY;
CREATE POLICY may_select ON cases_proposal FOR SELECT USING (EXISTS (
    SELECT 1 FROM cases_case WHERE cases_case.id = case_id AND applicant_id <> (SELECT app_person())
));
CREATE POLICY may_insert ON cases_proposal FOR INSERT WITH CHECK (
    proposed_by_id = (SELECT app_person()) AND EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = case_id AND (
        organisation_id = ANY ((SELECT app_organisations())::bigint[])
        OR (organisation_id || ':' || package_id) = ANY ((SELECT app_agreed(ARRAY['decide']))::text[])
    ))
);
CREATE POLICY may_update ON cases_proposal FOR UPDATE USING (
    state = 'waiting' AND EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = case_id AND (
        organisation_id = ANY ((SELECT app_organisations())::bigint[])
        OR (organisation_id || ':' || package_id) = ANY ((SELECT app_agreed(ARRAY['decide']))::text[])
    ))
) WITH CHECK (state <> 'confirmed' OR proposed_by_id <> (SELECT app_person()));
"""
UNDO = """
DROP POLICY may_update ON cases_proposal;
DROP POLICY may_insert ON cases_proposal;
DROP POLICY may_select ON cases_proposal;
ALTER TABLE cases_proposal NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_create_delegations"),
        ("cases", "0005_count_for_the_council"),
        ("catalogue", "0001_create_catalogue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_by_name", models.CharField(max_length=201)),
                ("outcome", models.CharField(max_length=100)),
                ("amount", models.BigIntegerField(help_text="öre", null=True)),
                (
                    "changes",
                    models.JSONField(
                        default=list,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="as on a decision",
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("proposed_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("confirmed", "Confirmed"),
                            ("returned", "Returned"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_by", models.CharField(blank=True, max_length=201)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, help_text="why it was sent back")),
            ],
            options={
                "ordering": ["proposed_at", "pk"],
            },
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="worklist_by_deadline",
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="worklist_of_one_caseworker",
        ),
        migrations.AlterField(
            model_name="case",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("submitted", "Submitted"),
                    ("assessing", "Assessing"),
                    ("completion", "Completion"),
                    ("control", "Control"),
                    ("decided", "Decided"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="purpose",
            field=models.CharField(
                choices=[("application", "Application"), ("decision", "Decision"), ("proposal", "Proposal")],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["submitted", "assessing", "completion", "control"])),
                fields=["organisation", "due_on", "id"],
                name="worklist_by_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["submitted", "assessing", "completion", "control"])),
                fields=["assignee", "due_on", "id"],
                name="worklist_of_one_caseworker",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="signature",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.signature"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "waiting")),
                fields=("case",),
                name="one_waiting_proposal_for_each_case",
            ),
        ),
        migrations.RunSQL(PROTECT, UNDO),
    ]
