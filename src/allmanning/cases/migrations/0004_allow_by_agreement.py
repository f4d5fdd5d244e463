"""Pre: auditors read, and others act by agreement; nobody takes a case from its owner. The code that runs sees what it saw."""

from django.db import migrations

PERSON = "(SELECT app_person())"
STAFF = "organisation_id = ANY ((SELECT app_organisations())::bigint[])"
READERS = "organisation_id = ANY ((SELECT app_readable())::bigint[])"


def agreed(*tasks: str) -> str:
    """The case is of a package that its owner has agreed on, with one of the tasks."""
    wanted = ", ".join(f"'{task}'" for task in tasks)
    return f"(organisation_id || ':' || package_id) = ANY ((SELECT app_agreed(ARRAY[{wanted}]))::text[])"


def of_case(what: str) -> str:
    """The row belongs to a case that is visible, and for which this holds too."""
    return f"EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = case_id AND ({what}))"  # noqa: S608


# A draft is the applicant's own; staff see a case from the moment it is sent. The cheap and common comes first: what stands
# after it is looked up only for who needs it.
VISIBLE = f"applicant_id = {PERSON} OR (submitted_at IS NOT NULL AND ({READERS} OR {agreed('read', 'handle', 'decide')}))"
OURS = f"applicant_id = {PERSON} OR (submitted_at IS NOT NULL AND {STAFF})"
HANDLED = f"{OURS} OR (submitted_at IS NOT NULL AND {agreed('handle', 'decide')})"

OF_A_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
UNDER_AGREEMENT = "agreement_id = ANY ((SELECT app_agreements())::bigint[])"
MY_OWN_NAME = f"(actor_id IS NULL OR actor_id = {PERSON})"

# Table: (verb, what must hold of a row read or replaced, what must hold of a row written).
POLICIES: dict[str, list[tuple[str, str, str]]] = {
    "cases_case": [
        ("SELECT", VISIBLE, ""),
        ("INSERT", "", f"applicant_id = {PERSON} AND status = 'draft'"),
        ("UPDATE", HANDLED, HANDLED),
    ],
    "cases_fact": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", of_case(HANDLED)),
        ("UPDATE", of_case(HANDLED), of_case(HANDLED)),
        ("DELETE", of_case(HANDLED), ""),
    ],
    "cases_assessment": [("SELECT", OF_A_VISIBLE_CASE, ""), ("INSERT", "", of_case(HANDLED))],
    "cases_signature": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"person_id = {PERSON} AND {of_case(HANDLED)}"),
    ],
    # Nobody decides or asks but the organisation itself, and who it has agreed with on just that.
    "cases_decision": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"{of_case(STAFF)} OR ({UNDER_AGREEMENT} AND {of_case(agreed('decide'))})"),
        ("UPDATE", of_case(HANDLED), of_case(HANDLED)),
    ],
    "cases_completion": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", of_case(f"{STAFF} OR {agreed('handle')}")),
        ("UPDATE", of_case(HANDLED), of_case(HANDLED)),
    ],
    # Letters are written by the organisation's own machine.
    "cases_letter": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", of_case(STAFF)),
        ("UPDATE", of_case(HANDLED), of_case(HANDLED)),
    ],
    # Nobody writes the journal in another's name, and who acts by agreement names it.
    "cases_event": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", f"{MY_OWN_NAME} AND ({of_case(OURS)} OR ({UNDER_AGREEMENT} AND {of_case(HANDLED)}))"),
    ],
    "cases_readlog": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        (
            "INSERT",
            "",
            f"person_id IS NOT DISTINCT FROM {PERSON}"
            f" AND ({of_case(f'applicant_id = {PERSON} OR {READERS}')} OR ({UNDER_AGREEMENT} AND {OF_A_VISIBLE_CASE}))",
        ),
    ],
    "cases_delivery": [
        ("SELECT", OF_A_VISIBLE_CASE, ""),
        ("INSERT", "", of_case(HANDLED)),
        ("UPDATE", STAFF, STAFF),
    ],
}

EARLIER = {
    "cases_case": ("SELECT", "INSERT", "UPDATE"),
    "cases_fact": ("ALL",),
    "cases_assessment": ("SELECT", "INSERT"),
    "cases_signature": ("SELECT", "INSERT"),
    "cases_decision": ("SELECT", "INSERT", "UPDATE"),
    "cases_completion": ("SELECT", "INSERT", "UPDATE"),
    "cases_letter": ("SELECT", "INSERT", "UPDATE"),
    "cases_event": ("SELECT", "INSERT"),
    "cases_readlog": ("SELECT", "INSERT"),
    "cases_delivery": ("SELECT", "INSERT", "UPDATE"),
}

# An applicant's name stands on the case in the staff's list: whoever sees the case sees who applied.
APPLICANTS = """
DROP POLICY applicants ON accounts_person;
CREATE POLICY applicants ON accounts_person FOR SELECT USING (EXISTS (
    SELECT 1 FROM cases_case c WHERE c.applicant_id = accounts_person.id
));
"""

# No policy can compare the row as it was with the row as it becomes; somebody who works for two organisations could
# otherwise move a case from one to the other.
KEEP_OWNER = """
CREATE FUNCTION cases_keep_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A case keeps its owner and its applicant.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_owner BEFORE UPDATE ON cases_case FOR EACH ROW
    WHEN (OLD.organisation_id <> NEW.organisation_id OR OLD.applicant_id <> NEW.applicant_id OR OLD.package_id <> NEW.package_id)
    EXECUTE FUNCTION cases_keep_owner();
"""


def drops(table: str) -> str:
    """The statements that take away what an earlier migration allowed."""
    return "".join(f"DROP POLICY may_{verb.lower()} ON {table};\n" for verb in EARLIER[table])


def allows(table: str) -> str:
    """The statements that allow what stands above."""
    made = []
    for verb, read, written in POLICIES[table]:
        using, check = read and f" USING ({read})", written and f" WITH CHECK ({written})"
        made.append(f"CREATE POLICY may_{verb.lower()} ON {table} FOR {verb}{using}{check};\n")
    return "".join(made)


FORWARDS = "".join(drops(table) + allows(table) for table in POLICIES) + APPLICANTS + KEEP_OWNER


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_protect_agreements"), ("cases", "0003_add_agreements")]

    operations = [migrations.RunSQL(FORWARDS)]
