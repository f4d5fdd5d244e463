"""Pre: people and memberships are shown only to themselves, their colleagues and the owner, whatever the query says."""

from django.db import migrations

# Who acts in this transaction, as `allmanning.accounts.access` told it. Nobody told: no person, no organisation.
WHO_ACTS = """
CREATE FUNCTION app_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
RETURN nullif(current_setting('app.person', true), '')::uuid;

CREATE FUNCTION app_organisations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
RETURN coalesce(nullif(current_setting('app.organisations', true), ''), '{}')::bigint[];
"""

# The calls stand in sub-selects, so that they are made once for a query and an index can be used.
MEMBERSHIP = """
ALTER TABLE accounts_membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_membership FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_membership TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY oneself ON accounts_membership FOR SELECT USING (person_id = (SELECT app_person()));
CREATE POLICY colleagues ON accounts_membership FOR SELECT
    USING (organisation_id = ANY ((SELECT app_organisations())::bigint[]));
"""

PERSON = """
ALTER TABLE accounts_person ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_person FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_person TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY oneself ON accounts_person FOR SELECT USING (id = (SELECT app_person()));
CREATE POLICY colleagues ON accounts_person FOR SELECT USING (EXISTS (
    SELECT 1 FROM accounts_membership m
    WHERE m.person_id = accounts_person.id AND m.organisation_id = ANY ((SELECT app_organisations())::bigint[])
));
"""

UNDO = """
DROP POLICY colleagues ON accounts_person;
DROP POLICY oneself ON accounts_person;
DROP POLICY owner ON accounts_person;
ALTER TABLE accounts_person NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP POLICY colleagues ON accounts_membership;
DROP POLICY oneself ON accounts_membership;
DROP POLICY owner ON accounts_membership;
ALTER TABLE accounts_membership NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;
DROP FUNCTION app_organisations();
DROP FUNCTION app_person();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_create_people")]

    operations = [migrations.RunSQL(WHO_ACTS + MEMBERSHIP + PERSON, UNDO)]
