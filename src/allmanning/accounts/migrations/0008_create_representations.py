"""Pre: who acts for whom, shown to the two of them; the code that runs tells the database of no representation, and acts for nobody."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import allmanning.accounts.models.people

OWN_NUMBER = "(SELECT app_own_number())"
AT_WORK = "organisation_id = ANY ((SELECT app_organisations())::bigint[])"

# An actor acts either for themselves or for one other; then nothing of their own is theirs in that transaction.
WHO_ACTS = """
CREATE FUNCTION app_representation() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.representation', true), '')::bigint;

CREATE FUNCTION app_applicant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN nullif(current_setting('app.representation', true), '') IS NULL THEN app_person() END;

CREATE FUNCTION accounts_comes_of_age(number text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (make_date(substr(number, 1, 4)::int, substr(number, 5, 2)::int, mod(substr(number, 7, 2)::int, 60))
    + interval '18 years')::date;
"""

# Run as the owner of the tables, since the ombud may read neither the other's row nor, when it has ended, why.
# The program says which representation somebody acts by; the database itself looks whether it is theirs and holds today.
REPRESENTED = """
CREATE FUNCTION app_own_number() RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT personnummer::text FROM accounts_person WHERE id = app_person();
$$;

CREATE FUNCTION app_represented() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT r.represented_id FROM accounts_representation r JOIN accounts_person p ON p.id = r.represented_id
    WHERE r.id = app_representation() AND r.ombud_number = app_own_number() AND r.revoked_at IS NULL
        AND r.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date
        AND (r.valid_to IS NULL OR r.valid_to >= (now() AT TIME ZONE 'Europe/Stockholm')::date)
        AND (r.kind <> 'guardian'
            OR accounts_comes_of_age(p.personnummer) > (now() AT TIME ZONE 'Europe/Stockholm')::date);
$$;

CREATE FUNCTION app_entrusted(owner bigint, package text, wanted text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM accounts_representation r
        WHERE r.id = app_representation() AND r.tasks::text[] && wanted
            AND (r.organisation_id IS NULL OR r.organisation_id = owner)
            AND (r.packages = '{}' OR package = ANY (r.packages::text[])));
$$;
"""

# Somebody for whom others will act need never have logged in; who works with it enters them, and learns nothing of who was there.
ENTER = """
CREATE FUNCTION accounts_enter(number text, company text, given text, family text) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF cardinality(app_organisations()) = 0 THEN
        RAISE EXCEPTION 'Only who handles cases enters people.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO accounts_person
        (id, personnummer, organisation_number, given_name, family_name, email, protected_identity)
    VALUES (gen_random_uuid(), number, company, given, family, '', false) ON CONFLICT DO NOTHING;
    RETURN (SELECT id FROM accounts_person WHERE personnummer = number OR organisation_number = company);
END $$;
"""

# An adult gives consent themselves. What a register says is recorded by staff, for their own organisation, and for no one of
# themselves. Either party ends a consent; a child ends no guardianship.
PROTECT = f"""
ALTER TABLE accounts_representation ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_representation FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_representation TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY parties ON accounts_representation FOR SELECT
    USING (represented_id = (SELECT app_applicant()) OR ombud_number = {OWN_NUMBER});
CREATE POLICY recorders ON accounts_representation FOR SELECT USING (kind <> 'consent' AND {AT_WORK});
CREATE POLICY consents ON accounts_representation FOR INSERT WITH CHECK (
    kind = 'consent' AND represented_id = (SELECT app_applicant()) AND ombud_number <> {OWN_NUMBER} AND revoked_at IS NULL
);
CREATE POLICY records ON accounts_representation FOR INSERT WITH CHECK (
    kind <> 'consent' AND {AT_WORK} AND ombud_number IS DISTINCT FROM {OWN_NUMBER} AND revoked_at IS NULL
);
CREATE POLICY revokes ON accounts_representation FOR UPDATE USING (
    revoked_at IS NULL AND (
        (kind = 'consent' AND represented_id = (SELECT app_applicant())) OR ombud_number = {OWN_NUMBER}
        OR (kind <> 'consent' AND {AT_WORK})
    )
) WITH CHECK (revoked_at IS NOT NULL);
"""  # noqa: S608
UNDO = """
DROP POLICY revokes ON accounts_representation;
DROP POLICY records ON accounts_representation;
DROP POLICY consents ON accounts_representation;
DROP POLICY recorders ON accounts_representation;
DROP POLICY parties ON accounts_representation;
DROP POLICY owner ON accounts_representation;
ALTER TABLE accounts_representation NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP FUNCTION accounts_enter(text, text, text, text);
DROP FUNCTION app_entrusted(bigint, text, text[]);
DROP FUNCTION app_represented();
DROP FUNCTION app_own_number();
DROP FUNCTION accounts_comes_of_age(text);
DROP FUNCTION app_applicant();
DROP FUNCTION app_representation();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_create_machine_clients"),
    ]

    operations = [
        migrations.CreateModel(
            name="Representation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("guardian", "Guardian"), ("consent", "Consent"), ("company", "Company")],
                        max_length=10,
                    ),
                ),
                (
                    "represented_name",
                    models.CharField(
                        blank=True,
                        help_text="as the ombud reads it; empty for a protected identity",
                        max_length=201,
                    ),
                ),
                (
                    "ombud_number",
                    models.CharField(
                        db_index=True,
                        max_length=12,
                        validators=[allmanning.accounts.models.people.check_personnummer],
                    ),
                ),
                (
                    "ombud_name",
                    models.CharField(help_text="as written by who gave or recorded it", max_length=201),
                ),
                (
                    "packages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        default=list,
                        help_text="only these services; empty is all",
                    ),
                ),
                (
                    "tasks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("read", "Read"),
                                ("apply", "Apply"),
                                ("complete", "Complete"),
                                ("letters", "Letters"),
                            ],
                            max_length=10,
                        )
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
                    "ground",
                    models.CharField(
                        choices=[
                            ("register", "Register"),
                            ("consent", "Consent"),
                            ("power_of_attorney", "Power Of Attorney"),
                            ("representative", "Representative"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="what was shown, such as a register's extract", max_length=200
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "given_by",
                    models.CharField(help_text="the name of who gave or recorded it", max_length=201),
                ),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=201)),
            ],
            options={
                "ordering": ["-given_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="organisation_number",
            field=models.CharField(
                blank=True,
                help_text="of a company or another legal person, which never logs in and has only a family name",
                max_length=10,
                null=True,
                unique=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(("personnummer", None), ("organisation_number", None), _connector="OR"),
                name="a_person_is_natural_or_legal",
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                help_text="only in its cases, and for all but a consent also who recorded it; empty is everywhere",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="represented",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="a_representation_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ground__in", ["consent", "power_of_attorney"]), ("kind", "consent")),
                    models.Q(
                        models.Q(("kind", "consent"), _negated=True),
                        ("organisation__isnull", False),
                        models.Q(("reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_recorded_representation_says_where_and_what_was_shown",
            ),
        ),
        migrations.RunSQL(WHO_ACTS + REPRESENTED + ENTER + PROTECT, UNDO),
    ]
