"""Pre: login providers by organisation, staff ids, and the three questions that the login asks before anybody is logged in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PROTECT = """
ALTER TABLE login_staffidentity ENABLE ROW LEVEL SECURITY;
ALTER TABLE login_staffidentity FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON login_staffidentity TO CURRENT_USER USING (true) WITH CHECK (true);
"""

# Before somebody is logged in nobody acts, and row-level security shows nothing. These run as the owner of the tables, and each
# answers one question about one exact number or id; none lists anybody.
QUESTIONS = """
CREATE FUNCTION login_person(number text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM accounts_person WHERE personnummer = number;
$$;
CREATE FUNCTION login_employee(organisation bigint, staff_id text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT person_id FROM login_staffidentity WHERE organisation_id = organisation AND identifier = staff_id;
$$;
CREATE FUNCTION login_first_time(number text, given text, family text) RETURNS uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO accounts_person (id, personnummer, given_name, family_name, email, protected_identity)
    VALUES (gen_random_uuid(), number, given, family, '', false)
    ON CONFLICT (personnummer) DO UPDATE SET personnummer = excluded.personnummer
    RETURNING id;
$$;
"""
UNDO = """
DROP FUNCTION login_first_time(text, text, text);
DROP FUNCTION login_employee(bigint, text);
DROP FUNCTION login_person(text);
DROP POLICY owner ON login_staffidentity;
ALTER TABLE login_staffidentity NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0006_create_delegations")]

    operations = [
        migrations.CreateModel(
            name="LoginProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.SlugField(
                        help_text="names it in its address, such as mittkoping-freja", unique=True
                    ),
                ),
                ("name", models.CharField(help_text="on its button, such as Freja eID", max_length=60)),
                (
                    "protocol",
                    models.CharField(choices=[("oidc", "OpenID Connect"), ("saml", "SAML")], max_length=4),
                ),
                (
                    "address",
                    models.URLField(
                        help_text="OpenID discovery document, or the SAML metadata of the other side",
                        max_length=500,
                    ),
                ),
                (
                    "client_id",
                    models.CharField(
                        blank=True, help_text="OpenID Connect: what it calls us", max_length=191
                    ),
                ),
                (
                    "entity_id",
                    models.CharField(
                        blank=True,
                        help_text="SAML: which one, where the metadata holds several",
                        max_length=500,
                    ),
                ),
                (
                    "secret",
                    models.CharField(
                        blank=True,
                        help_text="where the secret is: env:NAME or file:/path; never the secret",
                        max_length=300,
                    ),
                ),
                ("level", models.PositiveSmallIntegerField(help_text="the tillitsnivå it gives, 2 to 4")),
                (
                    "acr",
                    models.CharField(
                        blank=True,
                        help_text="what it must say of how the person was identified",
                        max_length=300,
                    ),
                ),
                (
                    "serves",
                    models.CharField(
                        choices=[("residents", "Residents"), ("staff", "Staff"), ("both", "Both")],
                        max_length=10,
                    ),
                ),
                ("claim", models.CharField(help_text="where it says who the person is", max_length=200)),
                (
                    "identifies",
                    models.CharField(
                        choices=[("personnummer", "Personnummer"), ("staff_id", "Staff Id")], max_length=12
                    ),
                ),
                ("is_active", models.BooleanField(db_default=True, default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="login_providers",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation_id", "name", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 2), ("level__lte", 4)),
                        name="a_login_has_a_level_from_2_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("identifies", "staff_id"), _negated=True),
                            ("serves", "staff"),
                            _connector="OR",
                        ),
                        name="a_staff_id_lets_in_only_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identifier",
                    models.CharField(help_text="as its directory writes it", max_length=200),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "identifier"), name="each_staff_id_once_in_an_organisation"
                    )
                ],
            },
        ),
        migrations.RunSQL(PROTECT + QUESTIONS, UNDO),
    ]
