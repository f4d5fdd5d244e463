"""Pre: agreements between organisations, and several roles for one person; the code that runs ignores both."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_create_swedish_sort_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "packages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100)),
                ),
                (
                    "tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("read", "Read"), ("handle", "Handle"), ("decide", "Decide")],
                            max_length=10,
                        )
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("caseworker", "Caseworker"), ("team_leader", "Team Leader")],
                            max_length=20,
                        ),
                        help_text="the roles in the executing organisation that may do the tasks",
                    ),
                ),
                ("valid_from", models.DateField()),
                (
                    "valid_to",
                    models.DateField(
                        blank=True, help_text="the last day; empty until it is revoked", null=True
                    ),
                ),
                (
                    "council_decision",
                    models.CharField(
                        help_text="the council's (fullmäktige) decision, such as KF 2026-02-16 § 14",
                        max_length=100,
                    ),
                ),
                ("drafted_by", models.CharField(max_length=201)),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "revoked_by",
                    models.CharField(blank=True, help_text="name and organisation", max_length=303),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=201)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("caseworker", "Caseworker"),
                            ("team_leader", "Team Leader"),
                            ("service_developer", "Service Developer"),
                            ("board", "Board"),
                            ("auditor", "Auditor"),
                            ("operator", "Operator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("digest", models.CharField(help_text="sha256 of the terms that were signed", max_length=64)),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="one_role_in_each_organisation",
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("caseworker", "Caseworker"),
                    ("team_leader", "Team Leader"),
                    ("service_developer", "Service Developer"),
                    ("board", "Board"),
                    ("auditor", "Auditor"),
                    ("operator", "Operator"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("person", "organisation", "role"), name="each_role_once_in_an_organisation"
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="executor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="agreementsignature",
            name="agreement",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="accounts.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreementsignature",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
            ),
        ),
        migrations.AddField(
            model_name="agreementsignature",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["owner", "valid_from"], name="agreements_of_an_owner"),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["executor", "valid_from"], name="agreements_of_an_executor"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner", models.F("executor")), _negated=True),
                name="an_agreement_has_two_parties",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="an_agreement_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementsignature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "organisation"), name="each_party_signs_an_agreement_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementsignature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "person"), name="nobody_signs_for_both_parties"
            ),
        ),
    ]
