"""Pre: agreements are shown to their two parties, signed by who may sign, and never changed but by being revoked."""

from django.db import migrations

# Further settings of the transaction, told by `allmanning.accounts.access`. Nobody told: nothing.
SETTINGS = ("audited", "agreements")
WHO_ACTS = "".join(
    f"""
CREATE FUNCTION app_{name}() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.{name}', true), ''), '{{}}')::bigint[];
"""
    for name in SETTINGS
)

# Where the actor reads cases, as staff or as auditor.
READABLE = """
CREATE FUNCTION app_readable() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN app_organisations() || app_audited();
"""

# Where the actor works, and where they sign, as their own rows say; asked only of what is about agreements.
OWN_ROLES = """
CREATE FUNCTION app_places() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership WHERE person_id = app_person();
END;
CREATE FUNCTION app_signs() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(organisation_id), '{}') FROM accounts_membership
    WHERE person_id = app_person() AND role IN ('team_leader', 'board');
END;
"""

PARTY = "owner_id = ANY ((SELECT {0}())::bigint[]) OR executor_id = ANY ((SELECT {0}())::bigint[])"

# Two steps of trust: the program says under which agreements somebody acts; the database itself looks whether each is signed by
# both, has begun, has not ended, is not revoked, and is with an organisation where they handle cases.
AGREED = """
CREATE FUNCTION app_agreed(wanted text[]) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT coalesce(array_agg(a.owner_id || ':' || package), '{}')
    FROM accounts_agreement a, unnest(a.packages) package
    WHERE a.id = ANY (app_agreements()) AND a.executor_id = ANY (app_organisations())
        AND a.tasks::text[] && wanted AND a.revoked_at IS NULL
        AND a.valid_from <= (now() AT TIME ZONE 'Europe/Stockholm')::date
        AND (a.valid_to IS NULL OR a.valid_to >= (now() AT TIME ZONE 'Europe/Stockholm')::date)
        AND (SELECT count(*) FROM accounts_agreementsignature s WHERE s.agreement_id = a.id) = 2;
END;
"""

AGREEMENT = f"""
ALTER TABLE accounts_agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_agreement FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_agreement TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY parties ON accounts_agreement FOR SELECT USING ({PARTY.format("app_places")});
CREATE POLICY drafts ON accounts_agreement FOR INSERT
    WITH CHECK (owner_id = ANY ((SELECT app_signs())::bigint[]) AND revoked_at IS NULL);
CREATE POLICY revokes ON accounts_agreement FOR UPDATE
    USING (revoked_at IS NULL AND ({PARTY.format("app_signs")})) WITH CHECK (revoked_at IS NOT NULL);
"""

SIGNATURE = """
ALTER TABLE accounts_agreementsignature ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_agreementsignature FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_agreementsignature TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY parties ON accounts_agreementsignature FOR SELECT USING (EXISTS (
    SELECT 1 FROM accounts_agreement a WHERE a.id = agreement_id
));
CREATE POLICY signs ON accounts_agreementsignature FOR INSERT WITH CHECK (
    person_id = (SELECT app_person()) AND organisation_id = ANY ((SELECT app_signs())::bigint[])
    AND EXISTS (SELECT 1 FROM accounts_agreement a
        WHERE a.id = agreement_id AND a.revoked_at IS NULL AND organisation_id IN (a.owner_id, a.executor_id))
);
"""

UNDO = """
DROP FUNCTION app_agreed(text[]);
DROP POLICY signs ON accounts_agreementsignature;
DROP POLICY parties ON accounts_agreementsignature;
DROP POLICY owner ON accounts_agreementsignature;
ALTER TABLE accounts_agreementsignature NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY revokes ON accounts_agreement;
DROP POLICY drafts ON accounts_agreement;
DROP POLICY parties ON accounts_agreement;
DROP POLICY owner ON accounts_agreement;
ALTER TABLE accounts_agreement NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP FUNCTION app_signs();
DROP FUNCTION app_places();
DROP FUNCTION app_readable();
""" + "".join(f"DROP FUNCTION app_{name}();\n" for name in SETTINGS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_create_agreements")]

    operations = [migrations.RunSQL(WHO_ACTS + READABLE + OWN_ROLES + AGREEMENT + SIGNATURE + AGREED, UNDO)]
