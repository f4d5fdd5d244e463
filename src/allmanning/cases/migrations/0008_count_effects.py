"""Pre: figures for each package and release: outcomes and how long they took; counted by the database, which shows no case."""

from django.db import migrations

# A row without outcome is about all decisions of the release. Asked by who works there, reads or audits there.
EFFECTS = """
CREATE FUNCTION cases_effects(of_organisation bigint, since timestamptz, until timestamptz)
RETURNS TABLE (package_id text, version text, outcome text, decisions bigint, automatic bigint, in_time bigint,
    median_days double precision, slow_days double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.package_id::text, r.version::text, d.outcome::text, count(*), count(*) FILTER (WHERE d.is_automatic),
        count(*) FILTER (WHERE (d.decided_at AT TIME ZONE 'Europe/Stockholm')::date <= c.due_on),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - c.submitted_at) / 86400.0),
        percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - c.submitted_at) / 86400.0)
    FROM cases_decision d
        JOIN cases_case c ON c.id = d.case_id
        JOIN catalogue_adoption a ON a.id = c.adoption_id
        JOIN catalogue_release r ON r.id = a.release_id
    WHERE c.organisation_id = of_organisation AND of_organisation = ANY (app_places() || app_readable())
        AND d.decided_at >= since AND d.decided_at < until
    GROUP BY GROUPING SETS ((c.package_id, r.version), (c.package_id, r.version, d.outcome))
    ORDER BY c.package_id, r.version, count(*) DESC, d.outcome NULLS FIRST;
$$;
"""
UNDO = "DROP FUNCTION cases_effects(bigint, timestamptz, timestamptz);"


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_create_catalogue"), ("cases", "0007_keep_attachments")]

    operations = [migrations.RunSQL(EFFECTS, UNDO)]
