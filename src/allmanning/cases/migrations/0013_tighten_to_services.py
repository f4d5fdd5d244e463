"""Pre: whoever handles some services sees the cases of no other; the code that runs limits nobody, and sees what it saw."""

from django.db import migrations

# Asked row by row, and only of who is limited somewhere: for all others it is one comparison for the whole query, and
# nothing more to plan.
WITHIN = """
CREATE FUNCTION cases_within_services(owner bigint, package text, applicant uuid, wanted text[], reads boolean)
RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN owner <> ALL (app_limited()) OR (owner || ':' || package) = ANY (app_services())
        OR coalesce(applicant = app_applicant(), false) OR (reads AND owner = ANY (app_audited()))
        OR (owner || ':' || package) = ANY (app_agreed(wanted));
END $$;
"""
UNLIMITED = "(SELECT app_limited() = '{}')"
READ = "cases_within_services(organisation_id, package_id, applicant_id, ARRAY['read', 'handle', 'decide'], true)"
WRITE = "cases_within_services(organisation_id, package_id, applicant_id, ARRAY['handle', 'decide'], false)"

# What hangs on a case is shown with it. Deliveries alone are changed without being looked at.
NARROW = f"""
CREATE POLICY within_services_select ON cases_case AS RESTRICTIVE FOR SELECT USING ({UNLIMITED} OR {READ});
CREATE POLICY within_services_update ON cases_case AS RESTRICTIVE FOR UPDATE USING ({UNLIMITED} OR {WRITE});
CREATE POLICY within_services_update ON cases_delivery AS RESTRICTIVE FOR UPDATE
    USING ({UNLIMITED} OR EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id));
"""  # noqa: S608 - our own words


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_add_services_of_a_membership"),
        ("cases", "0012_create_publications"),
    ]

    operations = [migrations.RunSQL(WITHIN + NARROW)]
