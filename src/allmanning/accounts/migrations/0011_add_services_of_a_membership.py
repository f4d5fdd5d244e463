"""Pre: who handles cases may do so for some services only; the code that runs limits nobody, and tells the database of no limit."""

import django.contrib.postgres.fields
from django.db import migrations, models

# Told by `allmanning.accounts.access`: where the actor handles some services only, and those services (12:service).
WHO_ACTS = """
CREATE FUNCTION app_limited() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.limited', true), ''), '{}')::bigint[];

CREATE FUNCTION app_services() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.services', true), ''), '{}')::text[];
"""

# Nobody signs for the whole organisation on the strength of a part of it, and an agreement widens nobody's services.
SIGNS = """
CREATE OR REPLACE FUNCTION app_signs() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership
    WHERE person_id = app_person() AND role IN ('team_leader', 'board') AND packages = '{}';
END;
"""
AGREED = """
CREATE OR REPLACE FUNCTION app_agreed(wanted text[]) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(a.owner_id || ':' || package), '{}')
    FROM accounts_agreement a, unnest(a.packages) package
    WHERE a.id = ANY (app_agreements()) AND a.executor_id = ANY (app_organisations())
        AND (a.executor_id <> ALL (app_limited()) OR (a.executor_id || ':' || package) = ANY (app_services()))
        AND a.tasks::text[] && wanted AND a.revoked_at IS NULL
        AND a.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date
        AND (a.valid_to IS NULL OR a.valid_to >= (now() AT TIME ZONE 'Europe/Stockholm')::date)
        AND (SELECT count(*) FROM accounts_agreementsignature s WHERE s.agreement_id = a.id) = 2;
END;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_allow_boards_to_keep_their_order")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="packages",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=100),
                blank=True,
                db_default=[],
                default=list,
                help_text="only the cases of these services; empty is all. Of who handles cases: other roles are for the whole",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("packages", []), ("role__in", ["caseworker", "team_leader"]), _connector="OR"
                ),
                name="who_handles_cases_may_be_limited",
            ),
        ),
        migrations.RunSQL(WHO_ACTS + SIGNS + AGREED),
    ]
