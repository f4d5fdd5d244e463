"""Pre: what is due is removed, whole cases at a time, by one function of the database; nothing that runs needs to change before it."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

# The owner of the tables reaches every row below a case: to remove it here, and to take it in again from a file.
POLICIES = """
DO $$
DECLARE held record;
BEGIN
    FOR held IN SELECT DISTINCT c.oid::regclass AS name FROM pg_class c
        LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid = 'cases_case'::regclass
        WHERE c.relrowsecurity AND (f.oid IS NOT NULL OR c.relname IN ('cases_case', 'cases_idempotencykey'))
    LOOP
        EXECUTE format('CREATE POLICY keeper ON %s TO CURRENT_USER USING (true) WITH CHECK (true)', held.name);
    END LOOP;
END $$;
ALTER TABLE cases_erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_erasure FORCE ROW LEVEL SECURITY;
CREATE POLICY keeper ON cases_erasure TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY may_select ON cases_erasure FOR SELECT
    USING (organisation_id = ANY ((SELECT app_places() || app_readable())::bigint[]));
CREATE POLICY may_update ON cases_erasure FOR UPDATE
    USING ((SELECT app_person()) IS NULL AND organisation_id = ANY ((SELECT app_organisations())::bigint[]));
"""

# The day, in a function of its own so that a test can let the years pass.
TODAY = """
CREATE FUNCTION cases_today() RETURNS date LANGUAGE sql STABLE
RETURN (now() AT TIME ZONE 'Europe/Stockholm')::date;
"""

# A case stands alone, or with all of its applicant's cases under the same law: then the last note in any of them counts, and one
# that may not be removed keeps the others. `of_person` looks at the cases of one applicant only.
DUE = """
CREATE FUNCTION cases_retention(of_organisation bigint, on_day date, of_person uuid DEFAULT NULL)
RETURNS TABLE (case_id uuid, number text, package_id text, last_note_on date, due_on date, state text, plan_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH plan AS (
        SELECT DISTINCT ON (p.package_id) p.* FROM cases_retentionplan p
        WHERE p.organisation_id = of_organisation AND p.valid_from <= on_day
        ORDER BY p.package_id, p.valid_from DESC, p.id DESC
    ), found AS (
        SELECT c.id, c.number, c.package_id, plan.id AS plan_id, plan.years, plan.kept_birth_days, plan.keeps_everybody,
            CASE WHEN plan.per_person THEN c.applicant_id || ' ' || plan.law ELSE c.id::text END AS file, person.personnummer,
            (SELECT (max(e.happened_at) AT TIME ZONE 'Europe/Stockholm')::date FROM cases_event e WHERE e.case_id = c.id) AS noted_on,
            CASE
                WHEN c.status NOT IN ('decided', 'withdrawn') THEN 'open'
                WHEN (SELECT e.action FROM cases_event e WHERE e.case_id = c.id AND e.action IN ('held', 'released')
                    ORDER BY e.sequence DESC LIMIT 1) = 'held' THEN 'held'
                WHEN EXISTS (SELECT 1 FROM cases_decision d WHERE d.case_id = c.id AND d.appeal_route <> 'none'
                    AND d.served_on IS NULL AND d.outcome <> ALL (plan.granted)) THEN 'unserved'
                WHEN EXISTS (SELECT 1 FROM cases_decision d WHERE d.case_id = c.id AND d.appeal_route <> 'none'
                    AND d.served_on + 7 * d.appeal_weeks + 14 > on_day) THEN 'appealable'
                WHEN EXISTS (SELECT 1 FROM cases_delivery d WHERE d.case_id = c.id AND d.status = 'waiting') THEN 'delivering'
            END AS hindrance
        FROM cases_case c JOIN plan ON plan.package_id = c.package_id JOIN accounts_person person ON person.id = c.applicant_id
        WHERE c.organisation_id = of_organisation AND c.submitted_at IS NOT NULL
            AND (of_person IS NULL OR c.applicant_id = of_person)
            AND app_person() IS NULL AND of_organisation = ANY (app_organisations())
    ), filed AS (
        SELECT found.*, bool_or(hindrance IS NOT NULL) OVER file AS is_hindered,
            (max(noted_on) OVER file + make_interval(years => years))::date AS due
        FROM found WINDOW file AS (PARTITION BY found.file)
    )
    SELECT id, filed.number::text, filed.package_id::text, noted_on, due,
        CASE
            WHEN keeps_everybody OR (cardinality(kept_birth_days) > 0 AND (personnummer IS NULL
                OR substr(personnummer, 7, 2)::int % 60 = ANY (kept_birth_days))) THEN 'kept'
            WHEN hindrance IS NOT NULL THEN hindrance
            WHEN due > on_day THEN 'not_yet'
            WHEN is_hindered THEN 'file'
            ELSE 'due'
        END, filed.plan_id
    FROM filed ORDER BY due, noted_on, filed.number;
$$;
"""

# Every row that hangs below the case, whatever table a later release adds; what was missed stops the transaction, since the
# foreign keys are checked when it ends.
REMOVE = """
CREATE FUNCTION cases_remove(one uuid) RETURNS jsonb LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE each record; gone bigint; counted jsonb := '{}';
BEGIN
    FOR each IN
        WITH RECURSIVE held AS (
            SELECT f.conrelid AS holder, h.attname AS field, f.confrelid AS of, o.attname AS key
            FROM pg_constraint f
            JOIN pg_attribute h ON h.attrelid = f.conrelid AND h.attnum = f.conkey[1]
            JOIN pg_attribute o ON o.attrelid = f.confrelid AND o.attnum = f.confkey[1]
            WHERE f.contype = 'f'
        ), below AS (
            SELECT holder, format('%I = $1', field) AS which, 1 AS depth FROM held WHERE of = 'cases_case'::regclass
            UNION ALL
            SELECT held.holder, format('%I IN (SELECT %I FROM %s WHERE %s)', field, key, of::regclass, which), depth + 1
            FROM held JOIN below ON held.of = below.holder WHERE depth < 4
        )
        SELECT holder::regclass::text AS name, which FROM below ORDER BY depth DESC
    LOOP
        EXECUTE format('DELETE FROM %s WHERE %s', each.name, each.which) USING one;
        GET DIAGNOSTICS gone = ROW_COUNT;
        counted := counted || jsonb_build_object(each.name, coalesce((counted ->> each.name)::bigint, 0) + gone);
    END LOOP;
    DELETE FROM cases_case WHERE id = one;
    RETURN counted || '{"cases_case": 1}';
END $$;
"""

# Answers to requests hold ids of what they made; nobody sends a request anew years later. Somebody to whom nothing refers any
# longer is forgotten altogether.
FORGET = """
CREATE FUNCTION cases_forget(people uuid[], applicant uuid, before timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE each record; is_known boolean;
BEGIN
    DELETE FROM cases_idempotencykey WHERE person_id = ANY (people) AND created_at <= before;
    FOR each IN
        SELECT f.conrelid::regclass::text AS name, a.attname AS field FROM pg_constraint f
        JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
        WHERE f.contype = 'f' AND f.confrelid = 'accounts_person'::regclass AND f.conrelid <> 'cases_idempotencykey'::regclass
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s WHERE %I = $1)', each.name, each.field) INTO is_known USING applicant;
        IF is_known THEN
            RETURN;
        END IF;
    END LOOP;
    DELETE FROM cases_idempotencykey WHERE person_id = applicant;
    DELETE FROM accounts_person WHERE id = applicant;
END $$;
"""

# The only way by which the application removes a case, and it asks the plan and the calendar itself.
ERASE = """
CREATE FUNCTION cases_erase(one uuid, ordered_by text, run uuid, on_day date) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE kept cases_case; due record; people uuid[]; line bigint; stored text[]; bare jsonb; last_at timestamptz;
BEGIN
    SELECT * INTO kept FROM cases_case WHERE id = one FOR UPDATE;
    IF kept.id IS NULL THEN
        RETURN 'gone';
    END IF;
    SELECT * INTO due FROM cases_retention(kept.organisation_id, least(on_day, cases_today()), kept.applicant_id) r
        WHERE r.case_id = one;
    IF due.state IS DISTINCT FROM 'due' THEN
        RETURN coalesce(due.state, 'unplanned');
    END IF;
    SELECT max(e.happened_at), array_agg(DISTINCT e.actor_id) || kept.applicant_id,
        jsonb_agg(to_jsonb(e) - ARRAY['id', 'case_id', 'actor_id', 'actor_name', 'payload', 'salt'] ORDER BY e.sequence)
    INTO last_at, people, bare FROM cases_event e WHERE e.case_id = one;
    SELECT coalesce(array_agg(a.stored_as) FILTER (WHERE a.stored_as <> ''), '{}') INTO stored
        FROM cases_attachment a WHERE a.case_id = one;
    INSERT INTO cases_erasure (organisation_id, run, case_id, number, package_id, last_note_on, due_on, plan_id, ordered_by,
        erased_at, removed, files, journal_length, journal_head, journal)
    VALUES (kept.organisation_id, cases_erase.run, one, kept.number, kept.package_id, due.last_note_on, due.due_on, due.plan_id,
        cases_erase.ordered_by, now(), '{}', stored, kept.journal_length, kept.journal_head, bare)
    RETURNING id INTO line;
    UPDATE cases_erasure SET removed = cases_remove(one) WHERE id = line;
    PERFORM cases_forget(people, kept.applicant_id, last_at);
    RETURN 'erased';
END $$;
"""
UNDO = """
DROP FUNCTION cases_erase(uuid, text, uuid, date);
DROP FUNCTION cases_forget(uuid[], uuid, timestamptz);
DROP FUNCTION cases_remove(uuid);
DROP FUNCTION cases_retention(bigint, date, uuid);
DROP FUNCTION cases_today();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_create_delegations"), ("cases", "0008_count_effects")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="actor_digest",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="of who did it; empty in events whose hash covers the name itself",
                max_length=64,
            ),
        ),
        migrations.CreateModel(
            name="RetentionPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("package_id", models.CharField(max_length=100)),
                (
                    "years",
                    models.PositiveSmallIntegerField(help_text="counted from the last note in the journal"),
                ),
                (
                    "law",
                    models.CharField(
                        help_text="what says how many years; the plan itself where no law does",
                        max_length=100,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        help_text="the board's decision, such as SN 2026-03-12 § 40", max_length=200
                    ),
                ),
                ("valid_from", models.DateField()),
                (
                    "per_person",
                    models.BooleanField(
                        default=False,
                        help_text="the last note in any of the person's cases under the same law counts",
                    ),
                ),
                (
                    "kept_birth_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        help_text="days of a month; kept for research",
                    ),
                ),
                (
                    "keeps_everybody",
                    models.BooleanField(default=False, help_text="the organisation keeps all for research"),
                ),
                ("kept_law", models.CharField(blank=True, max_length=100)),
                (
                    "granted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        default=list,
                        help_text="outcomes that nobody appeals",
                    ),
                ),
                ("stated_at", models.DateTimeField(default=django.utils.timezone.now)),
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
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.UUIDField(help_text="the same for all that were removed at once")),
                ("case_id", models.UUIDField()),
                ("number", models.CharField(max_length=20)),
                ("package_id", models.CharField(max_length=100)),
                ("last_note_on", models.DateField()),
                ("due_on", models.DateField()),
                ("ordered_by", models.CharField(max_length=201)),
                ("erased_at", models.DateTimeField()),
                ("removed", models.JSONField(help_text="rows by table")),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        help_text="what is still to be taken out of the storage; unreadable since the row with its key is gone",
                    ),
                ),
                ("journal_length", models.PositiveIntegerField()),
                ("journal_head", models.CharField(max_length=64)),
                (
                    "journal",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="each event without name and payload: enough to prove the chain",
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
                (
                    "plan",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.retentionplan",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="retentionplan",
            constraint=models.UniqueConstraint(
                fields=("organisation", "package_id", "valid_from"), name="one_retention_plan_from_each_day"
            ),
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["organisation", "-erased_at"], name="erasures_of_an_organisation"),
        ),
        migrations.RunSQL(POLICIES + TODAY + DUE + REMOVE + FORGET + ERASE, UNDO),
    ]
