"""Pre: creates people, where they work, and whom a demonstration lets in; nothing that runs needs to change before it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import allmanning.accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "personnummer",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        null=True,
                        unique=True,
                        validators=[allmanning.accounts.models.check_personnummer],
                    ),
                ),
                ("given_name", models.CharField(max_length=100)),
                ("family_name", models.CharField(max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("protected_identity", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "board",
                    models.CharField(
                        help_text="the board that decides, in the words of its letters", max_length=100
                    ),
                ),
                (
                    "case_prefix",
                    models.CharField(
                        help_text="begins its case numbers, such as MK", max_length=4, unique=True
                    ),
                ),
                ("theme", models.SlugField(help_text="its colours and mark")),
                ("registration_number", models.CharField(blank=True, max_length=11)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("postcode", models.CharField(blank=True, max_length=6)),
                ("town", models.CharField(blank=True, max_length=100)),
                ("telephone", models.CharField(blank=True, max_length=30)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("opening_hours", models.CharField(blank=True, max_length=200)),
                (
                    "court",
                    models.CharField(
                        blank=True, help_text="the förvaltningsrätt that tries its appeals", max_length=100
                    ),
                ),
                (
                    "county_board",
                    models.CharField(blank=True, help_text="the länsstyrelse of its county", max_length=100),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DemoLogin",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_staff", models.BooleanField()),
                ("name", models.CharField(max_length=200)),
                ("story", models.JSONField(help_text='who this is and what to try, {"sv": …, "en": …}')),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demo_logins",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "name"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("caseworker", "Caseworker"), ("team_leader", "Team Leader")], max_length=20
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "organisation"), name="one_role_in_each_organisation"
                    )
                ],
            },
        ),
    ]
