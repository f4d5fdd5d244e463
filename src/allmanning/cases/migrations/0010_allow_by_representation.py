"""Pre: an ombud does for the applicant what they are entrusted with; the code that runs leaves the new columns empty, and sees what it saw."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = "(SELECT app_person())"
STAFF = "organisation_id = ANY ((SELECT app_organisations())::bigint[])"
READERS = "organisation_id = ANY ((SELECT app_readable())::bigint[])"
# While somebody acts for another, nothing of their own is theirs: app_applicant() is then nobody.
OWN = "applicant_id = (SELECT app_applicant())"


def agreed(*tasks: str) -> str:
    """The case is of a package that its owner has agreed on, with one of the tasks."""
    wanted = ", ".join(f"'{task}'" for task in tasks)
    return f"(organisation_id || ':' || package_id) = ANY ((SELECT app_agreed(ARRAY[{wanted}]))::text[])"


def entrusted(*errands: str) -> str:
    """The applicant is the one the ombud acts for, and has entrusted them with one of the errands in just this.

    A CASE, since for who acts for nobody the comparison is unknown: after AND the rest would be asked of every row.
    """
    wanted = ", ".join(f"'{errand}'" for errand in errands)
    asked = f"app_entrusted(organisation_id, package_id::text, ARRAY[{wanted}])"
    return f"CASE WHEN applicant_id = (SELECT app_represented()) THEN {asked} ELSE false END"


def of_case(what: str) -> str:
    """The row belongs to a case that is visible, and for which this holds too."""
    return f"EXISTS (SELECT 1 FROM cases_case WHERE cases_case.id = case_id AND ({what}))"  # noqa: S608


# A draft is seen by nobody but the applicant and an ombud who may apply.
VISIBLE = (
    f"{OWN} OR (submitted_at IS NOT NULL AND ({READERS} OR {agreed('read', 'handle', 'decide')}"
    f" OR {entrusted('read', 'apply', 'complete', 'letters')})) OR {entrusted('apply')}"
)
OURS = f"{OWN} OR (submitted_at IS NOT NULL AND {STAFF})"
HANDLED = f"{OURS} OR (submitted_at IS NOT NULL AND {agreed('handle', 'decide')})"

OF_A_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
UNDER_AGREEMENT = "agreement_id = ANY ((SELECT app_agreements())::bigint[])"
BY_REPRESENTATION = "representation_id = (SELECT app_representation())"
MY_OWN_NAME = f"(actor_id IS NULL OR actor_id = {PERSON})"


def written(*errands: str) -> str:
    """Of a case that the actor handles, or in which an ombud is entrusted with one of the errands."""
    return of_case(f"{HANDLED} OR {entrusted(*errands)}")


# Table: (verb, what must hold of a row read or replaced, what must hold of a row written). The rest stands as it was.
POLICIES: dict[str, list[tuple[str, str, str]]] = {
    "cases_case": [
        ("SELECT", VISIBLE, ""),
        (
            "INSERT",
            "",
            f"status = 'draft' AND (({OWN} AND representation_id IS NULL)"
            f" OR ({BY_REPRESENTATION} AND ombud_id = {PERSON} AND {entrusted('apply')}))",
        ),
        (
            "UPDATE",
            f"{HANDLED} OR {entrusted('apply', 'complete', 'letters')}",
            f"{HANDLED} OR {entrusted('apply', 'complete', 'letters')}",
        ),
    ],
    "cases_fact": [
        ("INSERT", "", written("apply", "complete")),
        ("UPDATE", written("apply", "complete"), written("apply", "complete")),
        ("DELETE", written("apply", "complete"), ""),
    ],
    "cases_assessment": [("INSERT", "", written("apply", "complete"))],
    "cases_signature": [
        (
            "INSERT",
            "",
            f"person_id = {PERSON}"
            f" AND ({of_case(HANDLED)} OR ({BY_REPRESENTATION} AND {of_case(entrusted('apply'))}))",
        ),
    ],
    # Who opens the decision is served with it; to read is not enough.
    "cases_decision": [("UPDATE", written("letters"), written("letters"))],
    "cases_completion": [("UPDATE", written("complete"), written("complete"))],
    "cases_letter": [
        (
            "SELECT",
            f"{OF_A_VISIBLE_CASE} AND ((SELECT app_representation()) IS NULL OR {of_case(entrusted('letters'))})",
            "",
        ),
        ("UPDATE", written("letters"), written("letters")),
    ],
    # An ombud names the representation; the automatic function in the same transaction names nobody.
    "cases_event": [
        (
            "INSERT",
            "",
            f"{MY_OWN_NAME} AND ({of_case(OURS)} OR ({UNDER_AGREEMENT} AND {of_case(HANDLED)})"
            f" OR ((actor_id IS NULL OR {BY_REPRESENTATION})"
            f" AND {of_case(entrusted('apply', 'complete', 'letters'))}))",
        ),
    ],
    "cases_readlog": [
        (
            "INSERT",
            "",
            f"person_id IS NOT DISTINCT FROM {PERSON} AND ({of_case(f'{OWN} OR {READERS}')}"
            f" OR (({UNDER_AGREEMENT} OR {BY_REPRESENTATION}) AND {OF_A_VISIBLE_CASE}))",
        ),
    ],
    "cases_delivery": [("INSERT", "", written("apply", "complete"))],
    # What two people are still looking at is shown neither to the applicant nor to who acts for them.
    "cases_proposal": [
        (
            "SELECT",
            f"(SELECT app_representation()) IS NULL AND {of_case(f'applicant_id <> {PERSON}')}",
            "",
        )
    ],
    "cases_attachment": [
        (
            "INSERT",
            "",
            f"state = 'waiting' AND sent_at IS NULL AND uploaded_by_id = {PERSON} AND "
            + of_case(
                "cases_case.organisation_id = cases_attachment.organisation_id"
                f" AND ({OWN} OR {entrusted('apply', 'complete')})"
            ),
        )
    ],
}

# Whoever sees a case sees by what representation it was sent.
OF_CASES = """
CREATE POLICY of_cases ON accounts_representation FOR SELECT USING (EXISTS (
    SELECT 1 FROM cases_case c WHERE c.representation_id = accounts_representation.id
));
"""


def replace(table: str) -> str:
    """The statements that take away what an earlier migration allowed, and allow what stands above."""
    made = []
    for verb, read, wrote in POLICIES[table]:
        name = f"may_{verb.lower()}"
        using, check = read and f" USING ({read})", wrote and f" WITH CHECK ({wrote})"
        made.append(
            f"DROP POLICY {name} ON {table};\nCREATE POLICY {name} ON {table} FOR {verb}{using}{check};\n"
        )
    return "".join(made)


def by_representation(model: str) -> migrations.AddField:
    """The column that names it."""
    return migrations.AddField(
        model_name=model,
        name="representation",
        field=models.ForeignKey(
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="accounts.representation",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_create_representations"),
        ("cases", "0009_remove_what_is_due"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="representation",
            field=models.ForeignKey(
                db_index=False,
                help_text="by which somebody else began the draft, or signed and sent, for the applicant",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.representation",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="ombud",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="ombud_name",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="kept beside, since the staff may not read the ombud's row",
                max_length=201,
            ),
        ),
        *map(by_representation, ("event", "readlog", "signature")),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("representation__isnull", False)),
                fields=["representation"],
                name="cases_by_representation",
            ),
        ),
        migrations.RunSQL("".join(map(replace, POLICIES)) + OF_CASES),
    ]
