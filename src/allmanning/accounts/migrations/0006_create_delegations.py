"""Pre: the delegation order as data, shown to those who work in the organisation or act for it; nothing asks it before."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PROTECT = """
ALTER TABLE accounts_delegation ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_delegation FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_delegation TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY colleagues ON accounts_delegation FOR SELECT USING (
    organisation_id = ANY ((SELECT app_places())::bigint[])
    OR EXISTS (SELECT 1 FROM accounts_agreement a
        WHERE a.owner_id = organisation_id AND a.id = ANY ((SELECT app_agreements())::bigint[]))
);
"""
UNDO = """
DROP POLICY colleagues ON accounts_delegation;
DROP POLICY owner ON accounts_delegation;
ALTER TABLE accounts_delegation NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_protect_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("package_id", models.CharField(max_length=100)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[("caseworker", "Caseworker"), ("team_leader", "Team Leader")],
                        help_text="who; or a person",
                        max_length=20,
                    ),
                ),
                (
                    "person_name",
                    models.CharField(
                        blank=True,
                        help_text="kept beside, since others may not read the person's row",
                        max_length=201,
                    ),
                ),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("granted", "Granted"), ("partly", "Partly"), ("refused", "Refused")],
                            max_length=10,
                        )
                    ),
                ),
                (
                    "highest_amount",
                    models.BigIntegerField(blank=True, help_text="öre; empty is any amount", null=True),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, help_text="the last day", null=True)),
                (
                    "reference",
                    models.CharField(
                        help_text="the board's decision, such as SN 2025-06-18 § 41", max_length=100
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        help_text="where the role is held when it is another organisation's, by agreement",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["package_id", "valid_from", "pk"],
                "indexes": [models.Index(fields=["organisation", "package_id"], name="delegation_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person__isnull", False), ("role", "")),
                            models.Q(models.Q(("role", ""), _negated=True), ("person", None)),
                            _connector="OR",
                        ),
                        name="delegated_to_a_role_or_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="a_delegation_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunSQL(PROTECT, UNDO),
    ]
