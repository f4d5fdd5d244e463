"""Pre: figures for boards and councils, counted by the database, so that who asks for them sees no case."""

from django.db import migrations

TABLES = ("cases_case", "cases_decision", "cases_event", "cases_readlog")

# Counting runs as the owner of the tables; each function asks first where the person works.
COUNTED = "".join(
    f"CREATE POLICY counted ON {table} FOR SELECT TO CURRENT_USER USING (true);\n" for table in TABLES
)

BY_AGREEMENT = """
CREATE FUNCTION cases_by_agreement(of_owner bigint, since timestamptz, until timestamptz)
RETURNS TABLE (agreement_id bigint, package_id text, handled bigint, decided bigint, accesses bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT acts.agreement_id, c.package_id::text,
        count(DISTINCT acts.case_id) FILTER (WHERE acts.what <> 'read'),
        count(*) FILTER (WHERE acts.what = 'decided'),
        count(*) FILTER (WHERE acts.what = 'read')
    FROM (
        SELECT e.agreement_id, e.case_id, e.action::text AS what FROM cases_event e
            WHERE e.agreement_id IS NOT NULL AND e.happened_at >= since AND e.happened_at < until
        UNION ALL
        SELECT r.agreement_id, r.case_id, 'read' FROM cases_readlog r
            WHERE r.agreement_id IS NOT NULL AND r.read_at >= since AND r.read_at < until
    ) acts JOIN cases_case c ON c.id = acts.case_id
    WHERE c.organisation_id = of_owner AND of_owner = ANY (app_places())
    GROUP BY acts.agreement_id, c.package_id ORDER BY acts.agreement_id, c.package_id;
$$;
"""

DECIDED = """
CREATE FUNCTION cases_decided(by_organisation bigint, since timestamptz, until timestamptz)
RETURNS TABLE (package_id text, outcome text, decisions bigint, automatic bigint, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.package_id::text, d.outcome::text, count(*), count(*) FILTER (WHERE d.is_automatic), sum(d.amount)::bigint
    FROM cases_decision d JOIN cases_case c ON c.id = d.case_id
    WHERE c.organisation_id = by_organisation AND by_organisation = ANY (app_places())
        AND d.decided_at >= since AND d.decided_at < until
    GROUP BY c.package_id, d.outcome ORDER BY c.package_id, count(*) DESC, d.outcome;
$$;
"""

UNDO = """
DROP FUNCTION cases_decided(bigint, timestamptz, timestamptz);
DROP FUNCTION cases_by_agreement(bigint, timestamptz, timestamptz);
""" + "".join(f"DROP POLICY counted ON {table};\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_allow_by_agreement")]

    operations = [migrations.RunSQL(COUNTED + BY_AGREEMENT + DECIDED, UNDO)]
