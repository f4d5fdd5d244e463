"""Pre: what residents publish and support; nothing that runs needs to change before it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = "(SELECT app_person())"
MACHINE = f"{PERSON} IS NULL AND organisation_id = ANY ((SELECT app_organisations())::bigint[])"
TABLES = ("cases_publication", "cases_support", "cases_follow", "cases_notice")

FORCE = "".join(
    f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
    f"CREATE POLICY keeper ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);\n"
    for table in TABLES
)

OF_A_VISIBLE_CASE = "EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id)"
# Written by its applicant while it is a draft, afterwards by who handles the case.
WRITTEN = f"""EXISTS (SELECT 1 FROM cases_case c WHERE c.id = case_id AND c.organisation_id = cases_publication.organisation_id AND (
    (c.applicant_id = {PERSON} AND cases_publication.published_on IS NULL)
    OR (c.submitted_at IS NOT NULL AND (
        c.organisation_id = ANY ((SELECT app_organisations())::bigint[])
        OR (c.organisation_id || ':' || c.package_id) = ANY ((SELECT app_agreed(ARRAY['handle', 'decide']))::text[])
    ))
))"""  # noqa: S608
OF_OURS = f"EXISTS (SELECT 1 FROM cases_publication p WHERE p.id = publication_id AND p.{MACHINE.partition('AND ')[2]})"  # noqa: S608

# What is published is for everybody, logged in or not. Who follows what is the follower's own, and the machine's that tells them.
POLICIES = f"""
CREATE POLICY published ON cases_publication FOR SELECT USING (published_on IS NOT NULL);
CREATE POLICY may_select ON cases_publication FOR SELECT USING ({OF_A_VISIBLE_CASE});
CREATE POLICY may_insert ON cases_publication FOR INSERT WITH CHECK (state = 'written' AND supports = 0 AND {WRITTEN});
CREATE POLICY may_update ON cases_publication FOR UPDATE USING ({WRITTEN}) WITH CHECK ({WRITTEN});
CREATE POLICY oneself ON cases_follow FOR SELECT USING (person_id = {PERSON});
CREATE POLICY machine ON cases_follow FOR SELECT USING ({PERSON} IS NULL AND {OF_OURS});
CREATE POLICY may_insert ON cases_follow FOR INSERT WITH CHECK (person_id = {PERSON} AND EXISTS (
    SELECT 1 FROM cases_publication p WHERE p.id = publication_id AND p.published_on IS NOT NULL
));
CREATE POLICY may_delete ON cases_follow FOR DELETE USING (person_id = {PERSON});
CREATE POLICY oneself ON cases_notice FOR SELECT USING (person_id = {PERSON});
CREATE POLICY machine ON cases_notice FOR SELECT USING ({PERSON} IS NULL AND {OF_OURS});
CREATE POLICY may_insert ON cases_notice FOR INSERT WITH CHECK ({PERSON} IS NULL AND {OF_OURS});
"""  # noqa: S608

# Nobody reads, writes or deletes a support but by these. The first of the tokens is kept; the others are what earlier keys made
# of the same person. They say only whether and how many.
SUPPORT = """
CREATE FUNCTION cases_may_support(of_publication uuid, on_day date) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM cases_publication p WHERE p.id = of_publication AND p.state IN ('collecting', 'reached')
        AND p.support_salt <> '' AND p.until >= on_day) AND app_person() IS NOT NULL;
$$;
CREATE FUNCTION cases_support(of_publication uuid, tokens text[], on_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE counted integer;
BEGIN
    PERFORM 1 FROM cases_publication WHERE id = of_publication FOR UPDATE;
    IF NOT cases_may_support(of_publication, on_day) THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM cases_support s WHERE s.token = ANY (tokens)) THEN
        INSERT INTO cases_support (token, publication_id) VALUES (tokens[1], of_publication);
        UPDATE cases_publication SET supports = supports + 1 WHERE id = of_publication;
    END IF;
    SELECT supports INTO counted FROM cases_publication WHERE id = of_publication;
    RETURN counted;
END $$;
CREATE FUNCTION cases_take_back_support(of_publication uuid, tokens text[], on_day date) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE gone integer; counted integer;
BEGIN
    PERFORM 1 FROM cases_publication WHERE id = of_publication FOR UPDATE;
    IF NOT cases_may_support(of_publication, on_day) THEN
        RETURN NULL;
    END IF;
    DELETE FROM cases_support WHERE publication_id = of_publication AND token = ANY (tokens);
    GET DIAGNOSTICS gone = ROW_COUNT;
    UPDATE cases_publication SET supports = supports - gone WHERE id = of_publication RETURNING supports INTO counted;
    RETURN counted;
END $$;
CREATE FUNCTION cases_is_supported(of_publication uuid, tokens text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM cases_support WHERE publication_id = of_publication AND token = ANY (tokens));
$$;
CREATE FUNCTION cases_forget_supporters(of_publication uuid, on_day date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE cases_publication p SET support_salt = '' WHERE p.id = of_publication
        AND p.organisation_id = ANY (app_organisations()) AND (p.state NOT IN ('collecting', 'reached') OR p.until < on_day);
    DELETE FROM cases_support s USING cases_publication p
        WHERE s.publication_id = of_publication AND p.id = of_publication AND p.support_salt = '';
END $$;
"""

# Similar texts are found by their words, in the form that Swedish gives them.
WORDS = """
CREATE INDEX published_words ON cases_publication USING gin (to_tsvector('swedish', title || ' ' || text))
    WHERE published_on IS NOT NULL;
"""
UNDO = """
DROP INDEX published_words;
DROP FUNCTION cases_forget_supporters(uuid, date);
DROP FUNCTION cases_is_supported(uuid, text[]);
DROP FUNCTION cases_take_back_support(uuid, text[], date);
DROP FUNCTION cases_support(uuid, text[], date);
DROP FUNCTION cases_may_support(uuid, date);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_allow_boards_to_keep_their_order"),
        ("cases", "0011_widen_method_of_signature"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="fact",
            name="source",
            field=models.CharField(
                choices=[
                    ("resident", "Resident"),
                    ("register", "Register"),
                    ("caseworker", "Caseworker"),
                    ("platform", "Platform"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("package_id", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                (
                    "shows_name",
                    models.BooleanField(
                        default=False, help_text="the applicant wants their name beside the text"
                    ),
                ),
                (
                    "author_name",
                    models.CharField(
                        blank=True,
                        help_text="written when it is published; never of a protected identity",
                        max_length=201,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("written", "Written"),
                            ("refused", "Refused"),
                            ("collecting", "Collecting"),
                            ("reached", "Reached"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="written",
                        max_length=10,
                    ),
                ),
                ("published_on", models.DateField(null=True)),
                (
                    "until",
                    models.DateField(
                        help_text="the last day to support it, by the package's rules", null=True
                    ),
                ),
                (
                    "threshold",
                    models.PositiveIntegerField(
                        help_text="supports needed, by the package's rules", null=True
                    ),
                ),
                (
                    "supports",
                    models.PositiveIntegerField(
                        default=0, help_text="counted by the database's own functions alone"
                    ),
                ),
                (
                    "support_salt",
                    models.CharField(
                        help_text="thrown away, with every token, when the time is over", max_length=64
                    ),
                ),
                ("reached_on", models.DateField(null=True)),
                (
                    "answer_by",
                    models.DateField(
                        help_text="the last day for the answer, by the package's rules", null=True
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(
                        help_text="answered, closed without enough support, or withdrawn", null=True
                    ),
                ),
                (
                    "outcome",
                    models.CharField(blank=True, help_text="of the decision that answers it", max_length=100),
                ),
                (
                    "answer",
                    models.TextField(blank=True, help_text="what is said of it; public once it is decided"),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publication",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("written", "Written"),
                            ("refused", "Refused"),
                            ("collecting", "Collecting"),
                            ("reached", "Reached"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="cases.publication",
                    ),
                ),
            ],
            options={
                "ordering": ["-told_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Follow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follows",
                        to="cases.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="cases.publication"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("published_on__isnull", False)),
                fields=["organisation", "package_id", "-published_on"],
                name="published_in_a_place",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(
                    ("state", "collecting"), models.Q(("support_salt", ""), _negated=True), _connector="OR"
                ),
                fields=["organisation", "until"],
                name="publications_to_settle",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("publication", "person", "step"), name="each_step_is_told_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="follow",
            constraint=models.UniqueConstraint(
                fields=("publication", "person"), name="one_follow_for_each_person"
            ),
        ),
        migrations.RunSQL(FORCE + POLICIES + SUPPORT + WORDS, UNDO),
    ]
