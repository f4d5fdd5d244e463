"""Pre: a case and what belongs to it is shown only to its applicant and, once sent, to the staff of its organisation."""

from django.db import migrations

STAFF = "organisation_id = ANY ((SELECT app_organisations())::bigint[])"
OF_A_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
OF_OUR_OWN_CASE = f"EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id AND c.{STAFF})"  # noqa: S608

# A draft is the applicant's own; staff see a case from the moment it is sent.
VISIBLE_CASE = f"applicant_id = (SELECT app_person()) OR (submitted_at IS NOT NULL AND {STAFF})"

# Table: (verb, what must hold of a row read or replaced, what must hold of a row written).
POLICIES: dict[str, list[tuple[str, str, str]]] = {
    "cases_case": [
        ("SELECT", VISIBLE_CASE, ""),
        ("INSERT", "", "applicant_id = (SELECT app_person()) AND status = 'draft'"),
        ("UPDATE", VISIBLE_CASE, VISIBLE_CASE),
    ],
    "cases_fact": [("ALL", OF_A_VISIBLE_CASE, OF_A_VISIBLE_CASE)],
    "cases_assessment": [("SELECT", OF_A_VISIBLE_CASE, ""), ("INSERT", "", OF_A_VISIBLE_CASE)],
    "cases_signature": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"person_id = (SELECT app_person()) AND {OF_A_VISIBLE_CASE}"),
    ],
    # Nobody decides, asks or writes letters but the organisation itself.
    "cases_decision": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", OF_OUR_OWN_CASE),
        ("UPDATE", OF_A_VISIBLE_CASE, OF_A_VISIBLE_CASE),
    ],
    "cases_completion": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", OF_OUR_OWN_CASE),
        ("UPDATE", OF_A_VISIBLE_CASE, OF_A_VISIBLE_CASE),
    ],
    "cases_letter": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", OF_OUR_OWN_CASE),
        ("UPDATE", OF_A_VISIBLE_CASE, OF_A_VISIBLE_CASE),
    ],
    # Nobody writes the journal in another's name; the automatic function has none.
    "cases_event": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"(actor_id IS NULL OR actor_id = (SELECT app_person())) AND {OF_A_VISIBLE_CASE}"),
    ],
    "cases_readlog": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"person_id IS NOT DISTINCT FROM (SELECT app_person()) AND {OF_A_VISIBLE_CASE}"),
    ],
    "cases_delivery": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", OF_A_VISIBLE_CASE),
        ("UPDATE", STAFF, STAFF),
    ],
    "cases_idempotencykey": [
        ("ALL", "person_id = (SELECT app_person())", "person_id = (SELECT app_person())")
    ],
    "cases_numberseries": [],
}

# An applicant's name stands on the case in the staff's list.
APPLICANTS = f"""
CREATE POLICY applicants ON accounts_person FOR SELECT USING (EXISTS (
    SELECT 1 FROM cases_case c WHERE c.applicant_id = accounts_person.id AND c.{STAFF}
));
"""  # noqa: S608

# Runs as the owner of the tables, and is the only one who may count.
NEXT_NUMBER = """
CREATE POLICY owner ON cases_numberseries TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE FUNCTION cases_next_number(organisation bigint, of_year integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO cases_numberseries AS series (organisation_id, year, last) VALUES (organisation, of_year, 1)
    ON CONFLICT (organisation_id, year) DO UPDATE SET last = series.last + 1
    RETURNING last;
$$;
"""


def protect(table: str) -> str:
    """The statements that force the table's policies."""
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
    ]
    for verb, read, written in POLICIES[table]:
        policy = f"CREATE POLICY may_{verb.lower()} ON {table} FOR {verb}"
        using, check = read and f" USING ({read})", written and f" WITH CHECK ({written})"
        statements.append(policy + using + check)
    return ";\n".join(statements) + ";\n"


def expose(table: str) -> str:
    """The statements that undo `protect`."""
    drops = "".join(f"DROP POLICY may_{verb.lower()} ON {table};\n" for verb, _, _ in POLICIES[table])
    return f"{drops}ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY;\n"


FORWARDS = "".join(map(protect, POLICIES)) + APPLICANTS + NEXT_NUMBER
BACKWARDS = (
    "DROP FUNCTION cases_next_number(bigint, integer);\nDROP POLICY owner ON cases_numberseries;\n"
    "DROP POLICY applicants ON accounts_person;\n" + "".join(map(expose, POLICIES))
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_create_swedish_sort_key"),
        ("cases", "0001_create_cases"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
