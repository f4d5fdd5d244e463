"""Pre: neighbouring systems with a key, known before anybody acts, and how often each calls; nothing asks it before."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

PROTECT = """
ALTER TABLE accounts_machineclient ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_machineclient FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_machineclient TO CURRENT_USER USING (true) WITH CHECK (true);
ALTER TABLE accounts_allowance SET UNLOGGED;
ALTER TABLE accounts_allowance ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_allowance FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON accounts_allowance TO CURRENT_USER USING (true) WITH CHECK (true);
"""

# Runs as the owner of the table, since nobody acts yet when a key is shown. Who does not know the secret learns nothing.
RECOGNISE = """
CREATE FUNCTION accounts_recognise_client(of_identity text, of_digest text)
RETURNS TABLE (organisation bigint, name text, scopes text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE accounts_machineclient c SET last_used_at = now()
        WHERE c.identity = of_identity AND c.digest = of_digest AND c.revoked_at IS NULL
            AND (c.last_used_at IS NULL OR c.last_used_at < now() - interval '1 minute');
    RETURN QUERY SELECT c.organisation_id, c.name::text, c.scopes::text[] FROM accounts_machineclient c
        WHERE c.identity = of_identity AND c.digest = of_digest AND c.revoked_at IS NULL;
END $$;
"""

# One row for each caller, so that callers do not wait for each other; whoever begins a minute sweeps a few old rows away.
SPEND = """
CREATE FUNCTION accounts_spend(of_bucket text) RETURNS TABLE (spent integer, seconds_left integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    seconds bigint := floor(extract(epoch FROM now()));
    this_minute bigint := seconds / 60;
    counted integer;
BEGIN
    INSERT INTO accounts_allowance AS a (bucket, minute, used) VALUES (of_bucket, this_minute, 1)
        ON CONFLICT (bucket) DO UPDATE SET minute = this_minute,
            used = CASE WHEN a.minute = this_minute THEN least(a.used + 1, 1000000) ELSE 1 END
        RETURNING used INTO counted;
    IF counted = 1 THEN
        DELETE FROM accounts_allowance WHERE bucket IN (
            SELECT bucket FROM accounts_allowance WHERE minute < this_minute - 60 LIMIT 20 FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN QUERY SELECT counted, (60 - seconds % 60)::integer;
END $$;
"""

UNDO = """
DROP FUNCTION accounts_spend(text);
DROP FUNCTION accounts_recognise_client(text, text);
DROP POLICY owner ON accounts_allowance;
DROP POLICY owner ON accounts_machineclient;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_create_delegations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "bucket",
                    models.CharField(
                        help_text="a client, a person or a network address, as a keyed digest",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("minute", models.BigIntegerField(db_index=True, help_text="minutes since 1970")),
                ("used", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="MachineClient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        help_text="what its key begins with; no secret", max_length=20, unique=True
                    ),
                ),
                ("name", models.CharField(help_text="as the log of readings tells it", max_length=100)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20)),
                ),
                (
                    "digest",
                    models.CharField(
                        help_text="sha256 of the secret, which is 256 random bits", max_length=64
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_used_at", models.DateTimeField(help_text="to the minute", null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["organisation", "name", "pk"],
            },
        ),
        migrations.RunSQL(PROTECT + RECOGNISE + SPEND, UNDO),
    ]
